extension Schema {
    static let reports = """
        -- The facts that reports count, packed (`ReportFact`): the termination with the id n is the one at n - 1, of
        -- which each row has 4,096. Complete for all terminations up to the progress, but for those that were
        -- changed since; these, and later ones, are read from the terminations.
        CREATE TABLE report_facts (
            number INTEGER PRIMARY KEY CHECK (number >= 0),
            facts  BLOB    NOT NULL CHECK (length(facts) = 131072)
        ) STRICT;
        -- The earliest and latest dates among them, in days since 0001-01-01: rows outside a report's period are not read.
        CREATE TABLE report_spans (
            number         INTEGER PRIMARY KEY REFERENCES report_facts (number),
            first_end      INTEGER NOT NULL,
            last_end       INTEGER NOT NULL,
            first_occurred INTEGER NOT NULL,
            last_occurred  INTEGER NOT NULL
        ) STRICT;
        -- The names that the numbers in the facts stand for.
        CREATE TABLE report_names (
            kind   TEXT    NOT NULL CHECK (kind IN ('contract-type', 'channel', 'currency')),
            number INTEGER NOT NULL CHECK (number >= 1),
            name   TEXT    NOT NULL,
            PRIMARY KEY (kind, number),
            UNIQUE (kind, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE report_progress (
            id          INTEGER PRIMARY KEY CHECK (id = 1),
            termination INTEGER NOT NULL
        ) STRICT;
        INSERT INTO report_progress (id, termination) VALUES (1, 0);
        -- Terminations that were corrected or withdrawn, until their facts are packed anew.
        CREATE TABLE report_changes (
            termination INTEGER PRIMARY KEY
        ) STRICT;
        """

    static let retention = """
        -- Revisions whose note was taken out of the body and of the event. Their digest is still that of the message as
        -- it came, so that the message is a duplicate when it comes again.
        CREATE TABLE redacted_revisions (
            revision INTEGER PRIMARY KEY REFERENCES termination_revisions (id),
            at       INTEGER NOT NULL
        ) STRICT;

        -- What retention has removed: one row a run, which grows with each of its transactions. Rows older than the
        -- `until` of their kind go.
        CREATE TABLE prune_runs (
            number             INTEGER PRIMARY KEY CHECK (number >= 1),
            started_at         INTEGER NOT NULL,
            started_by         TEXT    NOT NULL,
            \(via),
            reason             TEXT    NOT NULL,
            messages_until     INTEGER,
            events_until       INTEGER,
            dead_letters_until INTEGER,
            messages           INTEGER NOT NULL DEFAULT 0 CHECK (messages >= 0),
            events             INTEGER NOT NULL DEFAULT 0 CHECK (events >= 0),
            dead_letters       INTEGER NOT NULL DEFAULT 0 CHECK (dead_letters >= 0),
            finished_at        INTEGER
        ) STRICT;
        -- The revision up to which bodies were looked at, so that the next run does not look at them again. It stops
        -- before the first body that had to stay.
        CREATE TABLE prune_progress (
            id       INTEGER PRIMARY KEY CHECK (id = 1),
            revision INTEGER NOT NULL
        ) STRICT;
        INSERT INTO prune_progress (id, revision) VALUES (1, 0);
        """
}
