/// Figures of a set of terminations. Facts that messages did not give are excluded, never guessed: each figure says for how
/// many terminations it is known.
public struct Figures: Sendable, Equatable {
    public var count = 0
    /// Lost recurring amounts a month by currency, the currency of most terminations first.
    public var amounts: [LostAmount] = []
    /// Terminations with a known monthly amount.
    public var withAmount = 0
    /// Days from the receipt of notice through the last day of the contract.
    public var medianNoticeDays: Double?
    /// Terminations with a known receipt of notice.
    public var withNotice = 0
    /// Terminations before the end of the agreed term.
    public var early = 0
    /// Terminations with a known end of the term.
    public var withTerm = 0
    /// Terminations that were recorded after the last day of the contract.
    public var backdated = 0

    public init() {}

    /// The share of those with a known term; nil without any.
    public var earlyShare: Double? { withTerm == 0 ? nil : Double(early) / Double(withTerm) }
    public var backdatedShare: Double? { count == 0 ? nil : Double(backdated) / Double(count) }
}

/// A recurring amount that ended.
public struct LostAmount: Sendable, Equatable {
    /// ISO 4217.
    public let currency: String
    /// A month, in minor units of the currency. Exact, even if the sum needs more than 64 bits.
    public let minorUnits: Int128
    /// The number of terminations.
    public let count: Int

    public init(currency: String, minorUnits: Int128, count: Int) {
        self.currency = currency
        self.minorUnits = minorUnits
        self.count = count
    }
}
