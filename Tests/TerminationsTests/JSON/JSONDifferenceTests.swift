import Terminations
import Testing

@Suite struct `The difference of two JSON documents` {
    private func value(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

    @Test(arguments: [
        (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, [String]()),
        (#"{"a":1,"b":{"c":"x"}}"#, #"{"a":1,"b":{"c":"y"}}"#, ["/b/c"]),
        (#"{"a":1}"#, #"{"b":1}"#, ["/a", "/b"]),
        (#"{"a":[1,2]}"#, #"{"a":[1,3]}"#, ["/a/1"]),
        (#"{"a":[1,2]}"#, #"{"a":[1]}"#, ["/a"]),
        (#"{"a/b":1}"#, #"{"a/b":2}"#, ["/a~1b"]),
        (#"[1]"#, #"{"a":1}"#, [""]),
        (#"{"a":null}"#, #"{}"#, ["/a"]),
    ])
    func `names the smallest values that differ, and is a patch`(_ one: String, _ other: String, _ places: [String])
        throws
    {
        let differences = JSONDifference.between(try value(one), try value(other))
        #expect(differences.map(\.pointer.description) == places)
        let patched = try JSONPatch(differences).apply(to: value(one))
        #expect(JSONDifference.between(patched, try value(other)).isEmpty)
    }
}

@Suite struct `A change of a member by a pattern` {
    private func apply(_ text: String, to document: String) throws -> JSONValue {
        let substitution = try MemberSubstitution(parsing: text)
        let result = try MemberSubstitution.Compiled(substitution).result(in: JSONValue(parsing: document))
        guard case .changed(let value) = result else {
            Issue.record("\(result)")
            return .null
        }
        return value
    }

    @Test(arguments: [
        (#"/endDate=s/(\d\d)-(\d\d)-(\d{4})/$3-$2-$1/"#, #"{"endDate":"31-12-2026"}"#, JSONValue.string("2026-12-31")),
        (#"/a=s|/|-|g"#, #"{"a":"1/2/3"}"#, .string("1-2-3")),
        (#"/a=s/\//-/"#, #"{"a":"1/2/3"}"#, .string("1-2/3")),
        (#"/a=s/TE DUUR/price/i"#, #"{"a":"te duur"}"#, .string("price")),
        (#"/a=s/x(y)?z/[$1]$$$0\1/"#, #"{"a":"-xz-"}"#, .string("-[]$xz-")),
        (#"/a=s/^(\d+)\.(\d+),(\d\d)$/${1}$2$3/n"#, #"{"a":"24.500,00"}"#, .number(JSONNumber(2_450_000))),
        (#"/contract/periodAmount=s/\.0$//"#, #"{"contract":{"periodAmount":1200.0}}"#, .number(JSONNumber(1200))),
        (#"/a=s/ +$//"#, #"{"a":"x  "}"#, .string("x")),
    ])
    func `makes of each value what its own text says`(_ text: String, _ document: String, _ result: JSONValue) throws {
        #expect(try apply(text, to: document) == result)
    }

    @Test(arguments: [
        (#"/a=s/x/y/"#, #"{}"#, "There is no value at /a."),
        (#"/a=s/x/y/"#, #"{"a":null}"#, "There is no value at /a."),
        (#"/a=s/x/y/"#, #"{"a":"z"}"#, "The pattern does not match the value at /a."),
        (#"/a=s/x/x/"#, #"{"a":"x"}"#, "The value at /a reads so already."),
        // A digit of another script would be no date either.
        (#"/a=s/\d/0/"#, #"{"a":"٣"}"#, "The pattern does not match the value at /a."),
    ])
    func `leaves a value that the pattern does not change`(_ text: String, _ document: String, _ why: String) throws {
        let substitution = try MemberSubstitution.Compiled(MemberSubstitution(parsing: text))
        #expect(try substitution.result(in: JSONValue(parsing: document)) == .unchanged(why))
    }

    @Test(arguments: [
        (#"/a=s/x/y/n"#, #"{"a":"x"}"#, "What the pattern makes of the value at /a is no number."),
        (#"/a=s/1/x/"#, #"{"a":1}"#, "What the pattern makes of the value at /a is no number."),
        (#"/a=s/x/y/"#, #"{"a":["x"]}"#, "The value at /a is neither a text nor a number."),
        (#"/a=s/x/$2/"#, #"{"a":"x"}"#, "The pattern has no group 2."),
    ])
    func `says why a value cannot be changed, without repeating it`(_ text: String, _ document: String, _ why: String)
        throws
    {
        #expect(throws: JSONPatchError(why)) { try apply(text, to: document) }
    }

    @Test(arguments: [
        "endDate=s/a/b/", "/endDate", "/endDate=a", "/endDate=s/a/b", "/endDate=s/a", "/endDate=s//b/", "/a=s/a/b/x",
        "=s/a/b/", "/a=sxaxbx", "/a=s/a/$/", "/a=s/a/${1/", "/a=y/a/b/", "/a~2=s/a/b/",
    ])
    func `is refused where it cannot be read`(text: String) {
        #expect(throws: MemberSubstitutionError.self) { try MemberSubstitution(parsing: text) }
    }

    @Test(arguments: ["(", "[a", "a{2,1}", "*"])
    func `is refused where its pattern is none`(pattern: String) throws {
        let substitution = try MemberSubstitution(parsing: "/a=s/\(pattern)/x/")
        #expect(throws: MemberSubstitutionError.self) { try MemberSubstitution.Compiled(substitution) }
    }
}

@Suite struct `A value in a list` {
    @Test(arguments: [
        (#""te-duur""#, "te-duur"), (#""Te duur, zegt hij""#, "Te duur, zegt hij"), ("42", "42"), (#""42""#, #""42""#),
        (#""true""#, #""true""#), (#""tru""#, "tru"), ("null", "null"), (#""""#, #""""#), (#""(none)""#, #""(none)""#),
        (#"" x""#, #"" x""#), (#""a\u001bb""#, #""a\u001bb""#), (#""a\u202eb""#, #""a\u202eb""#),
        (#"{"a":1}"#, "(object)"),
        ("[1]", "(array)"), ("1e400", "1e400"),
    ])
    func `is one short line that names it and nothing else`(_ json: String, _ text: String) throws {
        let value = try JSONValue(parsing: json)
        #expect(ShownValue.text(value, at: JSONPointer("reasonCode")) == text)
        #expect(ShownValue.matches(text, value, at: JSONPointer("reasonCode")))
    }

    @Test(arguments: [
        ("te-duur", "te-duur"), ("Te  duur", #""Te  duur""#), (" x", #"" x""#), (#"a"b"#, #""a\"b""#),
        ("te\u{A0}duur", #""te\u00a0duur""#), ("a\u{1B} b", #""a\u001b b""#), ("it's", #""it's""#), ("", #""""#),
        ("42 days", #""42 days""#), ("42", #""42""#),
    ])
    func `is found as a person copies it, and as a shell leaves that`(_ text: String, _ quoted: String) {
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

    @Test func `is never a note, nor what may hold one`() throws {
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
    }

    @Test func `is cut, and found by what is shown of it or by all of it`() {
        let long = String(repeating: "x", count: 5000)
        let shown = ShownValue.text(.string(long), at: JSONPointer("reasonCode"))
        #expect(shown == String(repeating: "x", count: 60) + "…")
        #expect(ShownValue.matches(shown, .string(long), at: JSONPointer("reasonCode")))
        #expect(ShownValue.matches(long, .string(long), at: JSONPointer("reasonCode")))
        #expect(!ShownValue.matches(long, .string(long + "x"), at: JSONPointer("reasonCode")))
    }

    @Test func `is what stands where a message is wrong, also in Base64`() {
        let values = OffendingValues(
            of: Array(#"{"specversion":"1.0","data_base64":"eyJyZWFzb25Db2RlIjoiZm9vIn0="}"#.utf8)
        )
        #expect(values.text(at: JSONPointer("data_base64", "reasonCode")) == "foo")
        #expect(values.has("foo", at: [JSONPointer("note"), JSONPointer("data_base64", "reasonCode")]))
        #expect(!values.has("bar", at: [JSONPointer("data_base64", "reasonCode")]))
        #expect(OffendingValues(of: Array("{".utf8)).text(at: JSONPointer("a")) == nil)
    }
}

@Suite struct `A member that a change sets` {
    private let message = try? JSONValue(parsing: #"{"messageId":"m","reasonCode":"x"}"#)
    private let event = try? JSONValue(parsing: #"{"specversion":"1.0","data":{"messageId":"m"}}"#)

    @Test(arguments: [
        ("/reasoncode", "/reasonCode"), ("/reason_code", "/reasonCode"), ("/endDat", "/endDate"),
        ("/startDate", "/contract/startDate"), ("/contract/startdate", "/contract/startDate"),
        ("/contract/endDate", "/endDate"),
        ("/wholly-other", nil),
    ])
    func `is doubtful where no field is called so`(_ pointer: String, _ meant: String?) throws {
        let pointer = try #require(JSONPointer(parsing: pointer))
        let unknown = try #require(UnknownMember(pointer, in: message))
        #expect(unknown.suggestion?.description == meant)
    }

    @Test func `belongs into the data of a CloudEvent`() throws {
        #expect(UnknownMember(JSONPointer("reasonCode"), in: event)?.suggestion == JSONPointer("data", "reasonCode"))
        #expect(
            UnknownMember(JSONPointer("data", "reasoncode"), in: event)?.suggestion == JSONPointer("data", "reasonCode")
        )
        #expect(UnknownMember(JSONPointer("subject"), in: event) == nil)
    }

    @Test(arguments: ["", "/reasonCode", "/note", "/contract", "/contract/currency", "/note/0"])
    func `is in order where the contract has it`(pointer: String) throws {
        #expect(UnknownMember(try #require(JSONPointer(parsing: pointer)), in: message) == nil)
    }
}
