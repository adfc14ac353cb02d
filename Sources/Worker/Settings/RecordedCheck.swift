public import Ledger
public import Terminations

/// Which recorded terminations settings would refuse today, judged at the instant each occurred.
///
/// Only the rules of the settings count: what the ledger knows of a contract is not asked. Changes nothing.
public struct RecordedCheck: Sendable {
    public struct Refusal: Sendable {
        public let code: Violation.Code
        public fileprivate(set) var count = 0
        /// The latest of their `terminationId`s.
        public fileprivate(set) var examples: [String] = []
    }

    private static let pageSize = 1000
    private static let exampleCount = 3

    public private(set) var checked = 0
    /// A termination that breaks several rules counts once.
    public private(set) var refused = 0
    private var byCode: [Violation.Code: Refusal] = [:]

    /// The broken rules, the most frequent first.
    public var refusals: [Refusal] {
        byCode.values.sorted { ($1.count, $0.code.rawValue) < ($0.count, $1.code.rawValue) }
    }

    /// - Parameters:
    ///   - limit: judges only so many, the latest; nil judges all.
    ///   - onProgress: told how many were judged so far.
    public init(
        of settings: Settings,
        limit: Int? = nil,
        in ledger: Ledger,
        limits: MessageLimits,
        onProgress: (Int) -> Void = { _ in }
    ) throws(LedgerError) {
        let judge = Judge(settings: SettingsVersion(number: 1, settings: settings))
        var last: Int64?
        while checked < limit ?? .max {
            let size = min(RecordedCheck.pageSize, (limit ?? .max) - checked)
            let page = try ledger.recordedMessages(before: last, limit: size)
            guard let end = page.last else { break }
            for message in page { add(message, judge, limits) }
            last = end.number
            onProgress(checked)
        }
    }

    private mutating func add(_ recorded: RecordedMessage, _ judge: Judge, _ limits: MessageLimits) {
        checked += 1
        let parsed = ParsedMessage(IncomingMessage(document: recorded.body), limits: limits)
        // Without history a correction is judged by the settings all the same.
        guard case .rejected(let violations) = judge.judge(parsed, history: .none) else {
            return
        }
        var codes = Set(violations.map(\.code)).subtracting(RecordedCheck.rulesOfHistory)
        // It had one.
        if recorded.isRedacted { codes.remove(.noteRequired) }
        if !codes.isEmpty { refused += 1 }
        for code in codes {
            var refusal = byCode[code] ?? Refusal(code: code)
            refusal.count += 1
            if refusal.examples.count < RecordedCheck.exampleCount { refusal.examples.append(recorded.terminationID) }
            byCode[code] = refusal
        }
    }

    private static let rulesOfHistory: Set<Violation.Code> = [
        .messageIDReused, .contractAlreadyTerminated, .unknownTermination, .revisionConflict, .alreadyWithdrawn,
        .contractMismatch, .staleRevision, .alreadyRecorded,
    ]
}
