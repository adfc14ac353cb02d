import Foundation
import JSON
public import Terminations

/// What became of one dead letter of an action that is undone.
public enum DeadLetterUndo: Sendable, Equatable {
    /// It is, or would be, as it was before the action.
    case undone
    /// Nothing is changed: it was undone before.
    case undoneBefore
    /// Nothing is changed: this was done to the dead letter since.
    case changedSince(AuditEntry.Action)
}

/// What an undo of an action would change.
public struct DeadLetterUndoPlan: Sendable {
    public let action: DeadLetterAction
    /// Numbers of the dead letters that would be as they were before.
    public let undoable: [Int]
    /// How many were undone before.
    public let undoneBefore: Int
    /// How many were changed since, by what was done to them.
    public let changedSince: [AuditEntry.Action: Int]
    /// Ids of the first of those.
    public let changedSamples: [String]
    /// How many retention has removed.
    public let gone: Int
    /// The states that the dead letters would have.
    public let states: [DeadLetter.State: Int]
    /// Whether bodies would be as before, and not states.
    public let isOfBodies: Bool
}

extension Ledger {
    /// Finds out what an undo of an action would change. Changes nothing.
    ///
    /// - Returns: nil where there is no action with this number.
    public func planUndo(of number: Int64) throws(LedgerError) -> DeadLetterUndoPlan? {
        try reportingLedgerErrors {
            try pool.read { database in
                guard let action = try DeadLetterAction.fetch(database, number) else { return nil }
                var undoable: [Int] = []
                var undoneBefore = 0
                var changedSince: [AuditEntry.Action: Int] = [:]
                var samples: [String] = []
                var states: [DeadLetter.State: Int] = [:]
                var isOfBodies = false
                var found = 0
                // Most have not changed since. Lookups of their own would cost three times as much as this one statement.
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        SELECT \(DeadLetterSnapshot.columns("before")), dead_letters.id, dead_letters.state,
                            NOT EXISTS (
                                SELECT 1 FROM dead_letter_action_letters AS later
                                WHERE later.letter = before.letter AND later.entry > before.entry)
                            AND NOT EXISTS (
                                SELECT 1 FROM dead_letter_audit
                                WHERE dead_letter = dead_letters.id AND dead_letter_audit.number > before.entry
                                    AND dead_letter_audit.action <> 'refused')
                        FROM dead_letter_action_letters AS before
                        LEFT JOIN dead_letters ON dead_letters.number = before.letter
                        WHERE before.action = ? ORDER BY before.id
                        """,
                    arguments: [number]
                )
                while let row = try rows.next() {
                    found += 1
                    guard let id = row[11] as String? else { continue }
                    let snapshot = DeadLetterSnapshot(row)
                    let deadLetter = try UndoneDeadLetter(snapshot, id: id, state: row[12], isUntouched: row[13])
                    isOfBodies = snapshot.body != nil
                    switch try deadLetter.outcome(database) {
                    case .undone:
                        undoable.append(Int(snapshot.deadLetter))
                        states[deadLetter.stateBefore, default: 0] += 1
                    case .undoneBefore: undoneBefore += 1
                    case .changedSince(let what):
                        changedSince[what, default: 0] += 1
                        if samples.count < 3 { samples.append(deadLetter.id) }
                    }
                }
                return DeadLetterUndoPlan(
                    action: action,
                    undoable: undoable,
                    undoneBefore: undoneBefore,
                    changedSince: changedSince,
                    changedSamples: samples,
                    gone: action.changed - found,
                    states: states,
                    isOfBodies: isOfBodies
                )
            }
        }
    }

    /// Begins to undo an action, or continues an undo that was interrupted, under its number. An interrupted undo that was
    /// itself undone is not continued.
    public func startUndo(
        of number: Int64,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> DeadLetterAction {
        try reportingLedgerErrors {
            try pool.write { database in
                let undone = try DeadLetterAction.fetch(database, number).unwrapped
                let unfinished = try Int64.fetchOne(
                    database,
                    sql: """
                        SELECT max(number) FROM dead_letter_actions AS actions
                        WHERE undoes = ? AND finished_at IS NULL
                            AND NOT EXISTS (SELECT 1 FROM dead_letter_actions WHERE undoes = actions.number)
                        """,
                    arguments: [number]
                )
                if let unfinished { return try DeadLetterAction.fetch(database, unfinished).unwrapped }
                return try DeadLetterAction.insert(
                    database,
                    .undone,
                    undoing: number,
                    of: undone.changed,
                    by: actor,
                    reason: reason,
                    at: now
                )
            }
        }
    }

    /// Undoes what an action did to these dead letters, in one transaction: each has the state, or the body with its
    /// violations, that it had before.
    ///
    /// Guarantees:
    /// - A dead letter is changed only where nothing else was done to it since. A replay that refused it again does not
    ///   count: it is open as before. Changes that were undone since do not count either.
    /// - A message that waited for its termination was refused when it was discarded: it is open.
    /// - The audit trail has each change, and the number of `undo` undoes it.
    ///
    /// - Parameters:
    ///   - deadLetters: their numbers; some hundreds, so that the worker can record in between.
    ///   - undo: begun by ``startUndo(of:by:reason:at:)``.
    public func undo(
        _ deadLetters: [Int],
        by undo: DeadLetterAction,
        actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterUndo] {
        try reportingLedgerErrors {
            try pool.write { database in
                guard let undone = undo.undoes else {
                    throw LedgerError(.other, "Action \(undo.number) undoes nothing.")
                }
                let action = try DeadLetterAction.fetch(database, undone).unwrapped
                let author = AuditTrail.Author(actor: actor, reason: reason)
                var trail = try AuditTrail(database)
                var outcomes: [DeadLetterUndo] = []
                for number in deadLetters {
                    guard
                        let snapshot = try DeadLetterSnapshot.fetch(
                            database,
                            action: undone,
                            deadLetter: Int64(number)
                        ),
                        let deadLetter = try UndoneDeadLetter(database, snapshot)
                    else { continue }
                    let outcome = try deadLetter.outcome(database)
                    outcomes.append(outcome)
                    guard outcome == .undone else { continue }
                    let state = deadLetter.stateBefore
                    let details: [JSONObject.Member] = [
                        .init(name: "action", value: .number(JSONNumber(undo.number))),
                        .init(name: "undoes", value: .number(JSONNumber(undone))),
                        .init(name: "undone", value: .string(action.kind.rawValue)),
                        .init(name: "state", value: .string(state.rawValue)),
                    ]
                    try trail.append(
                        .undone,
                        of: .deadLetter(deadLetter.id),
                        by: author,
                        details: JSONValue.object(JSONObject(details)).text,
                        at: now
                    )
                    try DeadLetterSnapshot.keep(
                        snapshot.deadLetter,
                        in: undo.number,
                        entry: trail.count,
                        ofBody: snapshot.body != nil,
                        state,
                        database
                    )
                    try deadLetter.putBack(state, database)
                }
                try DeadLetterSnapshot.count(outcomes.count { $0 == .undone }, of: undo.number, database)
                return outcomes
            }
        }
    }
}

/// A dead letter that an action has changed, as it is now and as it was before.
private struct UndoneDeadLetter {
    let id: String
    private let state: DeadLetter.State
    private let before: DeadLetterSnapshot
    /// Whether nothing is known to have happened since but refusals.
    private let isUntouched: Bool

    /// Nil where the dead letter was removed.
    init?(_ database: Database, _ snapshot: DeadLetterSnapshot) throws {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT id, state FROM dead_letters WHERE number = ?"),
            arguments: [snapshot.deadLetter]
        )
        guard let row else { return nil }
        try self.init(snapshot, id: row[0], state: row[1], isUntouched: false)
    }

    init(_ snapshot: DeadLetterSnapshot, id: String, state: String, isUntouched: Bool) throws {
        guard let state = DeadLetter.State(rawValue: state) else {
            throw LedgerError(.damaged, "A dead letter has a state that this version does not know.")
        }
        self.id = id
        self.state = state
        self.isUntouched = isUntouched
        before = snapshot
    }

    /// Whether the action can be undone for this dead letter.
    ///
    /// What was done since must cancel out. Each action leads to a condition that is named by the action's entry in the
    /// trail; an undo leads back to the condition before the action that it undoes.
    func outcome(_ database: Database) throws -> DeadLetterUndo {
        if isUntouched { return outcomeWithoutChanges }
        let later = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT letters.action, entry, undoes, kind FROM dead_letter_action_letters AS letters
                    JOIN dead_letter_actions AS actions ON actions.number = letters.action
                    WHERE letter = ? AND entry > ? ORDER BY entry
                    """
            ),
            arguments: [before.deadLetter, before.entry]
        )
        if let other = try otherChange(database, than: Set(later.map { $0[1] as Int64 })) {
            return .changedSince(other)
        }
        // Entries are numbered from 1.
        let conditionBefore: Int64 = 0
        var condition = before.entry
        var conditionsBefore = [before.action: conditionBefore]
        for row in later {
            let (action, entry, undone): (Int64, Int64, Int64?) = (row[0], row[1], row[2])
            conditionsBefore[action] = condition
            condition = undone.flatMap { conditionsBefore[$0] } ?? entry
        }
        if condition == conditionBefore { return .undoneBefore }
        if condition != before.entry, let last = later.last {
            return .changedSince(AuditEntry.Action(rawValue: last["kind"]) ?? .mended)
        }
        return outcomeWithoutChanges
    }

