import JSON
import Terminations
import Testing
import YAML

@Suite struct `Settings in YAML` {
    private func attributes(_ yaml: String) throws -> JSONObject {
        let text =
            "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n  - code: a\n    labels: {nl: A}\n    attributes: {x: \(yaml)}"
        return try #require(Settings.parse(yamlOrJSON: text).settings.reasons.first).attributes
    }

    private func codes(_ text: String) throws -> [Violation.Code] {
        try #require(throws: InvalidSettings.self) { try Settings.parse(yamlOrJSON: text) }.violations.map(\.code)
    }

    @Test(arguments: [
        ("no", JSONValue.string("no")), ("NO", .string("NO")), ("yes", .string("yes")), ("on", .string("on")),
        ("off", .string("off")), ("y", .string("y")), ("true", .bool(true)), ("False", .bool(false)), ("null", .null),
        ("~", .null), ("", .null), ("'null'", .string("null")), ("\"true\"", .string("true")), ("'1'", .string("1")),
        ("2026-01-01", .string("2026-01-01")), ("2026-01-01T00:00:00Z", .string("2026-01-01T00:00:00Z")),
        ("12:30:45", .string("12:30:45")), ("1_000", .string("1_000")), ("0x1F", .number(JSONNumber(31))),
        ("0o17", .number(JSONNumber(15))), ("017", .number(JSONNumber(17))), ("+5", .number(JSONNumber(5))),
        (".inf", .string(".inf")), (".nan", .string(".nan")), ("1.2.3", .string("1.2.3")),
        ("!!str 5", .string("5")), ("!!int '5'", .number(JSONNumber(5))), ("<<", .string("<<")), ("=", .string("=")),
        ("0b11", .string("0b11")), ("1e", .string("1e")), (".", .string(".")),
    ])
    func `follow the core schema of YAML 1.2`(yaml: String, value: JSONValue) throws {
        #expect(try attributes(yaml)["x"] == value)
    }

    @Test(arguments: [
        ("1.50", "1.50"), (".5", "0.5"), ("5.", "5"), ("-1e3", "-1e3"), ("+00.10E-2", "0.10E-2"), ("-0", "-0"),
    ])
    func `keep numbers that JSON can write`(yaml: String, literal: String) throws {
        guard case .number(let number)? = try attributes(yaml)["x"] else {
            Issue.record("\(yaml) is no number")
            return
        }
        #expect(number.literal == literal)
    }

    @Test(arguments: [
        "", "# nothing\n", "a: [", "a: b: c", "\t- x", "timeZone: UTC\ntimeZone: CET", "a: *nowhere", "a: 1\n---\nb: 2",
        "a: !custom x", "? [a, b]\n: c", "a: !!binary aGk=", "a: \"\\ud800\"",
        "a: {b: 1, \"b\": 2}", "%YAML 9.9\n---\na", "a: \u{7}",
    ])
    func `are refused where they cannot be read`(text: String) throws {
        #expect(try codes(text) == [.malformedYAML])
    }

    @Test func `that are JSON are refused as JSON`() throws {
        #expect(try codes("{\"timeZone\": \"UTC\",}") == [.malformedJSON])
    }

    @Test(arguments: [
        (
            "a: b: c",
            "a colon is not allowed at line 1, column 5: check the indentation, or put the text in quotation marks."
        ),
        ("a:\n  - x\n y: 1", "at line 3, column 2"), ("a: [", "a value is missing at line 2, column 1."),
        ("a: \"b", "the closing quotation mark of a text is missing at line 1"),
        ("a: {b: 1", "a comma or } is missing at line"),
        (
            "\t- x",
            "no text can begin with the character at line 1, column 1: put the text in quotation marks, and indent with spaces."
        ),
        ("a: *b", "an alias (*) without its anchor (&) is used at line 1, column 4."),
        ("a: 1\nb: 2\na: 3", "a occurs twice (in the mapping at line 1)."),
        ("a: 1\n---\nb: 2", "a second document begins at line 2"),
        ("a: 1\nb: \u{7}", "a control character is not allowed at line 2."),
        ("a: \"\\q\"", "an escape (\\) is not known at line 1"),
        ("@", "put the text in quotation marks"),
    ])
    func `say where they cannot be read, and why, in words of their own`(text: String, words: String) throws {
        let error = try #require(throws: InvalidSettings.self) { try Settings.parse(yamlOrJSON: text) }
        #expect(error.violations[0].message.hasPrefix("This is not YAML: "))
        #expect(error.violations[0].message.contains(words), "\(error.violations[0].message)")
    }

    @Test(arguments: ["- a", "text", "5", "[]"])
    func `are an object`(text: String) throws {
        #expect(try codes(text) == [.notAnObject])
    }

    @Test func `may use an anchor or two`() throws {
        let text = """
            timeZone: UTC
            defaultLanguage: nl
            reasons:
              - {code: a, labels: {nl: A}, attributes: &standard {dunning: false}}
              - {code: b, labels: {nl: B}, attributes: *standard}
            """
        let reasons = try Settings.parse(yamlOrJSON: text).settings.reasons
        #expect(reasons.first?.attributes == reasons.last?.attributes)
    }

    @Test func `count only what is an alias to YAML`() throws {
        let labels = ["Price*)", "**bold**", "a *b", "*x*"]
        let reasons = (0..<60).map { number in
            "  - {code: c\(number), labels: {nl: \"\(labels[number % 4])\"}} # like *this, *that and *those\n"
        }
        let text = "timeZone: UTC\ndefaultLanguage: nl\n# *a *b *c\nreasons:\n" + reasons.joined()
        #expect(try Settings.parse(yamlOrJSON: text).settings.reasons.count == 60)
        let shared = (0..<1000).map { number in
            "  - {code: c\(number), labels: {nl: A}, attributes: \(number == 0 ? "&s {dunning: false}" : "*s")}\n"
        }
        let aliases = "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n" + shared.joined()
        #expect(try Settings.parse(yamlOrJSON: aliases).settings.reasons.count == 1000)
    }

    @Test func `cannot blow up`() throws {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let references = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            bomb += "a\(level): &a\(level) [\(references)]\n"
        }
        #expect(try codes(bomb) == [.tooLarge])
        #expect(try codes("? " + bomb) == [.tooLarge])
        let wide = Array(repeating: "x", count: 20_000).joined(separator: ",")
        #expect(try codes("a: &a [\(wide)]\nb: [*a, *a, *a, *a, *a, *a]") == [.tooLarge])
        #expect(try codes(String(repeating: "# padding\n", count: 120_000)) == [.tooLarge])
    }

    @Test(arguments: ["[", "{a: ", "- "])
    func `cannot nest without end`(opening: String) throws {
        for count in [40, 900, 20_000] {
            let code = try #require(codes("a:\n " + String(repeating: opening, count: count)).first)
            #expect(code == .malformedYAML || code == .tooDeep)
        }
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        #expect(try codes("a: \(deep)") == [.tooDeep])
    }
}
