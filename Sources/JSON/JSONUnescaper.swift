/// Reads the rest of a JSON string from its first escape on (RFC 8259, section 7).
struct JSONUnescaper {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var text: [UInt8]
    /// Where the next byte is read; after the closing quote when the string has been read.
    private(set) var position: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, stringFrom start: Int, firstEscape: Int) {
        self.bytes = bytes
        text = Array(bytes[start..<firstEscape])
        position = firstEscape
    }

    mutating func string() throws(JSONDefect) -> String {
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape()
            case ..<0x20: throw defect("A control character in a string must be escaped", at: position - 1)
            default: text.append(byte)
            }
        }
        throw defect("The document ends within a string", at: position)
    }

    private mutating func escape() throws(JSONDefect) {
        guard position < bytes.count else { throw defect("The document ends within a string", at: position) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): try unicodeEscape()
        default: throw defect("JSON has no such escape", at: position - 2)
        }
    }

    /// One `\uXXXX`, or two where the first is the high half of a surrogate pair.
    private mutating func unicodeEscape() throws(JSONDefect) {
        let start = position - 2
        let unit = try codeUnit()
        var value = UInt32(unit)
        if UTF16.isLeadSurrogate(unit) {
            guard bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
                throw defect("Half of a surrogate pair is not a character", at: start)
            }
            position += 2
            let low = try codeUnit()
            guard UTF16.isTrailSurrogate(low) else {
                throw defect("Half of a surrogate pair is not a character", at: start)
            }
            value = 0x10000 + (value - 0xD800) << 10 + UInt32(low) - 0xDC00
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw defect("Half of a surrogate pair is not a character", at: start)
        }
        text.append(contentsOf: UTF8.encode(scalar)!)
    }

    private mutating func codeUnit() throws(JSONDefect) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = Self.hexDigit(bytes[position]) else {
                throw defect("Four hexadecimal digits are expected here", at: position)
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    private static func hexDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case 0x30...0x39: UInt16(byte - 0x30)
        case 0x41...0x46: UInt16(byte - 0x41 + 10)
        case 0x61...0x66: UInt16(byte - 0x61 + 10)
        default: nil
        }
    }

    private func defect(_ reason: StaticString, at offset: Int) -> JSONDefect {
        JSONDefect(.malformed(reason), offset: offset)
    }
}
