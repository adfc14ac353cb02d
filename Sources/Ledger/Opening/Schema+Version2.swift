import GRDB
import Terminations

extension Schema {
    /// What the life of a termination needs: reasons as they were used, corrections and withdrawals, when a termination
    /// takes effect, messages that wait, and why settings were changed.
    static func upgradeToVersion2(_ database: Database) throws {
        try database.execute(sql: version2)
        let reasons = try UsedReasons.moveOutOfTerminations(database)
        database.add(function: reasons)
        defer { database.remove(function: reasons) }
        try database.execute(sql: version2Terminations)
    }

    private static let version2 = """
        ALTER TABLE settings_versions ADD COLUMN reason TEXT NOT NULL DEFAULT '';

        -- Each reason as it read when it was used. `uses` counts the terminations that have it now, withdrawn ones
        -- included. All but `uses` never changes.
        CREATE TABLE reason_snapshots (
            id               INTEGER PRIMARY KEY,
            settings_version INTEGER NOT NULL REFERENCES settings_versions (version),
            given_code       TEXT    NOT NULL,
            code             TEXT    NOT NULL,
            label            TEXT    NOT NULL,
            is_sensitive     INTEGER NOT NULL CHECK (is_sensitive IN (0, 1)),
            snapshot         TEXT    NOT NULL CHECK (json_valid(snapshot)),
            uses             INTEGER NOT NULL DEFAULT 0 CHECK (uses >= 0),
            UNIQUE (settings_version, given_code)
        ) STRICT;
        CREATE INDEX reason_snapshots_by_code ON reason_snapshots (code);

        -- The event that told of the revision. A correction or withdrawal that came after the termination had taken
        -- effect also names the event that had told so.
        ALTER TABLE termination_revisions ADD COLUMN event INTEGER;
        ALTER TABLE termination_revisions ADD COLUMN superseded_effect INTEGER;

        -- When terminations take effect that have not yet. An entry that is out of date is harmless: whoever takes it
        -- looks at the termination. Complete for terminations up to the progress.
        CREATE TABLE pending_effects (
            at          INTEGER NOT NULL,
            termination INTEGER NOT NULL,
            PRIMARY KEY (at, termination)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE pending_effects_progress (
            id          INTEGER PRIMARY KEY CHECK (id = 1),
            termination INTEGER NOT NULL
        ) STRICT;
        INSERT INTO pending_effects_progress (id, termination) VALUES (1, 0);

        -- Until when a message waits for its termination.
        ALTER TABLE dead_letters ADD COLUMN held_until INTEGER CHECK ((state = 'held') = (held_until IS NOT NULL));
        CREATE INDEX dead_letters_held ON dead_letters (held_until) WHERE state = 'held';
        CREATE INDEX dead_letters_held_by_termination ON dead_letters (termination_id) WHERE state = 'held';
        """

    /// SQLite cannot change a column: the table is written anew (https://www.sqlite.org/lang_altertable.html, 7).
    private static let version2Terminations = """
        -- The current state of each termination. `ended` is 0 while the termination is in force and its own id after a
        -- withdrawal; `contract_sequence` is that of its last event; `occurred_at` is when it was made, not corrected.
        -- `effective_at` is the `billing_stops_at` with which it took effect, and `effective_event` told so.
        CREATE TABLE terminations_2 (
            id                INTEGER PRIMARY KEY,
            termination_id    TEXT    NOT NULL,
            contract_id       TEXT    NOT NULL,
            ended             INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, id)),
            contract_sequence INTEGER NOT NULL CHECK (contract_sequence >= 1),
            revision          INTEGER NOT NULL CHECK (revision >= 1),
            customer_id       TEXT    NOT NULL,
            termination_type  TEXT    NOT NULL,
            initiator         TEXT,
            contract_type     TEXT,
            customer_kind     TEXT,
            reason            INTEGER REFERENCES reason_snapshots (id),
            end_date          TEXT    NOT NULL CHECK (length(end_date) = 10),
            billing_stops_at  INTEGER NOT NULL,
            effective_at      INTEGER,
            effective_event   INTEGER,
            occurred_at       INTEGER NOT NULL,
            settings_version  INTEGER NOT NULL REFERENCES settings_versions (version),
            recorded_at       INTEGER NOT NULL,
            CHECK (effective_event IS NULL OR effective_at IS NOT NULL)
        ) STRICT;
        INSERT INTO terminations_2
        SELECT terminations.id, termination_id, contract_id, ended, contract_sequence, terminations.revision, customer_id,
            termination_type, initiator, contract_type,
            coalesce(CAST(body AS TEXT) ->> '$.customerKind', CAST(body AS TEXT) ->> '$.data.customerKind'),
            reason_snapshot(reason), end_date, billing_stops_at, NULL, NULL, occurred_at, terminations.settings_version,
            terminations.recorded_at
        FROM terminations JOIN termination_revisions
            ON termination = terminations.id AND termination_revisions.revision = terminations.revision;
        DROP TABLE terminations;
        ALTER TABLE terminations_2 RENAME TO terminations;

        -- Until now each termination had one revision and one event.
        CREATE TEMP TABLE told (contract_id TEXT, contract_sequence INTEGER, sequence INTEGER,
            PRIMARY KEY (contract_id, contract_sequence)) WITHOUT ROWID;
        INSERT INTO told SELECT contract_id, contract_sequence, sequence FROM events
            WHERE contract_sequence IS NOT NULL;
        UPDATE termination_revisions SET event = (
            SELECT sequence FROM terminations JOIN told USING (contract_id, contract_sequence)
            WHERE terminations.id = termination);
        DROP TABLE told;
        """
}
