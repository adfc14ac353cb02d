import Terminations

/// A termination as the ledger has it, with what is needed to add a revision or to let it take effect.
struct TerminationRow {
    /// Of `terminations`.
    let id: Int64
    private(set) var recorded: RecordedTermination
    /// Of `reason_snapshots`.
    let reason: Int64?
    /// Of its contract, which it has as long as the termination is in force.
    let lastSequence: Int
    /// The event with which it took effect; nil if it has not.
    let effectiveEvent: Int64?
    /// Of the message of the latest revision.
    let messageID: String
    /// Whether it was withdrawn.
    let isEnded: Bool
    /// Whether other terminations end other terms of its contract.
    let hasOtherTerms: Bool
    /// Whether an event of it was published: then every later change is published, too.
    let isAnnounced: Bool

    static let tables = """
        terminations JOIN termination_revisions
            ON termination = terminations.id AND termination_revisions.revision = terminations.revision
        LEFT JOIN reason_snapshots ON reason_snapshots.id = reason
        """

    static let columns = """
        terminations.id, termination_id, contract_id, customer_id, contract_type, customer_kind, termination_type, \
        initiator, snapshot, is_sensitive, end_date, billing_stops_at, effective_at, terminations.revision, action, \
        content_digest, reason, contract_sequence, effective_event, message_id, ended, \
        event IS NOT NULL OR import_run IS NULL, starts_on, coalesce(revised_at, occurred_at), has_other_terms
        """

    /// Reads a row of ``columns``, in that order.
    init(_ row: RawRow) throws {
        guard let endDate = row.text(10).flatMap({ LocalDate($0) }), let action = Action(rawValue: row.text(14) ?? ""),
            let type = TerminationType(rawValue: row.text(6) ?? "")
        else {
            throw LedgerError(.damaged, "A termination has a value that this version does not know.")
        }
        id = row.integer(0)
        recorded = RecordedTermination(
            terminationID: row.text(1) ?? "",
            contractID: row.text(2) ?? "",
            customerID: row.text(3) ?? "",
            contractType: row.text(4),
            customerKind: row.text(5).flatMap(CustomerKind.init(rawValue:)),
            terminationType: type,
            initiator: row.text(7).flatMap(Initiator.init(rawValue:)),
            reason: try row.text(8).map { try ReasonSnapshot.stored($0, isSensitive: row.integer(9) != 0) },
            startDate: row.text(22).flatMap { LocalDate($0) },
            endDate: endDate,
            billingStopsAt: Instant(milliseconds: row.integer(11)),
            effectiveAt: row.optionalInteger(12).map(Instant.init(milliseconds:)),
            revision: Int(row.integer(13)),
            occurredAt: Instant(milliseconds: row.integer(23)),
            action: action,
            contentDigest: try ContentDigest(blob: row.bytes(15))
        )
        reason = row.optionalInteger(16)
        lastSequence = Int(row.integer(17))
        effectiveEvent = row.optionalInteger(18)
        messageID = row.text(19) ?? ""
        isEnded = row.integer(20) != 0
        isAnnounced = row.integer(21) != 0 || effectiveEvent != nil
        hasOtherTerms = row.integer(24) != 0
    }

    /// With what its latest message says about the contract.
    func detailed(by details: Termination?) -> TerminationRow {
        var row = self
        row.recorded.details = details
        return row
    }
}

extension Batch {
    /// Computes again what the latest message of a termination, other than a withdrawal, amounted to. A correction or
    /// withdrawal names what it supersedes, and the event of the effect is complete.
    ///
    /// - Returns: nil where the message was pruned.
    func details(of row: TerminationRow) throws -> Termination? {
        guard let stored = try transaction.latestMessage(of: row.id),
            let message = ParsedMessage(accepted: stored.body).message, let endDate = message.endDate
        else { return nil }
        let settings = try settingsVersions.version(stored.settingsVersion, transaction.database)
        let zone = message.timeZone ?? settings.settings.timeZone
        return Termination(
            of: message,
            endDate: endDate,
            reason: row.recorded.reason,
            settings: settings,
            timeZone: zone,
            occurredOn: zone.localDate(at: message.occurredAt),
            knownStart: row.recorded.startDate,
            isNoteRedacted: stored.isRedacted
        )
    }
}

/// Versions of the settings that recorded messages were judged by. No version ever changes, so they are kept from one
/// transaction to the next.
final class KnownSettingsVersions {
    private static let most = 16
    private var versions: [Int: SettingsVersion] = [:]

    func version(_ number: Int, _ database: Database) throws -> SettingsVersion {
        if let known = versions[number] { return known }
        let version = try SettingsVersion.fetch(database, number: number)
        if versions.count == Self.most { versions = [:] }
        versions[number] = version
        return version
    }

    /// After a transaction that was rolled back: what it had applied may become another version.
    func forget() { versions = [:] }
}
