import Foundation
import GRDB
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Checking a ledger` {
    /// A ledger in which everything has happened: corrections, withdrawals, effects, refusals, replays, parked events.
    private func busyLedger() throws -> LedgerFixture {
        let fixture = try LedgerFixture()
        // So few in memory that ids stand in the table as well.
        let ids = IDIndex(threshold: 5, runLimit: 1, slice: 100)
        let recorder = Recorder(ledger: fixture.ledger, source: "urn:test", ids: ids)
        for number in 1...20 {
            _ = try recorder.record([.life("t-\(number)", endDate: "2035-12-31")], at: LedgerFixture.now)
        }
        _ = try recorder.record(
            [
                .life("t-1", .correct, revision: 2, endDate: "2034-12-31"), .life("t-2", .withdraw, revision: 2),
                .life("t-30", .withdraw, revision: 2), .life("t-31", endDate: "2026-02-01"),
                .life("t-2-again", contract: "c-t-2", endDate: "2035-12-31"), .bytes([0xFF]),
            ],
            at: LedgerFixture.now
        )
        let deadLetters = try fixture.refuse(101...103)
        try fixture.apply(LedgerFixture.knowingSettings)
        _ = try fixture.replay([deadLetters[0]])
        _ = try fixture.ledger.discard([deadLetters[1]], by: "ann", reason: "tried", at: LedgerFixture.later)
        try fixture.noteEffects()
        while try fixture.recorder.packReportFacts(limit: 7) > 0 {}
        let parked = ParkedEvent(sequence: 3, failure: "returned", attemptedAt: LedgerFixture.now)
        _ = try fixture.ledger.advanceRelay(to: 5, parking: [parked])
        return fixture
    }

    @Test func `finds nothing in one that has seen everything`() throws {
        let fixture = try busyLedger()
        #expect(try fixture.count("recorded_ids") > 20)
        var seen: [LedgerRule] = []
        let findings = try fixture.ledger.check { rule, done, total in
            #expect(done == seen.count && total == LedgerRule.allCases.count)
            seen.append(rule)
        }
        #expect(findings == [])
        #expect(seen == LedgerRule.allCases)
    }

    @Test func `finds nothing in an empty one`() throws {
        let fixture = try LedgerFixture(settings: nil)
        #expect(try fixture.ledger.check() == [])
    }

    @Test(arguments: [
        (LedgerRule.foreignKeys, "INSERT INTO parked_events VALUES (999, NULL, 'x', 1, 0, 0)"),
        (
            .settingsVersions,
            "DROP TRIGGER settings_versions_keep_update; UPDATE settings_versions SET version = 7 WHERE version = 2"
        ),
        (.eventSequence, "DELETE FROM events WHERE sequence = 4"),
        (.recordedIDs, "DELETE FROM recorded_ids_filter"),
        (.eventIDs, "UPDATE events SET id = (SELECT id FROM events WHERE sequence = 1) WHERE sequence = 2"),
        (
            .contractSequence,
            "UPDATE events SET contract_sequence = 3 WHERE contract_id = 'c-t-1' AND contract_sequence = 2"
        ),
        (.contractSequence, "UPDATE events SET contract_sequence = 2 WHERE sequence = 7"),
        (.relayCursor, "UPDATE relay_cursor SET position = 1000"),
        (.relayCursor, "DELETE FROM relay_cursor"),
        (.parkedEvents, "UPDATE relay_cursor SET position = 2"),
        (.parkedEvents, "UPDATE parked_events SET contract_id = 'c-9'"),
        (.messageIDs, "UPDATE termination_revisions SET message_id = 't-1-1' WHERE message_id = 't-2-1'"),
        (.dates, "UPDATE terminations SET end_date = '2026x12-31' WHERE termination_id = 't-3'"),
        (.dates, "UPDATE terminations SET occurred_on = '2026-02-30' WHERE termination_id = 't-3'"),
        (.dates, "UPDATE terminations SET received_on = '0000-00-00' WHERE termination_id = 't-3'"),
        (.reportFacts, "UPDATE terminations SET end_date = '2026x12-31' WHERE termination_id = 't-3'"),
        (.revisions, "UPDATE terminations SET revision = 3 WHERE termination_id = 't-1'"),
        (.revisions, "DELETE FROM termination_revisions WHERE message_id = 't-1-2'"),
        (.revisionEvents, "UPDATE termination_revisions SET event = 2 WHERE message_id = 't-1-1'"),
        (.revisionEvents, "UPDATE termination_revisions SET event = NULL WHERE message_id = 't-1-1'"),
        (.toldFacts, "DELETE FROM termination_revisions WHERE message_id = 't-9-1'"),
        (.withdrawals, "UPDATE terminations SET ended = id WHERE termination_id = 't-1'"),
        (.withdrawals, "UPDATE terminations SET ended = 0 WHERE termination_id = 't-2'"),
        (.oneInForce, "UPDATE terminations SET contract_id = 'c-t-3' WHERE termination_id = 't-4'"),
        (.lastSequence, "UPDATE terminations SET contract_sequence = 1 WHERE termination_id = 't-1'"),
        (.effects, "UPDATE terminations SET effective_event = 1 WHERE termination_id = 't-31'"),
        (.pendingEffects, "DELETE FROM pending_effects WHERE termination = 5"),
        (.reasonUses, "UPDATE reason_snapshots SET uses = uses + 1"),
        (.recordedIDs, "DELETE FROM recorded_ids WHERE row = 3"),
        (.recordedIDs, "UPDATE recorded_ids_progress SET revision = 1000"),
        (.reportFacts, "UPDATE terminations SET channel = 'web' WHERE termination_id = 't-3'"),
        (.reportFacts, "UPDATE report_facts SET facts = zeroblob(131072)"),
        (.reportFacts, "UPDATE report_progress SET termination = 100000; DELETE FROM report_facts"),
        (.deadLetterCounts, "UPDATE dead_letter_counts SET count = count + 1 WHERE state = 'held'"),
        (.deadLetterCounts, "DELETE FROM dead_letter_counts"),
        (.deadLetterCauses, "DELETE FROM fingerprints"),
        (.deadLetterValues, "DELETE FROM dead_letter_values"),
        (.deadLetterValues, "UPDATE dead_letter_values SET digest = digest + 1"),
        (
            .redactedNotes,
            """
            INSERT INTO redacted_revisions VALUES (1, 0);
            UPDATE termination_revisions SET body = CAST('{"data":{"note":"x"}}' AS BLOB) WHERE id = 1
            """
        ),
        (
            .auditTrail,
            "DROP TRIGGER dead_letter_audit_keep_update; UPDATE dead_letter_audit SET reason = 'x' WHERE number = 1"
        ),
    ])
    func `finds a rule that was broken behind its back`(rule: LedgerRule, statement: String) throws {
        let fixture = try busyLedger()
        fixture.ledger.close()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let other = try DatabaseQueue(path: fixture.path, configuration: configuration)
        try other.write { try $0.execute(sql: statement) }
        try other.close()
        let ledger = try Ledger(path: fixture.path, access: .readOnly)
        defer { ledger.close() }
        let finding = try #require(try ledger.check().first { $0.rule == rule })
        #expect(finding.count >= 1)
        #expect(!finding.places.isEmpty)
    }

    @Test func `says of a damaged file that it is, and nothing else`() throws {
        let fixture = try busyLedger()
        // Behind the first pages, without which it could not even be opened.
        let (page, size) = try fixture.ledger.pool.read { database in
            (
                try Int.fetchOne(
                    database,
                    sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'dead_letters_by_state'"
                ),
                try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
            )
        }
        fixture.ledger.close()
        // What the log still holds would be read from there.
        unlink(fixture.path + "-wal")
        unlink(fixture.path + "-shm")
        let file = try FileHandle(forUpdating: URL(filePath: fixture.path))
        try file.seek(toOffset: UInt64(size * (try #require(page) - 1)))
        try file.write(contentsOf: Data(repeating: 0x55, count: size))
        try file.close()
        let ledger = try Ledger(path: fixture.path, access: .readOnly)
        defer { ledger.close() }
        #expect(try ledger.check().map(\.rule) == [.integrity])
    }
}
