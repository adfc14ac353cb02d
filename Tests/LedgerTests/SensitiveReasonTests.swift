import Foundation
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `A sensitive reason` {
    /// Whatever names the reason, or tells which it is, has this mark.
    private static let mark = "zebra"

    private func settings(label: String = "zebra label", validThrough: String = "") -> String {
        """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        note: {publish: true}
        reasons:
          - {code: price, labels: {nl: Te duur}, aliases: [zebrb]}
          - {code: zebra-1, labels: {nl: \(label), en: zebra in English}, aliases: [zebra-alias], sensitive: true\(validThrough)}
          - {code: zebra-2, labels: {nl: zebra two}, sensitive: true, allowed: {initiator: [provider]}}
          - {code: zebra-3, labels: {nl: zebra three}, sensitive: true, note: {rule: required}}
          - {code: old, labels: {nl: Oud}, replacedBy: zebra-1}
        """
    }

    @Test func `is in no event, whatever happens to it and to who has it`() throws {
        let fixture = try LedgerFixture(settings: nil)
        let apply = { (text: String) in
            let document = try Settings.parse(yamlOrJSON: text)
            _ = try fixture.ledger.apply(
                document,
                by: "ann",
                reason: "",
                basedOn: try fixture.ledger.currentSettingsVersion(),
                source: "urn:test",
                at: LedgerFixture.now
            )
        }
        try apply(settings())
        let outcomes = try fixture.record(
            .life("t-1", reason: "zebra-1"),
            .life("t-1", .correct, revision: 2, reason: "ZEBRA-alias"),
            .life("t-1", .withdraw, revision: 3),
            .life("t-2", endDate: "2026-02-20", reason: "zebra-alias"),
            .life("t-3", reason: "zebra-2"),
            .life("t-4", reason: "zebra-3"),
            .life("t-5", reason: "zebra"),
            .life("t-6", reason: "zebra-4"),
            .life("t-7", reason: "old")
        )
        try apply(settings(label: "zebra renamed"))
        try apply(settings(validThrough: ", validThrough: 2026-01-31"))
        let retired = try fixture.record(.life("t-8", reason: "zebra-1"))
        #expect(
            (outcomes + retired).map(\.name) == [
                "accepted", "accepted", "accepted", "accepted", "reason-not-allowed", "note-required",
                "unknown-reason", "unknown-reason", "reason-retired", "reason-retired",
            ]
        )
        let events = try fixture.ledger.events(after: 0, limit: 100)
        for type in EventType.allCases { #expect(events.contains { $0.type == type.rawValue }, "\(type)") }
        for event in events {
            let text = String(decoding: event.body, as: UTF8.self).lowercased()
            #expect(!text.contains(Self.mark), "\(event.type)")
        }
        // The ledger itself says what was decided.
        #expect(try fixture.ledger.reasonUses().map(\.code) == ["zebra-1", "zebra-1"])
    }
}
