import JSON

/// A calendar duration such as a notice period: ISO 8601 `PnYnMnD` or `PnW`.
///
/// Each part is 0 to 9999, and at least one part is written. Weeks cannot be combined with other parts.
public struct DateDuration: Hashable, Sendable {
    public let years: Int
    public let months: Int
    public let weeks: Int
    public let days: Int

    /// Reads an ISO 8601 date duration in capitals, at most four digits a part, largest part first.
    public init?(_ text: some StringProtocol) {
        guard let duration = String(text).withBytes({ DateDuration(utf8: $0) }) else { return nil }
        self = duration
    }

    private init?(utf8: UnsafeBufferPointer<UInt8>) {
        var parts = DurationParts(utf8)
        guard parts.consume(UInt8(ascii: "P")) else { return nil }
        if let weeks = parts.number(before: UInt8(ascii: "W")) {
            guard parts.isAtEnd else { return nil }
            self.init(weeks: weeks)
        } else {
            let years = parts.number(before: UInt8(ascii: "Y"))
            let months = parts.number(before: UInt8(ascii: "M"))
            let days = parts.number(before: UInt8(ascii: "D"))
            guard parts.isAtEnd, years != nil || months != nil || days != nil else { return nil }
            self.init(years: years ?? 0, months: months ?? 0, days: days ?? 0)
        }
    }

    private init(years: Int = 0, months: Int = 0, weeks: Int = 0, days: Int = 0) {
        self.years = years
        self.months = months
        self.weeks = weeks
        self.days = days
    }

    public var isZero: Bool { years == 0 && months == 0 && weeks == 0 && days == 0 }

    /// The exact number of months, at least 1; nil for a duration with weeks or days, or of zero.
    public var wholeMonths: Int? {
        let months = 12 * years + months
        return weeks == 0 && days == 0 && months > 0 ? months : nil
    }
}

extension DateDuration: CustomStringConvertible {
    /// The shortest form, without parts of zero; `P0D` where all are zero.
    public var description: String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            var writer = BufferWriter(buffer)
            writer.put(UInt8(ascii: "P"))
            writer.put(years, before: UInt8(ascii: "Y"))
            writer.put(months, before: UInt8(ascii: "M"))
            writer.put(weeks, before: UInt8(ascii: "W"))
            writer.put(days, before: UInt8(ascii: "D"))
            if writer.count == 1 {
                writer.put(UInt8(ascii: "0"))
                writer.put(UInt8(ascii: "D"))
            }
            return writer.count
        }
    }
}

extension BufferWriter {
    fileprivate mutating func put(_ part: Int, before letter: UInt8) {
        guard part > 0 else { return }
        put(digitsOf: UInt64(part), atLeast: 1)
        put(letter)
    }
}

/// Reads the numbers of an ISO 8601 duration, each before its letter.
struct DurationParts {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// The bytes must outlive the reader.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func consume(_ letter: UInt8) -> Bool {
        guard !isAtEnd, bytes[position] == letter else { return false }
        position += 1
        return true
    }

    /// The one to four digits before the letter; nothing is consumed where that is not what comes next.
    mutating func number(before letter: UInt8) -> Int? {
        var number = 0
        for index in position..<min(position + 5, bytes.count) {
            let byte = bytes[index]
            if byte == letter, index > position {
                position = index + 1
                return number
            }
            guard 0x30...0x39 ~= byte else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return nil
    }
}

/// Reads and writes spans of elapsed time as ISO 8601: `PT10M`, `PT1H30M`, `P1D`.
///
/// A day is 24 hours here. Years, months and weeks have no fixed length and are refused.
public enum TimeSpan {
    /// The span, or nil where the text is not `P[nD][T[nH][nM][nS]]` with whole numbers of at most four digits
    /// and at least one of them.
    public static func parse(_ text: some StringProtocol) -> Duration? {
        String(text).withBytes { parse(DurationParts($0)) }
    }

    private static func parse(_ parts: DurationParts) -> Duration? {
        var parts = parts
        guard parts.consume(UInt8(ascii: "P")) else { return nil }
        let days = parts.number(before: UInt8(ascii: "D"))
        var seconds = (days ?? 0) * 86_400
        if parts.consume(UInt8(ascii: "T")) {
            let hours = parts.number(before: UInt8(ascii: "H"))
            let minutes = parts.number(before: UInt8(ascii: "M"))
            let rest = parts.number(before: UInt8(ascii: "S"))
            guard hours != nil || minutes != nil || rest != nil else { return nil }
            seconds += (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (rest ?? 0)
        } else if days == nil {
            return nil
        }
        return parts.isAtEnd ? .seconds(seconds) : nil
    }
}
