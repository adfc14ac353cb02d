public import Terminations

/// What became of dead letters that were judged again, in all and by the cause that they had before.
public struct ReplaySummary: Sendable {
    public struct Counts: Sendable, Equatable {
        /// Recorded now.
        public var accepted = 0
        /// Resolved because the message was recorded already.
        public var alreadyRecorded = 0
        /// Refused again.
        public var rejected = 0
        /// Nothing was judged: they are not open.
        public var notOpen = 0
        /// Nothing was judged: they have changed since the replay was planned.
        public var changedMeanwhile = 0
        /// The patch cannot be applied.
        public var unpatchable = 0
        /// There is no such dead letter.
        public var unknown = 0

        public init() {}

        public var resolved: Int { accepted + alreadyRecorded }
        public var total: Int { resolved + rejected + notOpen + changedMeanwhile + unpatchable + unknown }
    }

    /// Why dead letters were refused again.
    public struct Refusal: Sendable {
        public let violations: [Violation]
        public let fingerprint: String
        /// One of them.
        public let sampleID: String
        public var count: Int
    }

    public private(set) var counts = Counts()
    public private(set) var groups: [String: Counts] = [:]
    /// By the fingerprint that they have now.
    public private(set) var refusals: [String: Refusal] = [:]
    /// Why the patch cannot be applied, and how often.
    public private(set) var unpatchable: [String: Int] = [:]

    public init() {}

    public mutating func add(_ outcomes: some Sequence<ReplayOutcome>) {
        for outcome in outcomes { add(outcome) }
    }

    private mutating func add(_ outcome: ReplayOutcome) {
        let count: WritableKeyPath<Counts, Int> =
            switch outcome.result {
            case .accepted: \.accepted
            case .alreadyRecorded: \.alreadyRecorded
            case .rejected: \.rejected
            case .notOpen: \.notOpen
            case .changedMeanwhile: \.changedMeanwhile
            case .unknown: \.unknown
            case .unpatchable: \.unpatchable
            }
        counts[keyPath: count] += 1
        if let fingerprint = outcome.fingerprint { groups[fingerprint, default: Counts()][keyPath: count] += 1 }
        switch outcome.result {
        case .rejected(let violations, let fingerprint, _):
            refusals[
                fingerprint,
                default: Refusal(
                    violations: violations,
                    fingerprint: fingerprint,
                    sampleID: outcome.deadLetterID,
                    count: 0
                )
            ].count += 1
        case .unpatchable(let why): unpatchable[why, default: 0] += 1
        case .accepted, .alreadyRecorded, .notOpen, .changedMeanwhile, .unknown: break
        }
    }
}
