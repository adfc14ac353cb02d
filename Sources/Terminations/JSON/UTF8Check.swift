/// Well-formed UTF-8 (Unicode, table 3-7; RFC 3629).
enum UTF8Check {
    /// The offset of the first byte that does not belong to a well-formed character; nil where all do.
    static func firstInvalidByte(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index < bytes.count {
            // Eight ASCII bytes at a time.
            while index + 8 <= bytes.count,
                raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                index += 8
            }
            guard index < bytes.count else { break }
            guard let length = length(of: bytes[index...]) else { return index }
            index += length
        }
        return nil
    }

    /// The bytes of the first character; nil where it is not well-formed.
    private static func length(of bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let first = bytes[bytes.startIndex]
        // The second byte is narrower after some first bytes: no overlong forms, no surrogates, nothing past U+10FFFF.
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch first {
            case 0x00...0x7F: (1, 0x80...0xBF)
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0x80...0xBF)
            }
        guard length > 0, bytes.count >= length else { return nil }
        if length > 1, !(second ~= bytes[bytes.startIndex + 1]) { return nil }
        let rest = bytes.dropFirst(2).prefix(max(length - 2, 0))
        return rest.allSatisfy { 0x80...0xBF ~= $0 } ? length : nil
    }
}
