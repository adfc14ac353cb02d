import Testing

@testable import JSON

@Suite struct `The place of a member in the bytes of a document` {
    @Test(arguments: [
        (#"{"note":"x"}"#, ["note"], #""x""#),
        (#" { "a" : [1,{"note":"no"}] , "note" : "a \" } b" } "#, ["note"], #""a \" } b""#),
        (#"{"n\u006fte":"x","b":2}"#, ["note"], #""x""#),
        (#"{"note":-1.5e3}"#, ["note"], "-1.5e3"),
        ("{\"note\":true\n}", ["note"], "true"),
        (#"{"note":{"note":["]"]},"b":{}}"#, ["note"], #"{"note":["]"]}"#),
        (#"{"data":{"x":"\\","note":"y"},"note":"z"}"#, ["data", "note"], #""y""#),
        (#"{"note":"é ✓"}"#, ["note"], #""é ✓""#), ("\u{FEFF} {\"note\":\"x\"}", ["note"], #""x""#),
    ])
    func `is the range of its value`(text: String, path: [String], value: String) throws {
        let bytes = Array(text.utf8)
        let range = try #require(JSONMemberPlace.range(of: path, in: bytes))
        #expect(String(decoding: bytes[range], as: UTF8.self) == value)
    }

    @Test(arguments: [
        (#"{"notes":"x"}"#, ["note"]), ("{}", ["note"]), ("[]", ["note"]), (#""note""#, ["note"]),
        (#"{"data":[{"note":1}]}"#, ["data", "note"]), (#"{"data":null}"#, ["data", "note"]), ("", ["note"]),
    ])
    func `does not exist where there is no such member`(text: String, path: [String]) {
        #expect(JSONMemberPlace.range(of: path, in: Array(text.utf8)) == nil)
    }
}
