import JSON
public import Terminations

extension Ledger {
    /// Begins to publish events again: fixes which. Nothing is published yet.
    ///
    /// - Throws: ``LedgerError`` with `notPublished` where the relay has not published all of them.
    public func startRepublishing(
        _ selection: EventSelection,
        contractID: String?,
        total: Int,
        queue: String?,
        by actor: Actor,
        at now: Instant
    ) throws(LedgerError) -> RepublishRun {
        try reportingLedgerErrors {
            try pool.write { database in
                let published = try Int64.fetchOne(database, sql: "SELECT position FROM relay_cursor") ?? 0
                guard selection.first > selection.last || selection.last <= published else {
                    throw LedgerError(
                        .notPublished,
                        "Events after position \(published) are not published yet: they cannot be published again.",
                        remedy: .leaveToRelay(after: published)
                    )
                }
                let types = JSONValue.array(selection.types.map { .string($0.rawValue) }).text
                try database.execute(
                    sql: """
                        INSERT INTO republish_runs (
                            started_at, started_by, via, queue, contract_id, types, first, last, total, position
                        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        now.milliseconds, actor.name, actor.way.text, queue, contractID, types, selection.first,
                        selection.last, total, selection.first - 1,
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
                    sql: """
                        \(RepublishRun.selection)
                        WHERE position < last OR EXISTS (SELECT 1 FROM republish_failures WHERE run = number)
                        ORDER BY number DESC LIMIT ?
                        """,
                    arguments: [limit]
                )
                .map(RepublishRun.init)
            }
        }
    }

    /// The events of a run that were not taken, in their order.
    public func failures(
        of run: RepublishRun,
        after position: Int64 = 0,
        limit: Int = .max
    ) throws(LedgerError) -> [RepublishFailure] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT sequence, reason FROM republish_failures WHERE run = ? AND sequence > ?
                        ORDER BY sequence LIMIT ?
                        """,
                    arguments: [run.number, position, limit]
                )
                .map { RepublishFailure(sequence: $0[0], reason: $0[1]) }
            }
        }
    }

    /// Moves a run on over events that the broker has confirmed, and over those that it did not take.
    ///
    /// - Parameters:
    ///   - confirmed: how many events of the run are confirmed that were not before.
    ///   - failures: those up to `position` that were not taken.
    ///   - recovered: those of ``failures(of:after:limit:)`` that are confirmed, or are in the log no longer.
    /// - Throws: `runTaken` where another process has moved it meanwhile.
    public func advance(
        _ run: RepublishRun,
        to position: Int64,
        confirmed: Int,
        failures: [RepublishFailure] = [],
        recovered: [Int64] = []
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
                let isOurs = database.changesCount == 1
                for sequence in recovered {
                    try database.execute(
                        sql: "DELETE FROM republish_failures WHERE run = ? AND sequence = ?",
                        arguments: [run.number, sequence]
                    )
                }
                for failure in failures {
                    try database.execute(
                        sql: """
                            INSERT INTO republish_failures (run, sequence, reason) VALUES (?, ?, ?)
                            ON CONFLICT DO UPDATE SET reason = excluded.reason
                            """,
                        arguments: [run.number, failure.sequence, failure.reason]
                    )
                }
                guard isOurs, let moved = try RepublishRun.fetch(database, run.number) else {
                    throw LedgerError(
                        .runTaken,
                        "Another process continues republication \(run.number).",
                        hint: "Let it finish, or stop it and resume."
                    )
                }
                return moved
            }
        }
    }
}

/// Events that are published again: which, fixed when it begins, and up to where the broker has confirmed them.
public struct RepublishRun: Sendable, Equatable {
    /// From 1: by it a run is resumed.
    public let number: Int64
    public let startedAt: Instant
    public let startedBy: String
    /// The way by which it was asked for.
    public let via: Actor.Way
    /// The queue that gets them; nil for the exchange, so that everybody does.
    public let queue: String?
    public let contractID: String?
    public let types: [EventType]
    public let first: Int64
    public let last: Int64
    /// How many events are meant.
    public let total: Int
    /// Everything that is meant up to here is confirmed, or was not taken.
    public let position: Int64
    /// How many of them are confirmed.
    public let published: Int
    /// How many of them were not taken: they are tried first when it is resumed.
    public let notTaken: Int

    public var isFinished: Bool { position >= last && notTaken == 0 }

    /// What is meant.
    public var filter: EventFilter {
        EventFilter(contractID: contractID, types: Set(types), first: first, last: last)
    }
}

extension RepublishRun {
    init(_ row: Row) throws {
        number = row["number"]
        startedAt = Instant(milliseconds: row["started_at"])
        startedBy = row["started_by"]
        via = try Actor.Way(stored: row["via"])
        queue = row["queue"]
        contractID = row["contract_id"]
        guard let names = (try? JSONValue(kept: row["types"] as String))?.array else {
            throw LedgerError(.damaged, "The types of a republication cannot be read.")
        }
        types = names.compactMap { $0.string.flatMap(EventType.init(rawValue:)) }
        first = row["first"]
        last = row["last"]
        total = row["total"]
        position = row["position"]
        published = row["published"]
        notTaken = row["not_taken"]
    }

    static func fetch(_ database: Database, _ number: Int64) throws -> RepublishRun? {
        try Row.fetchOne(database, sql: "\(selection) WHERE number = ?", arguments: [number]).map(RepublishRun.init)
    }

    static let selection = """
        SELECT *, (SELECT count(*) FROM republish_failures WHERE run = number) AS not_taken FROM republish_runs
        """
}

/// An event of a run that the broker did not take, or that waits behind such a one of its contract.
public struct RepublishFailure: Sendable, Equatable {
    public let sequence: Int64
    /// As the end of a sentence, without a full stop.
    public let reason: String

    public init(sequence: Int64, reason: String) {
        self.sequence = sequence
        self.reason = reason
    }
}
