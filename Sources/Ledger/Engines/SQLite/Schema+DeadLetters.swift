extension Schema {
    static let deadLetters = """
        -- Messages that were not accepted, with their bytes as they came. `version` rises with each audited change.
        -- `held_until`: until when a message waits for its termination. `content_digest`: the digest of a redacted
        -- message as it read before. `import_run` is NULL for a message that came from the broker, or came from it later.
        -- `event` is the event of the refusal; NULL where none was published.
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
            edited_body      BLOB,
            body             BLOB    NOT NULL,
            held_until       INTEGER CHECK ((state = 'held') = (held_until IS NOT NULL)),
            redacted_at      INTEGER,
            content_digest   BLOB    CHECK (content_digest IS NULL OR length(content_digest) = 32),
            import_run       INTEGER REFERENCES import_runs (number),
            event            INTEGER,
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
        CREATE INDEX dead_letters_held ON dead_letters (held_until) WHERE state = 'held';
        CREATE INDEX dead_letters_held_by_termination ON dead_letters (termination_id) WHERE state = 'held';
        -- An accepted message closes the dead letters of its termination and revision.
        CREATE INDEX dead_letters_open_by_termination ON dead_letters (termination_id)
            WHERE state = 'open' AND termination_id IS NOT NULL;
        -- Retention writes a revision anew without its body, and SQLite then looks for the dead letters that name it.
        CREATE INDEX dead_letters_by_resolution ON dead_letters (resolved_by) WHERE resolved_by IS NOT NULL;

        -- The codes and pointers that each fingerprint stands for.
        CREATE TABLE fingerprints (
            fingerprint TEXT NOT NULL,
            code        TEXT NOT NULL,
            pointer     TEXT NOT NULL,
            PRIMARY KEY (fingerprint, code, pointer)
        ) STRICT, WITHOUT ROWID;

        -- How many dead letters there are of each cause in each state. The triggers keep it: counting a million rows
        -- takes too long for a list or a metric.
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

        -- Replays of many dead letters: which, frozen when the run began, and how far it has come.
        CREATE TABLE replay_runs (
            number           INTEGER PRIMARY KEY CHECK (number >= 1),
            started_at       INTEGER NOT NULL,
            started_by       TEXT    NOT NULL,
            \(via),
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
        -- Retention looks for the replays of a dead letter that it removes.
        CREATE INDEX replay_run_letters_by_letter ON replay_run_letters (letter);

        -- Actions on dead letters: one row a command, which grows with each of its transactions. An action without
        -- `finished_at` was interrupted. Rows are kept for ever; they are small.
        CREATE TABLE dead_letter_actions (
            number      INTEGER PRIMARY KEY CHECK (number >= 1),
            kind        TEXT    NOT NULL CHECK (kind IN ('mended', 'discarded', 'restored', 'undone')),
            undoes      INTEGER REFERENCES dead_letter_actions (number) CHECK (undoes < number),
            started_at  INTEGER NOT NULL,
            started_by  TEXT    NOT NULL,
            \(via),
            reason      TEXT    NOT NULL,
            total       INTEGER NOT NULL CHECK (total >= 0),
            changed     INTEGER NOT NULL DEFAULT 0 CHECK (changed >= 0 AND changed <= total),
            finished_at INTEGER,
            CHECK ((kind = 'undone') = (undoes IS NOT NULL))
        ) STRICT;
        CREATE INDEX dead_letter_actions_by_undone ON dead_letter_actions (undoes) WHERE undoes IS NOT NULL;
        """

    /// `offending_values` is ``GRDB/DatabaseFunction/offendingValues``, which every connection of a ledger has.
    static let deadLetterValues = """
        -- The values at the places of the violations, by which a filter finds dead letters: a digest of each, so that no
        -- second copy of a message's content has to be redacted. The triggers keep it.
        CREATE TABLE dead_letter_values (
            letter  INTEGER NOT NULL REFERENCES dead_letters (number) ON DELETE CASCADE,
            pointer TEXT    NOT NULL,
            digest  INTEGER NOT NULL,
            PRIMARY KEY (letter, pointer)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX dead_letter_values_by_digest ON dead_letter_values (digest, pointer);
        INSERT INTO dead_letter_values (letter, pointer, digest)
            SELECT number, value ->> 0, value ->> 1
            FROM dead_letters, json_each(offending_values(coalesce(edited_body, body), violations));
        CREATE TRIGGER dead_letters_values_insert AFTER INSERT ON dead_letters BEGIN
            INSERT INTO dead_letter_values (letter, pointer, digest) SELECT NEW.number, value ->> 0, value ->> 1
            FROM json_each(offending_values(coalesce(NEW.edited_body, NEW.body), NEW.violations));
        END;
        CREATE TRIGGER dead_letters_values_update AFTER UPDATE OF violations, edited_body, body ON dead_letters
        WHEN OLD.violations IS NOT NEW.violations OR OLD.edited_body IS NOT NEW.edited_body OR OLD.body IS NOT NEW.body
        BEGIN
            DELETE FROM dead_letter_values WHERE letter = NEW.number;
            INSERT INTO dead_letter_values (letter, pointer, digest) SELECT NEW.number, value ->> 0, value ->> 1
            FROM json_each(offending_values(coalesce(NEW.edited_body, NEW.body), NEW.violations));
        END;
        """

    static let auditTrail = """
        -- What was done to dead letters, and what was taken out of the ledger. Entries are only appended; each holds the
        -- hash of the entry before it. The hash is made of the digest of salt and details, so that details can be
        -- redacted: then the salt is gone, and the later entry `redacted_by` names this one and holds the digest of its
        -- redacted details.
        CREATE TABLE dead_letter_audit (
            number      INTEGER PRIMARY KEY CHECK (number >= 1),
            dead_letter TEXT,
            termination TEXT    CHECK (termination IS NULL OR dead_letter IS NULL),
            at          INTEGER NOT NULL,
            actor       TEXT    NOT NULL,
            \(via),
            reason      TEXT    NOT NULL,
            action      TEXT    NOT NULL CHECK (action IN ('resolved', 'refused', 'mended', 'discarded', 'restored',
                'redacted', 'pruned', 'undone')),
            details     TEXT    NOT NULL CHECK (json_valid(details)),
            salt        BLOB    CHECK (length(salt) = 16),
            digest      BLOB    NOT NULL CHECK (length(digest) = 32),
            redacted_by INTEGER CHECK (redacted_by > number),
            hash        BLOB    NOT NULL CHECK (length(hash) = 32),
            CHECK ((salt IS NULL) = (redacted_by IS NOT NULL))
        ) STRICT;
        CREATE INDEX dead_letter_audit_by_letter ON dead_letter_audit (dead_letter) WHERE dead_letter IS NOT NULL;
        CREATE INDEX dead_letter_audit_by_termination ON dead_letter_audit (termination) WHERE termination IS NOT NULL;
        CREATE TRIGGER dead_letter_audit_keep_order BEFORE INSERT ON dead_letter_audit
            WHEN NEW.number IS NOT (SELECT count + 1 FROM dead_letter_audit_head)
            BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
        -- Only details may change, and only those that a later entry names as redacted.
        CREATE TRIGGER dead_letter_audit_keep_update BEFORE UPDATE ON dead_letter_audit
            WHEN NEW.number IS NOT OLD.number OR NEW.dead_letter IS NOT OLD.dead_letter
                OR NEW.termination IS NOT OLD.termination OR NEW.at IS NOT OLD.at OR NEW.actor IS NOT OLD.actor
                OR NEW.via IS NOT OLD.via OR NEW.reason IS NOT OLD.reason OR NEW.action IS NOT OLD.action
                OR NEW.digest IS NOT OLD.digest OR NEW.hash IS NOT OLD.hash OR NEW.redacted_by IS NULL OR NOT EXISTS (
                    SELECT 1 FROM dead_letter_audit AS redaction WHERE redaction.number = NEW.redacted_by
                        AND redaction.action IN ('redacted', 'pruned'))
            BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END;
        CREATE TRIGGER dead_letter_audit_keep_delete BEFORE DELETE ON dead_letter_audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is never deleted'); END;

        -- The last entry of the audit trail: without it nobody could find out that the last entry is missing.
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

        -- Each dead letter as it was before an action: its state or, where the body was edited, the body and what was
        -- known of it. Written in the transaction of the change; removed with the dead letter.
        CREATE TABLE dead_letter_action_letters (
            id               INTEGER PRIMARY KEY,
            action           INTEGER NOT NULL REFERENCES dead_letter_actions (number),
            letter           INTEGER NOT NULL REFERENCES dead_letters (number),
            entry            INTEGER NOT NULL REFERENCES dead_letter_audit (number),
            state_after      TEXT    NOT NULL,
            state            TEXT    NOT NULL,
            discard_reason   TEXT,
            edited_body      BLOB,
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
