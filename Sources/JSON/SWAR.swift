/// Scans text eight bytes at a time (SIMD within a register), since nearly all of it is ordinary.
///
/// Subtracting one from each byte of a word borrows from the highest bit only where the byte was zero ("Bit Twiddling
/// Hacks", Determine if a word has a zero byte). The lowest byte that matches is always a true match, and it is the first
/// in memory on a little-endian machine. Matches above it in the word may be false.
package enum SWAR {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The index of the first byte from `start` on that a JSON string must escape or that ends it: a quote, a backslash or
    /// a control character (RFC 8259, section 7). The count of the bytes where there is none.
    static func firstNotPlain(in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let found =
                below(0x20, in: word) | zero(in: word ^ (ones &* UInt64(UInt8(ascii: "\""))))
                | zero(in: word ^ (ones &* UInt64(UInt8(ascii: "\\"))))
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count, !BufferWriter.needsEscape(bytes[index]) { index += 1 }
        return index
    }

    /// Whether every byte is printable ASCII: 0x20 to 0x7E.
    package static func arePrintable(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index + 8 <= bytes.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard (word & highBits) | below(0x20, in: word) | zero(in: word ^ (ones &* 0x7F)) == 0 else { return false }
            index += 8
        }
        return bytes[index...].allSatisfy { 0x20..<0x7F ~= $0 }
    }

    private static func zero(in word: UInt64) -> UInt64 { below(1, in: word) }

    /// Sets the highest bit of each byte that is below a limit of at most 128. Bytes above the first match may be set too.
    private static func below(_ limit: UInt64, in word: UInt64) -> UInt64 {
        (word &- ones &* limit) & ~word & highBits
    }
}
