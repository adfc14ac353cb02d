/// The tables of the ledger: those of its first version here, what later versions changed in files of their own.
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

        -- Messages that were not accepted, with their bytes as they came. `version` rises with each audited change.
        CREATE TABLE dead_letters (
            number           INTEGER PRIMARY KEY,
            id               TEXT    NOT NULL UNIQUE,
            state            TEXT    NOT NULL CHECK (state IN ('open', 'held', 'resolved', 'discarded')),
            version          INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
            source           TEXT    NOT NULL CHECK (source IN ('refused', 'unjudgeable', 'broker')),
            message_id       TEXT,
            termination_id   TEXT,
            contract_id      TEXT,
            customer_id      TEXT,
            fingerprint      TEXT    NOT NULL,
            content_key      BLOB    NOT NULL CHECK (length(content_key) = 32),
            attempts         INTEGER NOT NULL CHECK (attempts >= 0),
            occurrences      INTEGER NOT NULL CHECK (occurrences >= 1),
            settings_version INTEGER REFERENCES settings_versions (version),
            received_at      INTEGER NOT NULL,
            last_seen_at     INTEGER NOT NULL,
            resolved_at      INTEGER,
            resolved_by      INTEGER REFERENCES termination_revisions (id),
            discard_reason   TEXT,
            violations       TEXT    NOT NULL CHECK (json_valid(violations)),
            properties       TEXT    NOT NULL CHECK (json_valid(properties)),
            transport        TEXT    NOT NULL CHECK (json_valid(transport)),
            mended_body      BLOB,
            body             BLOB    NOT NULL,
            CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
            CHECK ((resolved_at IS NULL) = (resolved_by IS NULL)),
            CHECK ((state = 'discarded') = (discard_reason IS NOT NULL))
        ) STRICT;
        CREATE INDEX dead_letters_by_message ON dead_letters (message_id) WHERE message_id IS NOT NULL;
        CREATE INDEX dead_letters_by_content ON dead_letters (content_key);
        -- Each filter with each order has an index that ends with the order, so that a page is read in its order.
        CREATE INDEX dead_letters_by_state ON dead_letters (state, received_at);
        CREATE INDEX dead_letters_by_state_seen ON dead_letters (state, last_seen_at);
        CREATE INDEX dead_letters_by_cause ON dead_letters (fingerprint, state, received_at);
        CREATE INDEX dead_letters_by_cause_seen ON dead_letters (fingerprint, state, last_seen_at);
        CREATE INDEX dead_letters_by_contract ON dead_letters (contract_id, received_at) WHERE contract_id IS NOT NULL;
        CREATE INDEX dead_letters_by_customer ON dead_letters (customer_id, received_at) WHERE customer_id IS NOT NULL;

        -- What each fingerprint stands for.
        CREATE TABLE fingerprints (
            fingerprint TEXT NOT NULL,
            code        TEXT NOT NULL,
            pointer     TEXT NOT NULL,
            PRIMARY KEY (fingerprint, code, pointer)
        ) STRICT, WITHOUT ROWID;

        -- How many dead letters there are of each cause in each state. Kept by the triggers: counting a million rows
        -- takes too long for whoever looks at them.
        CREATE TABLE dead_letter_counts (
            fingerprint TEXT    NOT NULL,
            state       TEXT    NOT NULL,
            count       INTEGER NOT NULL CHECK (count >= 0),
            PRIMARY KEY (fingerprint, state)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER dead_letters_count_insert AFTER INSERT ON dead_letters BEGIN
            INSERT INTO dead_letter_counts (fingerprint, state, count) VALUES (NEW.fingerprint, NEW.state, 1)
            ON CONFLICT DO UPDATE SET count = count + 1;
        END;
        CREATE TRIGGER dead_letters_count_update AFTER UPDATE OF state, fingerprint ON dead_letters
        WHEN OLD.state IS NOT NEW.state OR OLD.fingerprint IS NOT NEW.fingerprint BEGIN
            UPDATE dead_letter_counts SET count = count - 1 WHERE fingerprint = OLD.fingerprint AND state = OLD.state;
            INSERT INTO dead_letter_counts (fingerprint, state, count) VALUES (NEW.fingerprint, NEW.state, 1)
            ON CONFLICT DO UPDATE SET count = count + 1;
        END;
        CREATE TRIGGER dead_letters_count_delete AFTER DELETE ON dead_letters BEGIN
            UPDATE dead_letter_counts SET count = count - 1 WHERE fingerprint = OLD.fingerprint AND state = OLD.state;
        END;

        -- What was done with dead letters. Appended only; each entry holds the hash of the one before it.
        CREATE TABLE dead_letter_audit (
            number      INTEGER PRIMARY KEY CHECK (number >= 1),
            dead_letter TEXT    NOT NULL,
            at          INTEGER NOT NULL,
            actor       TEXT    NOT NULL,
            reason      TEXT    NOT NULL,
            action      TEXT    NOT NULL CHECK (action IN ('resolved', 'refused', 'mended', 'discarded', 'restored')),
            details     TEXT    NOT NULL CHECK (json_valid(details)),
            hash        BLOB    NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        CREATE INDEX dead_letter_audit_by_letter ON dead_letter_audit (dead_letter);
        CREATE TRIGGER dead_letter_audit_keep_order BEFORE INSERT ON dead_letter_audit
            WHEN NEW.number IS NOT (SELECT count + 1 FROM dead_letter_audit_head)
            BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
        CREATE TRIGGER dead_letter_audit_keep_update BEFORE UPDATE ON dead_letter_audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END;
        CREATE TRIGGER dead_letter_audit_keep_delete BEFORE DELETE ON dead_letter_audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is never deleted'); END;

        -- The last entry of the audit trail: without it nobody could tell that the last one is missing.
        CREATE TABLE dead_letter_audit_head (
            id    INTEGER PRIMARY KEY CHECK (id = 1),
            count INTEGER NOT NULL CHECK (count >= 0),
            hash  BLOB    NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        INSERT INTO dead_letter_audit_head (id, count, hash) VALUES (1, 0, zeroblob(32));
        CREATE TRIGGER dead_letter_audit_head_keep_update BEFORE UPDATE ON dead_letter_audit_head
            WHEN NEW.count IS NOT OLD.count + 1
            BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
        CREATE TRIGGER dead_letter_audit_head_keep_delete BEFORE DELETE ON dead_letter_audit_head
            BEGIN SELECT RAISE(ABORT, 'the audit trail is never deleted'); END;

        -- Replays of many letters: which, frozen when the run began, and how far it has come.
        CREATE TABLE replay_runs (
            number           INTEGER PRIMARY KEY CHECK (number >= 1),
            started_at       INTEGER NOT NULL,
            started_by       TEXT    NOT NULL,
            reason           TEXT    NOT NULL,
            as_of            TEXT    NOT NULL CHECK (as_of IN ('occurred', 'now')),
            total            INTEGER NOT NULL CHECK (total >= 0),
            accepted         INTEGER NOT NULL DEFAULT 0 CHECK (accepted >= 0),
            already_recorded INTEGER NOT NULL DEFAULT 0 CHECK (already_recorded >= 0),
            rejected         INTEGER NOT NULL DEFAULT 0 CHECK (rejected >= 0),
            not_open         INTEGER NOT NULL DEFAULT 0 CHECK (not_open >= 0),
            CHECK (accepted + already_recorded + rejected + not_open <= total)
        ) STRICT;
        CREATE TABLE replay_run_letters (
            run      INTEGER NOT NULL REFERENCES replay_runs (number),
            position INTEGER NOT NULL CHECK (position >= 1),
            letter   INTEGER NOT NULL REFERENCES dead_letters (number),
            PRIMARY KEY (run, position)
        ) STRICT, WITHOUT ROWID;

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
