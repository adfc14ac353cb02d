import JSON

/// A calendar date without a time or a zone, such as the last day on which a contract is in force.
///
/// Always a day that exists in the proleptic Gregorian calendar, in the years 0001 to 9999.
/// See ``Zone/localDate(at:)`` for the date of an instant.
public struct LocalDate: Hashable, Sendable {
    /// Days since 1970-01-01, which is 0.
    public let daysSinceEpoch: Int

    /// 0001-01-01.
    public static let earliest = LocalDate(daysSinceEpoch: -719_162)
    /// 9999-12-31.
    public static let latest = LocalDate(daysSinceEpoch: 2_932_896)

    init(daysSinceEpoch: Int) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// The date so many days after 1970-01-01, kept within 0001-01-01 and 9999-12-31.
    public init(clampingDaysSinceEpoch days: Int) {
        daysSinceEpoch = min(max(days, Self.earliest.daysSinceEpoch), Self.latest.daysSinceEpoch)
    }

    /// The date of these parts, or nil where the calendar has no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard 1...9999 ~= year, 1...12 ~= month, day >= 1, day <= Self.length(ofMonth: month, year: year) else {
            return nil
        }
        daysSinceEpoch = Self.dayNumber(year: year, month: month, day: day)
    }

    /// The same date a number of days later (earlier when negative), kept within 0001-01-01 and 9999-12-31.
    public func adding(days: Int) -> LocalDate {
        let (sum, overflow) = daysSinceEpoch.addingReportingOverflow(days)
        if overflow { return days > 0 ? .latest : .earliest }
        let clamped = min(max(sum, Self.earliest.daysSinceEpoch), Self.latest.daysSinceEpoch)
        return LocalDate(daysSinceEpoch: clamped)
    }

    /// The date after a calendar duration: years and months first, the day clamped to the month's last,
    /// then weeks and days. 31 January plus `P1M` is 28 or 29 February.
    ///
    /// - Returns: nil when the result is after 9999-12-31.
    public func adding(_ duration: DateDuration) -> LocalDate? {
        let (year, month, day) = parts
        let months = (month - 1) + duration.months + 12 * duration.years
        let newYear = year + months / 12
        let newMonth = months % 12 + 1
        guard newYear <= 9999 else { return nil }
        let newDay = min(day, Self.length(ofMonth: newMonth, year: newYear))
        let number =
            Self.dayNumber(year: newYear, month: newMonth, day: newDay) + 7 * duration.weeks + duration.days
        return number <= Self.latest.daysSinceEpoch ? LocalDate(daysSinceEpoch: number) : nil
    }

    /// Days from this date to the other: positive when the other is later, 0 on the same day.
    public func days(until other: LocalDate) -> Int {
        other.daysSinceEpoch - daysSinceEpoch
    }

    /// Year, month (1 to 12) and day of the month.
    public var parts: (year: Int, month: Int, day: Int) {
        // Days are counted from 0000-03-01, so that the leap day is the last day of its year.
        let days = daysSinceEpoch + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension LocalDate: Comparable {
    public static func < (left: LocalDate, right: LocalDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }
}

extension LocalDate: CustomStringConvertible {
    /// Reads a strict `YYYY-MM-DD` (RFC 3339, full-date).
    public init?(_ text: some StringProtocol) {
        guard let date = String(text).withBytes({ LocalDate(utf8: $0[...]) }) else { return nil }
        self = date
    }

    init?(utf8: Slice<UnsafeBufferPointer<UInt8>>) {
        var digits = DigitReader(utf8)
        guard let year = digits.number(of: 4), digits.consume(UInt8(ascii: "-")),
            let month = digits.number(of: 2), digits.consume(UInt8(ascii: "-")),
            let day = digits.number(of: 2), digits.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        String(unsafeUninitializedCapacity: 10) { buffer in
            var writer = BufferWriter(buffer)
            writer.put(self)
            return writer.count
        }
    }
}

extension BufferWriter {
    mutating func put(_ date: LocalDate) {
        let (year, month, day) = date.parts
        put(twoDigitsOf: year / 100)
        put(twoDigitsOf: year % 100)
        put(UInt8(ascii: "-"))
        put(twoDigitsOf: month)
        put(UInt8(ascii: "-"))
        put(twoDigitsOf: day)
    }
}

/// Reads numbers of a fixed count of ASCII digits and the characters between them.
struct DigitReader {
    private var rest: Slice<UnsafeBufferPointer<UInt8>>

    init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }
    var next: UInt8? { rest.first }

    /// The number that exactly `count` digits represent.
    mutating func number(of count: Int) -> Int? {
        guard rest.count >= count else { return nil }
        var value = 0
        for byte in rest.prefix(count) {
            let digit = byte &- 0x30
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        rest = rest.dropFirst(count)
        return value
    }

    mutating func digit() -> Int? { number(of: 1) }

    /// Skips the byte if it is next.
    mutating func consume(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }
}
