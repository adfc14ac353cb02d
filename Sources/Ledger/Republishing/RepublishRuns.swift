import GRDB
public import Terminations

extension Ledger {
    /// Begins to publish events again: fixes which. Nothing is published yet.
    public func startRepublishing(
        _ selection: EventSelection,
        contractID: String?,
        total: Int,
        queue: String?,
        by actor: String,
        at now: Instant
    ) throws(LedgerError) -> RepublishRun {
        try reportingLedgerErrors {
            try pool.write { database in
                let types = JSONValue.array(selection.types.map { .string($0.rawValue) }).text
                try database.execute(
                    sql: """
                        INSERT INTO republish_runs (
                            started_at, started_by, queue, contract_id, types, first, last, total, position
                        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        now.milliseconds, actor, queue, contractID, types, selection.first, selection.last, total,
                        selection.first - 1,
                    ]
                )
                guard let run = try RepublishRun.fetch(database, database.lastInsertedRowID) else {
                    throw LedgerError(.other, "The republication that was begun is not there.")
                }
                return run
            }
        }
    }

    /// A republication and how far it has come; nil when there is none with this number.
    public func republishRun(_ number: Int64) throws(LedgerError) -> RepublishRun? {
        try reportingLedgerErrors { try pool.read { try RepublishRun.fetch($0, number) } }
    }

    /// Those that did not come to their end, the latest first.
    public func unfinishedRepublications(limit: Int = 5) throws(LedgerError) -> [RepublishRun] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: "SELECT * FROM republish_runs WHERE position < last ORDER BY number DESC LIMIT ?",
                    arguments: [limit]
                )
                .map(RepublishRun.init)
            }
        }
    }

    /// Moves a run on over events that the broker has confirmed.
    ///
    /// - Parameter confirmed: how many of those that are meant lie between.
    /// - Throws: `runTaken` where another process has moved it meanwhile.
    public func advance(
        _ run: RepublishRun,
        to position: Int64,
        confirmed: Int
    ) throws(LedgerError) -> RepublishRun {
        try reportingLedgerErrors {
            try pool.write { database in
                try database.execute(
                    sql: """
                        UPDATE republish_runs SET position = ?, published = published + ?
                        WHERE number = ? AND position = ?
                        """,
                    arguments: [position, confirmed, run.number, run.position]
                )
                guard database.changesCount == 1, let moved = try RepublishRun.fetch(database, run.number) else {
                    throw LedgerError(
                        .runTaken,
                        "Another process goes on with republication \(run.number).",
                        hint: "Let it finish, or stop it and resume."
                    )
                }
                return moved
            }
        }
    }
}
