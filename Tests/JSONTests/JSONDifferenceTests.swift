import JSON
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
        (#"/a=s/x/x/"#, #"{"a":"x"}"#, "The value at /a already has this text."),
        // A digit of another script would be no date either.
        (#"/a=s/\d/0/"#, #"{"a":"٣"}"#, "The pattern does not match the value at /a."),
    ])
    func `leaves a value that the pattern does not change`(_ text: String, _ document: String, _ why: String) throws {
        let substitution = try MemberSubstitution.Compiled(MemberSubstitution(parsing: text))
        #expect(try substitution.result(in: JSONValue(parsing: document)) == .unchanged(why))
    }

    @Test(arguments: [
        (#"/a=s/x/y/n"#, #"{"a":"x"}"#, "The new value at /a would not be a number."),
        (#"/a=s/1/x/"#, #"{"a":1}"#, "The new value at /a would not be a number."),
        (#"/a=s/x/y/"#, #"{"a":["x"]}"#, "The value at /a is neither a string nor a number."),
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
