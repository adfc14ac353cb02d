import Foundation
import JSON
import Terminations
import TestSupport
import Testing

@Suite struct `Checking messages offline` {
    private let good = String(decoding: Sample.message("t-1"), as: UTF8.self)
    private let bad = String(decoding: Sample.message("t-2", reason: "prise"), as: UTF8.self)

    private func folder() throws -> Folder {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        return folder
    }

    private func check(_ folder: Folder, _ arguments: String..., input: String = "") throws -> Answer {
        try folder.run(
            ["check", "--settings", "settings.yaml", "--format", "json"] + arguments,
            input: Array(input.utf8)
        )
    }

    @Test func `reads a document, spread over lines or not`() throws {
        let folder = try folder()
        try folder.file("one.json", good)
        try folder.file("spread.json", good.replacing(",", with: ",\n"))
        let answer = try check(folder, "one.json", "spread.json")
        #expect(answer.end == .exit(0))
        #expect(try answer.objects().map { $0["verdict"]?.string } == ["accepted", "accepted"])
        #expect(try answer.objects().map { $0["file"]?.string } == ["one.json", "spread.json"])
    }

    @Test(arguments: [("array", "[%1,\n %2 , %1]"), ("NDJSON", "%1\n\n%2\r\n%1\n")])
    func `reads several messages`(kind: String, text: String) throws {
        let answer = try check(
            folder(),
            "-",
            input: text.replacing("%1", with: good).replacing("%2", with: bad)
        )
        #expect(answer.end == .exit(65))
        let objects = try answer.objects()
        #expect(objects.map { $0["verdict"]?.string } == ["accepted", "rejected", "accepted"])
        #expect(objects.map { $0["messageId"]?.string } == ["m-t-1", "m-t-2", "m-t-1"])
        #expect(objects.map { $0["position"]?.integer } == [1, 2, 3])
    }

    @Test func `names each violation with code, pointer, message and suggestion`() throws {
        let answer = try check(folder(), "-", input: bad.replacing("2035-12-31", with: "2026-02-30"))
        let violations = try answer.objects().first?["violations"]?.array?.compactMap(\.object) ?? []
        #expect(violations.map { $0["code"]?.string } == ["unknown-reason", "invalid-date"])
        #expect(violations.map { $0["pointer"]?.string } == ["/reasonCode", "/endDate"])
        #expect(violations.allSatisfy { $0["message"]?.string?.hasSuffix(".") == true })
        #expect(violations.first?["suggestion"]?.string == "price")
    }

    @Test(arguments: ["garbage", "{\"messageId\":", "\u{0}", "[1,2", "{}"])
    func `refuses what is no message, and goes on`(input: String) throws {
        let folder = try folder()
        try folder.file("one.json", good)
        let answer = try check(folder, "-", "one.json", input: input)
        #expect(answer.end == .exit(65))
        #expect(try answer.objects().map { $0["verdict"]?.string } == ["rejected", "accepted"])
    }

    @Test func `answers people with a line a message and two a violation`() throws {
        let folder = try folder()
        try folder.file("two.ndjson", good + "\n" + bad)
        let answer = try folder.run("check", "--settings", "settings.yaml", "two.ndjson")
        #expect(answer.end == .exit(65))
        #expect(answer.lines.count == 4)
        #expect(answer.lines.first == "accepted  two.ndjson:1  m-t-1")
        #expect(answer.lines.dropLast().last?.contains("/reasonCode  unknown-reason") == true)
        #expect(answer.lines.last?.contains("Did you mean price?") == true)
        #expect(answer.errors.contains("2 messages checked, 1 would be refused."))
    }

    @Test func `judges by the ledger's settings and changes nothing there`() throws {
        let folder = try folder()
        try folder.file("one.json", good)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        let before = try Data(contentsOf: folder.url.appending(path: "terminus.sqlite"))
        let answer = try folder.run("check", "one.json", "one.json")
        #expect(answer.end == .exit(0))
        #expect(try Data(contentsOf: folder.url.appending(path: "terminus.sqlite")) == before)
        #expect(try folder.run("dead-letters", "list", "--format", "json").output.isEmpty)
    }

