/// A point on the time line, to the nanosecond.
///
/// Always within 0001-01-01T00:00:00Z and the end of 9999-12-31 in UTC, so that RFC 3339 can write it.
public struct Instant: Hashable, Sendable {
    /// Whole seconds since 1970-01-01T00:00:00Z, without leap seconds; negative before it.
    public let secondsSinceEpoch: Int64
    /// Nanoseconds after the whole second, 0 to 999,999,999.
    public let nanoseconds: Int32

    /// 0001-01-01T00:00:00Z.
    public static let earliest = Instant(inRange: -62_135_596_800, nanoseconds: 0)
    /// 9999-12-31T23:59:59.999999999Z.
    public static let latest = Instant(inRange: 253_402_300_799, nanoseconds: 999_999_999)

    /// The instant, or nil where it lies outside the years 0001 to 9999 or the nanoseconds are no fraction.
    public init?(secondsSinceEpoch: Int64, nanoseconds: Int32 = 0) {
        guard
            Self.earliest.secondsSinceEpoch...Self.latest.secondsSinceEpoch ~= secondsSinceEpoch,
            0...999_999_999 ~= nanoseconds
        else { return nil }
        self.init(inRange: secondsSinceEpoch, nanoseconds: nanoseconds)
    }

    private init(inRange secondsSinceEpoch: Int64, nanoseconds: Int32) {
        self.secondsSinceEpoch = secondsSinceEpoch
        self.nanoseconds = nanoseconds
    }

    /// The instant, moved to ``earliest`` or ``latest`` when the seconds lie outside of what can be written.
    static func clamping(secondsSinceEpoch: Int64) -> Instant {
        if secondsSinceEpoch < earliest.secondsSinceEpoch { return .earliest }
        return Instant(secondsSinceEpoch: secondsSinceEpoch) ?? .latest
    }

    /// The instant a span later (earlier when negative), kept within ``earliest`` and ``latest``.
    public func advanced(by span: Duration) -> Instant {
        let (seconds, attoseconds) = span.components
        var nanoseconds = Int64(nanoseconds) + attoseconds / 1_000_000_000
        var carry: Int64 = 0
        if nanoseconds < 0 {
            nanoseconds += 1_000_000_000
            carry = -1
        } else if nanoseconds >= 1_000_000_000 {
            nanoseconds -= 1_000_000_000
            carry = 1
        }
        let (sum, overflow) = secondsSinceEpoch.addingReportingOverflow(seconds)
        let (total, overflowAgain) = sum.addingReportingOverflow(carry)
        if overflow || overflowAgain { return seconds > 0 ? .latest : .earliest }
        if let instant = Instant(secondsSinceEpoch: total, nanoseconds: Int32(nanoseconds)) { return instant }
        return total > 0 ? .latest : .earliest
    }

    /// The span from this instant to the other: positive when the other is later.
    public func duration(until other: Instant) -> Duration {
        .seconds(other.secondsSinceEpoch - secondsSinceEpoch) + .nanoseconds(other.nanoseconds - nanoseconds)
    }
}

extension Instant: Comparable {
    public static func < (left: Instant, right: Instant) -> Bool {
        (left.secondsSinceEpoch, left.nanoseconds) < (right.secondsSinceEpoch, right.nanoseconds)
    }
}
