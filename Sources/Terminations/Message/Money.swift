/// An amount in the minor units of its currency: 1299 EUR is € 12.99.
public struct Money: Hashable, Sendable {
    /// Minor units, within ±(2^53 − 1), so that every JSON reader has it exactly (I-JSON, RFC 7493).
    public let minorUnits: Int64
    public let currency: Currency

    static let range: ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991

    public init?(minorUnits: Int64, currency: Currency) {
        guard Self.range ~= minorUnits else { return nil }
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// An equal part in minor units, rounded half to even.
    ///
    /// - Parameter count: how many parts, at least 1.
    public func divided(by count: Int) -> Int64 {
        precondition(count > 0, "An amount is divided into at least one part.")
        let (quotient, remainder) = minorUnits.quotientAndRemainder(dividingBy: Int64(count))
        let twice = 2 * remainder.magnitude
        let isAway = twice > count.magnitude || (twice == count.magnitude && quotient % 2 != 0)
        return isAway ? quotient + (minorUnits < 0 ? -1 : 1) : quotient
    }
}
