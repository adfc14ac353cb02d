public import Terminations

extension Recorder {
    /// Terminations that are looked at in one transaction at most, to note when they take effect.
    public static let mostEffectsNoted = 20_000

    /// Lets terminations take effect whose last day is over, in the order of their instants, in one transaction.
    ///
    /// Guarantees: a termination takes effect once with each of its dates, however often this is called. A withdrawn termination
    /// does not take effect; a corrected one does at its new date.
    ///
    /// - Parameters:
    ///   - limit: how many at most; some hundreds, so that the intake is not held up.
    ///   - place: those up to there are passed over.
    /// - Returns: how many were looked at: fewer than `limit` when there are no more, and how many took effect.
    public func takeEffects(
        at now: Instant,
        limit: Int = 500,
        after place: DuePlace = .beginning
    ) throws(LedgerError) -> (seen: Int, taken: Int) {
        try write { database in
            try judging(database, at: now) { batch, _ in
                let due = try batch.transaction.pendingEffects(until: now, limit: limit, after: place)
                var taken = 0
                for effect in due where try batch.take(effect) { taken += 1 }
                return (due.count, taken)
            }
        }
    }

    /// Notes when terminations take effect that were recorded since the last call, in the order of these instants, so
    /// that the notes of one day are written to one place.
    ///
    /// - Returns: how many terminations were looked at: fewer than `limit` when there are no more.
    public func notePendingEffects(limit: Int = mostEffectsNoted) throws(LedgerError) -> Int {
        try write { database in
            let read = try RawStatement(
                database,
                """
                SELECT id, billing_stops_at, ended = 0 AND effective_at IS NULL FROM terminations
                WHERE id > (SELECT termination FROM pending_effects_progress) ORDER BY id LIMIT ?
                """
            )
            var seen = 0
            var last: Int64 = 0
            var pending: [PendingEffect] = []
            try read.forEachRow {
                $0.integer(limit)
            } _: { row in
                seen += 1
                last = row.integer(0)
                if row.integer(2) != 0 { pending.append(PendingEffect(at: row.integer(1), termination: last)) }
            }
            guard seen > 0 else { return 0 }
            let insert = try RawStatement(database, PendingEffect.insertion)
            for effect in pending.sorted() {
                try insert.execute {
                    $0.integer(effect.at)
                    $0.integer(effect.termination)
                }
            }
            try database.execute(sql: "UPDATE pending_effects_progress SET termination = ?", arguments: [last])
            return seen
        }
    }
}

/// A position in a list that is ordered by the time at which something is due.
public struct DuePlace: Sendable, Equatable {
    /// Since 1970, as the row has it: a damaged one may have what is no instant.
    let milliseconds: Int64
    /// Of those that are due at the same instant.
    let row: Int64

    public var at: Instant { Instant(milliseconds: milliseconds) }

    /// Before everything.
    public static let beginning = DuePlace(milliseconds: .min, row: .min)

    /// The first row of a query for both columns, which is given the place after which it begins.
    static func first(_ database: Database, _ sql: String, after place: DuePlace) throws -> DuePlace? {
        try Row.fetchOne(database, sql: sql, arguments: [place.milliseconds, place.row]).map {
            DuePlace(milliseconds: $0[0], row: $0[1])
        }
    }
}

extension Ledger {
    /// The pending effect that is due next; nil when there is none.
    public func nextEffect(after place: DuePlace = .beginning) throws(LedgerError) -> DuePlace? {
        try reportingLedgerErrors {
            try pool.read { database in
                try DuePlace.first(
                    database,
                    """
                    SELECT at, termination FROM pending_effects WHERE (at, termination) > (?, ?)
                    ORDER BY at, termination LIMIT 1
                    """,
                    after: place
                )
            }
        }
    }

    /// Whether terminations were recorded whose pending effects are not noted yet.
    public func hasUnnotedEffects() throws(LedgerError) -> Bool {
        try reportingLedgerErrors {
            try pool.read { database in
                try Bool.fetchOne(
                    database,
                    sql: """
                        SELECT coalesce((SELECT max(id) FROM terminations), 0)
                            > (SELECT termination FROM pending_effects_progress)
                        """
                ) ?? false
            }
        }
    }
}

/// A termination that is to take effect, at an instant in milliseconds since 1970.
struct PendingEffect: Comparable {
    let at: Int64
    let termination: Int64

    static func < (a: PendingEffect, b: PendingEffect) -> Bool { (a.at, a.termination) < (b.at, b.termination) }

    static let insertion = "INSERT INTO pending_effects (at, termination) VALUES (?, ?) ON CONFLICT DO NOTHING"
}

extension Batch {
    /// Notes when a termination takes effect: once this message is handled, if its last day is over already.
    mutating func notePendingEffect(of termination: Int64, at instant: Instant) throws {
        let effect = PendingEffect(at: instant.milliseconds, termination: termination)
        if instant <= recordedAt { dueEffects.append(effect) } else { try transaction.insert(effect) }
    }

    /// Lets terminations take effect whose last day was over when they were recorded, unless a held message has withdrawn or
    /// corrected them meanwhile.
    mutating func takeDueEffects() throws {
        for effect in dueEffects { _ = try take(effect) }
        dueEffects = []
    }

    /// - Returns: whether the termination took effect by this.
    mutating func take(_ pending: PendingEffect) throws -> Bool {
        try transaction.remove(pending)
        let row = try transaction.termination(row: pending.termination)
        guard let row, !row.isEnded, row.recorded.billingStopsAt <= recordedAt,
            row.recorded.effectiveAt != row.recorded.billingStopsAt
        else { return false }
        let contractSequence = row.lastSequence + 1
        try transaction.takeEffect(row.id, event: nextSequence, contractSequence: contractSequence)
        if row.hasOtherTerms {
            let id = row.recorded.contractID
            let found = try find(MessageIDs(message: nil, termination: nil, contract: id))
            try passOn(contractSequence, in: fetchContract(id, among: found.contract), otherThan: row.id)
        }
        let recorded = row.detailed(by: try details(of: row)).recorded
        try append(Effect(of: recorded, messageID: row.messageID), contractSequence: contractSequence)
        return true
    }

    /// Appends the event that a termination took effect.
    mutating func append(_ effect: Effect, contractSequence: Int) throws {
        let properties = MessageProperties()
        let context = context(for: properties, contractSequence: contractSequence)
        try append(Event.effective(effect, context: context), for: properties)
    }
}
