import Testing

@testable import Application

@Suite struct `The text of a file` {
    /// Decodes it in blocks of every size, which must make no difference.
    private func decoded(_ bytes: [UInt8], _ encoding: TextEncoding) throws -> String {
        var texts: Set<String> = []
        for size in 1...max(bytes.count, 1) {
            var decoder = TextDecoder(encoding)
            var text: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                text += try decoder.utf8(Array(bytes[start..<min(start + size, bytes.count)]), isLast: false)
            }
            text += try decoder.utf8([], isLast: true)
            texts.insert(String(decoding: text, as: UTF8.self))
        }
        #expect(texts.count == 1)
        return texts.first ?? ""
    }

    @Test(arguments: [
        (TextEncoding.utf8, Array("a€😀\né".utf8), "a€😀\né"),
        (.windows1252, [0x61, 0x80, 0xE9, 0x9F, 0x0A], "a€éŸ\n"), (.latin1, [0xA4, 0xE9], "¤é"),
        (.latin9, [0xA4, 0xE9, 0xBC], "€éŒ"),
        (.utf16LittleEndian, [0x61, 0, 0xAC, 0x20, 0x3D, 0xD8, 0x00, 0xDE], "a€😀"),
        (.utf16BigEndian, [0, 0x61, 0x20, 0xAC, 0xD8, 0x3D, 0xDE, 0x00], "a€😀"),
    ])
    func `is read in its encoding, wherever its blocks end`(_ encoding: TextEncoding, _ bytes: [UInt8], _ text: String)
        throws
    {
        #expect(try decoded(bytes, encoding) == text)
    }

    @Test(arguments: [
        (TextEncoding.utf8, Array("ab\nc€".utf8) + [0xE9, 0x3B], 2, 3, UInt8(0xE9)), (.utf8, [0xC3], 1, 1, 0xC3),
        (.utf8, [0x61, 0xED, 0xA0, 0x80], 1, 2, 0xED), (.utf8, [0xC0, 0x80], 1, 1, 0xC0),
        (.windows1252, [0x0A, 0x61, 0x81], 2, 2, 0x81), (.utf16LittleEndian, [0x00, 0xDC], 1, 1, 0x00),
        (.utf16LittleEndian, [0x3D, 0xD8], 1, 1, 0xD8), (.utf16BigEndian, [0, 0x61, 0], 1, 2, 0),
    ])
    func `that is none in it is named by line and column`(
        _ encoding: TextEncoding,
        _ bytes: [UInt8],
        _ line: Int,
        _ column: Int,
        _ byte: UInt8
    ) throws {
        for size in 1...bytes.count {
            var decoder = TextDecoder(encoding)
            let fault = #expect(throws: UndecodableText.self) {
                for start in stride(from: 0, to: bytes.count, by: size) {
                    _ = try decoder.utf8(Array(bytes[start..<min(start + size, bytes.count)]), isLast: false)
                }
                _ = try decoder.utf8([], isLast: true)
            }
            #expect(fault?.line == line && fault?.column == column, "\(size): \(String(describing: fault))")
        }
        if encoding == .utf8 {
            #expect(UndecodableText.first(in: bytes) == UndecodableText(byte: byte, line: line, column: column))
        }
    }

    @Test(arguments: [
        ("a;b\r\nc", false, 0x0A), ("a;b\rc\rd", true, 0x0D), ("\"a\r\";b\nc", true, 0x0A),
        ("a;\"b\n\"\rc", true, 0x0D),
        ("a", true, 0x0A), ("a\r", true, 0x0D), ("{}\r{}", false, 0x0D),
    ])
    func `has lines that end as the first one does`(_ text: String, _ quotes: Bool, _ end: UInt8) {
        #expect(LineEnd.detect(in: text.utf8, quotes: quotes) == end)
    }
}
