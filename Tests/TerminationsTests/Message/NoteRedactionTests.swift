import Foundation
import JSON
import Testing

@testable import Terminations

@Suite struct `Redacting a note` {
    private func redacted(_ text: String) -> String? {
        NoteRedaction(ofMessage: Array(text.utf8)).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test(arguments: ["Note", "NOTES", "ｎote", "nоte", " note ", "n\u{200B}ote", "n0te"])
    func `removes a note whose name is spelled in another way`(name: String) {
        let message = "{\"messageId\": \"m\", \"\(name)\": \"s3cret\", \"noticePeriod\": 1, \"creditNote\": \"C-1\"}"
        for body in [message, "{\"data\": \(message)}", "[\(message)]"] {
            let clean = redacted(body) ?? ""
            #expect(!clean.contains("s3cret") && clean.contains("noticePeriod") && clean.contains("C-1"), "\(body)")
        }
        let patch = "{\"patch\": [{\"op\": \"add\", \"path\": \"/\(name)\", \"value\": \"s3cret\"}]}"
        #expect((try? JSONValue(parsing: Array(patch.utf8))).flatMap { NoteRedaction(ofMending: $0) } != nil)
    }

    @Test(arguments: [
        (#"{"a" : 1.0,"note":"He is \u00e9ll","b":"x"}"#, #"{"a" : 1.0,"note":null,"b":"x"}"#),
        (#"{"specversion":"1.0","data":{"note":"ill","x":2}}"#, #"{"specversion":"1.0","data":{"note":null,"x":2}}"#),
        (#"{"note":{"text":"ill"}}"#, #"{"note":null}"#),
        (#"{"note":"ill","data":{"note":"worse"}}"#, #"{"note":null,"data":{"note":null}}"#),
        ("\u{FEFF}{\"note\" : \"ill\"}", "\u{FEFF}{\"note\" : null}"),
        (
            #"[{"note":"ill","a":1.0},{"data":{"note":"worse"}},2]"#,
            #"[{"note":null,"a":1.0},{"data":{"note":null}},2]"#
        ),
        (#"{"data" : [{"note":"ill"}],"b":1.0}"#, #"{"data" : [{"note":null}],"b":1.0}"#),
        (#"{"data" : "{\"note\":\"ill\"}","b":1.0}"#, #"{"data" : null,"b":1.0}"#),
        (#"{"data":"<note>ill</note>"}"#, #"{"data":null}"#), (#""{\"note\":\"ill\"}""#, "null"),
        (#"{"data_base64":"AP8=","b":1.0}"#, #"{"data_base64":null,"b":1.0}"#),
        (#"{"data_base64":"not Base64: ill"}"#, #"{"data_base64":null}"#),
        (#"{"note":"ill""#, ""),
        ("not JSON at all: ill", ""),
    ])
    func `leaves every other byte of a message, and nothing of one that is not JSON`(text: String, result: String) {
        #expect(redacted(text) == result)
    }

    @Test(arguments: ["", " ", "  "])
    func `removes it from Base64, where no other byte changes`(space: String) throws {
        let message = { (note: String) in "{\"a\" : 1.0,\(space)\"note\":\(note),\"b\":\"Zo\\u00EB\"}" }
        let encode = { (text: String) in Data(text.utf8).base64EncodedString() }
        let event = { (data: String) in #"{"specversion":"1.0","data_base64" : "\#(encode(data))","x":1.0}"# }
        let note = "Zoë said: she is ill, see the letter"
        let redaction = try #require(NoteRedaction(ofMessage: Array(event(message("\"\(note)\"")).utf8)))
        #expect(String(decoding: redaction.bytes, as: UTF8.self) == event(message("null")))
        #expect(NoteRedaction(ofMessage: redaction.bytes) == nil)
        // What is looked for afterwards is found in what was there, and not in what is left.
        let forms = redaction.removed.flatMap(\.forms)
        let isIn = { (text: String) in forms.contains { text.contains(String(decoding: $0, as: UTF8.self)) } }
        #expect(isIn(event(message("\"\(note)\""))))
        #expect(isIn(message("\"\(note)\"")))
        #expect(!isIn(event(message("null"))))
    }

    @Test(arguments: [
        #"{"messageId":"m","data":"our own text"}"#, #"{"messageId":"m","data_base64":"AP8="}"#,
        #"{"messageId":"m","data_base64":"our own"}"#, #"{"data":"7"}"#, #"{"data_base64":"e30="}"#, #"{"data":[[]]}"#,
    ])
    func `leaves everything that is not a note alone`(text: String) {
        #expect(redacted(text) == nil)
    }

    @Test(arguments: [#"{"a":1}"#, #"{"note":null}"#, #"{"note":"  "}"#, #"{"data":[]}"#, "[]", #""note""#, ""])
    func `leaves a message without a note alone`(text: String) {
        #expect(redacted(text) == nil)
    }

    @Test func `removes the note from an event and keeps notePresent`() throws {
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
        (
            #"{"patch":[{"op":"add","path":"/data_base64/note","value":"ill"}]}"#,
            #"{"patch":[{"op":"add","path":"/data_base64/note"}]}"#
        ),
        (
            #"{"patch":[{"op":"add","path":"/data_base64","value":"eyJub3RlIjoiaWxsIn0="}]}"#,
            #"{"patch":[{"op":"add","path":"/data_base64","value":"eyJub3RlIjpudWxsfQ=="}]}"#
        ),
        (
            #"{"patch":[{"op":"add","path":"/data","value":"{\"note\":\"ill\"}"},{"op":"add","path":"/0/note","value":1}]}"#,
            #"{"patch":[{"op":"add","path":"/data"},{"op":"add","path":"/0/note"}]}"#
        ),
        (#"{"patch":[{"op":"test","path":"/note/0","value":"ill"}]}"#, #"{"patch":[{"op":"test","path":"/note/0"}]}"#),
    ])
    func `keeps the operations and pointers of a patch`(details: String, result: String) throws {
        let redaction = try #require(NoteRedaction(ofMending: JSONValue(parsing: details)))
        #expect(String(decoding: redaction.bytes, as: UTF8.self) == result)
        #expect(try NoteRedaction(ofMending: JSONValue(parsing: redaction.bytes)) == nil)
    }

    @Test func `finds a text in every form that a file may contain`() throws {
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
