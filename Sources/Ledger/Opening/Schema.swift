/// The tables of the first version of the ledger.
///
/// The layout follows one rule: everything that a message leaves behind is appended in the order of arrival. What is
/// found by id is found through `recorded_ids`, which ``RecordedIDs`` writes in bulk and in the order of its keys.
/// Instants are INTEGER milliseconds since 1970-01-01T00:00:00Z, calendar dates TEXT `YYYY-MM-DD`.
enum Schema {
    /// Marks the file as a Terminus ledger: the bytes `TRMN`.
    static let applicationID: Int32 = 0x5452_4D4E

    static let version1 = """
        -- Every set of settings that ever judged. Never changed, never deleted.
        CREATE TABLE settings_versions (
            version    INTEGER PRIMARY KEY CHECK (version >= 1),
            document   TEXT    NOT NULL CHECK (json_valid(document)),
            hash       TEXT    NOT NULL CHECK (length(hash) = 64),
            applied_at INTEGER NOT NULL,
            applied_by TEXT    NOT NULL
        ) STRICT;
        CREATE TRIGGER settings_versions_keep_update BEFORE UPDATE ON settings_versions
            BEGIN SELECT RAISE(ABORT, 'settings versions are never changed'); END;
        CREATE TRIGGER settings_versions_keep_delete BEFORE DELETE ON settings_versions
            BEGIN SELECT RAISE(ABORT, 'settings versions are never deleted'); END;

        -- The current state of each termination. `ended` is 0 while the termination is in force and its own id
        -- after a withdrawal.
        CREATE TABLE terminations (
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
            reason            TEXT    CHECK (reason IS NULL OR json_valid(reason)),
            end_date          TEXT    NOT NULL CHECK (length(end_date) = 10),
            billing_stops_at  INTEGER NOT NULL,
            occurred_at       INTEGER NOT NULL,
            settings_version  INTEGER NOT NULL REFERENCES settings_versions (version),
            recorded_at       INTEGER NOT NULL
        ) STRICT;

        -- The inbox: each accepted message as it came. Appended only.
        CREATE TABLE termination_revisions (
            id               INTEGER PRIMARY KEY,
            termination      INTEGER NOT NULL REFERENCES terminations (id),
            revision         INTEGER NOT NULL CHECK (revision >= 1),
            action           TEXT    NOT NULL CHECK (action IN ('terminate', 'correct', 'withdraw')),
            message_id       TEXT    NOT NULL,
            content_digest   BLOB    NOT NULL CHECK (length(content_digest) = 32),
            settings_version INTEGER NOT NULL REFERENCES settings_versions (version),
            recorded_at      INTEGER NOT NULL,
            body             BLOB    NOT NULL,
            UNIQUE (termination, revision)
        ) STRICT;

        -- Leads from the key of an id to the rows that may have it: of `termination_revisions` for a message,
        -- of `terminations` for a termination and a contract. Complete for the rows up to the progress below.
        CREATE TABLE recorded_ids (
            key INTEGER NOT NULL,
            row INTEGER NOT NULL,
            PRIMARY KEY (key, row)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE recorded_ids_progress (
            id          INTEGER PRIMARY KEY CHECK (id = 1),
            revision    INTEGER NOT NULL,
            termination INTEGER NOT NULL
        ) STRICT;
        INSERT INTO recorded_ids_progress (id, revision, termination) VALUES (1, 0, 0);

        -- The event log, which is the outbox: in sequence order, no row is rewritten.
        CREATE TABLE events (
            sequence          INTEGER PRIMARY KEY CHECK (sequence >= 1),
            id                TEXT    NOT NULL,
            type              TEXT    NOT NULL,
            contract_id       TEXT,
            contract_sequence INTEGER CHECK (contract_sequence >= 1),
            correlation_id    TEXT,
            traceparent       TEXT,
            tracestate        TEXT,
            reply_to          TEXT,
            recorded_at       INTEGER NOT NULL,
            body              BLOB    NOT NULL,
            CHECK (contract_sequence IS NULL OR contract_id IS NOT NULL)
        ) STRICT;

        -- Every event up to `position` is published and confirmed, or is in `parked_events`.
        CREATE TABLE relay_cursor (
            id       INTEGER PRIMARY KEY CHECK (id = 1),
            position INTEGER NOT NULL CHECK (position >= 0)
        ) STRICT;
        INSERT INTO relay_cursor (id, position) VALUES (1, 0);

        -- Events that the broker returned or refused, and those of the same contract behind them.
        -- `contract_id` is set only for events of a contract's sequence, whose order must hold.
        CREATE TABLE parked_events (
            sequence        INTEGER PRIMARY KEY REFERENCES events (sequence),
            contract_id     TEXT,
            failure         TEXT    NOT NULL,
            attempts        INTEGER NOT NULL CHECK (attempts >= 0),
            parked_at       INTEGER NOT NULL,
            last_attempt_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX parked_events_by_contract ON parked_events (contract_id, sequence);

        -- Messages that were not accepted, with their bytes as they came.
        CREATE TABLE dead_letters (
            number           INTEGER PRIMARY KEY,
            id               TEXT    NOT NULL UNIQUE,
            state            TEXT    NOT NULL CHECK (state IN ('open', 'held', 'resolved', 'discarded')),
            source           TEXT    NOT NULL CHECK (source IN ('refused', 'unjudgeable', 'broker')),
            message_id       TEXT,
            termination_id   TEXT,
            contract_id      TEXT,
            customer_id      TEXT,
            fingerprint      TEXT    NOT NULL,
            violations       TEXT    NOT NULL CHECK (json_valid(violations)),
            content_key      BLOB    NOT NULL CHECK (length(content_key) = 32),
            attempts         INTEGER NOT NULL CHECK (attempts >= 0),
            occurrences      INTEGER NOT NULL CHECK (occurrences >= 1),
            settings_version INTEGER REFERENCES settings_versions (version),
            received_at      INTEGER NOT NULL,
            last_seen_at     INTEGER NOT NULL,
            resolved_at      INTEGER,
            resolved_by      INTEGER REFERENCES termination_revisions (id),
            transport        TEXT    NOT NULL CHECK (json_valid(transport)),
            body             BLOB    NOT NULL,
            CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
            CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))
        ) STRICT;
        CREATE INDEX dead_letters_by_message ON dead_letters (message_id) WHERE message_id IS NOT NULL;
        CREATE INDEX dead_letters_by_content ON dead_letters (content_key);
        CREATE INDEX dead_letters_by_state ON dead_letters (state, number);

        -- How often a redelivered message was taken up without an outcome, counted before it is judged: with others,
        -- any of which may have ended the process; and alone, which only itself can have done.
        CREATE TABLE attempts (
            content_key BLOB    PRIMARY KEY CHECK (length(content_key) = 32),
            count       INTEGER NOT NULL CHECK (count >= 1),
            alone       INTEGER NOT NULL CHECK (alone >= 0),
            last_at     INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
