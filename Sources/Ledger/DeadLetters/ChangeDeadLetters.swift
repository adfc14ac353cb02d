import Foundation
public import Terminations

/// How the body of one dead letter is to be changed.
public enum DeadLetterEdit: Sendable, Equatable {
    case patch(JSONPatch)
    /// Not at all: why, without any value of the message.
    case impossible(String)
}

extension Ledger {
    /// Puts a patched body beside the one that was received, which is kept; from then on it is the one that is judged.
    /// All letters in one transaction, each only where it is open.
    ///
    /// Nothing is judged: ask ``Recorder/previewReplay(_:edits:asOf:at:)`` first what the patch would lead to. A letter
    /// that was mended before is patched as it reads now. The audit trail keeps the patch, whatever it holds: a note in it
    /// is found by ``redactNotes(matching:by:reason:at:stop:onProgress:)``.
    ///
    /// - Parameters:
    ///   - versions: where given, ``DeadLetter/version`` as the caller saw it, in the order of `ids`: a letter that was
    ///     changed since is left as it is.
    ///   - action: the action that this is a part of; without one it cannot be taken back.
    public func mend(
        _ ids: [String],
        with patch: JSONPatch,
        ifVersions versions: [Int]? = nil,
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        try mend(
            ids,
            with: Array(repeating: .patch(patch), count: ids.count),
            ifVersions: versions,
            action: action,
            by: actor,
            reason: reason,
            at: now
        )
    }

    /// The same, with an edit for each letter, in the order of `ids`.
    public func mend(
        _ ids: [String],
        with edits: [DeadLetterEdit],
        ifVersions versions: [Int]? = nil,
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        let request = ChangeRequest(.mended, from: [.open], versions, action, actor, reason, now)
        return try change(ids, request) { index, stored in
            switch edits[index] {
            case .impossible(let why): return .impossible(why)
            case .patch(let patch):
                do throws(JSONPatchError) {
                    return .mended(body: try stored.body(patchedBy: patch), patch)
                } catch {
                    return .impossible(error.description)
                }
            }
        }
    }

    /// Sets open letters aside for good, each with the reason: nobody has to look at them any more. All in one transaction.
    /// ``restore(_:ifVersions:action:by:reason:at:)`` opens them again.
    ///
    /// The sender of a held one knows nothing yet: ``Recorder/discard(_:ifVersions:action:by:reason:at:)`` tells it.
    ///
    /// - Parameters:
    ///   - versions: as for ``mend(_:with:ifVersions:action:by:reason:at:)-1``.
    ///   - action: the action that this is a part of; without one it cannot be taken back.
    public func discard(
        _ ids: [String],
        ifVersions versions: [Int]? = nil,
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        let request = ChangeRequest(.discarded, from: [.open], versions, action, actor, reason, now)
        return try change(ids, request) { _, _ in .discarded }
    }

    /// Opens discarded letters again, all in one transaction.
    public func restore(
        _ ids: [String],
        ifVersions versions: [Int]? = nil,
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        let request = ChangeRequest(.restored, from: [.discarded], versions, action, actor, reason, now)
        return try change(ids, request) { _, _ in .restored }
    }

    private struct ChangeRequest {
        let kind: AuditEntry.Action
        let states: [DeadLetter.State]
        let versions: [Int]?
        let action: Int64?
        let author: AuditTrail.Author
        let now: Instant

        init(
            _ kind: AuditEntry.Action,
            from states: [DeadLetter.State],
            _ versions: [Int]?,
            _ action: Int64?,
            _ actor: Actor,
            _ reason: String,
            _ now: Instant
        ) {
            self.kind = kind
            self.states = states
            self.versions = versions
            self.action = action
            author = AuditTrail.Author(actor: actor, reason: reason)
            self.now = now
        }
    }

    private enum Change {
        case mended(body: [UInt8], JSONPatch)
        case discarded
        case restored
        case impossible(String)
    }

    /// Reads each letter, decides and writes, with its entry in the audit trail, under one write lock: what was read is
    /// what is changed.
    private func change(
        _ ids: [String],
        _ request: ChangeRequest,
        _ decide: (Int, StoredMessage) -> Change
    ) throws(LedgerError) -> [DeadLetterChange] {
        try reportingLedgerErrors {
            try pool.write { database in
                var trail = try AuditTrail(database)
                var changes: [DeadLetterChange] = []
                try ReplaySelection.ids(ids).forEach(database) { id, stored in
                    let index = changes.count
                    guard let stored else {
                        changes.append(.unknown)
                        return
                    }
                    guard request.states.contains(stored.state) else {
                        changes.append(.refused(state: stored.state))
                        return
                    }
                    if let versions = request.versions, index < versions.count,
                        Int64(versions[index]) != stored.version
                    {
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
        case .mended(let body, let patch):
            // The digest of what was redacted is not that of what is judged from now on.
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
            let isOfBody = if case .mended = change { true } else { false }
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

/// What became of a change that somebody asked for.
public enum DeadLetterChange: Sendable, Equatable {
    /// It is made, and stands in the audit trail.
    case changed
    /// Nothing is changed: the letter is not in a state that allows it, because somebody else was first or because it
    /// never was.
    case refused(state: DeadLetter.State)
    /// Nothing is changed: somebody has changed the letter since the caller looked at it.
    case changedMeanwhile
    /// There is no such dead letter.
    case unknown
    /// Nothing is changed: the patch cannot be applied to this message; the text says why, without any of its values.
    case unpatchable(String)
}
