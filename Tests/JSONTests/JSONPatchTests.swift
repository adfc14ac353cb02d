import JSON
import Testing

@Suite struct `A JSON Patch` {
    private func applying(_ patch: String, to document: String) throws -> JSONValue {
        try JSONPatch(parsing: patch).apply(to: JSONValue(parsing: document))
    }

    /// RFC 6902, appendix A: those that succeed.
    @Test(arguments: [
        ("A.1", #"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#, #"{"foo":"bar","baz":"qux"}"#),
        (
            "A.2", #"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#,
            #"{"foo":["bar","qux","baz"]}"#
        ),
        ("A.3", #"{"baz":"qux","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#),
        ("A.4", #"{"foo":["bar","qux","baz"]}"#, #"[{"op":"remove","path":"/foo/1"}]"#, #"{"foo":["bar","baz"]}"#),
        (
            "A.5", #"{"baz":"qux","foo":"bar"}"#, #"[{"op":"replace","path":"/baz","value":"boo"}]"#,
            #"{"baz":"boo","foo":"bar"}"#
        ),
        (
            "A.6", #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
            #"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
            #"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#
        ),
        (
            "A.7", #"{"foo":["all","grass","cows","eat"]}"#, #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#,
            #"{"foo":["all","cows","eat","grass"]}"#
        ),
        (
            "A.8", #"{"baz":"qux","foo":["a",2,"c"]}"#,
            #"[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]"#,
            #"{"baz":"qux","foo":["a",2,"c"]}"#
        ),
        (
            "A.10", #"{"foo":"bar"}"#, #"[{"op":"add","path":"/child","value":{"grandchild":{}}}]"#,
            #"{"foo":"bar","child":{"grandchild":{}}}"#
        ),
        (
            "A.11", #"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux","xyz":123}]"#,
            #"{"foo":"bar","baz":"qux"}"#
        ),
        ("A.14", #"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10}]"#, #"{"/":9,"~1":10}"#),
        (
            "A.16", #"{"foo":["bar"]}"#, #"[{"op":"add","path":"/foo/-","value":["abc","def"]}]"#,
            #"{"foo":["bar",["abc","def"]]}"#
        ),
    ])
    func `does what the RFC's examples show`(
        name: String,
        document: String,
        patch: String,
        result: String
    ) throws {
        #expect(try applying(patch, to: document) == JSONValue(parsing: result), "\(name)")
    }

    /// RFC 6902, appendix A: those that fail, but A.13.
    @Test(arguments: [
        ("A.9", #"{"baz":"qux"}"#, #"[{"op":"test","path":"/baz","value":"bar"}]"#),
        ("A.12", #"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz/bat","value":"qux"}]"#),
        ("A.15", #"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":"10"}]"#),
    ])
    func `fails where the RFC's examples fail`(name: String, document: String, patch: String) throws {
        #expect(throws: JSONPatchError.self, "\(name)") { try applying(patch, to: document) }
    }

    @Test(
        arguments: [
            (#"{"op":"add","path":"/a","value":1}"#, nil, "The patch is not an array of operations."),
            (#"[1]"#, 0, "The operation is not an object."),
            (#"[{"path":"/a"}]"#, 0, "The operation has no op."),
            (#"[{"op":"test","path":"","value":1},{"op":"add","value":1}]"#, 1, "The operation has no path."),
            (#"[{"op":"add","path":"a","value":1}]"#, 0, "The path is not a JSON Pointer."),
            (#"[{"op":"add","path":"/a"}]"#, 0, "The operation has no value."),
            (#"[{"op":"move","path":"/a"}]"#, 0, "The operation has no from."),
            (#"[{"op":"merge","path":"/a"}]"#, 0, "The op is not add, remove, replace, move, copy or test."),
        ] as [(String, Int?, String)]
    )
    func `says why it cannot be read`(patch: String, operation: Int?, description: String) throws {
        let error = #expect(throws: JSONPatchError.self) { try JSONPatch(parsing: patch) }
        #expect(error?.operation == operation)
        #expect(error?.description == description)
    }

    @Test func `refuses one name twice, as example A 13 of the RFC allows`() {
        #expect(throws: JSONPatchError.self) {
            try JSONPatch(parsing: #"[{"op":"add","path":"/baz","value":"qux","op":"remove"}]"#)
        }
    }

    @Test(arguments: [
        (#"[{"op":"remove","path":"/b"}]"#, "There is no value at /b."),
        (#"[{"op":"replace","path":"/b","value":1}]"#, "There is no value at /b."),
        (#"[{"op":"copy","from":"/b","path":"/c"}]"#, "There is no value at /b."),
        (#"[{"op":"add","path":"/list/3","value":1}]"#, "/list/3 is not an index of the array."),
        (#"[{"op":"replace","path":"/list/01","value":1}]"#, "/list/01 is not an index of the array."),
        (#"[{"op":"remove","path":"/list/-"}]"#, "/list/- is not an index of the array."),
        (#"[{"op":"move","from":"/o","path":"/o/x"}]"#, "A value cannot be moved into itself."),
        (#"[{"op":"add","path":"/a/x","value":1}]"#, "There is no object or array that could hold /a/x."),
    ])
    func `says why it cannot be applied`(patch: String, description: String) throws {
        let error = #expect(throws: JSONPatchError.self) {
            try applying(patch, to: #"{"a":1,"list":[1,2],"o":{"x":1}}"#)
        }
        #expect(error?.description == description)
        #expect(error?.operation == 0)
    }

    @Test func `applies all operations or none`() throws {
        let document = try JSONValue(parsing: #"{"a":1}"#)
        let patch = try JSONPatch(parsing: #"[{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}]"#)
        let error = #expect(throws: JSONPatchError.self) { try patch.apply(to: document) }
        #expect(error?.operation == 1)
    }

    @Test(arguments: [
        (#"{"a":1}"#, #"{"a":1.0}"#, true), (#"{"a":1,"b":2}"#, #"{"b":2,"a":10e-1}"#, true), ("[0.5]", "[5e-1]", true),
        (#"{"a":1}"#, #"{"a":"1"}"#, false), ("[1,2]", "[2,1]", false), (#"{"a":null}"#, "{}", false),
        ("12345678901234567890", "12345678901234567890", true),
    ])
    func `tests by value`(document: String, value: String, isEqual: Bool) throws {
        let patch = try JSONPatch(parsing: "[{\"op\":\"test\",\"path\":\"\",\"value\":\(value)}]")
        let result = try? patch.apply(to: JSONValue(parsing: document))
        #expect((result != nil) == isEqual)
    }

    @Test(arguments: [
        (#"{"a":1}"#, "/a", #"{"a":9}"#), (#"{"a":1}"#, "/b", #"{"a":1,"b":9}"#), ("[1,2]", "/0", "[9,2]"),
        ("1", "", "9"),
    ])
    func `sets a member or an element`(document: String, pointer: String, result: String) throws {
        let pointer = try #require(JSONPointer(parsing: pointer))
        let patch = JSONPatch.set(pointer, .number(JSONNumber(9)))
        #expect(try patch.apply(to: JSONValue(parsing: document)) == JSONValue(parsing: result))
    }

    @Test func `makes no parents and no elements when it sets`() throws {
        let document = try JSONValue(parsing: #"{"list":[]}"#)
        for pointer in ["/a/b", "/list/0", "/list/-"] {
            let patch = JSONPatch.set(try #require(JSONPointer(parsing: pointer)), .null)
            #expect(throws: JSONPatchError.self) { try patch.apply(to: document) }
        }
    }

    /// Each copy doubles the document, or its depth.
    @Test(arguments: [
        (#"{"op":"copy","from":"/c","path":"/c/a"}"#, "nested"),
        (#"{"op":"copy","from":"/c","path":"/c/-"}"#, "nested"),
        (#"{"op":"copy","from":"/t","path":"/c/a"}"#, "copy more than 256 KiB"),
        (#"{"op":"copy","from":"","path":"/l/-"}"#, "nested"),
    ])
    func `grows no document beyond a bound`(operation: String, reason: String) throws {
        let text = String(repeating: "x", count: 10_000)
        let document = try JSONValue(
            parsing: "{\"c\":\(operation.contains("/c/-") ? "[]" : "{}"),\"l\":[],\"t\":\"\(text)\"}"
        )
        let operations = Array(repeating: operation, count: 300).joined(separator: ",")
        let patch = try JSONPatch(parsing: "[\(operations)]")
        let error = #expect(throws: JSONPatchError.self) { try patch.apply(to: document) }
        #expect(error?.description.contains(reason) == true || error?.description.contains("256 KiB") == true)
        #expect(error?.operation != nil)
    }

    @Test func `doubles nothing thirty times`() throws {
        let copies = (0..<40).map { "{\"op\":\"copy\",\"from\":\"/c\",\"path\":\"/c/a\($0 % 7)\"}" }
        let patch = try JSONPatch(parsing: "[\(copies.joined(separator: ","))]")
        let error = #expect(throws: JSONPatchError.self) { try patch.apply(to: JSONValue(parsing: #"{"c":{}}"#)) }
        #expect((error?.operation ?? 40) < 40)
    }

    @Test func `nests no value too deep by adding`() throws {
        let value = String(repeating: "{\"a\":", count: 20) + "{}" + String(repeating: "}", count: 20)
        let adds = (0..<20).map { index in
            "{\"op\":\"add\",\"path\":\"\(String(repeating: "/a", count: 20 * index + 1))\",\"value\":\(value)}"
        }
        let patch = try JSONPatch(parsing: "[\(adds.joined(separator: ","))]")
        let error = #expect(throws: JSONPatchError.self) { try patch.apply(to: JSONValue(parsing: "{}")) }
        #expect(error?.operation == 12 && error?.description.contains("nested more than 256 deep") == true)
    }

    @Test func `makes no value by a pattern that is longer than a bound`() throws {
        let substitution = try MemberSubstitution(parsing: "/a=s/x+/" + String(repeating: "$0", count: 400) + "/")
        let compiled = try MemberSubstitution.Compiled(substitution)
        let document = try JSONValue(parsing: "{\"a\":\"\(String(repeating: "x", count: 1000))\"}")
        let error = #expect(throws: JSONPatchError.self) { _ = try compiled.result(in: document) }
        #expect(error?.description == "The new value at /a would be longer than 64 KiB.")
    }

    @Test func `is written as it was read`() throws {
        let text = """
            [{"op":"add","path":"/a","value":1},{"op":"remove","path":"/b"},{"op":"replace","path":"/c","value":null},\
            {"op":"move","from":"/d","path":"/e"},{"op":"copy","from":"/f","path":"/g"},\
            {"op":"test","path":"/h","value":[]}]
            """
        #expect(try JSONPatch(parsing: text).json == JSONValue(parsing: text))
    }
}
