import Foundation
import GRDB
import Terminations
import Testing

@testable import Ledger

@Suite struct `A ledger of version 1` {
    private let settings = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasons:
          - {code: price, labels: {nl: Te duur}, aliases: [cost]}
          - {code: fraud, labels: {nl: Fraude}, sensitive: true}
        """

    /// As version 1 wrote it: three terminations, the event of each behind that of a refusal.
    private func make(at path: String) throws {
        let pool = try DatabasePool(path: path)
        defer { try? pool.close() }
        try Ledger.migrator.migrate(pool, upTo: "1: judge, record, relay")
        let document = try Settings.parse(yamlOrJSON: settings)
        let judge = Judge(settings: SettingsVersion(number: 1, settings: document.settings))
        try pool.write { database in
            try database.execute(
                sql: "INSERT INTO settings_versions VALUES (1, ?, ?, 0, 'x')",
                arguments: [document.canonicalJSON, document.hash]
            )
            let reasons: [String?] = ["price", "fraud", "cost", nil, "price"]
            for (row, reason) in zip(1..., reasons) {
                let body = Self.body(row, reason)
                let parsed = ParsedMessage(IncomingMessage(body: Array(body.utf8)))
                guard case .accepted(.terminated(let termination)) = judge.judge(parsed, history: .none) else {
                    Issue.record("not accepted")
                    return
                }
                try database.execute(
                    sql: """
                        INSERT INTO terminations VALUES (?1, 't-' || ?1, 'c-' || ?1, 0, 1, 1, 'k', 'ordinary', NULL, NULL,
                            ?2, '2026-03-31', 1774994400000, 5, 1, 6)
                        """,
                    arguments: [row, termination.reason?.text]
                )
                try database.execute(
                    sql: "INSERT INTO termination_revisions VALUES (?1, ?1, 1, 'terminate', 'm-' || ?1, ?2, 1, 6, ?3)",
                    arguments: [row, Data(count: 32), Data(body.utf8)]
                )
                try database.execute(
                    sql: """
                        INSERT INTO events VALUES (2 * ?1, 'e-' || ?1, 'contract.terminated.v1', 'c-' || ?1, 1, NULL,
                            NULL, NULL, NULL, 6, x'')
                        """,
                    arguments: [row]
                )
            }
        }
    }

    private static func body(_ number: Int, _ reason: String?) -> String {
        """
        {"messageId":"m-\(number)","action":"terminate","terminationId":"t-\(number)","contractId":"c-\(number)",\
        "customerId":"k","customerKind":"business","channel":"phone","receivedOn":"2026-02-27",\
        "contract":{"termEndDate":"2026-12-31","billingPeriod":"P1Y","periodAmount":1200,"currency":"EUR"},\
        "reasonCode":\(reason.map { "\"\($0)\"" } ?? "null"),\
        "endDate":"2026-03-31","occurredAt":"2026-03-01T10:00:00Z"}
        """
    }

    @Test func `is brought up to date, with all that it knows`() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "ledger.sqlite").path
        try make(at: path)
        #expect(throws: LedgerError.self) { try Ledger(path: path, access: .readOnly) }

        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        try ledger.pool.read { database in
            let reasons = try Row.fetchAll(
                database,
                sql: "SELECT code, given_code, label, is_sensitive, uses FROM reason_snapshots ORDER BY given_code"
            )
            #expect(
                reasons.map { Array($0.databaseValues) }
                    == [
                        ["price", "cost", "Te duur", 0, 1], ["fraud", "fraud", "Fraude", 1, 1],
                        ["price", "price", "Te duur", 0, 2],
                    ].map { (row: [any DatabaseValueConvertible]) in row.map(\.databaseValue) }
            )
            let given = try String?.fetchAll(
                database,
                sql: """
                    SELECT given_code FROM terminations LEFT JOIN reason_snapshots ON reason_snapshots.id = reason
                    ORDER BY terminations.id
                    """
            )
            #expect(given == ["price", "fraud", "cost", nil, "price"])
            #expect(
                try Int.fetchAll(database, sql: "SELECT event FROM termination_revisions ORDER BY id") == [
                    2, 4, 6, 8, 10,
                ]
            )
            #expect(try String.fetchSet(database, sql: "SELECT customer_kind FROM terminations") == ["business"])
            let columns = try Row.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT occurred_on, received_on, is_backdated, is_early, monthly_amount, currency, channel
                    FROM terminations
                    """
            )
            #expect(
                columns.map { Array($0.databaseValues) }
                    == [
                        ["1970-01-01", "2026-02-27", 0, 1, 100, "EUR", "phone"]
                            .map { (value: any DatabaseValueConvertible) in value.databaseValue }
                    ]
            )
            try database.checkForeignKeys()
            #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
        }
    }

    @Test func `still has no revision of an unknown action, and no list to check that by`() throws {
        let fixture = try LedgerFixture(settings: nil)
        let path = fixture.directory.appending(path: "old.sqlite").path
        try make(at: path)
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        #expect(throws: DatabaseError.self) {
            try ledger.pool.write {
                try $0.execute(sql: "UPDATE termination_revisions SET action = 'undo' WHERE id = 1")
            }
        }
        try ledger.pool.write { database in
            try database.execute(sql: "UPDATE termination_revisions SET action = 'withdraw' WHERE id = 1")
            let table = try String.fetchOne(
                database,
                sql: "SELECT sql FROM sqlite_schema WHERE name = 'termination_revisions'"
            )
            #expect(table?.contains(" IN (") == false)
        }
    }

    @Test func `knows its messages again`() throws {
        let fixture = try LedgerFixture(settings: nil)
        let path = fixture.directory.appending(path: "old.sqlite").path
        try make(at: path)
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        let recorder = Recorder(ledger: ledger, source: "urn:test")
        let again = ReceivedMessage.bytes(Array(Self.body(9, "price").replacing("c-9", with: "c-1").utf8))
        let outcomes = try recorder.record([again], at: LedgerFixture.now)
        #expect(outcomes.map(\.name) == ["contract-already-terminated"])
    }
}

