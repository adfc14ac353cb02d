/// Base64 with padding, in the alphabet of RFC 4648, section 4. Written here because this target does not import
/// Foundation.
package enum Base64 {
    private static let padding = UInt8(ascii: "=")

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let values: [UInt8?] = {
        var values = [UInt8?](repeating: nil, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)] : padding)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: nil for a text with another character, white space included, or without its padding.
    package static func decode(_ text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 4) else { return nil }
        let paddings = characters.suffix(2).reversed().prefix { $0 == padding }.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 4 * 3)
        var bits: UInt32 = 0
        for (index, character) in characters.dropLast(paddings).enumerated() {
            guard let value = values[Int(character)] else { return nil }
            bits = bits << 6 | UInt32(value)
            if index % 4 == 3 {
                bytes += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
                bits = 0
            }
        }
        switch paddings {
        case 1: bytes += [UInt8(bits >> 10 & 0xFF), UInt8(bits >> 2 & 0xFF)]
        case 2: bytes.append(UInt8(bits >> 4 & 0xFF))
        default: break
        }
        return bytes
    }

    /// The texts by which a run of bytes can be found inside a longer Base64 text: one for each of the three alignments at
    /// which it may begin, without the characters that also encode its neighbours.
    package static func forms(of bytes: [UInt8]) -> [[UInt8]] {
        (0..<3).map { shift in
            let text = Array(encode([UInt8](repeating: 0, count: shift) + bytes).utf8)
            let start = (8 * shift + 5) / 6
            let end = 8 * (shift + bytes.count) / 6
            return start < end ? Array(text[start..<end]) : []
        }
    }
}
