/// What is known of some terminations together. Facts that messages did not give are left out, never guessed: each
/// figure says of how many it is known.
public struct Figures: Sendable, Equatable {
    public var count = 0
    /// What was billed a month and is lost, by currency: that of most terminations first.
    public var amounts: [LostAmount] = []
    /// Of how many the monthly amount is known.
    public var withAmount = 0
    /// Days from the receipt of notice through the last day; halves where two are in the middle.
    public var medianNoticeDays: Double?
    /// Of how many the receipt of notice is known.
    public var withNotice = 0
    /// How many ended before the end of the agreed term.
    public var early = 0
    /// Of how many the end of the term is known.
    public var withTerm = 0
    /// How many were recorded after their last day was over.
    public var backdated = 0

    public init() {}

    /// Of those of which it is known; nil where it is of none.
    public var earlyShare: Double? { withTerm == 0 ? nil : Double(early) / Double(withTerm) }
    public var backdatedShare: Double? { count == 0 ? nil : Double(backdated) / Double(count) }
}

/// A recurring amount that ended.
public struct LostAmount: Sendable, Equatable {
    /// ISO 4217.
    public let currency: String
    /// A month, in minor units of the currency: exact, also where the sum takes more than 64 bits.
    public let minorUnits: Int128
    /// Of how many terminations.
    public let count: Int

    public init(currency: String, minorUnits: Int128, count: Int) {
        self.currency = currency
        self.minorUnits = minorUnits
        self.count = count
    }
}
