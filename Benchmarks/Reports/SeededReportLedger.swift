import Foundation
import GRDB
import Ledger
import SplitMix
import Terminations
import YAML

/// Makes a ledger with millions of terminations over three years, with variety in all dimensions of reports.
///
/// The recorder records one termination a reason, and packs the facts. SQL generates all other rows, with an empty body, which
/// reports do not read.
enum SeededReportLedger {
    static let reasons = [
        "price", "competitor", "moved", "service", "product", "bankruptcy", "death", "arrears", "merger", "duplicate",
        "seasonal", "other",
    ]

    static let settings =
        """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasons:

        """
        + reasons.enumerated().map { index, code in
            "  - {code: \(code), labels: {nl: \(code), en: \(code)}, category: c\(index % 4), voluntary: \(index % 3 > 0)}\n"
        }.joined()

    /// - Parameter indexesIDs: whether terminations are found by their ids, which reports do not need.
    /// - Returns: the seconds for packing the facts; nil if the ledger exists already.
    static func make(_ path: String, terminations count: Int, indexesIDs: Bool = false) throws -> Double? {
        guard !FileManager.default.fileExists(atPath: path) else { return nil }
        let unfinished = path + ".part"
        for name in [unfinished, unfinished + "-wal", unfinished + "-shm"] {
            try? FileManager.default.removeItem(atPath: name)
        }
        try recordReasons(unfinished)
        try fill(unfinished, upTo: count, indexesIDs: indexesIDs)
        let ledger = try Ledger(path: unfinished)
        let recorder = Recorder(ledger: ledger, source: "urn:terminus")
        let began = ContinuousClock.now
        while try recorder.packReportFacts() > 0 {}
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        while try recorder.notePendingEffects() > 0 {}
        ledger.close()
        try FileManager.default.moveItem(atPath: unfinished, toPath: path)
        return seconds
    }

    private static func recordReasons(_ path: String) throws {
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        guard let now = Instant(secondsSinceEpoch: Int64(Date.now.timeIntervalSince1970)) else { return }
        _ = try ledger.apply(try Settings.parse(yamlOrJSON: settings), by: Actor("benchmark", by: .cli), at: now)
        let receivedMessages = reasons.enumerated().map { index, reason in
            let body = """
                {"messageId":"m-\(index)","action":"terminate","terminationId":"t-\(index)","contractId":"c-\(index)",\
                "customerId":"k","reasonCode":"\(reason)","endDate":"2026-01-31","occurredAt":"2026-01-01T10:00:00Z"}
                """
            let message = IncomingMessage(body: Array(body.utf8))
            return ReceivedMessage(message: message, parsed: ParsedMessage(message))
        }
        _ = try Recorder(ledger: ledger, source: "urn:terminus").record(receivedMessages, at: now)
    }

    private static func fill(_ path: String, upTo count: Int, indexesIDs: Bool) throws {
        let database = try DatabaseQueue(path: path)
        defer { try? database.close() }
        try database.writeWithoutTransaction { database in
            database.add(function: chance)
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = MEMORY")
            try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")
        }
        let step = 100_000
        for first in stride(from: reasons.count + 1, through: count, by: step) {
            let arguments: StatementArguments = ["first": first, "last": min(first + step - 1, count), "count": count]
            try database.write { database in
                try database.execute(sql: terminations, arguments: arguments)
                try database.execute(
                    sql: """
                        INSERT INTO termination_revisions (id, termination, revision, action, message_id, content_digest,
                            settings_version, recorded_at, body)
                        SELECT id, id, 1, 'terminate', 'm-' || id, zeroblob(32), 1, recorded_at, x'7B7D'
                        FROM terminations WHERE id BETWEEN ? AND ?
                        """,
                    arguments: [first, min(first + step - 1, count)]
                )
            }
        }
        if indexesIDs { try indexIDs(database, upTo: count) }
        try database.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    UPDATE recorded_ids_progress SET revision = (SELECT max(id) FROM termination_revisions),
                        termination = (SELECT max(id) FROM terminations);
                    UPDATE reason_snapshots SET uses = coalesce((SELECT uses FROM (
                        SELECT reason, count(*) AS uses FROM terminations GROUP BY reason)
                        WHERE reason = reason_snapshots.id), 0);
                    """
            )
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        }
    }

    /// In the table's order. The filter of the ids is built when the ledger is opened.
    private static func indexIDs(_ database: DatabaseQueue, upTo count: Int) throws {
        var keys: [(key: Int64, row: Int64)] = []
        keys.reserveCapacity(3 * count)
        for row in 1...count {
            // The recorder counted from 0.
            let number = row > reasons.count ? row : row - 1
            for key in [
                IDKey(.message, "m-\(number)"), IDKey(.termination, "t-\(number)"), IDKey(.contract, "c-\(number)"),
            ] { keys.append((key.value, Int64(row))) }
        }
        keys.sort { ($0.key, $0.row) < ($1.key, $1.row) }
        try database.write { database in
            try database.execute(sql: "DELETE FROM recorded_ids")
            let insert = try database.cachedStatement(sql: "INSERT INTO recorded_ids (key, row) VALUES (?, ?)")
            for entry in keys { try insert.execute(arguments: [entry.key, entry.row]) }
        }
    }

    /// Ordered by day over three years, with last days within some months of it, and all in effect.
    private static let terminations = """
        WITH RECURSIVE numbers (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last),
        made AS (SELECT n, date('2023-10-01', '+' || (n * 1096 / :count) || ' days') AS day FROM numbers)
        INSERT INTO terminations (id, termination_id, contract_id, ended, contract_sequence, revision, customer_id,
            termination_type, initiator, contract_type, customer_kind, reason, end_date, billing_stops_at, effective_at,
            occurred_at, settings_version, recorded_at, occurred_on, received_on, is_backdated, is_early, monthly_amount,
            currency, channel)
        SELECT n, 't-' || n, 'c-' || n, iif(chance(n, 1, 50) = 0, n, 0), 1, 1, 'k-' || n,
            CASE chance(n, 2, 40) WHEN 0 THEN 'administrative' WHEN 1 THEN 'mutual' ELSE 'ordinary' END,
            CASE chance(n, 3, 4) WHEN 0 THEN 'provider' WHEN 1 THEN NULL ELSE 'customer' END,
            'type-' || chance(n, 4, 8), iif(chance(n, 5, 3) = 0, 'business', 'consumer'),
            nullif(chance(n, 6, 13), 0), date(day, (chance(n, 7, 90) - 10) || ' days'), 0, 0, 0, 1, 0, day,
            date(day, '-' || chance(n, 8, 30) || ' days'), chance(n, 7, 90) < 10, chance(n, 9, 4) = 0,
            1000 + chance(n, 10, 9000), iif(chance(n, 11, 20) = 0, 'GBP', 'EUR'), 'channel-' || chance(n, 12, 5)
        FROM made
        """

    /// A number below a limit that looks random, and is the same for the same row and salt.
    private static let chance = DatabaseFunction("chance", argumentCount: 3, pure: true) { values in
        guard let row = UInt64.fromDatabaseValue(values[0]), let salt = UInt64.fromDatabaseValue(values[1]),
            let limit = UInt64.fromDatabaseValue(values[2])
        else { return nil }
        return Int64(SplitMix64.hash(row &* 64 &+ salt) % limit)
    }
}
