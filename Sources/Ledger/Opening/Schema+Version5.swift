import GRDB

extension Schema {
    /// What imports need: how far each has come, and terminations that no event told of.
    static func upgradeToVersion5(_ database: Database) throws {
        try database.execute(sql: version5)
        // A contract of which no event told yet has 0. As in version 3, no row says anything else now.
        let version = try Int.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
        try database.execute(sql: "PRAGMA writable_schema = ON")
        try database.execute(
            sql: "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'terminations'",
            arguments: ["CHECK (contract_sequence >= 1)", "CHECK (contract_sequence >= 0)"]
        )
        try database.execute(sql: "PRAGMA schema_version = \(version + 1); PRAGMA writable_schema = RESET")
    }

    private static let version5 = """
        -- Imports of files: which file, as it is to be read, and how far it was recorded.
        CREATE TABLE import_runs (
            number           INTEGER PRIMARY KEY,
            digest           BLOB    NOT NULL CHECK (length(digest) = 32),
            started_at       INTEGER NOT NULL,
            started_by       TEXT    NOT NULL,
            tells_events     INTEGER NOT NULL CHECK (tells_events IN (0, 1)),
            size             INTEGER NOT NULL CHECK (size >= 0),
            position         INTEGER NOT NULL DEFAULT 0 CHECK (position BETWEEN 0 AND size),
            messages         INTEGER NOT NULL DEFAULT 0 CHECK (messages >= 0),
            accepted         INTEGER NOT NULL DEFAULT 0 CHECK (accepted >= 0),
            already_recorded INTEGER NOT NULL DEFAULT 0 CHECK (already_recorded >= 0),
            held             INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
            rejected         INTEGER NOT NULL DEFAULT 0 CHECK (rejected >= 0),
            CHECK (accepted + already_recorded + held + rejected = messages)
        ) STRICT;
        CREATE INDEX import_runs_by_digest ON import_runs (digest);

        -- The import that a revision came with. Only such a revision may have no event.
        ALTER TABLE termination_revisions ADD COLUMN import_run INTEGER REFERENCES import_runs (number);
        """
}
