import GRDB

/// What ``IDIndex`` asks of the database, within one transaction. A class, because a copy would retain them all.
final class IDIndexStatements {
    private let selectProgress: SQLiteStatement
    private let updateProgress: SQLiteStatement
    private let selectRows: SQLiteStatement
    private let insertEntry: SQLiteStatement
    private let selectRevisions: SQLiteStatement
    private let selectTerminations: SQLiteStatement
    private let selectFilterProgress: SQLiteStatement
    private let updateFilterProgress: SQLiteStatement
    private let selectFilter: SQLiteStatement
    private let selectFilterPart: SQLiteStatement
    private let replaceFilterPart: SQLiteStatement
    private let selectKeys: SQLiteStatement

    init(_ database: GRDB.Database) throws {
        selectProgress = try SQLiteStatement(database, "SELECT revision, termination FROM recorded_ids_progress")
        updateProgress = try SQLiteStatement(database, "UPDATE recorded_ids_progress SET revision = ?, termination = ?")
        // One key at a time: for a list of keys SQLite makes and drops a table of its own, which costs more than they do.
        selectRows = try SQLiteStatement(database, "SELECT row FROM recorded_ids WHERE key = ?")
        // A slice that was written before the process ended is written again.
        insertEntry = try SQLiteStatement(database, "INSERT OR IGNORE INTO recorded_ids (key, row) VALUES (?, ?)")
        selectRevisions = try SQLiteStatement(
            database,
            "SELECT id, message_id FROM termination_revisions WHERE id > ? ORDER BY id"
        )
        selectTerminations = try SQLiteStatement(
            database,
            "SELECT id, termination_id, contract_id FROM terminations WHERE id > ? ORDER BY id"
        )
        selectFilterProgress = try SQLiteStatement(
            database,
            "SELECT revision, termination FROM recorded_ids_filter_progress"
        )
        updateFilterProgress = try SQLiteStatement(
            database,
            "UPDATE recorded_ids_filter_progress SET revision = ?, termination = ?"
        )
        selectFilter = try SQLiteStatement(database, "SELECT part, bits FROM recorded_ids_filter")
        selectFilterPart = try SQLiteStatement(database, "SELECT bits FROM recorded_ids_filter WHERE part = ?")
        replaceFilterPart = try SQLiteStatement(
            database,
            "INSERT OR REPLACE INTO recorded_ids_filter (part, bits) VALUES (?, ?)"
        )
        selectKeys = try SQLiteStatement(database, "SELECT key FROM recorded_ids WHERE key BETWEEN ? AND ?")
    }

    func progress() throws -> IDIndex.Position { try position(selectProgress) }

    /// Of `recorded_ids` and of its filter.
    func setProgress(_ position: IDIndex.Position) throws {
        for statement in [updateProgress, updateFilterProgress] {
            try statement.execute {
                $0.integer(position.revision)
                $0.integer(position.termination)
            }
        }
    }

    private func position(_ statement: SQLiteStatement) throws -> IDIndex.Position {
        try statement.first { _ in
        } _: { row in
            IDIndex.Position(revision: row.integer(0), termination: row.integer(1))
        } ?? IDIndex.Position(revision: 0, termination: 0)
    }

    /// The filter of all keys in `recorded_ids`; nil if its progress is not that of `recorded_ids`, so that keys may be missing:
    /// another program has written the ids, as for a ledger that is made for measuring.
    func filter(asOf progress: IDIndex.Position) throws -> BloomFilter? {
        guard try position(selectFilterProgress) == progress else { return nil }
        var filter = BloomFilter()
        try selectFilter.forEachRow { _ in
        } _: { row in
            filter.parts[Int(row.integer(0))] = row.bytes(1)
        }
        return filter
    }

    /// A part of the filter; empty where there is none.
    func filterPart(_ part: Int) throws -> [UInt8] {
        try selectFilterPart.first {
            $0.integer(part)
        } _: { row in
            row.bytes(0)
        } ?? []
    }

    func setFilterPart(_ part: Int, _ bytes: [UInt8]) throws {
        try replaceFilterPart.execute(last: bytes) { $0.integer(part) }
    }

    func forEachKey(in keys: ClosedRange<Int64>, _ read: (Int64) -> Void) throws {
        try selectKeys.forEachRow {
            $0.integer(keys.lowerBound)
            $0.integer(keys.upperBound)
        } _: { row in
            read(row.integer(0))
        }
    }

    func appendRows(of key: IDKey, to rows: inout [Int64]) throws {
        try selectRows.forEachRow {
            $0.integer(key.value)
        } _: { row in
            rows.append(row.integer(0))
        }
    }

    func insert(_ entry: IDEntry) throws {
        try insertEntry.execute {
            $0.integer(entry.key)
            $0.integer(entry.row)
        }
    }

    func forEachRevision(after row: Int64, _ read: (Int64, String) -> Void) throws {
        try selectRevisions.forEachRow {
            $0.integer(row)
        } _: { row in
            read(row.integer(0), row.text(1) ?? "")
        }
    }

    func forEachTermination(after row: Int64, _ read: (Int64, String, String) -> Void) throws {
        try selectTerminations.forEachRow {
            $0.integer(row)
        } _: { row in
            read(row.integer(0), row.text(1) ?? "", row.text(2) ?? "")
        }
    }
}
