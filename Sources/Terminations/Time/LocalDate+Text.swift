extension LocalDate: CustomStringConvertible {
    /// Reads a strict `YYYY-MM-DD` (RFC 3339, full-date).
    public init?(_ text: some StringProtocol) {
        guard let date = String(text).withBytes({ LocalDate(utf8: $0[...]) }) else { return nil }
        self = date
    }

    init?(utf8: Slice<UnsafeBufferPointer<UInt8>>) {
        var digits = DigitReader(utf8)
        guard let year = digits.number(of: 4), digits.take(UInt8(ascii: "-")),
            let month = digits.number(of: 2), digits.take(UInt8(ascii: "-")),
            let day = digits.number(of: 2), digits.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        String(unsafeUninitializedCapacity: 10) { room in
            var token = JSONToken(room)
            token.put(self)
            return token.count
        }
    }
}

extension JSONToken {
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

/// Reads fixed runs of ASCII digits and the signs between them.
struct DigitReader {
    private var rest: Slice<UnsafeBufferPointer<UInt8>>

    init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }
    var next: UInt8? { rest.first }

    /// The number that exactly `count` digits write.
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

    /// Steps over the byte when it is next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }
}
