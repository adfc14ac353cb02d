import JSON
import Terminations
import Testing

@Suite struct `Text from outside` {
    @Test(arguments: [
        "\u{0}", "\u{7}", "\u{1B}", "\t", "\r", "\u{7F}", "\u{85}", "\u{9B}", "\u{AD}", "\u{61C}", "\u{180E}",
        "\u{200B}",
        "\u{200D}", "\u{200E}", "\u{202E}", "\u{2028}", "\u{2029}", "\u{2060}", "\u{2066}", "\u{2069}", "\u{3164}",
        "\u{FEFF}",
        "\u{FFF9}", "\u{E0001}", "\u{E007F}",
    ])
    func `loses characters that control a terminal or are invisible`(character: Unicode.Scalar) throws {
        let text = "a\(character)b"
        #expect(text.printable == "a b")
        #expect(text.printableLines == "a b")
        var writer = JSONWriter()
        writer.string(text)
        let json = String(decoding: writer.bytes, as: UTF8.self).printableJSON
        #expect(json.unicodeScalars.allSatisfy { $0.isPrintable })
        #expect(try JSONValue(parsing: json) == .string(text))
    }

    @Test(arguments: ["", "plain ~", "Beëindiging", "期間", "naïve 👍\u{FE0F}", "a\u{301}"])
    func `keeps all other characters`(text: String) {
        #expect(text.printable == text)
        #expect(text.printableJSON == text)
    }

    @Test func `keeps its lines where asked to`() {
        #expect("a\nb\r\nc".printableLines == "a\nb \nc")
        #expect("a\nb".printable == "a b")
        #expect("{\n  \"a\": 1\n}".printableJSON == "{\n  \"a\": 1\n}")
    }
}
