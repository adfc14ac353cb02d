/// Writes bytes into a buffer of fixed size. A write past its end traps.
@usableFromInline package struct BufferWriter {
    @usableFromInline package let buffer: UnsafeMutableBufferPointer<UInt8>
    /// Bytes written.
    @usableFromInline package var count = 0

    /// The buffer must outlive the writer.
    @inlinable
    package init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    @inlinable @inline(__always)
    package mutating func put(_ byte: UInt8) {
        precondition(count < buffer.count, "The buffer is too small.")
        buffer.initializeElement(at: count, to: byte)
        count += 1
    }

    @inlinable @inline(__always)
    package mutating func put(_ byte: UInt8?) {
        if let byte { put(byte) }
    }

    @inlinable @inline(__always)
    package mutating func put(_ text: UnsafeBufferPointer<UInt8>) {
        precondition(text.count <= buffer.count - count, "The buffer is too small.")
        guard let target = buffer.baseAddress, let source = text.baseAddress else { return }
        (target + count).initialize(from: source, count: text.count)
        count += text.count
    }

    /// Writes a member's name, which must need no escapes, and its colon.
    @inlinable @inline(__always)
    package mutating func put(memberName name: StaticString) {
        put(UInt8(ascii: "\""))
        name.withUTF8Buffer { put($0) }
        put(UInt8(ascii: "\""))
        put(UInt8(ascii: ":"))
    }

    /// Writes the two decimal digits of a number below 100.
    @inlinable @inline(__always)
    package mutating func put(twoDigitsOf number: Int) {
        put(UInt8(ascii: "0") + UInt8(number / 10))
        put(UInt8(ascii: "0") + UInt8(number % 10))
    }

    /// Writes a number in decimal digits, with leading zeros where it has fewer than `minCount`.
    package mutating func put(digitsOf number: UInt64, atLeast minCount: Int) {
        // Most numbers have few digits, so multiplying is faster here than dividing.
        var digits = 1
        var limit: UInt64 = 10
        while number >= limit {
            digits += 1
            let (next, isBeyond) = limit.multipliedReportingOverflow(by: 10)
            if isBeyond { break }
            limit = next
        }
        let width = max(digits, minCount)
        precondition(width <= buffer.count - count, "The buffer is too small.")
        var rest = number
        for index in stride(from: count + width - 1, through: count, by: -1) {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            buffer.initializeElement(at: index, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = quotient
        }
        count += width
    }
}

extension BufferWriter {
    /// Whether a JSON string must escape this byte: a quote, a backslash or a control character (RFC 8259, section 7).
    static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Writes a string's text with the escapes that RFC 8259, section 7, requires, and no others.
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
