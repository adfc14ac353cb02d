import Foundation
import JSON
public import Terminations

/// How the body of one dead letter is to be changed.
public enum DeadLetterEdit: Sendable, Equatable {
    case patch(JSONPatch)
    /// It cannot be changed. The text says why, without any value of the message.
    case impossible(String)
}

extension Ledger {
    /// Stores patched bodies beside those that were received, which are kept; from then on the patched ones are judged.
    ///
    /// Guarantees:
    /// - All changes are made in one transaction.
    /// - A dead letter is changed only where it is open and has the version that the caller names.
    /// - One that was edited before is patched as it reads now.
    ///
    /// Nothing is judged: ask ``Recorder/previewReplay(_:edits:asOf:at:)`` first what the edits would lead to. The audit
    /// trail keeps the patches, whatever they hold: ``redactNotes(matching:after:limit:isRehearsal:by:reason:at:)`` finds notes
    /// in them.
    ///
    /// - Parameters:
    ///   - deadLetters: what the caller has seen; some hundreds, so that the worker can record in between.
    ///   - edits: one for each dead letter, in the same order.
    ///   - action: the action that this is a part of; without one it cannot be undone.
    /// - Returns: one change for each dead letter, in the same order.
    public func edit(
        _ deadLetters: [DeadLetterVersion],
        with edits: [DeadLetterEdit],
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        try change(deadLetters, ChangeRequest(.mended, from: .open, action, actor, reason, now)) { index, stored in
            switch edits[index] {
            case .impossible(let why): return .impossible(why)
            case .patch(let patch):
                do throws(JSONPatchError) {
                    return .edited(body: try stored.body(patchedBy: patch), patch)
                } catch {
                    return .impossible(error.description)
                }
            }
        }
    }

    /// Sets open dead letters aside, each with the reason: nobody has to look at them any more. All in one transaction.
    /// ``restore(_:action:by:reason:at:)`` opens them again.
    ///
    /// The sender of a held message has had no answer yet: ``Recorder/discard(_:action:by:reason:at:)`` sends one.
    ///
    /// - Parameters:
    ///   - deadLetters: as for ``edit(_:with:action:by:reason:at:)``.
    ///   - action: the action that this is a part of; without one it cannot be undone.
    public func discard(
        _ deadLetters: [DeadLetterVersion],
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        try change(deadLetters, ChangeRequest(.discarded, from: .open, action, actor, reason, now)) { _, _ in .discarded
        }
    }

    /// Opens discarded dead letters again, all in one transaction.
    ///
    /// - Parameters:
    ///   - deadLetters: as for ``edit(_:with:action:by:reason:at:)``.
    ///   - action: the action that this is a part of; without one it cannot be undone.
    public func restore(
        _ deadLetters: [DeadLetterVersion],
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        try change(deadLetters, ChangeRequest(.restored, from: .discarded, action, actor, reason, now)) { _, _ in
            .restored
        }
    }

    private struct ChangeRequest {
        let kind: AuditEntry.Action
        /// The only state that allows the change.
        let state: DeadLetter.State
        let action: Int64?
        let author: AuditTrail.Author
        let now: Instant

        init(
            _ kind: AuditEntry.Action,
            from state: DeadLetter.State,
            _ action: Int64?,
            _ actor: Actor,
            _ reason: String,
            _ now: Instant
        ) {
            self.kind = kind
            self.state = state
            self.action = action
            author = AuditTrail.Author(actor: actor, reason: reason)
            self.now = now
        }
    }

    private enum Change {
        case edited(body: [UInt8], JSONPatch)
        case discarded
        case restored
        case impossible(String)
    }

    /// Reads each dead letter, decides and writes, with its entry in the audit trail, under one write lock.
    private func change(
        _ deadLetters: [DeadLetterVersion],
        _ request: ChangeRequest,
        _ decide: (Int, StoredMessage) -> Change
    ) throws(LedgerError) -> [DeadLetterChange] {
        try reportingLedgerErrors {
            try pool.write { database in
                var trail = try AuditTrail(database)
                var changes: [DeadLetterChange] = []
                try StoredMessage.Selection.versions(deadLetters).forEach(database) { seen, stored in
                    let index = changes.count
                    guard let stored else {
                        changes.append(.unknown)
                        return
                    }
                    guard request.state == stored.state else {
                        changes.append(.refused(state: stored.state))
                        return
                    }
                    guard seen.version == stored.version else {
                        changes.append(.changedMeanwhile)
                        return
                    }
                    changes.append(try write(decide(index, stored), to: stored, request, &trail, database))
                }
                if let action = request.action {
                    try DeadLetterSnapshot.count(changes.count { $0 == .changed }, of: action, database)
                }
                return changes
            }
        }
    }

    private func write(
        _ change: Change,
        to stored: StoredMessage,
        _ request: ChangeRequest,
        _ trail: inout AuditTrail,
        _ database: Database
    ) throws -> DeadLetterChange {
        let sql: String
        var arguments: StatementArguments = []
        var details: [JSONObject.Member] = []
        var after = DeadLetter.State.open
        switch change {
        case .impossible(let why):
            return .unpatchable(why)
        case .edited(let body, let patch):
            // The digest belongs to the redacted body, and not to the one that is judged from now on.
            sql = "edited_body = ?, content_digest = NULL"
            arguments += [Data(body)]
            details.append(.init(name: "patch", value: patch.json))
        case .discarded:
            sql = "state = 'discarded', discard_reason = ?"
            arguments += [request.author.reason]
            after = .discarded
        case .restored:
            sql = "state = 'open', discard_reason = NULL"
        }
        if let action = request.action { details.append(.init(name: "action", value: .number(JSONNumber(action)))) }
        try trail.append(
            request.kind,
            of: .deadLetter(stored.id),
            by: request.author,
            details: JSONValue.object(JSONObject(details)).text,
            at: request.now
        )
        if let action = request.action {
            let isOfBody = if case .edited = change { true } else { false }
            try DeadLetterSnapshot.keep(
                stored.number,
                in: action,
                entry: trail.count,
                ofBody: isOfBody,
                after,
                database
            )
        }
        arguments += [stored.number, stored.state.rawValue, stored.version]
        try database.cachedStatement(
            sql: "UPDATE dead_letters SET version = version + 1, \(sql) WHERE number = ? AND state = ? AND version = ?"
        )
        .execute(arguments: arguments)
        return .changed
    }
}

/// What became of a change that was asked for.
public enum DeadLetterChange: Sendable, Equatable {
    /// It is made, and the audit trail has it.
    case changed
    /// Nothing is changed: the dead letter is in a state that does not allow it.
    case refused(state: DeadLetter.State)
    /// Nothing is changed: the dead letter has another version than the caller named.
    case changedMeanwhile
    /// There is no such dead letter.
    case unknown
    /// Nothing is changed: the patch cannot be applied to this message. The text says why, without any of its values.
    case unpatchable(String)
}
