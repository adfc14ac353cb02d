import Terminations
import Testing
import YAML

/// The settings of before, and the reasons of a later version that they do not have.
@Suite struct `An earlier version that keeps used reasons` {
    private static let head = "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n"
    private static let earlier = head + "  - {code: price, labels: {nl: Te duur}, aliases: [duur]}\n"
    private static let day = LocalDate("2026-07-15")!

    /// Which reasons the later version has besides, which of them are kept, and what stands at the end then.
    private static let kept: [(String, [String], String)] = [
        ("{code: moved, labels: {nl: Weg}}", ["moved"], "{code: moved, labels: {nl: Weg}, validThrough: 2026-07-15}"),
        (
            "{code: moved, labels: {nl: Weg}, validThrough: 2026-03-31}", ["moved"],
            "{code: moved, labels: {nl: Weg}, validThrough: 2026-03-31}"
        ),
        (
            "{code: moved, labels: {nl: Weg}, validThrough: 2027-03-31}", ["moved"],
            "{code: moved, labels: {nl: Weg}, validThrough: 2026-07-15}"
        ),
        (
            "{code: moved, labels: {nl: Weg}, validFrom: 2026-08-01}", ["moved"],
            "{code: moved, labels: {nl: Weg}, validFrom: 2026-08-01, validThrough: 2026-08-01}"
        ),
        // Merged into a reason that the earlier version has.
        (
            "{code: moved, labels: {nl: Weg}, replacedBy: price}", ["moved"],
            "{code: moved, labels: {nl: Weg}, replacedBy: price}"
        ),
        // Merged into one that it does not have, and that nobody used: reports count it there.
        (
            "{code: moved, labels: {nl: Weg}, replacedBy: away}\n  - {code: away, labels: {nl: Verhuisd}}", ["moved"],
            "{code: moved, labels: {nl: Weg}, replacedBy: away}\n  - {code: away, labels: {nl: Verhuisd}, validThrough: 2026-07-15}"
        ),
        // Its code meant another reason, and does so again. One of its aliases did, too.
        ("{code: duur, labels: {nl: Duur}}", ["duur"], "{code: duur, labels: {nl: Duur}, replacedBy: price}"),
        (
            "{code: moved, labels: {nl: Weg}, aliases: [duur, weg]}", ["moved"],
            "{code: moved, labels: {nl: Weg}, aliases: [weg], validThrough: 2026-07-15}"
        ),
        ("{code: moved, labels: {nl: Weg}}", [], ""),
    ]

    @Test(arguments: kept) func `has them at its end, retired`(_ later: String, _ codes: [String], _ end: String) throws
    {
        let current = try Settings.parse(
            yamlOrJSON: Self.head + "  - {code: price, labels: {nl: Duur}}\n  - \(later)\n"
        )
        let earlier = try Settings.parse(yamlOrJSON: Self.earlier)
        let expected = try Settings.parse(yamlOrJSON: Self.earlier + (end.isEmpty ? "" : "  - \(end)\n"))
        let changed = try earlier.keeping(codes, of: current, through: Self.day)
        #expect(changed.canonicalJSON == expected.canonicalJSON)
    }

    @Test func `takes the later spelling of a code and a label in its default language`() throws {
        let current = try Settings.parse(
            yamlOrJSON:
                "timeZone: UTC\ndefaultLanguage: en\nreasons: [{code: Price, labels: {en: Price}}, {code: a, labels: {en: A}}]"
        )
        let changed = try Settings.parse(yamlOrJSON: Self.earlier)
            .keeping(["Price", "a"], of: current, through: Self.day).settings
        #expect(changed.reasons.map(\.code) == ["Price", "a"])
        #expect(changed.reasons.map(\.labels) == [["nl": "Te duur"], ["en": "A", "nl": "A"]])
    }
}

@Suite struct `Merges of merges` {
    @Test func `lead through each reason on the way`() throws {
        let reasons = "{code: a, labels: {nl: A}, replacedBy: b}, {code: b, labels: {nl: B}, replacedBy: c}"
        let settings = try Settings.parse(
            yamlOrJSON: "timeZone: UTC\ndefaultLanguage: nl\nreasons: [\(reasons), {code: c, labels: {nl: C}}]"
        ).settings
        #expect(["a", "B", "c"].map { settings.isCounted("a", through: $0) } == [true, true, true])
        #expect(["a", "b", "c"].map { settings.isCounted("b", through: $0) } == [false, true, true])
        #expect(!settings.isCounted("a", through: "d") && !settings.isCounted("d", through: "a"))
    }
}
