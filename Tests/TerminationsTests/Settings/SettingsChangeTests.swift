import Terminations
import Testing
import YAML

@Suite struct `A change of the settings` {
    static let settings = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        maxBackdatingDays: 30
        reasons:
          - code: price
            labels: {nl: Te duur, en: Too expensive}
            attributes: {creditPolicy: prorate, dunning: false}
          - {code: too-dear, labels: {nl: Prijs te hoog}, aliases: [dear, duur]}
          - {code: offer, labels: {nl: Zomeractie}, validFrom: 2026-06-01, validThrough: 2026-09-30}
          - {code: old, labels: {nl: Oud}, replacedBy: price}
          - {code: deceased, labels: {nl: Overlijden}, sensitive: true}
          - {code: other, labels: {nl: Anders}, note: {rule: required, minLength: 10}, aliases: [misc]}
        """

    private static func document(_ yaml: String = settings) -> SettingsDocument {
        try! Settings.parse(yamlOrJSON: yaml)
    }

    private static func edit(_ change: (inout ReasonEdit) -> Void) -> ReasonEdit {
        var edit = ReasonEdit()
        change(&edit)
        return edit
    }

    private static let day = LocalDate("2026-07-15")!

    /// Each change, and what the settings are to read afterwards: a text of ``settings`` and what stands in its place.
    static let changes: [(SettingsChange, [(String, String)])] = [
        (
            .add(code: "moved", edit { $0.labels["nl"] = "Verhuisd" }, at: .after("price")),
            [("  - {code: too-dear,", "  - {code: moved, labels: {nl: Verhuisd}}\n  - {code: too-dear,")]
        ),
        (
            .add(
                code: "moved",
                edit {
                    $0.labels["nl"] = "Verhuisd"; $0.addedAliases = ["gone"]
                },
                at: .first
            ),
            [("  - code: price", "  - {code: moved, labels: {nl: Verhuisd}, aliases: [gone]}\n  - code: price")]
        ),
        (
            .edit(code: "PRICE", edit { $0.labels = ["nl": "Duur", "en": nil, "de": "Zu teuer"] }),
            [("{nl: Te duur, en: Too expensive}", "{nl: Duur, de: Zu teuer}")]
        ),
        (
            .edit(
                code: "price",
                edit {
                    $0.category = .set("commercial")
                    $0.voluntary = .set(true)
                    $0.noteRule = .set(.required)
                    $0.noteMinLength = .set(5)
                    $0.allowedInitiators = .set(["customer"])
                    $0.validFrom = .set(day)
                    $0.attributes = ["dunning": .bool(true), "creditPolicy": nil]
                }
            ),
            [
                (
                    "attributes: {creditPolicy: prorate, dunning: false}",
                    "attributes: {dunning: true}\n    category: commercial\n    voluntary: true\n"
                        + "    note: {rule: required, minLength: 5}\n    allowed: {initiator: [customer]}\n"
                        + "    validFrom: 2026-07-15"
                )
            ]
        ),
        (
            .edit(code: "other", edit { $0.noteMinLength = .remove }),
            [("{rule: required, minLength: 10}", "{rule: required}")]
        ),
        (
            .edit(
                code: "other",
                edit {
                    $0.noteRule = .remove; $0.noteMinLength = .remove
                }
            ),
            [("note: {rule: required, minLength: 10}, ", "")]
        ),
        (
            .edit(
                code: "other",
                edit {
                    $0.addedAliases = ["overig", "MISC"]; $0.sensitive = .set(true)
                }
            ),
            [("aliases: [misc]", "aliases: [misc, overig], sensitive: true")]
        ),
        (.edit(code: "other", edit { $0.removedAliases = ["MISC"] }), [(", aliases: [misc]", "")]),
        // An alias may take over the code of a reason that was merged.
        (
            .edit(code: "price", edit { $0.addedAliases = ["old"] }),
            [("- code: price", "- code: price\n    aliases: [old]")]
        ),
        (.retire(code: "price", through: day), [("- code: price", "- code: price\n    validThrough: 2026-07-15")]),
        (.retire(code: "offer", through: day), [("validThrough: 2026-09-30", "validThrough: 2026-07-15")]),
        (.restore(code: "offer"), [(", validThrough: 2026-09-30", "")]),
        (.restore(code: "old"), [(", replacedBy: price", "")]),
        (
            .merge(code: "too-dear", into: "price", through: nil, keepsCode: false),
            [("aliases: [dear, duur]", "aliases: [dear, duur], replacedBy: price")]
        ),
        (
            .merge(code: "too-dear", into: "price", through: day, keepsCode: false),
            [("aliases: [dear, duur]", "aliases: [dear, duur], replacedBy: price, validThrough: 2026-07-15")]
        ),
        (
            .merge(code: "too-dear", into: "price", through: nil, keepsCode: true),
            [
                (", aliases: [dear, duur]", ", replacedBy: price"),
                ("- code: price", "- code: price\n    aliases: [too-dear, dear, duur]"),
            ]
        ),
        // What was retired before stays so until that day; at once is at once.
        (
            .merge(code: "offer", into: "price", through: LocalDate("2026-12-31")!, keepsCode: false),
            [("validThrough: 2026-09-30", "validThrough: 2026-09-30, replacedBy: price")]
        ),
        (
            .merge(code: "offer", into: "price", through: nil, keepsCode: false),
            [("validThrough: 2026-09-30", "replacedBy: price")]
        ),
    ]

    @Test(arguments: changes.indices)
    func `changes what it names and nothing else`(index: Int) throws {
        let (change, edits) = Self.changes[index]
        let expected = edits.reduce(Self.settings) { $0.replacing($1.0, with: $1.1) }
        #expect(expected != Self.settings)
        #expect(try change.applied(to: Self.document()).canonicalJSON == Self.document(expected).canonicalJSON)
    }

    @Test(
        arguments: [
            ("price", .last, ["too-dear", "offer", "old", "deceased", "other", "price"]),
            ("other", .first, ["other", "price", "too-dear", "offer", "old", "deceased"]),
            ("price", .after("offer"), ["too-dear", "offer", "price", "old", "deceased", "other"]),
            ("other", .before("offer"), ["price", "too-dear", "other", "offer", "old", "deceased"]),
            ("price", .before("too-dear"), ["price", "too-dear", "offer", "old", "deceased", "other"]),
        ] as [(String, ReasonPlace, [String])]
    )
    func `moves a reason`(code: String, place: ReasonPlace, order: [String]) throws {
        let moved = try SettingsChange.move(code: code, to: place).applied(to: Self.document())
        #expect(moved.settings.reasons.map(\.code) == order)
    }

    static let refusals: [(SettingsChange, SettingsChangeError)] = [
        (.add(code: "Price", ReasonEdit(), at: .last), .codeTaken("Price", by: "price")),
        (.add(code: "dear", ReasonEdit(), at: .last), .codeTaken("dear", by: "too-dear")),
        (.edit(code: "prize", ReasonEdit()), .noSuchReason("prize", nearest: "price")),
        (.edit(code: "misc", ReasonEdit()), .isAlias("misc", of: "other")),
        (.edit(code: "price", edit { $0.addedAliases = ["Misc"] }), .codeTaken("Misc", by: "other")),
        (.edit(code: "price", edit { $0.addedAliases = ["price"] }), .codeTaken("price", by: "price")),
        (.edit(code: "price", edit { $0.removedAliases = ["misc"] }), .noSuchAlias("misc", of: "price")),
        (
            .retire(code: "offer", through: LocalDate("2026-09-30")!),
            .alreadyRetired("offer", since: LocalDate("2026-09-30")!)
        ),
        (
            .retire(code: "offer", through: LocalDate("2026-05-31")!),
            .retiredBeforeValid("offer", from: LocalDate("2026-06-01")!)
        ),
        (.retire(code: "old", through: day), .alreadyMerged("old", into: "price")),
        (.restore(code: "price"), .notRetired("price")),
        (.merge(code: "price", into: "price", through: nil, keepsCode: false), .mergedIntoItself("price")),
        (
            .merge(code: "other", into: "old", through: nil, keepsCode: false),
            .mergedIntoMerged("old", successor: "price")
        ),
        (.merge(code: "old", into: "other", through: nil, keepsCode: false), .alreadyMerged("old", into: "price")),
        (
            .merge(code: "deceased", into: "other", through: nil, keepsCode: true),
            .aliasWouldReveal("deceased", into: "other")
        ),
        (.move(code: "price", to: .after("price")), .placedAtItself("price")),
        (.move(code: "price", to: .after("nothing")), .noSuchReason("nothing", nearest: nil)),
    ]

    @Test(arguments: refusals.indices)
    func `is refused with a full sentence`(index: Int) throws {
        let (change, expected) = Self.refusals[index]
        let error = #expect(throws: SettingsChangeError.self) { try change.applied(to: Self.document()) }
        #expect(error == expected)
        #expect(expected.description.first?.isLetter == true)
        #expect(expected.description.last == "." || expected.description.last == "?")
    }

    @Test func `that would make the settings invalid is refused with the violations`() throws {
        let change = SettingsChange.edit(code: "price", Self.edit { $0.labels["nl"] = .some(nil) })
        let error = #expect(throws: SettingsChangeError.self) { try change.applied(to: Self.document()) }
        guard case .invalid(let violations)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(violations.map(\.code) == [.missingField])
        #expect(violations.map(\.pointer.description) == ["/reasons/0/labels/nl"])
    }

    @Test func `that merged with the code kept is undone by restoring`() throws {
        let before = Self.document()
        let merged = try SettingsChange.merge(code: "too-dear", into: "price", through: nil, keepsCode: true)
            .applied(to: before)
        let restored = try SettingsChange.restore(code: "too-dear").applied(to: merged)
        // The code is its own again; the other aliases stay where the merge has put them.
        #expect(restored.settings.reasons[0].aliases == ["dear", "duur"])
        #expect(restored.settings.reasons[1].replacedBy == nil)
        #expect(restored.settings.reasons[1].aliases.isEmpty)
    }
}
