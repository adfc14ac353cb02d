public import Terminations

/// An edit, a discard, a restore or an undo of dead letters, one or many. It can be undone by its number.
public struct DeadLetterAction: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case mended, discarded, restored
        /// Another action was undone.
        case undone
    }

    /// From 1, in the order in which they began.
    public let number: Int64
    public let kind: Kind
    /// The action that this one undoes.
    public let undoes: Int64?
    /// The last action that has undone this one, wholly or in part.
    public let undoneBy: Int64?
    public let startedAt: Instant
    public let startedBy: String
    /// The way by which it was asked for.
    public let via: Actor.Way
    public let reason: String
    /// How many dead letters were meant.
    public let total: Int
    /// How many were changed.
    public let changed: Int
    /// Nil where it was interrupted, or still runs.
    public let finishedAt: Instant?

    public var isFinished: Bool { finishedAt != nil }
}

extension Ledger {
    /// Begins an action: the ledger has its number before the first dead letter is changed.
    ///
    /// Pass the number to ``edit(_:with:action:by:reason:at:)``, ``discard(_:action:by:reason:at:)`` or
    /// ``restore(_:action:by:reason:at:)``, page by page, and end the action with ``finishDeadLetterAction(_:at:)``. An
    /// action that is interrupted can be undone as far as it came.
    ///
    /// - Parameter total: how many dead letters are meant.
    public func startDeadLetterAction(
        _ kind: DeadLetterAction.Kind,
        of total: Int,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> DeadLetterAction {
        try reportingLedgerErrors {
            try pool.write { database in
                try DeadLetterAction.insert(database, kind, of: total, by: actor, reason: reason, at: now)
            }
        }
    }

    /// Ends an action. One that has changed nothing is removed, since there is nothing to undo.
    ///
    /// - Returns: nil where it has changed nothing.
    @discardableResult
    public func finishDeadLetterAction(_ number: Int64, at now: Instant) throws(LedgerError) -> DeadLetterAction? {
        try reportingLedgerErrors {
            try pool.write { database in
                try database.execute(
                    sql: "DELETE FROM dead_letter_actions WHERE number = ? AND changed = 0",
                    arguments: [number]
                )
                try database.execute(
                    sql: "UPDATE dead_letter_actions SET finished_at = ? WHERE number = ? AND finished_at IS NULL",
                    arguments: [now.milliseconds, number]
                )
                return try DeadLetterAction.fetch(database, number)
            }
        }
    }

    /// Nil where there is none with this number.
    public func deadLetterAction(_ number: Int64) throws(LedgerError) -> DeadLetterAction? {
        try reportingLedgerErrors { try pool.read { try DeadLetterAction.fetch($0, number) } }
    }

    /// The actions, the latest first.
    ///
    /// - Parameter before: the number of the last one of the page before.
    public func deadLetterActions(before number: Int64? = nil, limit: Int) throws(LedgerError) -> [DeadLetterAction] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT \(DeadLetterAction.columns) FROM dead_letter_actions AS actions
                        WHERE number < ? ORDER BY number DESC LIMIT ?
                        """,
                    arguments: [number ?? .max, limit]
                )
                .map(DeadLetterAction.init)
            }
        }
    }

    /// The dead letters that an action has changed, as they are now, in the order in which it changed them.
    public func deadLetters(ofAction number: Int64, limit: Int) throws(LedgerError) -> [DeadLetter] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT \(DeadLetter.columns) FROM dead_letters
                        JOIN (SELECT id AS place, letter FROM dead_letter_action_letters WHERE action = ? ORDER BY id LIMIT ?)
                            ON letter = number
                        ORDER BY place
                        """,
                    arguments: [number, limit]
                )
                .map { try DeadLetter($0, database) }
            }
        }
    }
}

extension DeadLetterAction {
    static let columns = """
        number, kind, undoes, started_at, started_by, via, reason, total, changed, finished_at, \
        (SELECT max(number) FROM dead_letter_actions WHERE undoes = actions.number AND changed > 0) AS undone_by
        """

    init(_ row: Row) throws {
        guard let kind = Kind(rawValue: row["kind"]) else {
            throw LedgerError(.damaged, "An action on dead letters is of a kind that this version does not know.")
        }
        number = row["number"]
        self.kind = kind
        undoes = row["undoes"]
        undoneBy = row["undone_by"]
        startedAt = Instant(milliseconds: row["started_at"])
        startedBy = row["started_by"]
        via = try Actor.Way(stored: row["via"])
        reason = row["reason"]
        total = row["total"]
        changed = row["changed"]
        finishedAt = (row["finished_at"] as Int64?).map(Instant.init(milliseconds:))
    }

    static func fetch(_ database: Database, _ number: Int64) throws -> DeadLetterAction? {
        try Row.fetchOne(
            database,
            sql: "SELECT \(columns) FROM dead_letter_actions AS actions WHERE number = ?",
            arguments: [number]
        )
        .map(DeadLetterAction.init)
    }

    static func insert(
        _ database: Database,
        _ kind: Kind,
        undoing undone: Int64? = nil,
        of total: Int,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws -> DeadLetterAction {
        try database.execute(
            sql: """
                INSERT INTO dead_letter_actions (number, kind, undoes, started_at, started_by, via, reason, total)
                VALUES ((SELECT coalesce(max(number), 0) + 1 FROM dead_letter_actions), ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [kind.rawValue, undone, now.milliseconds, actor.name, actor.way.text, reason, total]
        )
        return try fetch(database, database.lastInsertedRowID).unwrapped
    }
}

extension DeadLetterAction? {
    /// The action that was just written, or that another row names.
    var unwrapped: DeadLetterAction {
        get throws {
            guard let self else { throw LedgerError(.damaged, "An action on dead letters is missing from the ledger.") }
            return self
        }
    }
}
