import JSON
import Terminations
import Testing

@Suite struct `A value in a list` {
    @Test(arguments: [
        (#""te-duur""#, "te-duur"), (#""Te duur, zegt hij""#, "Te duur, zegt hij"), ("42", "42"), (#""42""#, #""42""#),
        (#""true""#, #""true""#), (#""tru""#, "tru"), ("null", "null"), (#""""#, #""""#), (#""(none)""#, #""(none)""#),
        (#"" x""#, #"" x""#), (#""a\u001bb""#, #""a\u001bb""#), (#""a\u202eb""#, #""a\u202eb""#),
        (#"{"a":1}"#, "(object)"),
        ("[1]", "(array)"), ("1e400", "1e400"),
    ])
    func `is one short line that means only this value`(_ json: String, _ text: String) throws {
        let value = try JSONValue(parsing: json)
        #expect(ShownValue.text(value, at: JSONPointer("reasonCode")) == text)
        #expect(ShownValue.matches(text, value, at: JSONPointer("reasonCode")))
    }

    @Test(arguments: [
        ("te-duur", "te-duur"), ("Te  duur", #""Te  duur""#), (" x", #"" x""#), (#"a"b"#, #""a\"b""#),
        ("te\u{A0}duur", #""te\u00a0duur""#), ("a\u{1B} b", #""a\u001b b""#), ("it's", #""it's""#), ("", #""""#),
        ("42 days", #""42 days""#), ("42", #""42""#),
    ])
    func `is found in the quoted form and in the form that a shell leaves`(_ text: String, _ quoted: String) {
        let place = JSONPointer("reasonCode")
        let shown = ShownValue.text(.string(text), at: place)
        #expect(ShownValue.quoted(shown) == quoted)
        #expect(ShownValue.value(of: shown) == .string(text))
        #expect(ShownValue.matches(quoted, .string(text), at: place))
        #expect(!ShownValue.matches(quoted, .string(text + " "), at: place))
        // Without quotes it could be a number.
        #expect(ShownValue.matches(text, .string(text), at: place) == (text != "42"))
        #expect(!ShownValue.matches(text, .string(text + " "), at: place))
    }

    @Test func `has one of the texts that what means it has, and another one has not`() throws {
        let texts = [
            "te-duur", "Te  duur", " x", "a\"b", "te\u{A0}duur", "a\u{1B} b", "it's", "", "42 days", "42", "null",
            "(none)",
            "(x", "\"", "\"x\"", "\\u00a0", "x…", String(repeating: "y", count: 61),
            String(repeating: "\u{1B}", count: 20),
            String(repeating: "y", count: 62), "[1]", "e\u{301}", "1e400", "tru",
        ]
        let values: [JSONValue?] =
            texts.map(JSONValue.string) + [nil, .null, .bool(true), try JSONValue(parsing: "42")]
        let place = JSONPointer("reasonCode")
        let shown = values.map { ShownValue.text($0, at: place) }
        // All that somebody could enter: what is shown, its quoted form, what a shell leaves of that, and the whole text.
        var entered = Set(texts).union(shown).union(shown.map(ShownValue.quoted))
        for text in entered where text.count > 1 && text.first == "\"" && text.last == "\"" {
            entered.insert(String(text.dropFirst().dropLast()))
        }
        var ambiguous = 0
        for text in entered {
            let meant = ShownValue.texts(meantBy: text)
            ambiguous += meant.isAmbiguous ? 1 : 0
            for (value, shown) in zip(values, shown) {
                let matches = ShownValue.matches(text, value, at: place)
                let isAmong = meant.texts.contains(shown)
                #expect(matches ? isAmong : !isAmong || meant.isAmbiguous, "\(text) and \(shown)")
            }
        }
        #expect(ambiguous < entered.count / 2)
    }

    @Test func `is never a note nor a value that may contain one`() throws {
        let note = JSONValue.string("geheim")
        for pointer in [JSONPointer("note"), JSONPointer("data", "note"), JSONPointer("note", "text")] {
            #expect(ShownValue.text(note, at: pointer) == "(not shown)")
            #expect(!ShownValue.matches("geheim", note, at: pointer))
            #expect(!ShownValue.matches("(not shown)", note, at: pointer))
        }
        for pointer in [JSONPointer.root, JSONPointer("data"), JSONPointer("data_base64")] {
            #expect(ShownValue.text(note, at: pointer) == "(text)")
        }
        #expect(ShownValue.text(nil, at: JSONPointer("note")) == "(none)")
        // A text that holds a document with a note.
        let document = JSONValue.string(#"[{"customerNote": "geheim"}]"#)
        let place = JSONPointer("reasonCode")
        #expect(ShownValue.text(document, at: place) == "(not shown)")
        #expect(!ShownValue.matches(#"[{"customerNote": "geheim"}]"#, document, at: place))
        #expect(ShownValue.texts(meantBy: "(not shown)").texts.isEmpty)
        #expect(ShownValue.text(.string(#"[{"note""#), at: place) != "(not shown)")
    }

    @Test func `is shortened, and found by the short or the whole text`() {
        let long = String(repeating: "x", count: 5000)
        let shown = ShownValue.text(.string(long), at: JSONPointer("reasonCode"))
        #expect(shown == String(repeating: "x", count: 60) + "…")
        #expect(ShownValue.matches(shown, .string(long), at: JSONPointer("reasonCode")))
        #expect(ShownValue.matches(long, .string(long), at: JSONPointer("reasonCode")))
        #expect(!ShownValue.matches(long, .string(long + "x"), at: JSONPointer("reasonCode")))
    }

    @Test func `is the value at the place of a violation, also in Base64`() {
        let values = OffendingValues(
            of: Array(#"{"specversion":"1.0","data_base64":"eyJyZWFzb25Db2RlIjoiZm9vIn0="}"#.utf8)
        )
        #expect(values.text(at: JSONPointer("data_base64", "reasonCode")) == "foo")
        #expect(values.has("foo", at: [JSONPointer("note"), JSONPointer("data_base64", "reasonCode")]))
        #expect(!values.has("bar", at: [JSONPointer("data_base64", "reasonCode")]))
        #expect(OffendingValues(of: Array("{".utf8)).text(at: JSONPointer("a")) == nil)
    }
}
