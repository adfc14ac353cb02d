extension Schema {
    static let settings = """
        -- Every set of settings that ever judged. Rows are never changed and never deleted.
        CREATE TABLE settings_versions (
            version    INTEGER PRIMARY KEY CHECK (version >= 1),
            document   TEXT    NOT NULL CHECK (json_valid(document)),
            hash       TEXT    NOT NULL CHECK (length(hash) = 64),
            applied_at INTEGER NOT NULL,
            applied_by TEXT    NOT NULL,
            \(via),
            reason     TEXT    NOT NULL
        ) STRICT;
        CREATE TRIGGER settings_versions_keep_update BEFORE UPDATE ON settings_versions
            BEGIN SELECT RAISE(ABORT, 'settings versions are never changed'); END;
        CREATE TRIGGER settings_versions_keep_delete BEFORE DELETE ON settings_versions
            BEGIN SELECT RAISE(ABORT, 'settings versions are never deleted'); END;

        -- Each reason as it read when it was used. `uses` counts the terminations that have it now, withdrawn ones
        -- included. No other column ever changes.
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
        """

    static let terminations = """
        -- Imports of files: which file, how it is read, and how far it was recorded.
        CREATE TABLE import_runs (
            number           INTEGER PRIMARY KEY,
            digest           BLOB    NOT NULL CHECK (length(digest) = 32),
            started_at       INTEGER NOT NULL,
            started_by       TEXT    NOT NULL,
            \(via),
            publishes_events INTEGER NOT NULL CHECK (publishes_events IN (0, 1)),
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

        -- The current state of each termination.
        -- `ended` is 0 while the termination is in force, and its own id after a withdrawal.
        -- `contract_sequence` is that of its last event; 0 when no event was published for its contract yet.
        -- `occurred_at` is when it was made; `revised_at` when its latest revision was made, if that is not the first.
        -- `effective_at` is the `billing_stops_at` with which it took effect, and `effective_event` the event of that.
        -- From `occurred_on` on, the columns hold what reports ask for, from the latest message; a withdrawal changes none
        -- of them. `occurred_on` is the local day of `occurred_at`. `is_backdated`: it was made after its last day.
        -- `is_early`: its last day is before the end of the term. `monthly_amount` is in minor units.
        -- `starts_on` is the first day of the term that it ends, if a revision said so. `has_other_terms`: other
        -- terminations end other terms of the same contract.
        CREATE TABLE terminations (
            id                INTEGER PRIMARY KEY,
            termination_id    TEXT    NOT NULL,
            contract_id       TEXT    NOT NULL,
            ended             INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, id)),
            contract_sequence INTEGER NOT NULL CHECK (contract_sequence >= 0),
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
            occurred_on       TEXT    NOT NULL CHECK (length(occurred_on) = 10),
            received_on       TEXT    CHECK (length(received_on) = 10),
            is_backdated      INTEGER NOT NULL DEFAULT 0 CHECK (is_backdated IN (0, 1)),
            is_early          INTEGER CHECK (is_early IN (0, 1)),
            monthly_amount    INTEGER,
            currency          TEXT    CHECK ((currency IS NULL) = (monthly_amount IS NULL)),
            channel           TEXT,
            starts_on         TEXT    CHECK (length(starts_on) = 10),
            revised_at        INTEGER,
            has_other_terms   INTEGER NOT NULL DEFAULT 0 CHECK (has_other_terms = 0 OR has_other_terms = 1),
            CHECK (effective_event IS NULL OR effective_at IS NOT NULL)
        ) STRICT;

        -- The inbox: each accepted message as it came. Rows are only appended; retention and redaction change the body.
        -- `event` is the event of the revision; only a revision of an import may have none. A correction or withdrawal
        -- that came after the termination had taken effect also names the event of that.
        -- `superseded`: a later revision was recorded before. It is a part of the history; no event was published.
        CREATE TABLE termination_revisions (
            id                INTEGER PRIMARY KEY,
            termination       INTEGER NOT NULL REFERENCES terminations (id),
            revision          INTEGER NOT NULL CHECK (revision >= 1),
            action            TEXT    NOT NULL CHECK (action = 'terminate' OR action = 'correct' OR action = 'withdraw'),
            message_id        TEXT    NOT NULL,
            content_digest    BLOB    NOT NULL CHECK (length(content_digest) = 32),
            settings_version  INTEGER NOT NULL REFERENCES settings_versions (version),
            recorded_at       INTEGER NOT NULL,
            body              BLOB    NOT NULL,
            event             INTEGER,
            superseded_effect INTEGER,
            import_run        INTEGER REFERENCES import_runs (number),
            superseded        INTEGER NOT NULL DEFAULT 0 CHECK (superseded = 0 OR superseded = 1),
            UNIQUE (termination, revision)
        ) STRICT;

        -- Messages with the content of a recorded revision, under another message id.
        CREATE TABLE repeated_messages (
            id          INTEGER PRIMARY KEY,
            revision    INTEGER NOT NULL REFERENCES termination_revisions (id),
            message_id  TEXT    NOT NULL,
            recorded_at INTEGER NOT NULL,
            UNIQUE (revision, message_id)
        ) STRICT;

        -- When terminations take effect that have not yet. An entry that is out of date is harmless: the termination is
        -- read before it takes effect. Complete for terminations up to the progress.
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

        -- How often a redelivered message was received without an outcome, counted before it is judged: together with
        -- other messages, any of which may have ended the process; and alone.
        CREATE TABLE attempts (
            content_key BLOB    PRIMARY KEY CHECK (length(content_key) = 32),
            count       INTEGER NOT NULL CHECK (count >= 1),
            alone       INTEGER NOT NULL CHECK (alone >= 0),
            last_at     INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    static let idIndex = """
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

        -- A Bloom filter of the keys in `recorded_ids` (`BloomFilter`): one row for all keys with the same first ten bits;
        -- without a row there is no such key. It is complete only while its progress is that of `recorded_ids`.
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
