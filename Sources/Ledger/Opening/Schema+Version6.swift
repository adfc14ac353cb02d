import GRDB

extension Schema {
    /// What privacy and retention need: an audit trail whose details can be taken out without breaking the chain, marks
    /// on what was redacted, and how far the ledger was pruned.
    static func upgradeToVersion6(_ database: Database) throws {
        let chain = try AuditChain1.verified(database)
        try database.execute(sql: version6)
        try database.execute(sql: version6Audit)
        try chain?.rewrite(database)
        try database.execute(sql: version6AuditGuards)
        try chain?.sealTakeOver(database)
    }

    private static let version6 = """
        -- Revisions whose note was taken out of the body and of the event. Their digest is still that of the message as
        -- it came, so that it is a duplicate when it comes again.
        CREATE TABLE redacted_revisions (
            revision INTEGER PRIMARY KEY REFERENCES termination_revisions (id),
            at       INTEGER NOT NULL
        ) STRICT;

        -- When a note was taken out, and the digest of what is judged as it read before.
        ALTER TABLE dead_letters ADD COLUMN redacted_at INTEGER;
        ALTER TABLE dead_letters ADD COLUMN content_digest BLOB
            CHECK (content_digest IS NULL OR length(content_digest) = 32);

        -- What retention has removed: one row a run, which grows with each of its transactions. `until` is what was asked
        -- for: older than this.
        CREATE TABLE prune_runs (
            number             INTEGER PRIMARY KEY CHECK (number >= 1),
            started_at         INTEGER NOT NULL,
            started_by         TEXT    NOT NULL,
            reason             TEXT    NOT NULL,
            messages_until     INTEGER,
            events_until       INTEGER,
            dead_letters_until INTEGER,
            messages           INTEGER NOT NULL DEFAULT 0 CHECK (messages >= 0),
            events             INTEGER NOT NULL DEFAULT 0 CHECK (events >= 0),
            dead_letters       INTEGER NOT NULL DEFAULT 0 CHECK (dead_letters >= 0),
            finished_at        INTEGER
        ) STRICT;
        -- Up to which revision bodies were looked at, so that the next run does not look at them again: it goes no
        -- further than the first one that had to stay.
        CREATE TABLE prune_progress (
            id       INTEGER PRIMARY KEY CHECK (id = 1),
            revision INTEGER NOT NULL
        ) STRICT;
        INSERT INTO prune_progress (id, revision) VALUES (1, 0);
        -- A dead letter that goes is looked for here: without this each one would cost a look through all runs.
        CREATE INDEX replay_run_letters_by_letter ON replay_run_letters (letter);
        -- A revision that is written anew without its body is looked for here.
        CREATE INDEX dead_letters_by_resolution ON dead_letters (resolved_by) WHERE resolved_by IS NOT NULL;
        """

    private static let version6Audit = """
        DROP INDEX dead_letter_audit_by_letter;
        DROP TRIGGER dead_letter_audit_keep_order;
        DROP TRIGGER dead_letter_audit_keep_update;
        DROP TRIGGER dead_letter_audit_keep_delete;
        DROP TRIGGER dead_letter_audit_head_keep_update;
        ALTER TABLE dead_letter_audit RENAME TO dead_letter_audit_5;

        -- What was done with dead letters, and what was taken out of the ledger. Appended only; each entry holds the hash
        -- of the one before it. The hash is made of the digest of salt and details, so that details can be redacted: then
        -- the salt is gone, and the later entry `redacted_by` names this one and says what its details read now.
        CREATE TABLE dead_letter_audit (
            number      INTEGER PRIMARY KEY CHECK (number >= 1),
            dead_letter TEXT,
            termination TEXT    CHECK (termination IS NULL OR dead_letter IS NULL),
            at          INTEGER NOT NULL,
            actor       TEXT    NOT NULL,
            reason      TEXT    NOT NULL,
            action      TEXT    NOT NULL CHECK (action IN ('resolved', 'refused', 'mended', 'discarded', 'restored',
                'redacted', 'pruned', 'taken-over')),
            details     TEXT    NOT NULL CHECK (json_valid(details)),
            salt        BLOB    CHECK (length(salt) = 16),
            digest      BLOB    NOT NULL CHECK (length(digest) = 32),
            redacted_by INTEGER CHECK (redacted_by > number),
            hash        BLOB    NOT NULL CHECK (length(hash) = 32),
            CHECK ((salt IS NULL) = (redacted_by IS NOT NULL))
        ) STRICT;
        """

    private static let version6AuditGuards = """
        DROP TABLE dead_letter_audit_5;
        CREATE INDEX dead_letter_audit_by_letter ON dead_letter_audit (dead_letter) WHERE dead_letter IS NOT NULL;
        CREATE INDEX dead_letter_audit_by_termination ON dead_letter_audit (termination) WHERE termination IS NOT NULL;
        CREATE TRIGGER dead_letter_audit_keep_order BEFORE INSERT ON dead_letter_audit
            WHEN NEW.number IS NOT (SELECT count + 1 FROM dead_letter_audit_head)
            BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
        -- Only details may change, and only those that an entry behind them says are redacted.
        CREATE TRIGGER dead_letter_audit_keep_update BEFORE UPDATE ON dead_letter_audit
            WHEN NEW.number IS NOT OLD.number OR NEW.dead_letter IS NOT OLD.dead_letter
                OR NEW.termination IS NOT OLD.termination OR NEW.at IS NOT OLD.at OR NEW.actor IS NOT OLD.actor
                OR NEW.reason IS NOT OLD.reason OR NEW.action IS NOT OLD.action OR NEW.digest IS NOT OLD.digest
                OR NEW.hash IS NOT OLD.hash OR NEW.redacted_by IS NULL OR NOT EXISTS (
                    SELECT 1 FROM dead_letter_audit AS redaction WHERE redaction.number = NEW.redacted_by
                        AND redaction.action IN ('redacted', 'pruned'))
            BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END;
        CREATE TRIGGER dead_letter_audit_keep_delete BEFORE DELETE ON dead_letter_audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is never deleted'); END;
        CREATE TRIGGER dead_letter_audit_head_keep_update BEFORE UPDATE ON dead_letter_audit_head
            WHEN NEW.count IS NOT OLD.count + 1
            BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END;
        """
}
