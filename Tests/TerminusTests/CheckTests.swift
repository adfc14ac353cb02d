import Foundation
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
        #expect(try folder.run("settings", "apply", "settings.yaml").end == .exit(0))
        let before = try Data(contentsOf: folder.url.appending(path: "terminus.sqlite"))
        let answer = try folder.run("check", "one.json", "one.json")
        #expect(answer.end == .exit(0))
        #expect(try Data(contentsOf: folder.url.appending(path: "terminus.sqlite")) == before)
        #expect(try folder.run("dead-letters", "list", "--format", "json").output.isEmpty)
    }
}
