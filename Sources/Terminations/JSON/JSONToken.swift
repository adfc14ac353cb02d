/// Writes the bytes of one token into room that was set aside for it, and never past its end.
struct JSONToken {
    private let room: UnsafeMutableBufferPointer<UInt8>
    /// Bytes written.
    private(set) var count = 0

    /// The room must outlive the token.
    init(_ room: UnsafeMutableBufferPointer<UInt8>) {
        self.room = room
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        precondition(count < room.count, "A token is no longer than the room for it.")
        room.initializeElement(at: count, to: byte)
        count += 1
    }

    @inline(__always)
    mutating func put(_ byte: UInt8?) {
        if let byte { put(byte) }
    }

    @inline(__always)
    mutating func put(_ text: UnsafeBufferPointer<UInt8>) {
        precondition(text.count <= room.count - count, "A token is no longer than the room for it.")
        guard let place = room.baseAddress, let source = text.baseAddress else { return }
        (place + count).initialize(from: source, count: text.count)
        count += text.count
    }

    /// A member's name, which needs no escapes, and its colon.
    @inline(__always)
    mutating func put(memberName name: StaticString) {
        put(UInt8(ascii: "\""))
        name.withUTF8Buffer { put($0) }
        put(UInt8(ascii: "\""))
        put(UInt8(ascii: ":"))
    }

    /// The two decimal digits of a number below 100.
    @inline(__always)
    mutating func put(twoDigitsOf number: Int) {
        put(UInt8(ascii: "0") + UInt8(number / 10))
        put(UInt8(ascii: "0") + UInt8(number % 10))
    }

    /// Decimal digits, with leading zeros up to a number of them.
    mutating func put(digitsOf number: UInt64, atLeast minCount: Int) {
        // Most numbers have few digits, for which multiplying is faster than dividing.
        var digits = 1
        var limit: UInt64 = 10
        while number >= limit {
            digits += 1
            let (next, isBeyond) = limit.multipliedReportingOverflow(by: 10)
            if isBeyond { break }
            limit = next
        }
        let width = max(digits, minCount)
        precondition(width <= room.count - count, "A token is no longer than the room for it.")
        var rest = number
        for index in stride(from: count + width - 1, through: count, by: -1) {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            room.initializeElement(at: index, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = quotient
        }
        count += width
    }

    static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// A string's text with the escapes that RFC 8259, section 7, demands, and no others.
    mutating func put(escaping text: UnsafeBufferPointer<UInt8>) {
        for byte in text {
            guard Self.needsEscape(byte) else {
                put(byte)
                continue
            }
            put(UInt8(ascii: "\\"))
            switch byte {
            case 0x08: put(UInt8(ascii: "b"))
            case 0x09: put(UInt8(ascii: "t"))
            case 0x0A: put(UInt8(ascii: "n"))
            case 0x0C: put(UInt8(ascii: "f"))
            case 0x0D: put(UInt8(ascii: "r"))
            case ..<0x20:
                put(UInt8(ascii: "u"))
                put(UInt8(ascii: "0"))
                put(UInt8(ascii: "0"))
                put(Hex.digit(byte >> 4))
                put(Hex.digit(byte & 15))
            default: put(byte)
            }
        }
    }
}
