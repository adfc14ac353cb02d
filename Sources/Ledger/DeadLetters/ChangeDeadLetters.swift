import Foundation
import GRDB
public import Terminations

extension Ledger {
    /// Puts a patched body beside the one that was received, which is kept; from then on it is the one that is judged.
    /// All letters in one transaction, each only where it is open.
    ///
    /// Nothing is judged: ask ``Recorder/previewReplay(_:patch:asOf:at:)`` first what the patch would lead to. A letter
    /// that was mended before is patched as it reads now. The audit trail keeps the patch, whatever it holds: a note in it
    /// is found by ``redactNotes(matching:by:reason:at:stop:onProgress:)``.
    ///
    /// - Parameter versions: where given, ``DeadLetter/version`` as the caller saw it, in the order of `ids`: a letter
    ///   that was changed since is left as it is.
    public func mend(
        _ ids: [String],
        with patch: JSONPatch,
        ifVersions versions: [Int]? = nil,
        by actor: String,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        let details = JSONValue.object(JSONObject([.init(name: "patch", value: patch.json)])).text
        return try change(ids, from: [.open], .mended, details, versions, by: actor, reason, at: now) { stored in
            do throws(JSONPatchError) {
                return .mended(body: try stored.body(patchedBy: patch))
            } catch {
                return .impossible(error.description)
            }
        }
    }

    /// Sets open letters aside for good, each with the reason: nobody has to look at them any more. All in one transaction.
    /// ``restore(_:by:reason:at:)`` takes it back.
    ///
    /// The sender of a held one knows nothing yet: ``Recorder/discard(_:by:reason:at:)`` tells it.
    public func discard(
        _ ids: [String],
        by actor: String,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        try change(ids, from: [.open], .discarded, "{}", by: actor, reason, at: now) { _ in .discarded }
    }

    /// Opens discarded letters again, all in one transaction.
    public func restore(
        _ ids: [String],
        by actor: String,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        try change(ids, from: [.discarded], .restored, "{}", by: actor, reason, at: now) { _ in .restored }
    }

    private enum Change {
        case mended(body: [UInt8])
        case discarded
        case restored
        case impossible(String)
    }

    /// Reads each letter, decides and writes, with its entry in the audit trail, under one write lock: what was read is
    /// what is changed.
    private func change(
        _ ids: [String],
        from states: [DeadLetter.State],
        _ action: AuditEntry.Action,
        _ details: String,
        _ versions: [Int]? = nil,
        by actor: String,
        _ reason: String,
        at now: Instant,
        _ decide: (StoredMessage) -> Change
    ) throws(LedgerError) -> [DeadLetterChange] {
        try reportingLedgerErrors {
            try pool.write { database in
                let author = AuditTrail.Author(actor: actor, reason: reason)
                var trail = try AuditTrail(database)
                var changes: [DeadLetterChange] = []
                try ReplaySelection.ids(ids).forEach(database) { id, stored in
                    let index = changes.count
                    guard let stored else {
                        changes.append(.unknown)
                        return
                    }
                    guard states.contains(stored.state) else {
                        changes.append(.refused(state: stored.state))
                        return
                    }
                    if let versions, index < versions.count, Int64(versions[index]) != stored.version {
                        changes.append(.changedMeanwhile)
                        return
                    }
                    let sql: String
                    var arguments: StatementArguments = []
                    switch decide(stored) {
                    case .impossible(let why):
                        changes.append(.unpatchable(why))
                        return
                    case .mended(let body):
                        // The digest of what was redacted is not that of what is judged from now on.
                        sql = "mended_body = ?, content_digest = NULL"
                        arguments += [Data(body)]
                    case .discarded:
                        sql = "state = 'discarded', discard_reason = ?"
                        arguments += [reason]
                    case .restored:
                        sql = "state = 'open', discard_reason = NULL"
                    }
                    arguments += [stored.number, stored.state.rawValue, stored.version]
                    try database.cachedStatement(
                        sql: """
                            UPDATE dead_letters SET version = version + 1, \(sql)
                            WHERE number = ? AND state = ? AND version = ?
                            """
                    )
                    .execute(arguments: arguments)
                    try trail.append(action, of: .deadLetter(id), by: author, details: details, at: now)
                    changes.append(.changed)
                }
                return changes
            }
        }
    }
}
