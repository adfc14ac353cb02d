import JSON
import Terminations
import Testing
import YAML

@Suite struct `The event of a changed reason` {
    private static let context = EventContext(
        sequence: 1090,
        contractSequence: 0,
        source: "/terminus",
        recordedAt: Instant(rfc3339: "2026-02-14T09:32:07.412Z")!
    )

    private static func events(_ before: String?, _ after: String) throws -> [Event] {
        let head = "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n"
        let document = try Settings.parse(yamlOrJSON: head + after)
        let difference = SettingsDifference(
            from: try before.map { try Settings.parse(yamlOrJSON: head + $0) },
            to: document
        )
        let settings = SettingsVersion(number: 4, settings: document.settings)
        return difference.reasons.compactMap { ReasonChanged($0, in: settings) }
            .map { Event.reasonChanged($0, context: context) }
    }

    @Test func `contains the reason's present state, to the byte`() throws {
        let price = "  - {code: price, labels: {nl: Te duur}}\n"
        let merged =
            "  - {code: too-expensive, labels: {nl: Prijs te hoog, en: Price too high}, category: commercial, "
            + "voluntary: true, validThrough: 2025-12-31, replacedBy: price}"
        let event = try #require(
            try Self.events(price + merged.replacing(", replacedBy: price", with: ""), price + merged).first
        )
        let expected =
            #"{"specversion":"1.0","id":"56baec48-a3b7-5687-8db7-cbfe62db3175","source":"/terminus","#
            + #""type":"cancellation-reason.changed.v1","subject":"too-expensive","time":"2026-02-14T09:32:07.412Z","#
            + #""datacontenttype":"application/json","dataschema":"urn:terminus:schema:cancellation-reason.changed.v1","#
            + #""sequence":"1090","partitionkey":"too-expensive","data":{"code":"too-expensive","change":"merged","#
            + #""settingsVersion":4,"labels":{"en":"Price too high","nl":"Prijs te hoog"},"category":"commercial","#
            + #""voluntary":true,"validThrough":"2025-12-31","replacedBy":"price","sensitive":false,"attributes":{},"#
            + #""recordedAt":"2026-02-14T09:32:07.412Z"}}"#
        #expect(String(decoding: event.body, as: UTF8.self) == expected)
        #expect(event.contractID == nil)
        #expect(event.contractSequence == nil)
    }

    @Test func `does not reveal which sensitive reason changed`() throws {
        let sensitive = "  - {code: deceased, labels: {nl: Overlijden}, sensitive: true}\n"
        let event = try #require(try Self.events(nil, sensitive).first)
        let data = try #require(try JSONValue(parsing: event.body).object?["data"]?.object)
        #expect(data["labels"] == nil)
        #expect(data["sensitive"] == .bool(true))
        #expect(data["code"]?.string == "withheld")
        let merged = try Self.events(nil, sensitive + "  - {code: a, labels: {nl: A}, replacedBy: deceased}")
        for event in merged + [event] {
            let text = String(decoding: event.body, as: UTF8.self)
            #expect(!text.contains("Overlijden") && !text.contains("deceased"))
        }
    }

    @Test func `is made for each reason that changed, and for none that only moved`() throws {
        let (a, b, c) = (
            "  - {code: a, labels: {nl: A}}\n", "  - {code: b, labels: {nl: B}}\n", "  - {code: c, labels: {nl: C}}\n"
        )
        let changes = { (before: String?, after: String) in
            try Self.events(before, after).map { event in
                let data = try JSONValue(parsing: event.body).object?["data"]?.object
                return "\(data?["change"]?.string ?? "") \(data?["code"]?.string ?? "")"
            }
        }
        #expect(try changes(nil, a + b) == ["created a", "created b"])
        #expect(try changes(a + b, b + a) == [])
        #expect(try changes(a + b, a) == ["retired b"])
        #expect(try changes(a + b, a + b + c) == ["created c"])
        #expect(try changes(a, a.replacing("A}}", with: "Ah}}")) == ["edited a"])
        #expect(try changes(a, a.replacing("A}}", with: "A}, validThrough: 2026-01-01}")) == ["retired a"])
        #expect(try changes(a.replacing("A}}", with: "A}, validThrough: 2026-01-01}"), a) == ["restored a"])
    }
}
