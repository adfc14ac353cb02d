import ArgumentParser
import Foundation
import GRDB
import Ledger
import Terminations

/// Makes a ledger with millions of terminations in minutes, in the state that a worker leaves: events published, ids flushed,
/// nothing pending.
///
/// The recorder records a few messages. All other rows are copies of theirs with other ids, so that the layout is always
/// right. Only the digests of the contents are invented.
struct SeededLedger {
    /// Terminations of the recorder. The others are copies of them.
    private static let templates = 12
    private static let chunk = 50_000

    private let database: DatabaseQueue
    private var keys: [Entry] = []

    /// - Parameter path: an existing ledger is reused if it has at least so many terminations.
    static func make(_ path: String, terminations count: Int) throws {
        if FileManager.default.fileExists(atPath: path) {
            let ledger = try Ledger(path: path)
            defer { ledger.close() }
            let found = try ledger.facts().terminations
            guard found >= count else {
                throw BenchmarkError("\(path) has only \(found) terminations: remove it to make a new one.")
            }
            return try finish(path)
        }
        let unfinished = path + ".part"
        // Moves the file last: if it exists, it is complete.
        let suffixes = ["-wal", "-shm", ""]
        for suffix in suffixes { try? FileManager.default.removeItem(atPath: unfinished + suffix) }
        try recordTemplates(unfinished)
        var seeded = try SeededLedger(unfinished)
        try seeded.fill(upTo: count)
        try seeded.updateDependentTables()
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

    /// The work that a worker does between messages.
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
            // No other process uses the file, and an incomplete one is made again.
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
        for number in 0..<min(Self.templates, count) { appendKeys(number) }
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
            for number in numbers { appendKeys(number) }
            let isMillion = numbers.upperBound / 1_000_000 > numbers.lowerBound / 1_000_000
            if isMillion { FileHandle.standardError.write(Data("\(numbers.upperBound) terminations\n".utf8)) }
        }
    }

    /// Adds the keys of a message. Row numbers follow the numbers of messages, from 1.
    private mutating func appendKeys(_ number: Int) {
        let ids = SampleMessage.ids(number)
        let row = Int64(number + 1)
        keys.append(Entry(key: IDKey(.message, "msg-\(ids.message)").value, row: row))
        keys.append(Entry(key: IDKey(.termination, "T-\(ids.message)").value, row: row))
        keys.append(Entry(key: IDKey(.contract, "C-\(ids.contract)").value, row: row))
    }

    /// Updates the tables that depend on the rows, and restores the journal mode.
    private mutating func updateDependentTables() throws {
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

    /// A row of `recorded_ids`, in the table's order.
    private struct Entry: Comparable {
        let key: Int64
        let row: Int64

        static func < (a: Entry, b: Entry) -> Bool { (a.key, a.row) < (b.key, b.row) }
    }

    /// The statements that copy the templates, one a table. Columns that are not named here keep the template's value.
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

/// Makes a large ledger, in its own process so that its memory does not count for the benchmark's.
struct SeedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Make a ledger with millions of terminations, or reuse an existing one."
    )

    @Argument(help: "Path of the ledger.")
    var path: String
    @Option(help: "Number of terminations.")
    var terminations = 1_000_000

    func run() throws {
        try SeededLedger.make(path, terminations: terminations)
    }
}
