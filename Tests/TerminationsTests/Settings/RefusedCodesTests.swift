import Terminations
import Testing
import YAML

@Suite struct `Codes that a change refuses` {
    private func refused(_ old: String, _ new: String, on day: String = "2026-07-15") throws -> [String] {
        func settings(_ reasons: String) throws -> Settings {
            let labelled = reasons.replacing("{code:", with: "{labels: {nl: L}, code:")
            return try Settings.parse(yamlOrJSON: "timeZone: UTC\ndefaultLanguage: nl\nreasons: \(labelled)").settings
        }
        return RefusedCodes.all(from: try settings(old), to: try settings(new), on: try #require(LocalDate(day))).map {
            let extent =
                switch $0.extent {
                case .always: "always"
                case .after(let day): "after \(day)"
                case .before(let day): "before \(day)"
                case .outside: "outside"
                }
            return "\($0.reason): \($0.codes.joined(separator: ",")) \(extent)"
        }
    }

    @Test(arguments: [
        ("[{code: a, aliases: [x]}, {code: b}]", "[{code: a, aliases: [x]}, {code: b}]", []),
        ("[{code: a, aliases: [x]}, {code: b}]", "[{code: b}]", ["a: a,x always"]),
        (
            "[{code: a, aliases: [x]}, {code: b}]", "[{code: a, replacedBy: b, aliases: [x]}, {code: b}]",
            ["a: a,x always"]
        ),
        ("[{code: a, aliases: [x]}, {code: b}]", "[{code: a, replacedBy: b}, {code: b, aliases: [a, x]}]", []),
        ("[{code: a, aliases: [x]}, {code: b}]", "[{code: a}, {code: b, aliases: [X]}]", []),
        ("[{code: a, aliases: [x]}]", "[{code: A}]", ["a: x always"]),
        ("[{code: a}]", "[{code: a, validThrough: 2026-07-15}]", ["a: a after 2026-07-15"]),
        ("[{code: a, validThrough: 2026-08-01}]", "[{code: a, validThrough: 2026-09-01}]", []),
        ("[{code: a, validThrough: 2026-09-01}]", "[{code: a, validThrough: 2026-08-01}]", ["a: a after 2026-08-01"]),
        ("[{code: a, validThrough: 2026-07-14}, {code: b}]", "[{code: a, replacedBy: b}, {code: b}]", []),
        ("[{code: a}]", "[{code: a, validFrom: 2026-08-01}]", ["a: a before 2026-08-01"]),
        ("[{code: a}]", "[{code: a, allowed: {initiator: [customer]}}]", ["a: a outside"]),
        ("[{code: a, allowed: {contractType: [x]}}]", "[{code: a, allowed: {contractType: [x, y]}}]", []),
        ("[{code: a, allowed: {contractType: [x, y]}}]", "[{code: a, allowed: {contractType: [x]}}]", ["a: a outside"]),
        (
            "[{code: a, replacedBy: b}, {code: b, aliases: [a]}]", "[{code: a, replacedBy: b}, {code: b}]",
            ["b: a always"]
        ),
    ])
    func `are found with their aliases, and no others`(_ old: String, _ new: String, _ expected: [String]) throws {
        #expect(try refused(old, new) == expected)
    }

    @Test func `concern terminations outside the allowed use, and those without the field`() throws {
        let text = "timeZone: UTC\ndefaultLanguage: nl\nreasons: [{code: a, labels: {nl: A}}]"
        let narrow = text.replacing(
            "code: a,",
            with: "code: a, allowed: {initiator: [customer], contractType: [lease]},"
        )
        let (old, new) = (
            try Settings.parse(yamlOrJSON: text).settings, try Settings.parse(yamlOrJSON: narrow).settings
        )
        let day = try #require(LocalDate("2026-07-15"))
        let refused = try #require(RefusedCodes.all(from: old, to: new, on: day).first)
        func concerns(_ code: String, _ initiator: String?, _ type: String?) -> Bool {
            refused.concerns(givenCode: code, initiator: initiator, terminationType: "ordinary", contractType: type)
        }
        #expect(!concerns("A", "customer", "lease"))
        #expect(concerns("A", "provider", "lease") && concerns("a", nil, "lease") && concerns("a", "customer", nil))
        #expect(!concerns("b", "provider", nil))
    }
}
