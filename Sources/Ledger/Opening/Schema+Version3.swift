import GRDB

extension Schema {
    /// Says the same of the actions of revisions without `IN`: for a list of three SQLite makes a table with each row that
    /// is inserted, which cost a tenth of all work.
    ///
    /// A `CHECK` can only be changed in the schema's text. That needs no row to be written, since every row keeps the new
    /// one as it kept the old one (https://www.sqlite.org/lang_altertable.html, 7).
    static func upgradeToVersion3(_ database: Database) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
        try database.execute(sql: "PRAGMA writable_schema = ON")
        try database.execute(
            sql: "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
            arguments: [
                "CHECK (action IN ('terminate', 'correct', 'withdraw'))",
                "CHECK (action = 'terminate' OR action = 'correct' OR action = 'withdraw')",
                "termination_revisions",
            ]
        )
        try database.execute(sql: "PRAGMA schema_version = \(version + 1); PRAGMA writable_schema = RESET")
    }
}
