import Terminations

/// A termination as the ledger has it, with what is needed to add a revision or to let it take effect.
struct RecordedRow {
    /// Of `terminations`.
    let id: Int64
    let recorded: RecordedTermination
    /// Of `reason_snapshots`.
    let reason: Int64?
    /// Of its contract, which it has as long as the termination is in force.
    let lastSequence: Int
    /// The event that told that it took effect; nil where it has not.
    let effectiveEvent: Int64?
    /// Of the message of the latest revision.
    let messageID: String
    /// Whether the contract goes on after all.
    let isEnded: Bool
    /// Whether subscribers were told anything of it: then they are told whatever follows.
    let isTold: Bool

    static let tables = """
        terminations JOIN termination_revisions
            ON termination = terminations.id AND termination_revisions.revision = terminations.revision
        LEFT JOIN reason_snapshots ON reason_snapshots.id = reason
        """

    static let columns = """
        terminations.id, termination_id, contract_id, customer_id, contract_type, customer_kind, termination_type, \
        initiator, snapshot, is_sensitive, end_date, billing_stops_at, effective_at, terminations.revision, action, \
        content_digest, reason, contract_sequence, effective_event, message_id, ended, \
        event IS NOT NULL OR import_run IS NULL
        """

    /// Reads a row of ``columns``, in that order.
    init(_ row: HotRow) throws {
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
            endDate: endDate,
            billingStopsAt: Instant(milliseconds: row.integer(11)),
            effectiveAt: row.optionalInteger(12).map(Instant.init(milliseconds:)),
            revision: Int(row.integer(13)),
            action: action,
            contentDigest: try ContentDigest(blob: row.bytes(15))
        )
        reason = row.optionalInteger(16)
        lastSequence = Int(row.integer(17))
        effectiveEvent = row.optionalInteger(18)
        messageID = row.text(19) ?? ""
        isEnded = row.integer(20) != 0
        isTold = row.integer(21) != 0 || effectiveEvent != nil
    }
}
