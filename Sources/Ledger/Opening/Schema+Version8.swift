import GRDB

extension Schema {
    /// Tells the dead letters of imports from those of the queue.
    static func upgradeToVersion8(_ database: Database) throws {
        try database.execute(sql: version8)
    }

    private static let version8 = """
        -- The import that the message came with; NULL where it came from the broker, or came from there later.
        ALTER TABLE dead_letters ADD COLUMN import_run INTEGER REFERENCES import_runs (number);
        """
}
