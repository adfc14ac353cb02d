import JSON
import Terminations
import Testing
import YAML

@Suite struct `The difference between two settings` {
    private static let settings = `A change of the settings`.settings

    private static func difference(_ edits: [(String, String)]) throws -> SettingsDifference {
        let changed = edits.reduce(settings) { $0.replacing($1.0, with: $1.1) }
        return SettingsDifference(
            from: try Settings.parse(yamlOrJSON: settings),
            to: try Settings.parse(yamlOrJSON: changed)
        )
    }

    private static func text(_ value: JSONValue?) -> String {
        value.map { String(decoding: Sample.bytes($0), as: UTF8.self) } ?? "none"
    }

    private static func lines(_ difference: SettingsDifference) -> [String] {
        difference.fields.map { "\($0.name): \(text($0.before)) → \(text($0.after))" }
            + difference.reasons.flatMap { reason in
                ["\(reason.kind.rawValue) \(reason.code)" + (reason.places.map { " \($0.before) → \($0.after)" } ?? "")]
                    + reason.fields.map { "  \($0.name): \(text($0.before)) → \(text($0.after))" }
            }
    }

    static let cases: [([(String, String)], [String])] = [
        ([], []),
        // A default that is written out is no difference, nor is the order of aliases.
        ([("maxBackdatingDays: 30", "maxBackdatingDays: 30\nheldFor: PT10M\nnote: {publish: false}")], []),
        ([("aliases: [dear, duur]", "aliases: [duur, dear]"), ("{nl: Oud}", "{nl: Oud}, sensitive: false")], []),
        ([("maxBackdatingDays: 30", "maxBackdatingDays: 60")], ["maxBackdatingDays: 30 → 60"]),
        ([("maxBackdatingDays: 30\n", "")], ["maxBackdatingDays: 30 → 365"]),
        ([("maxBackdatingDays: 30", "maxBackdatingDays: 30\nreasonRequired: true")], ["reasonRequired: false → true"]),
        (
            [("maxBackdatingDays: 30", "maxBackdatingDays: 30\nnote: {publish: true}")],
            ["note.publish: false → true"]
        ),
        (
            [("{nl: Oud}", "{nl: Ouder, en: Old}")],
            ["edited old", #"  labels.en: none → "Old""#, #"  labels.nl: "Oud" → "Ouder""#]
        ),
        (
            [("dunning: false", "dunning: true"), ("- code: price", "- code: price\n    voluntary: true")],
            ["edited price", "  voluntary: none → true", "  attributes.dunning: false → true"]
        ),
        (
            [("  - {code: old, labels: {nl: Oud}, replacedBy: price}\n", "")],
            ["removed old"]
        ),
        (
            [("  - {code: old,", "  - {code: new, labels: {nl: Nieuw}}\n  - {code: old,")],
            ["created new", #"  labels.nl: none → "Nieuw""#]
        ),
        ([(", replacedBy: price", "")], ["restored old", #"  replacedBy: "price" → none"#]),
        ([(", validThrough: 2026-09-30", "")], ["restored offer", #"  validThrough: "2026-09-30" → none"#]),
        (
            [("validThrough: 2026-09-30", "validThrough: 2026-07-31")],
            ["retired offer", #"  validThrough: "2026-09-30" → "2026-07-31""#]
        ),
        (
            [("validThrough: 2026-09-30", "validThrough: 2026-10-31")],
            ["edited offer", #"  validThrough: "2026-09-30" → "2026-10-31""#]
        ),
        (
            [("sensitive: true", "sensitive: true, replacedBy: other, validThrough: 2026-07-31")],
            [
                "merged deceased", #"  validThrough: none → "2026-07-31""#, #"  replacedBy: none → "other""#,
            ]
        ),
        ([("code: old", "code: Old")], ["edited Old", #"  code: "old" → "Old""#]),
    ]

    @Test(arguments: cases.indices)
    func `names what changed, field by field`(index: Int) throws {
        let (edits, expected) = Self.cases[index]
        #expect(Self.lines(try Self.difference(edits)) == expected)
    }

    @Test func `names only the moved reason, not those that shifted`() throws {
        let document = try Settings.parse(yamlOrJSON: Self.settings)
        let moved = try SettingsChange.move(code: "price", to: .last).applied(to: document)
        #expect(Self.lines(SettingsDifference(from: document, to: moved)) == ["moved price 1 → 6"])
    }

    @Test func `from nothing creates every reason`() throws {
        let difference = SettingsDifference(from: nil, to: try Settings.parse(yamlOrJSON: Self.settings))
        #expect(difference.reasons.count == 6)
        #expect(difference.reasons.allSatisfy { $0.kind == .created && $0.before == nil })
        #expect(difference.fields.contains { $0.name == "timeZone" && $0.before == nil })
    }

    @Test func `of dated rules names those added and removed`() throws {
        let rules = "reasonRequired:\n  - {required: true, from: 2026-01-01}\n  - {required: false, from: 2027-01-01}\n"
        let before = try Settings.parse(yamlOrJSON: rules + Self.settings)
        let after = try Settings.parse(
            yamlOrJSON: rules.replacing(
                "2026-01-01}",
                with: "2026-01-01}\n  - {required: false, when: {initiator: [system]}}"
            )
            .replacing("  - {required: false, from: 2027-01-01}\n", with: "") + Self.settings
        )
        #expect(
            Self.lines(SettingsDifference(from: before, to: after)) == [
                #"reasonRequired.2: {"from":"2027-01-01","required":false} → none"#,
                #"reasonRequired.2: none → {"required":false,"when":{"initiator":["system"]}}"#,
            ]
        )
    }
}