    private var outcomeWithoutChanges: DeadLetterUndo {
        state.rawValue == before.stateAfter ? .undone : .changedSince(.refused)
    }

    /// What was done since outside of actions: by the worker, a replay or a redaction.
    private func otherChange(_ database: Database, than entries: Set<Int64>) throws -> AuditEntry.Action? {
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT number, action FROM dead_letter_audit
                    WHERE dead_letter = ? AND number > ? AND action <> 'refused' ORDER BY number
                    """
            ),
            arguments: [id, before.entry]
        )
        while let row = try rows.next() {
            guard !entries.contains(row[0]), let action = AuditEntry.Action(rawValue: row[1]) else { continue }
            // A redaction changes bodies, and no states.
            if action == .redacted, before.body == nil { continue }
            return action
        }
        return nil
    }

    /// The state after the undo.
    var stateBefore: DeadLetter.State { before.body != nil ? state : DeadLetter.State(rawValue: before.state) ?? .open }

    func putBack(_ state: DeadLetter.State, _ database: Database) throws {
        if let body = before.body {
            try database.cachedStatement(
                sql: """
                    UPDATE dead_letters SET version = version + 1, edited_body = ?, content_digest = ?, violations = ?,
                        fingerprint = ?, settings_version = ?
                    WHERE number = ?
                    """
            )
            .execute(arguments: [
                body.mendedBody, body.contentDigest, body.violations, body.fingerprint, body.settingsVersion,
                before.deadLetter,
            ])
        } else {
            try database.cachedStatement(
                sql: """
                    UPDATE dead_letters SET version = version + 1, state = ?, discard_reason = ?
                    WHERE number = ?
                    """
            )
            .execute(arguments: [
                state.rawValue, state == .discarded ? before.discardReason : nil, before.deadLetter,
            ])
        }
    }
}
