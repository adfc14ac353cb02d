import GRDB

/// The tables of the ledger in SQLite, and how a file is brought to them.
///
/// The layout follows one rule: everything that a message leaves behind is appended in the order of arrival. Rows are found
/// by id through `recorded_ids`, which ``IDIndex`` writes in bulk and in the order of its keys.
///
/// Instants are INTEGER milliseconds since 1970-01-01T00:00:00Z, calendar dates TEXT `YYYY-MM-DD`. A `CHECK` with a list of
/// three or more values makes SQLite fill a temporary table for each row: the tables that every message is written to use
/// `OR` instead.
enum Schema {
    /// Marks the file as a Terminus ledger: the bytes `TRMN`.
    static let applicationID: Int32 = 0x5452_4D4E

    /// Each migration is one transaction. Its name begins with the version that it leads to.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: tables") { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            for tables in firstTables { try database.execute(sql: tables) }
        }
        migrator.registerMigration("2: values of dead letters") { database in
            try database.execute(sql: deadLetterValues)
        }
        return migrator
    }

    static let firstTables = [settings, terminations, idIndex, events, deadLetters, auditTrail, reports, retention]

    /// The way by which a change came in, as ``Actor/Way/text`` writes it.
    static let via = "via TEXT NOT NULL CHECK (via = 'cli' OR via = 'console' OR via = 'worker' OR via GLOB 'api:?*')"
}
