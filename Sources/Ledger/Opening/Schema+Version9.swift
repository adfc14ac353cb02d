import GRDB

extension Schema {
    /// Spares new ids a look into `recorded_ids`.
    static func upgradeToVersion9(_ database: Database) throws {
        try database.execute(sql: version9)
    }

    private static let version9 = """
        -- A Bloom filter of the keys in `recorded_ids` (`IDFilter`), a row for those with the same first ten bits; without
        -- a row there is no such key. It has all of them only while its progress is that of `recorded_ids`: versions
        -- before this one move that alone.
        CREATE TABLE recorded_ids_filter (
            part INTEGER PRIMARY KEY CHECK (part BETWEEN 0 AND 1023),
            bits BLOB    NOT NULL CHECK (length(bits) >= 64 AND length(bits) & (length(bits) - 1) = 0)
        ) STRICT;
        CREATE TABLE recorded_ids_filter_progress (
            id          INTEGER PRIMARY KEY CHECK (id = 1),
            revision    INTEGER NOT NULL,
            termination INTEGER NOT NULL
        ) STRICT;
        INSERT INTO recorded_ids_filter_progress (id, revision, termination) VALUES (1, 0, 0);
        """
}
