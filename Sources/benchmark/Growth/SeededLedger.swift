import Foundation
import GRDB
import Ledger
import Terminations

/// Makes a ledger with millions of terminations in minutes, as the worker would have left it: published, its ids in
/// their place, nothing waiting.
///
/// The recorder records a few messages; every other row is a copy of one of theirs with ids of its own, so that the
/// layout is always the ledger's. Only the digests of the contents are made up. The ids look random.
struct SeededLedger {
    /// Terminations that the recorder itself records, of which the others are copies.
    private static let templates = 12
    private static let chunk = 50_000

    private let database: DatabaseQueue
    private var keys: [Entry] = []

    /// - Parameter path: a ledger that is there already is used again, if it has at least so many terminations.
    static func make(_ path: String, terminations count: Int) throws {
        if FileManager.default.fileExists(atPath: path) {
            let ledger = try Ledger(path: path)
            defer { ledger.close() }
            let found = try ledger.facts().terminations
            guard found >= count else {
                throw BenchmarkError("\(path) has only \(found) terminations: remove it, and it is made again.")
            }
            return try finish(path)
        }
        let unfinished = path + ".part"
        // The file itself last: where it is, all is there.
        let suffixes = ["-wal", "-shm", ""]
        for suffix in suffixes { try? FileManager.default.removeItem(atPath: unfinished + suffix) }
        try recordTemplates(unfinished)
        var seeded = try SeededLedger(unfinished)
        try seeded.fill(upTo: count)
        try seeded.settle()
        try finish(unfinished)
        for suffix in suffixes where FileManager.default.fileExists(atPath: unfinished + suffix) {
            try FileManager.default.moveItem(atPath: unfinished + suffix, toPath: path + suffix)
        }
    }

    private static func recordTemplates(_ path: String) throws {
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        guard let now = Instant(secondsSinceEpoch: Int64(Date.now.timeIntervalSince1970)) else { return }
        _ = try ledger.apply(
            try Settings.parse(yamlOrJSON: SampleMessage.settings),
            by: Actor("benchmark", by: .cli),
            at: now
        )
        let receivedMessages = (0..<templates).map { number in
            let message = IncomingMessage(body: SampleMessage.body(number))
            return ReceivedMessage(message: message, parsed: ParsedMessage(message))
        }
        _ = try Recorder(ledger: ledger, source: "urn:terminus").record(receivedMessages, at: now)
    }

    /// What a worker does between messages.
    private static func finish(_ path: String) throws {
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        let recorder = Recorder(ledger: ledger, source: "urn:terminus")
        try recorder.settleRecordedIDs()
        while try recorder.packReportFacts() > 0 {}
    }

    private init(_ path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        database = try DatabaseQueue(path: path, configuration: configuration)
        try database.writeWithoutTransaction { database in
            // Nobody else has the file, and what is half made is made again.
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = MEMORY")
            try database.execute(
                sql: """
                    PRAGMA synchronous = OFF;
                    PRAGMA cache_size = -200000;
                    CREATE TEMP TABLE copies (row INTEGER PRIMARY KEY, sequence INTEGER, template INTEGER, id TEXT,
                        contract TEXT, customer TEXT, event TEXT);
                    CREATE TEMP TABLE templates AS SELECT terminations.id AS template,
                        substr(termination_id, 3) AS id, substr(terminations.contract_id, 3) AS contract,
                        substr(customer_id, 3) AS customer, events.id AS event, events.sequence AS sequence
                        FROM terminations JOIN termination_revisions ON termination = terminations.id
                        JOIN events ON events.sequence = termination_revisions.event;
                    """
            )
        }
    }

    private mutating func fill(upTo count: Int) throws {
        let first = try database.read { database in
            try Int.fetchOne(database, sql: "SELECT max(sequence) FROM events") ?? 0
        }
        for number in 0..<min(Self.templates, count) { note(number) }
        for start in stride(from: Self.templates, to: count, by: Self.chunk) {
            let numbers = start..<min(start + Self.chunk, count)
            try database.write { database in
                try database.execute(sql: "DELETE FROM copies")
                let insert = try database.cachedStatement(sql: "INSERT INTO copies VALUES (?, ?, ?, ?, ?, ?, ?)")
                for number in numbers {
                    let ids = SampleMessage.ids(number)
                    let event = Event.id(of: .terminated, terminationID: "T-\(ids.message)", revision: 1)
                    try insert.execute(
                        arguments: [
                            number + 1, first + number - Self.templates + 1, number % Self.templates + 1, ids.message,
                            ids.contract, ids.customer, event,
                        ]
                    )
                }
                for statement in try Self.copying(database) { try database.execute(sql: statement) }
            }
            for number in numbers { note(number) }
            let isMillion = numbers.upperBound / 1_000_000 > numbers.lowerBound / 1_000_000
            if isMillion { FileHandle.standardError.write(Data("\(numbers.upperBound) terminations\n".utf8)) }
        }
    }

