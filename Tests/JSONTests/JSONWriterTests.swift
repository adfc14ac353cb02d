import JSON
import Testing

@Suite struct `Writing JSON` {
    @Test func `escapes what must be escaped, and nothing else`() {
        var writer = JSONWriter()
        writer.string("\"\\/\u{8}\u{9}\u{A}\u{C}\u{D}\u{0}\u{1F}\u{7F}é\u{2028}😀")
        let expected = #""\"\\/\b\t\n\f\r\u0000\u001f"# + "\u{7F}é\u{2028}😀\""
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: [Int64.min, -1, 0, 7, 10, 1_234_567_890, Int64.max])
    func `writes integers in plain digits`(integer: Int64) {
        var writer = JSONWriter()
        writer.integer(integer)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == String(integer))
    }

    @Test(arguments: [
        #"{"a":[1,2,{"b":null}],"c":"d","e":{},"f":[],"g":[[],[1.50,-2e5]],"h":true,"i\n":false}"#, "[]", "{}", "null",
        #"[[[]],{},"",0]"#,
    ])
    func `writes a parsed document compactly`(text: String) throws {
        var writer = JSONWriter()
        writer.value(try JSONValue(parsing: text))
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }
}

@Suite struct `A JSON pointer` {
    @Test func `escapes tildes and slashes`() {
        let pointer = JSONPointer("a/b", "m~n", "~1", "").appending(0)
        #expect(pointer.description == "/a~1b/m~0n/~01//0")
        #expect(pointer.tokens == ["a/b", "m~n", "~1", "", "0"])
        #expect(JSONPointer(parsing: pointer.description) == pointer)
        #expect(JSONPointer.root.tokens == [])
        // A slash and the mark after it are one character, but the mark belongs to the name.
        #expect(JSONPointer("\u{301}a", "~\u{301}", "b").tokens == ["\u{301}a", "~\u{301}", "b"])
        #expect(JSONPointer(parsing: "") == .root)
    }

    @Test(arguments: ["a", "/~", "/~2", "/a~", "#/a"])
    func `is refused where RFC 6901 does not allow it`(text: String) {
        #expect(JSONPointer(parsing: text) == nil)
    }
}
