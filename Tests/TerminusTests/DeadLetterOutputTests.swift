import Application
import Foundation
import JSON
import Terminations
import Testing

@testable import terminus

@Suite struct `Showing a dead letter's body` {
    private func lines(_ body: String, _ violations: Violation...) -> [String] {
        MarkedBody(Array(body.utf8), violations: violations).texts()
    }

    @Test func `names what is wrong below the place where it is wrong`() {
        let lines = lines(
            #"{"reasonCode":"te-duur","endDate":"2026-03-31"}"#,
            Violation(.unknownReason, at: JSONPointer("reasonCode"), "No such reason.", suggestion: "price")
        )
        #expect(
            lines == [
                "    {", "  ✗   \"reasonCode\": \"te-duur\",",
                "      ↑ unknown-reason", "      \"endDate\": \"2026-03-31\"",
                "    }",
            ]
        )
    }

    @Test func `marks what is missing in the object in which it would stand`() {
        let lines = lines(
            #"{"contract":{"periodAmount":1}}"#,
            Violation(.missingField, at: JSONPointer("contract", "currency"), "It is missing."),
            Violation(.noteRequired, at: JSONPointer("note"), "The reason needs a note.")
        )
        #expect(
            lines == [
                "    {", "      \"contract\": {", "        \"periodAmount\": 1", "  ✗     (no currency)",
                "        ↑ missing-field", "      }", "  ✗   (no note)",
                "      ↑ note-required", "    }",
            ]
        )
    }

    @Test func `shows what came in Base64 as it reads, since violations point into it`() {
        let data = Data(#"{"endDate":"x"}"#.utf8).base64EncodedString()
        let lines = lines(
            #"{"specversion":"1.0","data_base64":"\#(data)"}"#,
            Violation(.invalidDate, at: JSONPointer("data_base64", "endDate"), "It is no date."),
            Violation(.missingField, at: JSONPointer("data_base64", "action"), "It is missing.")
        )
        #expect(
            lines == [
                "    {", "      \"specversion\": \"1.0\",", "      \"data_base64\" (decoded): {",
                "  ✗     \"endDate\": \"x\"", "        ↑ invalid-date", "  ✗     (no action)",
                "        ↑ missing-field",
                "      }", "    }",
            ]
        )
    }

    @Test func `shows what is no JSON as text, without control characters`() {
        let lines = lines("{\"a\": \u{1B}[31m", Violation(.malformedJSON, at: .root, "A value is expected here."))
        #expect(lines == ["    {\"a\":  [31m", "    ↑ malformed-json"])
    }

    @Test func `names every violation, wherever it points`() {
        let lines = lines("[1]", Violation(.missingField, at: JSONPointer("a", "b"), "It is missing."))
        #expect(lines.contains { $0.contains("missing-field") })
    }

    @Test func `keeps to the width of a terminal, and is whole elsewhere`() {
        let body = Array("{\"note\":\"\(String(repeating: "é", count: 3000))\"}".utf8)
        let violation = Violation(.tooLong, at: JSONPointer("note"), String(repeating: "long ", count: 50))
        let cut = MarkedBody(body, violations: [violation]).texts(isOnTerminal: true)
        #expect(cut.allSatisfy { $0.count <= Paragraph.width })
        let whole = MarkedBody(body, violations: [violation]).texts(isOnTerminal: false)
        #expect(whole.contains { $0.contains(String(repeating: "é", count: 3000)) })
    }
}

@Suite struct `Reading what a person types` {
    @Test(arguments: [
        ("/reasonCode=price", JSONValue.string("price")), ("/note=null", .null), ("/note=a=b", .string("a=b")),
        ("/note=", .string("")), (#"/note="42""#, .string("42")), ("/contract/currency=EUR", .string("EUR")),
    ])
    func `takes JSON where it is JSON, and a string otherwise`(_ text: String, _ value: JSONValue) throws {
        #expect(try #require(SetMember(argument: text)).value == value)
    }

    @Test(arguments: ["reasonCode=price", "/reasonCode", "=price", "/a~2=1"])
    func `refuses what names no place`(_ text: String) {
        #expect(SetMember(argument: text) == nil)
    }

    @Test func `takes an instant, a day, or how long ago`() throws {
        #expect(Moment(argument: "2026-03-01T09:00:00+01:00")?.instant.description == "2026-03-01T08:00:00Z")
        #expect(Moment(argument: "2026-03-01")?.instant.description == "2026-03-01T00:00:00Z")
        let ago = try #require(Moment(argument: "2h")).instant.duration(until: .now)
        #expect((.seconds(7199)...(.seconds(7260))).contains(ago))
        #expect(Moment(argument: "yesterday") == nil)
        #expect(Moment(argument: "2026-02-30") == nil)
    }

    @Test(arguments: [("500", 500), ("500/s", 500), ("0", nil), ("-1", nil), ("fast", nil)])
    func `takes a rate with or without its unit`(_ text: String, _ perSecond: Int?) {
        #expect(Rate(argument: text)?.perSecond == perSecond)
    }

    @Test func `wraps between words`() {
        let lines = Paragraph.hanging(String(repeating: "word ", count: 60), indent: 2, hanging: 4)
        #expect(lines.count > 1 && lines.allSatisfy { $0.count <= Paragraph.width })
        #expect(lines.first?.hasPrefix("  word") == true && lines.dropFirst().allSatisfy { $0.hasPrefix("    word") })
        #expect(Count.text(1_234_567) == "1,234,567" && Count.text(-12) == "-12" && Count.text(100) == "100")
    }
}
