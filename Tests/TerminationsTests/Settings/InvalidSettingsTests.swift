import JSON
import Terminations
import Testing
import YAML

@Suite struct `Invalid settings` {
    private func lines(_ text: String) throws -> [String] {
        try #require(throws: InvalidSettings.self) { try Settings.parse(yamlOrJSON: text) }.violations.lines
    }

    @Test(arguments: [
        ("timeZone", "missing-field /timeZone"), ("defaultLanguage", "missing-field /defaultLanguage"),
    ])
    func `need the fields without a default`(field: String, line: String) throws {
        let fields = ["timeZone": "UTC", "defaultLanguage": "nl"].filter { $0.key != field }
        #expect(try lines(fields.map { "\($0.key): \($0.value)" }.joined(separator: "\n") + "\nreasons: []") == [line])
    }

    @Test(arguments: [
        ("timezone: UTC", ["unknown-value /timezone"]), ("reasonRequired: 'yes'", ["wrong-type /reasonRequired"]),
        ("reasonRequired: yes", ["wrong-type /reasonRequired"]),
        ("reasonRequired: null", ["wrong-type /reasonRequired"]),
        ("reasonRequired: [{}]", ["missing-field /reasonRequired/0/required"]),
        ("reasonRequired: [1]", ["wrong-type /reasonRequired/0"]),
        ("reasonRequired: [{required: true, form: 2026-01-01}]", ["unknown-value /reasonRequired/0/form"]),
        ("reasonRequired: [{required: true, from: 2026-02-30}]", ["invalid-date /reasonRequired/0/from"]),
        ("reasonRequired: [{required: true, when: {}}, {required: 1}]", ["wrong-type /reasonRequired/1/required"]),
        (
            "reasonRequired: [{required: true, when: {initiator: [client], channel: [x]}}]",
            ["unknown-value /reasonRequired/0/when/channel", "unknown-value /reasonRequired/0/when/initiator/0"]
        ),
        (
            "reasonRequired: [{required: true, when: {contractType: []}}]",
            ["too-short /reasonRequired/0/when/contractType"]
        ),
        ("note: {maxLength: 0}", ["out-of-range /note/maxLength"]),
        ("note: {maxlength: 1}", ["unknown-value /note/maxlength"]),
        ("note: {publish: no}", ["wrong-type /note/publish"]), ("note: optional", ["wrong-type /note"]),
        ("maxBackdatingDays: -1", ["out-of-range /maxBackdatingDays"]),
        ("maxBackdatingDays: 1.5", ["wrong-type /maxBackdatingDays"]),
        ("heldFor: 10 minutes", ["invalid-duration /heldFor"]), ("heldFor: P1M", ["invalid-duration /heldFor"]),
        ("heldFor: 600", ["wrong-type /heldFor"]), ("reasons: {}", ["wrong-type /reasons"]),
        ("reasons: [a]", ["wrong-type /reasons/0"]),
        ("reasons: [{}]", ["missing-field /reasons/0/code", "missing-field /reasons/0/labels"]),
    ])
    func `are refused at the place of the mistake`(yaml: String, expected: [String]) throws {
        #expect(try lines("timeZone: UTC\ndefaultLanguage: nl\n" + yaml) == expected)
    }

