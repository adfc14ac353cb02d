import GRDB
public import Terminations

extension Recorder {
    /// What replaying dead letters would do if a document were the current settings, found by doing it and rolling back.
    /// Changes nothing.
    ///
    /// Holds the ledger's write lock meanwhile, as a replay does. See ``previewReplay(_:patch:asOf:at:)`` for what the
    /// letters of one call see of each other.
    public func previewReplay(
        _ ids: [String],
        under document: SettingsDocument,
        at now: Instant
    ) throws(LedgerError) -> [ReplayOutcome] {
        // The version that was made up has the number of the next real one.
        defer { forgetJudge() }
        return try rehearse { database in
            let succession = try SettingsSuccession(database, to: document)
            let author = SettingsSuccession.Author(actor: .preview, reason: "preview")
            if succession.isNew { try succession.insert(database, by: author, at: now) }
            return try judgeAgain(
                .ids(ids),
                database,
                asOf: .occurred,
                by: AuditTrail.Author(actor: .preview, reason: "preview"),
                isRehearsal: true,
                at: now
            )
        }
    }
}
