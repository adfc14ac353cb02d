import Testing

@testable import Terminations

@Suite struct `Redacting a note` {
    private func redacted(_ text: String) -> String? {
        NoteRedaction(ofMessage: Array(text.utf8)).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test(arguments: [
        (#"{"a" : 1.0,"note":"He is \u00e9ll","b":"x"}"#, #"{"a" : 1.0,"note":null,"b":"x"}"#),
        (#"{"specversion":"1.0","data":{"note":"ill","x":2}}"#, #"{"specversion":"1.0","data":{"note":null,"x":2}}"#),
        (#"{"note":{"text":"ill"}}"#, #"{"note":null}"#),
        (#"{"note":"ill","data":{"note":"worse"}}"#, #"{"note":null,"data":{"note":null}}"#),
        (#"{"note":"ill""#, ""),
        ("not JSON at all: ill", ""),
    ])
    func `leaves every other byte of a message, and nothing of one that is no JSON`(text: String, result: String) {
        #expect(redacted(text) == result)
    }

    @Test(arguments: [#"{"a":1}"#, #"{"note":null}"#, #"{"note":"  "}"#, #"{"data":[]}"#, "[]", #""note""#, ""])
    func `leaves a message without a note alone`(text: String) {
        #expect(redacted(text) == nil)
    }

    @Test func `takes the note out of an event, and leaves that there was one`() throws {
        let event = #"{"id":"1","data":{"a":1.50,"notePresent":true,"note":"ill","b":[]},"z":null}"#
        let redaction = try #require(NoteRedaction(ofEvent: Array(event.utf8)))
        let result = #"{"id":"1","data":{"a":1.50,"notePresent":true,"b":[]},"z":null}"#
        #expect(String(decoding: redaction.bytes, as: UTF8.self) == result)
        #expect(NoteRedaction(ofEvent: redaction.bytes) == nil)
    }

    @Test(arguments: [
        (
            #"{"patch":[{"op":"add","path":"/note","value":"ill"},{"op":"add","path":"/reasonCode","value":"x"}]}"#,
            #"{"patch":[{"op":"add","path":"/note"},{"op":"add","path":"/reasonCode","value":"x"}]}"#
        ),
        (
            #"{"patch":[{"op":"replace","path":"/data/note","value":"ill"}]}"#,
            #"{"patch":[{"op":"replace","path":"/data/note"}]}"#
        ),
        (
            #"{"patch":[{"op":"replace","path":"","value":{"note":"ill","a":1}}]}"#,
            #"{"patch":[{"op":"replace","path":"","value":{"note":null,"a":1}}]}"#
        ),
        (#"{"patch":[{"op":"test","path":"/note/0","value":"ill"}]}"#, #"{"patch":[{"op":"test","path":"/note/0"}]}"#),
    ])
    func `leaves of a patch what it does and where`(details: String, result: String) throws {
        let redaction = try #require(NoteRedaction(ofMending: JSONValue(parsing: details)))
        #expect(String(decoding: redaction.bytes, as: UTF8.self) == result)
        #expect(try NoteRedaction(ofMending: JSONValue(parsing: redaction.bytes)) == nil)
    }

    @Test func `knows a text in the forms in which it may stand in a file`() throws {
        let body = Array(#"{"note":"Zo\u00E9 said \"no\" \/ left"}"#.utf8)
        let text = try #require(NoteRedaction(ofMessage: body)?.removed.first)
        let forms = Set(text.forms.map { String(decoding: $0, as: UTF8.self) })
        #expect(
            forms == [
                #"Zoé said "no" / left"#, #"Zoé said \"no\" / left"#, #"Zo\u00e9 said \"no\" / left"#,
                #"Zo\u00E9 said \"no\" \/ left"#,
            ]
        )
    }
}
