import GRDB

/// What ``RecordedIDs`` asks of the database, within one transaction. A class, for a copy would retain them all.
final class RecordedIDsStatements {
    private let selectProgress: HotStatement
    private let updateProgress: HotStatement
    private let selectRows: HotStatement
    private let insertEntry: HotStatement
    private let selectRevisions: HotStatement
    private let selectTerminations: HotStatement

    init(_ database: Database) throws {
        selectProgress = try HotStatement(database, "SELECT revision, termination FROM recorded_ids_progress")
        updateProgress = try HotStatement(database, "UPDATE recorded_ids_progress SET revision = ?, termination = ?")
        // One key at a time: for a list of keys SQLite makes and drops a table of its own, which costs more than they do.
        selectRows = try HotStatement(database, "SELECT row FROM recorded_ids WHERE key = ?")
        // A slice that was written before the process ended is written again.
        insertEntry = try HotStatement(database, "INSERT OR IGNORE INTO recorded_ids (key, row) VALUES (?, ?)")
        selectRevisions = try HotStatement(
            database,
            "SELECT id, message_id FROM termination_revisions WHERE id > ? ORDER BY id"
        )
        selectTerminations = try HotStatement(
            database,
            "SELECT id, termination_id, contract_id FROM terminations WHERE id > ? ORDER BY id"
        )
    }

    func progress() throws -> RecordedIDs.Position {
        try selectProgress.first { _ in
        } _: { row in
            RecordedIDs.Position(revision: row.integer(0), termination: row.integer(1))
        } ?? RecordedIDs.Position(revision: 0, termination: 0)
    }

    func setProgress(_ position: RecordedIDs.Position) throws {
        try updateProgress.execute {
            $0.integer(position.revision)
            $0.integer(position.termination)
        }
    }

    func appendRows(of ids: MessageIDs, to found: inout FoundRows) throws {
        try appendRows(of: ids.message, to: &found.message)
        try appendRows(of: ids.termination, to: &found.termination)
        try appendRows(of: ids.contract, to: &found.contract)
    }

    private func appendRows(of key: IDKey?, to rows: inout [Int64]) throws {
        guard let key else { return }
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
