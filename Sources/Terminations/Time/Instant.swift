import JSON

/// A point in time, to the nanosecond.
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

    /// The instant, or nil where it is outside the years 0001 to 9999 or the nanoseconds are not 0 to 999,999,999.
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

    /// The instant, kept within ``earliest`` and ``latest``.
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

extension Instant: CustomStringConvertible {
    /// Reads an RFC 3339 `date-time`: `T` and `Z` in either case, an offset required.
    ///
    /// A fraction finer than nanoseconds is cut off. Second 60 is refused, because there are no leap seconds here.
    public init?(rfc3339 text: some StringProtocol) {
        guard let instant = String(text).withBytes({ Instant(rfc3339: $0) }) else { return nil }
        self = instant
    }

    init?(rfc3339 utf8: UnsafeBufferPointer<UInt8>) {
        guard utf8.count >= 20, let date = LocalDate(utf8: utf8[..<10]) else { return nil }
        var digits = DigitReader(utf8[10...])
        guard digits.consume(UInt8(ascii: "T")) || digits.consume(UInt8(ascii: "t")),
            let hour = digits.number(of: 2), hour < 24, digits.consume(UInt8(ascii: ":")),
            let minute = digits.number(of: 2), minute < 60, digits.consume(UInt8(ascii: ":")),
            let second = digits.number(of: 2), second < 60
        else { return nil }

        var nanoseconds = 0
        if digits.consume(UInt8(ascii: ".")) {
            guard let first = digits.digit() else { return nil }
            var unit = 100_000_000
            nanoseconds = first * unit
            while let digit = digits.digit() {
                unit /= 10
                nanoseconds += digit * unit
            }
        }
        guard let offset = Self.offset(&digits), digits.isAtEnd else { return nil }
        let time = hour * 3600 + minute * 60 + second - offset
        self.init(
            secondsSinceEpoch: Int64(date.daysSinceEpoch * 86_400 + time),
            nanoseconds: Int32(nanoseconds)
        )
    }

    /// Seconds east of UTC.
    private static func offset(_ digits: inout DigitReader) -> Int? {
        if digits.consume(UInt8(ascii: "Z")) || digits.consume(UInt8(ascii: "z")) { return 0 }
        let isWest = digits.consume(UInt8(ascii: "-"))
        guard isWest || digits.consume(UInt8(ascii: "+")),
            let hours = digits.number(of: 2), hours < 24, digits.consume(UInt8(ascii: ":")),
            let minutes = digits.number(of: 2), minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return isWest ? -seconds : seconds
    }

    /// RFC 3339 in UTC with `Z`; a fraction of 3, 6 or 9 digits only where it is not zero.
    public var description: String {
        String(unsafeUninitializedCapacity: 30) { buffer in
            var writer = BufferWriter(buffer)
            writer.put(self)
            return writer.count
        }
    }
}

extension BufferWriter {
    mutating func put(_ instant: Instant) {
        let seconds = Int(instant.secondsSinceEpoch)
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let time = seconds - day * 86_400
        put(LocalDate(daysSinceEpoch: day))
        put(UInt8(ascii: "T"))
        put(twoDigitsOf: time / 3600)
        put(UInt8(ascii: ":"))
        put(twoDigitsOf: time / 60 % 60)
        put(UInt8(ascii: ":"))
        put(twoDigitsOf: time % 60)
        if instant.nanoseconds != 0 { put(fraction: UInt64(instant.nanoseconds)) }
        put(UInt8(ascii: "Z"))
    }

    private mutating func put(fraction nanoseconds: UInt64) {
        put(UInt8(ascii: "."))
        if nanoseconds % 1_000_000 == 0 {
            put(digitsOf: nanoseconds / 1_000_000, atLeast: 3)
        } else if nanoseconds % 1000 == 0 {
            put(digitsOf: nanoseconds / 1000, atLeast: 6)
        } else {
            put(digitsOf: nanoseconds, atLeast: 9)
        }
    }
}
