/// A calendar duration such as a notice period: ISO 8601 `PnYnMnD` or `PnW`.
///
/// Each part is 0 to 9999, and at least one part is written. Weeks stand alone.
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
        guard parts.take(UInt8(ascii: "P")) else { return nil }
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

    /// How many months this is exactly, at least 1; nil for a duration with weeks or days, or of no length.
    public var wholeMonths: Int? {
        let months = 12 * years + months
        return weeks == 0 && days == 0 && months > 0 ? months : nil
    }
}

extension DateDuration: CustomStringConvertible {
    /// The shortest form: parts that are zero are left out; `P0D` when all are.
    public var description: String {
        String(unsafeUninitializedCapacity: 16) { room in
            var token = JSONToken(room)
            token.put(UInt8(ascii: "P"))
            token.put(years, before: UInt8(ascii: "Y"))
            token.put(months, before: UInt8(ascii: "M"))
            token.put(weeks, before: UInt8(ascii: "W"))
            token.put(days, before: UInt8(ascii: "D"))
            if token.count == 1 {
                token.put(UInt8(ascii: "0"))
                token.put(UInt8(ascii: "D"))
            }
            return token.count
        }
    }
}

extension JSONToken {
    fileprivate mutating func put(_ part: Int, before deadLetter: UInt8) {
        guard part > 0 else { return }
        put(digitsOf: UInt64(part), atLeast: 1)
        put(deadLetter)
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

    mutating func take(_ deadLetter: UInt8) -> Bool {
        guard !isAtEnd, bytes[position] == deadLetter else { return false }
        position += 1
        return true
    }

    /// The one to four digits before the letter; nothing is consumed where that is not what comes next.
    mutating func number(before deadLetter: UInt8) -> Int? {
        var number = 0
        for index in position..<min(position + 5, bytes.count) {
            let byte = bytes[index]
            if byte == deadLetter, index > position {
                position = index + 1
                return number
            }
            guard 0x30...0x39 ~= byte else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return nil
    }
}
