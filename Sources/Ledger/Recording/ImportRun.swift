import Foundation
public import Terminations

/// The import of one file, and how far it has come.
///
/// The position moves in the transaction that records the messages up to it: killed at any moment, an import continues
/// where it was, and nothing is recorded twice.
public struct ImportRun: Sendable, Equatable {
    /// From 1.
    public let number: Int64
    public let startedAt: Instant
    public let startedBy: String
    /// The way by which it was asked for.
    public let via: Actor.Way
    /// Whether events are published for the imported messages.
    public let publishesEvents: Bool
    /// Bytes of the file.
    public let size: Int64
    /// Bytes that are behind it.
    public let position: Int64
    /// Messages that were judged: each is counted in one of the four that follow.
    public let messages: Int
    public let accepted: Int
    /// The same message, or a later revision, was recorded before.
    public let alreadyRecorded: Int
    /// Corrections and withdrawals that wait for their termination.
    public let held: Int
    public let rejected: Int

    public var isFinished: Bool { position == size }
}

extension ImportRun {
    fileprivate static func latest(of digest: [UInt8], _ database: Database) throws -> ImportRun? {
        try Row.fetchOne(
            database,
            sql: "SELECT * FROM import_runs WHERE digest = ? ORDER BY number DESC LIMIT 1",
            arguments: [Data(digest)]
        )
        .map(ImportRun.init)
    }

    init(_ row: Row) throws {
        number = row["number"]
        startedAt = Instant(milliseconds: row["started_at"])
        startedBy = row["started_by"]
        via = try Actor.Way(stored: row["via"])
        publishesEvents = row["publishes_events"]
        size = row["size"]
        position = row["position"]
        messages = row["messages"]
        accepted = row["accepted"]
        alreadyRecorded = row["already_recorded"]
        held = row["held"]
        rejected = row["rejected"]
    }
}

extension Ledger {
    /// The latest import of a file.
    ///
    /// - Parameter digest: 32 bytes that stand for the file and for how it is read.
    public func importRun(of digest: [UInt8]) throws(LedgerError) -> ImportRun? {
        try reportingLedgerErrors {
            try pool.read { try ImportRun.latest(of: digest, $0) }
        }
    }

    public func importRun(_ number: Int64) throws(LedgerError) -> ImportRun? {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchOne(database, sql: "SELECT * FROM import_runs WHERE number = ?", arguments: [number])
                    .map(ImportRun.init)
            }
        }
    }

    /// Begins an import, or continues the one of this file that is not finished. Nothing is recorded yet.
    ///
    /// - Returns: the unfinished import, where there is one. Its position is above 0 then, or nothing of it was recorded.
    /// - Throws: ``LedgerError`` with `notPlanned` where the unfinished import was begun with other events: half of a file
    ///   would be announced and half would not.
    public func startImportRun(
        of digest: [UInt8],
        size: Int64,
        publishesEvents: Bool,
        by actor: Actor,
        at now: Instant
    ) throws(LedgerError) -> ImportRun {
        try reportingLedgerErrors {
            try pool.write { database in
                if let known = try ImportRun.latest(of: digest, database), !known.isFinished {
                    guard known.publishesEvents == publishesEvents else {
                        throw LedgerError(
                            .notPlanned,
                            "Import \(known.number) of this file was begun with --events "
                                + "\(known.publishesEvents ? "all" : "none").",
                            hint: "Continue with the same."
                        )
                    }
                    return known
                }
                try database.execute(
                    sql: """
                        INSERT INTO import_runs (digest, started_at, started_by, via, publishes_events, size)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        Data(digest), now.milliseconds, actor.name, actor.way.text, publishesEvents, size,
                    ]
                )
                guard
                    let row = try Row.fetchOne(
                        database,
                        sql: "SELECT * FROM import_runs WHERE number = ?",
                        arguments: [database.lastInsertedRowID]
                    )
                else { throw LedgerError(.other, "An import that was just begun is not there.") }
                return try ImportRun(row)
            }
        }
    }
}
