import Terminations
import Testing
import YAML

@Suite struct `The lint of settings` {
    private static let head = "timeZone: UTC\ndefaultLanguage: en\n"

    /// A document, and what is found in it: code and pointer.
    static let cases: [(String, [String])] = [
        ("reasonRequired: true", []),
        (
            """
            reasonRequired:
              - {required: true, from: 2026-06-01, when: {initiator: [customer]}}
              - {required: false, from: 2026-01-01}
            """,
            ["rule-never-decides /reasonRequired/0"]
        ),
        // Before the later rule begins the earlier one decides.
        ("reasonRequired: [{required: true, from: 2026-01-01}, {required: false, from: 2026-06-01}]", []),
        ("reasonRequired: [{required: true}, {required: true, from: 2026-06-01}]", []),
        // Every termination has a type: naming all is naming none.
        (
            """
            reasonRequired:
              - required: true
                when: {contractType: [lease]}
              - required: false
                when: {terminationType: [ordinary, extraordinary, mutual, nonRenewal, coolingOff, administrative]}
            """,
            ["rule-never-decides /reasonRequired/0"]
        ),
        // An exception is no overlap; two rules that cut across each other are.
        ("reasonRequired: [{required: true}, {required: false, when: {initiator: [system]}}]", []),
        (
            """
            reasonRequired:
              - {required: true, when: {contractType: [lease]}}
              - {required: false, when: {customerKind: [consumer]}}
            """,
            ["rules-overlap /reasonRequired/0"]
        ),
        (
            """
            reasonRequired:
              - {required: true, when: {initiator: [customer], contractType: [lease]}}
              - {required: false, when: {initiator: [system], customerKind: [consumer]}}
            """,
            []
        ),
        (
            "note: {maxLength: 20}\nreasons: [{code: a, labels: {en: A}, note: {rule: required, minLength: 21}}]",
            ["reason-unreachable /reasons/0/note/minLength"]
        ),
        ("note: {maxLength: 20}\nreasons: [{code: a, labels: {en: A}, note: {rule: required, minLength: 20}}]", []),
        (
            """
            reasons:
              - {code: a, labels: {en: A}, aliases: [b]}
              - {code: b, labels: {en: B}, replacedBy: a, validThrough: 2027-01-01}
            """,
            ["reason-hidden /reasons/1/validThrough"]
        ),
        (
            """
            reasons:
              - {code: a, labels: {en: A}}
              - {code: b, labels: {en: Bee}, replacedBy: a}
              - {code: c, labels: {en: C}, aliases: [b]}
            """,
            ["alias-elsewhere /reasons/1/replacedBy"]
        ),
        (
            "reasons: [{code: too-dear, labels: {en: A}}, {code: b, labels: {en: B}, aliases: [too_dear]}]",
            ["codes-alike /reasons/0"]
        ),
        (
            "reasons: [{code: a, labels: {en: Price}}, {code: b, labels: {en: B}, aliases: [price]}]",
            ["alias-is-label /reasons/1/aliases/0"]
        ),
        (
            "reasons: [{code: a, labels: {en: A, nl: A}}, {code: b, labels: {en: B}}]",
            ["label-missing /reasons/1/labels"]
        ),
        // History is not translated any more, and asks for no translations.
        ("reasons: [{code: a, labels: {en: A, nl: A}}, {code: b, labels: {en: B}, validThrough: 2026-01-01}]", []),
        ("reasons: [{code: a, labels: {en: A, nl: A}, validThrough: 2026-01-01}, {code: b, labels: {en: B}}]", []),
        ("reasons: [{code: other, labels: {en: Something}}]", ["catch-all-without-note /reasons/0/note"]),
        ("reasons: [{code: x, labels: {en: Other reason}}]", ["catch-all-without-note /reasons/0/note"]),
        ("reasons: [{code: x, labels: {en: X, de: Sonstige Gründe}}]", ["catch-all-without-note /reasons/0/note"]),
        ("reasons: [{code: x, labels: {en: X}, aliases: [misc]}]", ["catch-all-without-note /reasons/0/note"]),
        ("reasons: [{code: other, labels: {en: Other}, note: {rule: required}}]", []),
        ("reasons: [{code: other, labels: {en: Other}, validThrough: 2026-01-01}]", []),
        ("reasons: [{code: x, labels: {en: Moved to another supplier}}]", []),
    ]

    @Test(arguments: cases.indices)
    func `finds probable mistakes`(index: Int) throws {
        let (yaml, expected) = Self.cases[index]
        let settings = try Settings.parse(yamlOrJSON: Self.head + yaml).settings
        let findings = SettingsLint.findings(in: settings, on: LocalDate("2026-07-01")!)
        #expect(findings.map { "\($0.code.rawValue) \($0.pointer)" } == expected)
        #expect(findings.allSatisfy { $0.sentence.hasSuffix(".") })
    }

    @Test func `reports only what cannot work as an error`() {
        #expect(LintFinding.Code.allCases.filter { $0.severity == .error } == [.reasonUnreachable])
    }
}
