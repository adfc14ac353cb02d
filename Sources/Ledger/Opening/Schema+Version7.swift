import GRDB

extension Schema {
    /// Events that are published again, so that it can be gone on with.
    static func upgradeToVersion7(_ database: Database) throws {
        try database.execute(sql: version7)
    }

    private static let version7 = """
        -- Events that are published again, to a queue or, where it is NULL, to the exchange: which, and up to where the
        -- broker has confirmed them.
        CREATE TABLE republish_runs (
            number      INTEGER PRIMARY KEY CHECK (number >= 1),
            started_at  INTEGER NOT NULL,
            started_by  TEXT    NOT NULL,
            queue       TEXT,
            contract_id TEXT,
            types       TEXT    NOT NULL CHECK (json_valid(types)),
            first       INTEGER NOT NULL CHECK (first >= 1),
            last        INTEGER NOT NULL CHECK (last >= 0),
            total       INTEGER NOT NULL CHECK (total >= 0),
            position    INTEGER NOT NULL CHECK (position >= 0),
            published   INTEGER NOT NULL DEFAULT 0 CHECK (published BETWEEN 0 AND total)
        ) STRICT;
        """
}
