import Foundation
import Ledger
import TestSupport
import Terminations
import Testing
import YAML

@testable import Console

/// The judge's English sentences, as it makes them now, in Dutch.
@Suite struct `Violations in Dutch` {
    /// A message that the settings accept, with other members as JSON; nil leaves one out.
    private static func message(_ id: String, _ others: [String: String?] = [:]) -> [UInt8] {
        var members: [String: String?] = [
            "messageId": "\"m-\(id)\"", "action": "\"terminate\"", "terminationId": "\"\(id)\"",
            "contractId": "\"c-\(id)\"", "customerId": "\"k-1\"", "endDate": "\"2026-12-31\"",
            "occurredAt": "\"2026-03-01T10:00:00+01:00\"", "reasonCode": "\"price\"",
        ]
        members.merge(others) { _, new in new }
        let text = members.sorted { $0.key < $1.key }.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return Array("{\(text.joined(separator: ","))}".utf8)
    }

    private static let settings = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasonRequired: true
        note: {maxLength: 20}
        reasons:
          - {code: price, labels: {nl: Te duur}}
          - {code: told, labels: {nl: Uitleg}, note: {rule: required, minLength: 5}}
          - {code: mute, labels: {nl: Stil}, note: {rule: forbidden}}
          - {code: old, labels: {nl: Oud}, validThrough: 2020-01-01}
          - {code: new, labels: {nl: Nieuw}, validFrom: 2030-01-01}
          - {code: gone, labels: {nl: Weg}, replacedBy: price}
          - code: few
            labels: {nl: Soms}
            allowed: {initiator: [provider], terminationType: [administrative], contractType: [gas]}
        """

    private static let messages: [[UInt8]] =
        [
            message("a"), message("a", ["messageId": "\"m-a2\""]), message("a", ["endDate": "\"2027-01-01\""]),
            message("b", ["contractId": "\"c-a\""]), message("b2", ["contractId": "\"c-a\"", "customerId": "\"k-2\""]),
            message("a", ["messageId": "\"m-a3\"", "action": "\"correct\"", "revision": "3"]),
            message(
                "a",
                [
                    "messageId": "\"m-a4\"", "action": "\"correct\"", "revision": "2",
                    "occurredAt": "\"2026-03-02T10:00:00+01:00\"", "endDate": "\"2027-02-01\"",
                ]
            ),
            message("a", ["messageId": "\"m-a5\"", "action": "\"correct\"", "revision": "4", "contractId": "\"c-z\""]),
            message("a", ["messageId": "\"m-a6\"", "action": "\"correct\"", "revision": "4", "customerId": "\"k-z\""]),
            message("s", ["contract": "{\"startDate\":\"2026-06-01\"}"]),
            message(
                "s",
                [
                    "messageId": "\"m-s2\"", "action": "\"correct\"", "revision": "2", "endDate": "\"2026-01-01\"",
                ]
            ),
            message(
                "u",
                ["contractId": "\"c-s\"", "contract": "{\"startDate\":\"2025-01-01\"}", "endDate": "\"2026-03-31\""]
            ),
            message(
                "u",
                [
                    "messageId": "\"m-u2\"", "action": "\"correct\"", "revision": "2", "contractId": "\"c-s\"",
                    "contract": "{\"startDate\":\"2025-01-01\"}", "endDate": "\"2026-09-01\"",
                ]
            ),
            message("p", ["endDate": "\"2025-03-05\""]),
            message(
                "p",
                [
                    "messageId": "\"m-p2\"", "action": "\"correct\"", "revision": "2", "endDate": "\"2026-03-09\"",
                    "occurredAt": "\"2026-03-09T10:00:00+01:00\"",
                ]
            ),
            message("a", ["messageId": "\"m-a7\"", "revision": "4"]),
            message("w"), message("w", ["messageId": "\"m-w2\"", "action": "\"withdraw\"", "revision": "2"]),
            message("w", ["messageId": "\"m-w3\"", "action": "\"correct\"", "revision": "3"]),
            message("c1", ["reasonCode": nil]), message("c2", ["reasonCode": "\"prize\""]),
            message("c3", ["reasonCode": "\"gone\""]), message("c4", ["reasonCode": "\"old\""]),
            message("c5", ["reasonCode": "\"new\""]), message("c6", ["reasonCode": "\"few\""]),
            message("c7", ["reasonCode": "\"told\""]), message("c8", ["reasonCode": "\"mute\"", "note": "\"why\""]),
            message("c9", ["reasonCode": "\"told\"", "note": "\"why\""]),
            message("c10", ["note": "\"more than twenty characters\""]),
            message("d1", ["endDate": "\"2025-01-01\""]), message("d2", ["endDate": "\"2099-01-01\""]),
            message("d3", ["receivedOn": "\"2026-04-01\""]),
            message("d4", ["contract": "{\"startDate\":\"2027-06-01\",\"termEndDate\":\"2027-01-01\"}"]),
            message("d5", ["contract": "{\"periodAmount\":1,\"currency\":\"DEM\"}"]),
            message("d6", ["contract": "{\"periodAmount\":1,\"currency\":\"eur\"}"]),
            message("d7", ["contract": "{\"periodAmount\":1}"]), message("d8", ["contract": "{\"currency\":\"EUR\"}"]),
            message("d9", ["occurredAt": "\"2026-04-01T10:00:00+01:00\""]),
            message("d10", ["occurredAt": "\"1970-01-01T00:00:00Z\""]),
            message(
                "e1",
                [
                    "contract":
                        "{\"noticePeriod\":\"P1\",\"billingPeriod\":\"P0D\",\"periodAmount\":-1,\"startDate\":\"2026-02-30\"}",
                    "endDate": "\"31-12-2026\"", "occurredAt": "\"today\"", "timeZone": "\"Amsterdam\"",
                ]
            ),
            message(
                "e2",
                [
                    "action": "\"stop\"", "initiator": "null", "customerId": "\" \"", "contractId": "\"\"",
                    "channel": "\"\(String(repeating: "x", count: 200))\"", "requestedBy": "1", "revision": "\"1\"",
                    "contract": "[]", "terminationId": "\"a\\u0001\"", "messageId": "\"a\\u200b\"",
                    "note": "\"a\\u0001\"",
                ]
            ),
            message("e3", ["customerId": nil, "revision": "0", "batchId": "null"]),
            Array("[]".utf8), Array("{\"a\":1,\"a\":2}".utf8), [0xFF],
            Array((String(repeating: "[", count: 40) + String(repeating: "]", count: 40)).utf8),
            Array("{\"specversion\":\"1.0\",\"data\":{}}".utf8),
        ]
        + [
            "", "{} 1", "{\"a\":", "x", "{a", "{\"a\" 1", "{\"a\":1 2", "[1 2", "01", "-", "\"a", "\"\u{1}\"",
            "\"\\x\"",
            "\"\\ud800\"", "\"\\u00\"", "{\"a\":\"\u{1}\"}",
        ].map { Array($0.utf8) }

    private static let events = [
        "{\"specversion\":\"1.0\"}", "{\"specversion\":\"1.0\",\"data\":\"{}\"}", "[]",
        "{\"specversion\":\"1.0\",\"data\":{},\"data_base64\":\"e30=\"}",
        "{\"specversion\":\"1.0\",\"data_base64\":\"?\"}",
        "{\"specversion\":\"1.0\",\"datacontenttype\":\"text/xml\",\"data\":{}}",
    ]

    private static let documents = [
        "", "[]", "timeZone: Europe/Amsterdam", "? [a]\n: 1", "a: !x 1", "a: [", "a: *b", "a: b: c", "a: \"b",
        "a: 1\na: 2",
        "a: \tb\n\tc: d", "a: \u{1}", "- a\nb", "a: \"\\q\"", "%Z\n---\na: 1",
        """
        timeZone: 1
        defaultLanguage: "?"
        reasonRequired: 1
        zone: 1
        note: {maxLength: x, publish: 1}
        heldFor: ten
        maxForwardDays: -1
        reasons: {}
        """,
        """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasonRequired:
          - {required: true, from: 2026-02-30, when: {initiator: [], terminationType: [x], contractType: x}}
          - 1
        note: 1
        reasons:
          - {code: a, labels: {en: A}}
          - {code: A, labels: {nl: "", "?": x}, aliases: [a, " b"], note: {rule: never}, allowed: []}
          - {code: " c ", labels: 1, category: "", voluntary: no, attributes: 1}
          - {code: h, labels: {nl: H}, aliases: [a]}
          - {code: d, labels: {nl: " "}, validFrom: 2026-01-02, validThrough: 2026-01-01, replacedBy: zz}
          - {code: e, labels: {nl: E}, replacedBy: e}
          - {code: f, labels: {nl: F}, replacedBy: g}
          - {code: g, labels: {nl: G}, replacedBy: f}
          - 1
        """,
        "timeZone: UTC\ndefaultLanguage: nl\nreasonRequired: [" + String(repeating: "{required: true},", count: 1001)
            + "]",
        "timeZone: UTC\ndefaultLanguage: nl\nreasons: [" + String(repeating: "{},", count: 1001) + "]",
        String(repeating: "#", count: 1_100_000), "a: &a [1]\nb: [" + String(repeating: "*a,", count: 6000) + "]",
        "a: &a [1,2,3,4,5,6,7,8,9]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
            + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]",
        String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
    ]

    /// Sentences that need a table of imported rows, a redaction or time that passes; and those that no field and no YAML
    /// reaches today.
    private static let elsewhere: Set<String> = [
        "Line {1} is no row of CSV: a quote is not closed, or is inside a cell.",
        "Line {1} has 1 cell, the header has {2}.", "Line {1} has {2} cells, the header has {3}.",
        "The field {1} is too short.", "The entry is too short.", "This alias has no anchor.", "This is not YAML.",
        "The field {1} contains characters that change the direction of text.",
        "The entry contains characters that change the direction of text.",
        "The note of this message was redacted, and the reason demands one.",
        "No such termination was recorded within the waiting time.", "The document is not UTF-8.",
    ]

    private func violations() throws -> [Violation] {
        let fixture = try ConsoleFixture(settings: Self.settings)
        for message in Self.messages { try fixture.record(message) }
        var found = try fixture.ledger.deadLetters(matching: .all, limit: 1000).flatMap(\.violations)
        let properties = [
            MessageProperties(messageID: "other"), MessageProperties(contentType: "text/xml"),
            MessageProperties(contentEncoding: "gzip"), MessageProperties(contentEncoding: "a b"),
        ]
        for properties in properties {
            let message = IncomingMessage(body: Self.message("z"), properties: properties)
            found += ParsedMessage(message).formViolations
        }
        for event in Self.events {
            let properties = MessageProperties(contentType: "application/cloudevents+json")
            found += ParsedMessage(IncomingMessage(body: Array(event.utf8), properties: properties)).formViolations
        }
        let truncated = MessageProperties(truncatedBody: TruncatedBody(size: 9, sha256: [], contentKey: []))
        found += ParsedMessage(IncomingMessage(body: [], properties: truncated)).formViolations
        let large = IncomingMessage(body: Self.message("z"), properties: MessageProperties())
        found += ParsedMessage(large, limits: MessageLimits(maxBytes: 10)).formViolations
        for document in Self.documents {
            do {
                _ = try Settings.parse(yamlOrJSON: document)
            } catch {
                found += error.violations
            }
        }
        return found
    }

    @Test func `say in Dutch what the judge says now, and what it expects`() throws {
        var english: Set<String> = []
        for violation in try violations() {
            if violation.sentence(.nl).original != nil {
                english.insert("\(violation.code.rawValue): \(violation.message)")
            }
            if case .english(let text)? = violation.expectation(.nl) { english.insert("expected: \(text)") }
            #expect(violation.sentence(.en) == PageSentence(text: violation.message))
        }
        #expect(english.sorted() == [])
    }

    @Test func `have no sentence that nobody says any more`() throws {
        let found = try violations()
        for code in Violation.Code.allCases {
            let messages = found.filter { $0.code == code }.map(\.message)
            for sentence in code.dutch.sentences
            where !Self.elsewhere.contains(sentence.en) && !sentence.en.hasPrefix("This is not YAML: ") {
                let isSaid = [sentence, Self.twin(of: sentence)].compactMap(\.self).contains { sentence in
                    messages.contains { sentence.translation(of: $0) != nil }
                }
                #expect(isSaid, "\(code.rawValue): \(sentence.en)")
            }
        }
    }

    /// Each predicate has a sentence for a field and one for an element of a list: one of them is said.
    private static func twin(of sentence: KnownSentence) -> KnownSentence? {
        let (field, entry) = ("The field {1} ", "The entry ")
        if sentence.en.hasPrefix(field) {
            return KnownSentence(entry + sentence.en.dropFirst(field.count).replacing("{2}", with: "{1}"), "")
        }
        guard sentence.en.hasPrefix(entry) else { return nil }
        return KnownSentence(field + sentence.en.dropFirst(entry.count).replacing("{1}", with: "{2}"), "")
    }

    @Test func `keep the facts of a sentence`() {
        let late = Violation(
            .backdatedTooFar,
            at: .root,
            "The end date is more than 31 days before the termination was made.",
            expected: "2026-01-01 or later"
        )
        #expect(
            late.sentence(.nl).text
                == "De einddatum ligt meer dan 31 dagen voor de dag waarop de beëindiging is gedaan."
        )
        #expect(late.expectation(.nl) == .words("2026-01-01 of later"))
        let missing = Violation(
            .missingField,
            at: .root,
            "The field a is missing.",
            expected: "true or false; or leave it out"
        )
        #expect(missing.expectation(.nl) == .words("true of false; of laat het weg"))
        let values = Violation(.unknownValue, at: .root, "x", expected: "terminate, correct, withdraw")
        #expect(values.expectation(.nl) == .values("terminate, correct, withdraw"))
    }

    @Test func `show the English original beside a sentence that is not known`() {
        let unknown = Violation(.tooLong, at: .root, "The poem has 15 lines.", expected: "a sonnet of some kind")
        #expect(unknown.sentence(.nl) == PageSentence(text: "De tekst is te lang.", original: "The poem has 15 lines."))
        #expect(unknown.expectation(.nl) == .english("a sonnet of some kind"))
        var faults = FormFaults()
        faults.add("poem", unknown, .nl)
        #expect(faults["poem"] == "De tekst is te lang. Verwacht: a sonnet of some kind.")
        #expect(faults.all.first?.original == "The poem has 15 lines.")
    }
}