    @Test(arguments: [
        ("code: 404", ["wrong-type /reasons/0/code"]), ("code: ''", ["too-short /reasons/0/code"]),
        ("code: ' a'", ["wrong-type /reasons/0/code"]), (#"code: "a\tb""#, ["wrong-type /reasons/0/code"]),
        ("code: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["too-long /reasons/0/code"]),
        ("labels: {en: A}", ["missing-field /reasons/0/labels/nl"]),
        ("labels: {nl: ' '}", ["too-short /reasons/0/labels/nl"]),
        ("labels: {nl: A, english: B, e: C}", ["unknown-value /reasons/0/labels/e"]),
        ("labels: {nl: true}", ["wrong-type /reasons/0/labels/nl"]),
        ("category: ''", ["too-short /reasons/0/category"]),
        (#"code: "a\u202Eb""#, ["wrong-type /reasons/0/code"]), (#"code: "a\u2028b""#, ["wrong-type /reasons/0/code"]),
        (
            #"labels: {nl: "a\u202Eb", en: "a\nb", de: "\u0007"}"#,
            ["nl", "en", "de"].map { "wrong-type /reasons/0/labels/\($0)" }
        ),
        (#"labels: {nl: "\u2067a\u2069", he: "\u200F\u05D9\u05E7\u05E8"}"#, ["wrong-type /reasons/0/labels/nl"]),
        (#"category: "a\u0000""#, ["wrong-type /reasons/0/category"]),
        (#"aliases: [b, "c\u2066"]"#, ["wrong-type /reasons/0/aliases/1"]),
        (#"allowed: {contractType: ["a\u202A"]}"#, ["wrong-type /reasons/0/allowed/contractType/0"]),
        ("voluntary: 1", ["wrong-type /reasons/0/voluntary"]),
        ("note: {rule: mandatory}", ["unknown-value /reasons/0/note/rule"]),
        ("note: {minLength: 0}", ["out-of-range /reasons/0/note/minLength"]),
        ("allowed: {initiators: [customer]}", ["unknown-value /reasons/0/allowed/initiators"]),
        (
            "allowed: {terminationType: [x, ordinary, y]}",
            [
                "unknown-value /reasons/0/allowed/terminationType/0",
                "unknown-value /reasons/0/allowed/terminationType/2",
            ]
        ),
        ("validFrom: 1-1-2026", ["invalid-date /reasons/0/validFrom"]),
        ("{validFrom: 2026-02-01, validThrough: 2026-01-31}", ["out-of-range /reasons/0/validThrough"]),
        ("aliases: [b, 1]", ["wrong-type /reasons/0/aliases/1"]), ("aliases: b", ["wrong-type /reasons/0/aliases"]),
        ("replacedBy: b", ["unknown-reason /reasons/0/replacedBy"]),
        ("replacedBy: A", ["unknown-value /reasons/0/replacedBy"]),
        ("sensitive: maybe", ["wrong-type /reasons/0/sensitive"]),
        ("attributes: []", ["wrong-type /reasons/0/attributes"]),
        ("lables: {}", ["unknown-value /reasons/0/lables"]),
    ])
    func `in a reason are refused at the place of the mistake`(field: String, expected: [String]) throws {
        let own = field.hasPrefix("{") ? String(field.dropFirst().dropLast()) : field
        let code = own.hasPrefix("code:") ? "" : "code: a, "
        let labels = own.hasPrefix("labels:") ? "" : "labels: {nl: A}, "
        #expect(try lines("timeZone: UTC\ndefaultLanguage: nl\nreasons: [{\(code)\(labels)\(own)}]") == expected)
    }

    @Test(arguments: [
        ("[{code: a}, {code: A}]", ["unknown-value /reasons/1/code"]),
        ("[{code: a, aliases: [b]}, {code: B}]", ["unknown-value /reasons/0/aliases/0"]),
        ("[{code: a, aliases: [x, X]}]", ["unknown-value /reasons/0/aliases/1"]),
        ("[{code: a, aliases: [x]}, {code: b, aliases: [X]}]", ["unknown-value /reasons/1/aliases/0"]),
        ("[{code: a, aliases: [a]}]", ["unknown-value /reasons/0/aliases/0"]),
        ("[{code: a, replacedBy: b}, {code: b, aliases: [a]}]", []),
        ("[{code: a, replacedBy: b, aliases: [a]}, {code: b}]", ["unknown-value /reasons/0/aliases/0"]),
        ("[{code: a, replacedBy: b}, {code: b, replacedBy: c}, {code: c}]", []),
        (
            "[{code: a, replacedBy: b}, {code: b, replacedBy: A}]",
            ["unknown-value /reasons/0/replacedBy", "unknown-value /reasons/1/replacedBy"]
        ),
        (
            "[{code: a, replacedBy: b}, {code: b, replacedBy: c}, {code: c, replacedBy: b}]",
            ["unknown-value /reasons/1/replacedBy", "unknown-value /reasons/2/replacedBy"]
        ),
    ])
    func `have two reasons with one code, or merges in circles`(reasons: String, expected: [String]) throws {
        let labelled = reasons.replacing("{code:", with: "{labels: {nl: L}, code:")
        let text = "timeZone: UTC\ndefaultLanguage: nl\nreasons: \(labelled)"
        if expected.isEmpty {
            #expect(throws: Never.self) { try Settings.parse(yamlOrJSON: text) }
        } else {
            #expect(try lines(text) == expected)
        }
    }

    @Test func `suggest the field that was probably meant`() throws {
        let error = try #require(throws: InvalidSettings.self) {
            try Settings.parse(yamlOrJSON: "timezone: UTC\ndefaultLanguage: nl")
        }
        #expect(error.violations.first?.suggestion == "timeZone")
        #expect(error.description.contains("/timezone: There is no such field here. Did you mean timeZone?"))
    }

    @Test func `name every mistake at once`() throws {
        let text = "timeZone: CET+1\nnote: {maxLength: x}\nheldFor: soon\nreasons: [{code: a}]"
        #expect(
            try lines(text) == [
                "invalid-time-zone /timeZone", "missing-field /defaultLanguage", "wrong-type /note/maxLength",
                "invalid-duration /heldFor", "missing-field /reasons/0/labels",
            ]
        )
    }

    @Test(arguments: [false, true]) func `with more than a thousand reasons or a mebibyte are refused`(isJSON: Bool)
        throws
    {
        func text(_ count: Int, padding: Int = 0, depth: Int = 0) -> String {
            let reasons = (0..<count).map { "{\"code\": \"c\($0)\", \"labels\": {\"nl\": \"A\"}}" }
            let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let attributes = "{\"x\": \"\(String(repeating: "x", count: padding))\", \"y\": \(depth == 0 ? "1" : deep)}"
            let last = "{\"code\": \"z\", \"labels\": {\"nl\": \"Z\"}, \"attributes\": \(attributes)}"
            let list = "[\((reasons + [last]).joined(separator: ", "))]"
            return isJSON
                ? "{\"timeZone\": \"UTC\", \"defaultLanguage\": \"nl\", \"reasons\": \(list)}"
                : "timeZone: UTC\ndefaultLanguage: nl\nreasons: \(list)\n"
        }
        func codes(_ text: String) throws -> [String] {
            try #require(throws: InvalidSettings.self) { try Settings.parse(yamlOrJSON: text) }
                .violations.map { "\($0.code.rawValue) \($0.pointer)" }
        }
        #expect(try Settings.parse(yamlOrJSON: text(999)).settings.reasons.count == 1000)
        #expect(try codes(text(1000)) == ["too-large /reasons"])
        #expect(try codes(text(1, padding: 1_048_576)) == ["too-large "])
        #expect(try codes(text(1, depth: 40)) == ["too-deep "])
    }

    @Test func `cannot be made by changes either`() throws {
        let document = try Settings.parse(
            yamlOrJSON: "timeZone: UTC\ndefaultLanguage: nl\nreasons: [{code: a, labels: {nl: A}}]"
        )
        var deep = JSONValue.null
        for _ in 0..<30 { deep = .array([deep]) }
        for (value, code) in [
            (deep, Violation.Code.tooDeep), (.string(String(repeating: "x", count: 1_048_576)), .tooLarge),
        ] {
            var members = try #require(JSONValue(parsing: document.canonicalJSON).object).members
            let reason = JSONObject([
                .init(name: "code", value: .string("a")),
                .init(name: "labels", value: .object(JSONObject([.init(name: "nl", value: .string("A"))]))),
                .init(name: "attributes", value: .object(JSONObject([.init(name: "x", value: value)]))),
            ])
            members.removeAll { $0.name == "reasons" }
            members.append(.init(name: "reasons", value: .array([.object(reason)])))
            let error = #expect(throws: InvalidSettings.self) {
                try SettingsDocument(json: .object(JSONObject(members)))
            }
            #expect(error?.violations.map(\.code) == [code])
        }
    }

    @Test func `report a circle of merges only at the reasons in it`() throws {
        let merges = ["a": "b", "b": "c", "c": "b", "d": "a", "e": "e", "f": "g"]
        let reasons = "abcdefg".map { code in
            "{code: \(code), labels: {nl: X}\(merges[String(code)].map { ", replacedBy: \($0)" } ?? "")}"
        }
        let text = "timeZone: UTC\ndefaultLanguage: nl\nreasons: [\(reasons.joined(separator: ", "))]"
        let error = #expect(throws: InvalidSettings.self) { try Settings.parse(yamlOrJSON: text) }
        let pointers = error?.violations.map(\.pointer.description)
        #expect(pointers == ["/reasons/1/replacedBy", "/reasons/2/replacedBy", "/reasons/4/replacedBy"])
        #expect(
            error?.violations.map(\.message) == [
                "The reasons would be merged in a circle: b → c → b.",
                "The reasons would be merged in a circle: c → b → c.", "The reason would be merged into itself.",
            ]
        )
    }
}