    /// Rows are numbered as messages are, from 1.
    private mutating func note(_ number: Int) {
        let ids = SampleMessage.ids(number)
        let row = Int64(number + 1)
        keys.append(Entry(key: IDKey(.message, "msg-\(ids.message)").value, row: row))
        keys.append(Entry(key: IDKey(.termination, "T-\(ids.message)").value, row: row))
        keys.append(Entry(key: IDKey(.contract, "C-\(ids.contract)").value, row: row))
    }

    /// Brings the tables beside the rows up to date, and hands the file back as the ledger wants it.
    private mutating func settle() throws {
        keys.sort()
        try database.write { database in
            try database.execute(sql: "DELETE FROM recorded_ids; DELETE FROM pending_effects")
            let insert = try database.cachedStatement(sql: "INSERT INTO recorded_ids (key, row) VALUES (?, ?)")
            for entry in keys { try insert.execute(arguments: [entry.key, entry.row]) }
            try database.execute(
                sql: """
                    UPDATE recorded_ids_progress SET revision = (SELECT max(id) FROM termination_revisions),
                        termination = (SELECT max(id) FROM terminations);
                    INSERT INTO pending_effects (at, termination) SELECT billing_stops_at, id FROM terminations
                        ORDER BY billing_stops_at, id;
                    UPDATE pending_effects_progress SET termination = (SELECT max(id) FROM terminations);
                    UPDATE reason_snapshots SET uses = coalesce((SELECT uses FROM (
                        SELECT reason, count(*) AS uses FROM terminations GROUP BY reason)
                        WHERE reason = reason_snapshots.id), 0);
                    UPDATE relay_cursor SET position = (SELECT max(sequence) FROM events);
                    """
            )
        }
        keys = []
        try database.writeWithoutTransaction { database in
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        }
        try database.close()
    }

    /// A key of `recorded_ids`, in the table's order.
    private struct Entry: Comparable {
        let key: Int64
        let row: Int64

        static func < (a: Entry, b: Entry) -> Bool { (a.key, a.row) < (b.key, b.row) }
    }

    /// For each table with a row a termination, the statement that copies its templates. Columns that are not named here
    /// are the template's.
    private static func copying(_ database: Database) throws -> [String] {
        let body = """
            CAST(replace(replace(replace(replace(CAST(source.body AS TEXT), old.id, new.id), old.contract, new.contract), \
            old.customer, new.customer), old.event, new.event) AS BLOB)
            """
        let eventBody = """
            CAST(replace(CAST(\(body) AS TEXT), '"sequence":"' || old.sequence || '"', \
            '"sequence":"' || new.sequence || '"') AS BLOB)
            """
        let tables: [(name: String, match: String, own: [String: String])] = [
            (
                "terminations", "source.id = new.template",
                [
                    "id": "new.row", "termination_id": "'T-' || new.id", "contract_id": "'C-' || new.contract",
                    "customer_id": "'K-' || new.customer",
                ]
            ),
            (
                "termination_revisions", "source.termination = new.template",
                [
                    "id": "new.row", "termination": "new.row", "message_id": "'msg-' || new.id",
                    "content_digest": "randomblob(32)", "event": "new.sequence", "body": body,
                ]
            ),
            (
                "events", "source.sequence = old.sequence",
                [
                    "sequence": "new.sequence", "id": "new.event", "contract_id": "'C-' || new.contract",
                    "body": eventBody,
                ]
            ),
        ]
        return try tables.map { table in
            let columns = try database.columns(in: table.name).map(\.name)
            let values = columns.map { table.own[$0] ?? "source.\($0)" }
            return """
                INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) SELECT \(values.joined(separator: ", "))
                FROM copies AS new JOIN templates AS old ON old.template = new.template
                JOIN \(table.name) AS source ON \(table.match) ORDER BY new.row
                """
        }
    }
}
