import GRDB

extension Schema {
    /// Takes answers out of the event log, which they could stop, and keeps what `correlation-id` and `reply-to` say byte
    /// for byte.
    static func upgradeToVersion11(_ database: Database) throws {
        try database.execute(sql: version11)
        // A type can only be changed in the schema's text. No row has another type now: text stays text.
        // `IN` with a list would make SQLite fill a temporary table for each row: 40,000 instructions a message.
        let version = try Int.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
        try database.execute(sql: "PRAGMA writable_schema = ON")
        try database.execute(
            sql: "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'events'",
            arguments: [
                "correlation_id    TEXT",
                "correlation_id    ANY CHECK (typeof(correlation_id) <> 'integer' AND typeof(correlation_id) <> 'real')",
            ]
        )
        try database.execute(sql: "PRAGMA schema_version = \(version + 1); PRAGMA writable_schema = RESET")
    }

    private static let version11 = """
        -- Answers to refused deliveries, for the queue that each names in `reply-to`: each is sent once, and removed
        -- whatever the broker says to it. One without a body waits for the verdict on its dead letter, which is held.
        -- A position is never used twice: the worker reads those after the last that it has seen.
        CREATE TABLE answers (
            position       INTEGER PRIMARY KEY AUTOINCREMENT,
            dead_letter    TEXT    NOT NULL,
            message_id     TEXT,
            contract_id    TEXT,
            reply_to       BLOB    NOT NULL CHECK (length(reply_to) BETWEEN 1 AND 255),
            correlation_id BLOB    CHECK (length(correlation_id) <= 255),
            traceparent    TEXT,
            tracestate     TEXT,
            recorded_at    INTEGER NOT NULL,
            body           BLOB
        ) STRICT;
        CREATE INDEX answers_that_wait ON answers (dead_letter) WHERE body IS NULL;
        INSERT INTO answers (
                dead_letter, message_id, contract_id, reply_to, correlation_id, traceparent, tracestate, recorded_at, body)
            SELECT json_extract(CAST(body AS TEXT), '$.data.deadLetterId'),
                json_extract(CAST(body AS TEXT), '$.data.messageId'), contract_id,
                CAST(reply_to AS BLOB), CAST(correlation_id AS BLOB), traceparent, tracestate, recorded_at, body
            FROM events
            WHERE sequence > (SELECT position FROM relay_cursor) AND length(CAST(reply_to AS BLOB)) BETWEEN 1 AND 255
                AND length(CAST(coalesce(correlation_id, '') AS BLOB)) <= 255
            ORDER BY sequence;
        ALTER TABLE events DROP COLUMN reply_to;

        -- The position of the event that told of the refusal; NULL where none did, and for letters of earlier versions.
        ALTER TABLE dead_letters ADD COLUMN event INTEGER;

        -- Events of a republication that the broker did not take, each with the reason, and those of the same contract
        -- behind them: they are tried first when it goes on.
        CREATE TABLE republish_failures (
            run         INTEGER NOT NULL REFERENCES republish_runs (number),
            sequence    INTEGER NOT NULL CHECK (sequence >= 1),
            reason      TEXT    NOT NULL,
            PRIMARY KEY (run, sequence)
        ) STRICT, WITHOUT ROWID;
        """
}
