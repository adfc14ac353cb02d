import GRDB

extension Schema {
    /// Numbers what is done to dead letters, and keeps how they were before, so that it can be taken back.
    static func addDeadLetterActions(_ database: Database) throws {
        try database.execute(sql: deadLetterActions)
        // A check can only be changed in the schema's text. No row says anything else: one more action is allowed.
        let version = try Int.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
        try database.execute(sql: "PRAGMA writable_schema = ON")
        try database.execute(
            sql:
                "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'dead_letter_audit'",
            arguments: ["'taken-over'", "'taken-over', 'undone'"]
        )
        try database.execute(sql: "PRAGMA schema_version = \(version + 1); PRAGMA writable_schema = RESET")
    }

    private static let deadLetterActions = """
        -- What somebody did to dead letters: one row a command, which grows with each of its transactions. One that is
        -- not finished was interrupted. Rows stay for ever; they are small.
        CREATE TABLE dead_letter_actions (
            number      INTEGER PRIMARY KEY CHECK (number >= 1),
            kind        TEXT    NOT NULL CHECK (kind IN ('mended', 'discarded', 'restored', 'undone')),
            undoes      INTEGER REFERENCES dead_letter_actions (number) CHECK (undoes < number),
            started_at  INTEGER NOT NULL,
            started_by  TEXT    NOT NULL,
            reason      TEXT    NOT NULL,
            total       INTEGER NOT NULL CHECK (total >= 0),
            changed     INTEGER NOT NULL DEFAULT 0 CHECK (changed >= 0 AND changed <= total),
            finished_at INTEGER,
            CHECK ((kind = 'undone') = (undoes IS NOT NULL))
        ) STRICT;
        CREATE INDEX dead_letter_actions_by_undone ON dead_letter_actions (undoes) WHERE undoes IS NOT NULL;

        -- How each letter was before an action: its state, or where its body was changed that and what was known of it.
        -- Written in the transaction of the change; goes with the letter.
        CREATE TABLE dead_letter_action_letters (
            id               INTEGER PRIMARY KEY,
            action           INTEGER NOT NULL REFERENCES dead_letter_actions (number),
            letter           INTEGER NOT NULL REFERENCES dead_letters (number),
            entry            INTEGER NOT NULL REFERENCES dead_letter_audit (number),
            state_after      TEXT    NOT NULL,
            state            TEXT    NOT NULL,
            discard_reason   TEXT,
            mended_body      BLOB,
            content_digest   BLOB,
            violations       TEXT,
            fingerprint      TEXT,
            settings_version INTEGER,
            UNIQUE (action, letter),
            CHECK ((violations IS NULL) = (fingerprint IS NULL))
        ) STRICT;
        CREATE INDEX dead_letter_action_letters_by_letter ON dead_letter_action_letters (letter, entry);
        """
}
