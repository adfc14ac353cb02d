public import Ledger

/// How dead letters are judged again.
public struct ReplayOptions: Sendable {
    /// The instant at which dated rules are judged.
    public var asOf: JudgingTime
    /// Only the first so many, the oldest first.
    public var limit: Int?
    /// Dead letters a second at most; as many as the ledger takes when nil.
    public var rate: Int?
    /// Judges so many first, and continues only if none of them is refused again.
    public var canary: Int?

    public init(asOf: JudgingTime = .occurred, limit: Int? = nil, rate: Int? = nil, canary: Int? = nil) {
        self.asOf = asOf
        self.limit = limit
        self.rate = rate
        self.canary = canary
    }
}
