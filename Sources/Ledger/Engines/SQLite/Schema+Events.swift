extension Schema {
    static let events = """
        -- The event log, which is the outbox: in sequence order; no row is rewritten but by a redaction.
        CREATE TABLE events (
            sequence          INTEGER PRIMARY KEY CHECK (sequence >= 1),
            id                TEXT    NOT NULL,
            type              TEXT    NOT NULL,
            contract_id       TEXT,
            contract_sequence INTEGER CHECK (contract_sequence >= 1),
            correlation_id    ANY     CHECK (typeof(correlation_id) <> 'integer' AND typeof(correlation_id) <> 'real'),
            traceparent       TEXT,
            tracestate        TEXT,
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

        -- Events that the broker returned or refused, and the later ones of the same contract.
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

        -- Answers to refused deliveries, for the queue that each names in `reply-to`. Each is sent once, and removed
        -- whatever the broker answers. An answer without a body waits for the verdict on its dead letter, which is held.
        -- A position is never used twice: the worker reads the positions after the last that it has seen.
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

        -- Events that are published again, to a queue or, where it is NULL, to the exchange: which, and up to which
        -- position the broker has confirmed them.
        CREATE TABLE republish_runs (
            number      INTEGER PRIMARY KEY CHECK (number >= 1),
            started_at  INTEGER NOT NULL,
            started_by  TEXT    NOT NULL,
            \(via),
            queue       TEXT,
            contract_id TEXT,
            types       TEXT    NOT NULL CHECK (json_valid(types)),
            first       INTEGER NOT NULL CHECK (first >= 1),
            last        INTEGER NOT NULL CHECK (last >= 0),
            total       INTEGER NOT NULL CHECK (total >= 0),
            position    INTEGER NOT NULL CHECK (position >= 0),
            published   INTEGER NOT NULL DEFAULT 0 CHECK (published BETWEEN 0 AND total)
        ) STRICT;

        -- Events of a republication that the broker did not take, each with the reason, and the later ones of the same
        -- contract. They are tried first when the republication is resumed.
        CREATE TABLE republish_failures (
            run      INTEGER NOT NULL REFERENCES republish_runs (number),
            sequence INTEGER NOT NULL CHECK (sequence >= 1),
            reason   TEXT    NOT NULL,
            PRIMARY KEY (run, sequence)
        ) STRICT, WITHOUT ROWID;
        """
}