@Suite struct `An audit trail of version 5` {
    /// As it was written then: each hash over the details themselves.
    ///
    /// - Returns: the last hash.
    private func make(at path: String) throws -> String {
        let pool = try DatabasePool(path: path)
        defer { try? pool.close() }
        try Ledger.migrator.migrate(pool, upTo: "4: reports")
        return try pool.write { database in
            var hash = AuditTrail.noHash
            for number in Int64(1)...3 {
                let texts = ["letter-\(number)", "ann", "why \(number)", "mended", #"{"patch":[]}"#]
                hash = AuditTrail.hash(after: hash, number: number, milliseconds: 1000 * number, texts)
                try database.execute(
                    sql: """
                        INSERT INTO dead_letter_audit (number, dead_letter, at, actor, reason, action, details, hash)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        number, texts[0], 1000 * number, texts[1], texts[2], texts[3], texts[4], Data(hash),
                    ]
                )
                try database.execute(
                    sql: "UPDATE dead_letter_audit_head SET count = count + 1, hash = ?",
                    arguments: [Data(hash)]
                )
            }
            return AuditEntry.hexadecimal(hash)
        }
    }

    @Test func `is chained anew, and closed by an entry with its last hash`() throws {
        let fixture = try LedgerFixture(settings: nil)
        let path = fixture.directory.appending(path: "old.sqlite").path
        let last = try make(at: path)
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        let verification = try ledger.verifyAudit()
        #expect(verification.defect == nil)
        #expect(verification.verified == 4)
        let entry = try #require(try ledger.history(of: "letter-2").first)
        #expect(entry.number == 2)
        #expect(entry.reason == "why 2")
        #expect(entry.at == Instant(milliseconds: 2000))
        let details = try ledger.pool.read {
            try String.fetchOne($0, sql: "SELECT details FROM dead_letter_audit WHERE action = 'taken-over'")
        }
        #expect(details == #"{"entries":3,"hash":"\#(last)"}"#)
        #expect(try ledger.check().isEmpty)
    }

    @Test(arguments: [
        "UPDATE dead_letter_audit SET actor = 'eve' WHERE number = 2", "DELETE FROM dead_letter_audit WHERE number = 3",
        "DELETE FROM dead_letter_audit",
    ])
    func `is left as it is where it does not hold`(sql: String) throws {
        let fixture = try LedgerFixture(settings: nil)
        let path = fixture.directory.appending(path: "old.sqlite").path
        _ = try make(at: path)
        let pool = try DatabasePool(path: path)
        try pool.write { database in
            try database.execute(sql: "DROP TRIGGER dead_letter_audit_keep_update")
            try database.execute(sql: "DROP TRIGGER dead_letter_audit_keep_delete")
            try database.execute(sql: sql)
        }
        let refused = #expect(throws: LedgerError.self) { try Ledger(path: path) }
        #expect(refused?.code == .damaged)
        let migrations = try pool.read { try Ledger.migrator.appliedIdentifiers($0) }
        #expect(!migrations.contains("6: privacy and retention"))
    }
}
