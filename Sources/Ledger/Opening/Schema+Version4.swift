import GRDB
import Terminations

extension Schema {
    /// What reports ask of a termination, as columns; and the same packed, so that ten million are read in a second.
    static func upgradeToVersion4(_ database: Database) throws {
        try database.execute(sql: version4)
        try ReportColumns.fill(database)
    }

    private static let version4 = """
        -- What the latest message says of it, where it says it; a withdrawal changes none of these. `occurred_on` is the
        -- local day of `occurred_at`, `is_backdated` whether it was told of after its last day, `is_early` whether that
        -- lies before the end of the term, `monthly_amount` what was billed a month, in minor units.
        ALTER TABLE terminations ADD COLUMN occurred_on TEXT NOT NULL DEFAULT '0001-01-01'
            CHECK (length(occurred_on) = 10);
        ALTER TABLE terminations ADD COLUMN received_on TEXT CHECK (length(received_on) = 10);
        ALTER TABLE terminations ADD COLUMN is_backdated INTEGER NOT NULL DEFAULT 0 CHECK (is_backdated IN (0, 1));
        ALTER TABLE terminations ADD COLUMN is_early INTEGER CHECK (is_early IN (0, 1));
        ALTER TABLE terminations ADD COLUMN monthly_amount INTEGER;
        ALTER TABLE terminations ADD COLUMN currency TEXT CHECK ((currency IS NULL) = (monthly_amount IS NULL));
        ALTER TABLE terminations ADD COLUMN channel TEXT;

        -- The facts that reports count, packed (`ReportFact`): the termination with the id n is the one at n - 1, of
        -- which each row has 4,096. Complete for all terminations up to the progress, but for those that were
        -- changed since; these, and what came later, are read from the terminations.
        CREATE TABLE report_facts (
            number INTEGER PRIMARY KEY CHECK (number >= 0),
            facts  BLOB    NOT NULL CHECK (length(facts) = 131072)
        ) STRICT;
        -- The earliest and latest dates among them, in days since 0001-01-01: what is out of a report's reach is not read.
        CREATE TABLE report_spans (
            number         INTEGER PRIMARY KEY REFERENCES report_facts (number),
            first_end      INTEGER NOT NULL,
            last_end       INTEGER NOT NULL,
            first_occurred INTEGER NOT NULL,
            last_occurred  INTEGER NOT NULL
        ) STRICT;
        -- What the numbers in the facts stand for.
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
}