    @Test func `warns of what is ignored, and refuses nothing for it`() throws {
        let text = good.replacing(
            "}",
            with: #","recievedOn":"2026-11-20","billedThrough":"2099-12-31","contract":{"billedThru":"2099-12-31"}}"#
        )
        let answer = try check(folder(), "-", input: text)
        #expect(answer.end == .exit(0))
        let object = try #require(try answer.objects().first)
        #expect(object["verdict"]?.string == "accepted")
        #expect(object["violations"]?.array?.isEmpty == true)
        let warnings = object["warnings"]?.array?.compactMap(\.object) ?? []
        #expect(warnings.map { $0["code"]?.string } == ["unknown-field", "misplaced-field", "unknown-field"])
        #expect(warnings.map { $0["pointer"]?.string } == ["/recievedOn", "/billedThrough", "/contract/billedThru"])
        #expect(
            warnings.map { $0["suggestion"]?.string }
                == ["receivedOn", "contract.billedThrough", "contract.billedThrough"]
        )
        let told = try folder().run(["check", "--settings", "settings.yaml", "-"], input: Array(text.utf8))
        #expect(told.end == .exit(0))
        #expect(told.lines.contains("    /recievedOn  warning: unknown-field"))
        #expect(told.output.contains("Did you mean receivedOn?"))
        #expect(told.errors.contains("1 message checked, 0 would be refused. Each was judged alone, without history."))
        #expect(told.errors.contains("1 message with warnings, which refuse nothing."))
    }

    @Test func `says of an array of one what live says, and of the messages of a longer one that live refuses it`()
        throws
    {
        let folder = try folder()
        try folder.file("one.json", "[\(good)]")
        try folder.file("none.json", "[]")
        let single = try check(folder, "one.json", "none.json")
        #expect(single.end == .exit(65))
        #expect(
            try single.objects().map { $0["violations"]?.array?.map { $0.object?["code"]?.string } }
                == [["not-an-object"], ["not-an-object"]]
        )
        try folder.file("two.json", "\u{FEFF}[\(good),\(good)]")
        let several = try check(folder, "two.json")
        #expect(several.end == .exit(0))
        let objects = try several.objects()
        #expect(objects.map { $0["verdict"]?.string } == ["accepted", "accepted"])
        #expect(
            objects.map { $0["warnings"]?.array?.map { $0.object?["code"]?.string } }
                == [["array-element"], ["array-element"]]
        )
    }

    @Test func `takes lines for messages where the name says so, or on standard input`() throws {
        let folder = try folder()
        let lines = "\u{FEFF}\(good)\n\(good)\n"
        for name in ["a.ndjson", "a.NDJSON", "a.jsonl", "a.json", "a.txt"] { try folder.file(name, lines) }
        #expect(try check(folder, "a.ndjson", "a.NDJSON", "a.jsonl").objects().count == 6)
        #expect(
            try check(folder, "-", input: lines).objects().map { $0["verdict"]?.string } == ["accepted", "accepted"]
        )
        let whole = try check(folder, "a.json", "a.txt")
        #expect(whole.end == .exit(65))
        for object in try whole.objects() {
            #expect(object["violations"]?.array?.map { $0.object?["code"]?.string } == ["malformed-json"])
            #expect(object["warnings"]?.array?.map { $0.object?["code"]?.string } == ["looks-like-lines"])
        }
    }

    @Test func `takes a CloudEvent for one, and says what live needs for that`() throws {
        let event = #"{"specversion":"1.0","id":"1","source":"s","type":"t","data":\#(good)}"#
        let encoded = Data(good.utf8).base64EncodedString()
        for text in [event, #"{"specversion":"1.0","data_base64":"\#(encoded)"}"#, "\u{FEFF}" + event] {
            let answer = try check(folder(), "-", input: text)
            #expect(answer.end == .exit(0))
            let object = try #require(try answer.objects().first)
            #expect(object["messageId"]?.string == "m-t-1")
            #expect(object["warnings"]?.array?.map { $0.object?["code"]?.string } == ["content-type-needed"])
        }
        let typed = try check(folder(), "--content-type", "application/cloudevents+json", "-", input: event)
        #expect(try typed.objects().first?["warnings"]?.array?.isEmpty == true)
        let live = try check(folder(), "--content-type", "application/json", "-", input: event)
        #expect(live.end == .exit(65))
        let violations = try live.objects().first?["violations"]?.array?.compactMap(\.object) ?? []
        #expect(violations.map { $0["code"]?.string } == ["unsupported-content-type"])
        #expect(
            violations.first?["message"]?.string
                == "This is a CloudEvent: set the content type application/cloudevents+json."
        )
    }

    @Test func `shows the event that would follow, with the id that it will have`() throws {
        let withdrawal = String(decoding: Sample.withdrawal("t-3", revision: 2), as: UTF8.self)
        let answer = try check(folder(), "--show-event", "-", input: [good, bad, withdrawal].joined(separator: "\n"))
        #expect(answer.end == .exit(65))
        let objects = try answer.objects()
        #expect(objects.map { $0["verdict"]?.string } == ["accepted", "rejected", "held"])
        #expect(objects[1]["event"] == .null && objects[2]["event"] == .null)
        let event = try #require(objects[0]["event"]?.object)
        #expect(event["id"]?.string == Event.id(of: .terminated, terminationID: "t-1", revision: 1))
        #expect(event["type"]?.string == "contract.terminated.v1")
        #expect(event["sequence"]?.string == "1")
        #expect(event["data"]?.object?["contractSequence"]?.integer == 1)
        #expect(event["data"]?.object?["endDate"] == (try JSONValue(parsing: good).object?["endDate"]))
        #expect(try check(folder(), "-", input: good).objects().first?["event"] == nil)

        let told = try folder().run(
            ["check", "--settings", "settings.yaml", "--show-event", "-"],
            input: Array(good.utf8)
        )
        #expect(told.lines.contains(#"      "type": "contract.terminated.v1","#))
        let shown = told.lines.drop { !$0.hasPrefix("    {") }.joined(separator: "\n")
        #expect(try JSONValue(parsing: shown).object?["id"] == event["id"])
    }

    @Test func `tells a message without an id from one that cannot be read`() throws {
        let folder = try folder()
        try folder.file("a.ndjson", "{}\n{\"messageId\":7}\n{")
        let answer = try folder.run("check", "--settings", "settings.yaml", "a.ndjson")
        let heads = answer.lines.filter { $0.hasPrefix("rejected") }
        #expect(
            heads == [
                "rejected  a.ndjson:1  (none)", "rejected  a.ndjson:2  (unreadable)",
                "rejected  a.ndjson:3  (unreadable)",
            ]
        )
    }
}
