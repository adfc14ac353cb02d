import JSON
import Testing

@Suite struct `Reading JSON` {
    @Test(arguments: [
        (#"null"#, JSONValue.null), (#" true "#, .bool(true)), (#"[]"#, .array([])), (#"{}"#, .object(JSONObject())),
        (#""a\"\\\/\b\f\n\r\té\ud83d\ude00""#, .string("a\"\\/\u{8}\u{C}\n\r\té😀")),
        (#""\u0000""#, .string("\0")), ("\"\u{2028}é😀\"", .string("\u{2028}é😀")), (#""""#, .string("")),
        ("\t\r\n [ 1 , 2 ] \n", .array([.number(JSONNumber(1)), .number(JSONNumber(2))])),
        (
            #"{"a":[{"b":false}],"":null}"#,
            .object(
                JSONObject([
                    .init(name: "a", value: .array([.object(JSONObject([.init(name: "b", value: .bool(false))]))])),
                    .init(name: "", value: .null),
                ])
            )
        ),
    ])
    func `accepts what RFC 8259 allows`(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test func `ignores one byte order mark, and counts its bytes and no column`() throws {
        #expect(try JSONValue(parsing: "\u{FEFF} {\"a\":\"\u{FEFF}\"}").object?["a"] == .string("\u{FEFF}"))
        for (text, place) in [
            ("\u{FEFF}x", "line 1, column 1, byte 3"), ("\u{FEFF}{}\nx", "line 2, column 1, byte 6"),
            ("\u{FEFF}{\"a\":1,\"a\":2}", "line 1, column 8, byte 10"),
        ] {
            let error = try #require(throws: JSONParseError.self) { try JSONValue(parsing: text) }
            #expect(error.message.contains("(\(place))"), "\(error.message)")
        }
        let error = try #require(throws: JSONParseError.self) {
            try JSONValue(parsing: ByteOrderMark.bytes + [0x22, 0xFF, 0x22])
        }
        #expect(error.reason == .invalidUTF8)
        #expect(error.message.contains("(line 1, column 2, byte 4)"))
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "NaN", "Infinity", "-Infinity", "'a'", "a", "{", "}", "[", "]", "[1", "[1,",
        "[1,]", "[,1]", "[1 2]", "[1,,2]", "{,}", #"{"a"}"#, #"{"a":}"#, #"{"a":1"#, #"{"a":1,}"#, #"{"a" 1}"#,
        #"{a:1}"#, #"{'a':1}"#, #"{1:1}"#, #"{"a":1 "b":2}"#, #"{"a":1;"b":2}"#, "1 2", "{}{}", "[] x", "01", "-01",
        "+1",
        "-", "1.", ".5", "-.5", "1e", "1e+", "1E-", "0x10", "1_000", "--1", "1.2.3", "1e1.5", "-a", #""a"#, #"""#,
        #""\"#, #""\x""#, #""\u12""#, #""\u12G4""#, #""\u"#, #""\ud800""#, #""\udc00""#, #""\ud800\ud800""#,
        #""\ud800x""#, #""\uD83Dx\uDE00""#, #""\ud800\n""#, #""\'""#, "\"\n\"", "\"\t\"", "\"\u{0}\"", "\"\u{1F}\"",
        "\u{FEFF}\u{FEFF}{}", " \u{FEFF}{}", "{}\u{FEFF}", "\u{FEFF}", "/* c */ 1", "1 // c", "# c\n1", "[1]\u{0}",
        "\u{A0}1", "\u{B}1", "\u{C}1", "[\u{2028}1]", "tru",
        "[true,fals]", "{\"a\":nul}", "[-]", "[1e]", "[\"a]", "undefined", "00", "0e", "1.e5", "é",
    ])
    func `refuses what RFC 8259 does not allow`(text: String) throws {
        let error = try #require(throws: JSONParseError.self) { try JSONValue(parsing: text) }
        #expect(error.reason == .malformed)
        #expect(error.pointer == .root)
        #expect(error.message.contains("line "))
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC0, 0x80, 0x22], 1), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
            ([0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], 1), ([0x22, 0xE2, 0x82], 1), ([0x7B, 0x7D, 0x20, 0x80], 3),
            ([0x22, 0xF0, 0x80, 0x80, 0x80, 0x22], 1), ([0x22, 0xE0, 0x80, 0x80, 0x22], 1),
            ([0xFE, 0xFF, 0x00, 0x7B], 0),
            ([0x22, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x22], 6),
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1),
            (Array("\"0123456789abcdef".utf8) + [0xA0, 0x22], 17),
        ] as [([UInt8], Int)]
    )
    func `refuses bytes that are not UTF-8`(bytes: [UInt8], offset: Int) throws {
        let error = try #require(throws: JSONParseError.self) { try JSONValue(parsing: bytes) }
        #expect(error.reason == .invalidUTF8)
        #expect(error.message.hasSuffix("byte \(offset))."))
    }

    @Test(arguments: [
        (#"{"a":1,"a":1}"#, "/a"), (#"{"x":{"a":1,"b":2,"\u0061":3}}"#, "/x/a"),
        (#"[{},{"a/b":1,"a/b":2}]"#, "/1/a~1b"),
        (#"{"é":1,"é":2}"#, "/é"),
    ])
    func `refuses a duplicate name at its place`(text: String, pointer: String) throws {
        let error = try #require(throws: JSONParseError.self) { try JSONValue(parsing: text) }
        #expect(error.reason == .malformed)
        #expect(error.pointer.description == pointer)
    }

    @Test func `does not repeat a name that is too long to be one`() throws {
        let name = String(repeating: "x", count: 129)
        let error = try #require(throws: JSONParseError.self) {
            try JSONValue(parsing: "{\"a\":{\"\(name)\":1,\"\(name)\":1}}")
        }
        #expect(error.pointer.description == "/a")
    }

    @Test func `distinguishes names by their bytes`() throws {
        let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value.object?.members.count == 2)
    }

    @Test func `finds a repeated name among many thousand in time`() throws {
        let names = (0..<50_000).map { "\"\($0)\":0" }
        #expect(try JSONValue(parsing: "{\(names.joined(separator: ","))}").object?.members.count == 50_000)
        let error = try #require(throws: JSONParseError.self) {
            try JSONValue(parsing: "{\(names.joined(separator: ",")),\"77\":1}")
        }
        #expect(error.pointer.description == "/77")
    }

    @Test(arguments: ["[", "{\"a\":"])
    func `refuses ten thousand nested values while reading`(opening: String) throws {
        let text = String(repeating: opening, count: 10_000)
        let error = try #require(throws: JSONParseError.self) { try JSONValue(parsing: text) }
        #expect(error.reason == .tooDeep)
        #expect(error.pointer == .root)
    }

    @Test(arguments: [(32, true), (33, false)])
    func `counts the document as the first level`(levels: Int, isRead: Bool) {
        let text = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        #expect(((try? JSONValue(parsing: text)) != nil) == isRead)
    }

    @Test func `never nests deeper than the stack allows, whatever the limit`() throws {
        let text = String(repeating: "[", count: 1_000_000)
        let error = try #require(throws: JSONParseError.self) { try JSONValue(parsing: text, maxDepth: .max) }
        #expect(error.reason == .tooDeep)
        #expect(error.expected == "at most \(JSONValue.maxDepth) levels")
    }

    @Test func `names line, column and byte`() throws {
        let error = try #require(throws: JSONParseError.self) { try JSONValue(parsing: "{\n  \"é\": tru\n}") }
        #expect(error.message.hasSuffix("(line 2, column 8, byte 10)."))
    }
}

@Suite struct `A JSON number` {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("1", 1), ("1.0", 1), ("1e2", 100), ("1E+2", 100), ("120e-1", 12), ("-1.50e1", -15),
        ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min), ("0e999999999999", 0), ("0.0e-5", 0),
        ("100000000000000000000e-20", 1), ("0.00000000000000000001e20", 1),
    ])
    func `without a fraction is an integer, however it is spelt`(literal: String, value: Int64) throws {
        #expect(try JSONValue(parsing: literal).integer == value)
    }

    @Test(arguments: [
        ("1.5", false), ("1e-1", false), ("1e-99999999999999999999", false), ("0.1e0", false),
        ("9223372036854775808", true), ("1e400", true), ("1e99999999999999999999", true), ("-1e19", true),
    ])
    func `with a fraction, or too large, has no integer value`(literal: String, isInteger: Bool) throws {
        guard case .number(let number) = try JSONValue(parsing: literal) else {
            Issue.record("\(literal) is no number")
            return
        }
        #expect(number.integer == nil)
        #expect(number.isInteger == isInteger)
        #expect(number.literal == literal)
    }
}
