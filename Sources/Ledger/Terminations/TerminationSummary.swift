public import Terminations

/// The state of a termination.
public enum TerminationState: String, Sendable, CaseIterable {
    /// Its last day is not over, or the event of that is not recorded yet.
    case inForce = "in-force"
    /// Its last day is over, and the event of that is recorded.
    case effective
    /// It was withdrawn: the contract continues.
    case withdrawn
}

/// A termination as its latest revision left it.
public struct TerminationSummary: Sendable, Equatable {
    /// Of `terminations`.
    let row: Int64
    public let terminationID: String
    public let contractID: String
    public let customerID: String
    public let state: TerminationState
    /// Of the latest revision.
    public let revision: Int
    public let terminationType: TerminationType
    public let initiator: Initiator?
    public let contractType: String?
    public let customerKind: CustomerKind?
    /// As it read when it was recorded; nil where none was given. May be sensitive.
    public let reason: ReasonSnapshot?
    /// The last day on which the contract is in force, inclusive; of a withdrawn one, would have been.
    public let endDate: LocalDate
    /// The start of the local day after the end date: exclusive.
    public let billingStopsAt: Instant
    /// The instant with which it took effect; nil where it has not.
    public let effectiveAt: Instant?
    /// When it was made, not corrected.
    public let occurredAt: Instant
    /// When its first revision was recorded.
    public let recordedAt: Instant
    /// The settings that judged what it is now; not those that judged a withdrawal.
    public let settingsVersion: Int
    /// What was billed a month, in minor units of ``currency``; nil where that is not known.
    public let monthlyAmount: Int64?
    public let currency: String?
    /// As the message named it, such as `portal`.
    public let channel: String?
    /// The event with which it is in effect.
    let effectiveEvent: Int64?
}

extension TerminationSummary {
    static let tables = "terminations LEFT JOIN reason_snapshots ON reason_snapshots.id = terminations.reason"

    static let columns = """
        terminations.id, termination_id, contract_id, customer_id, \(state), revision, termination_type, initiator, \
        contract_type, customer_kind, snapshot, is_sensitive, end_date, billing_stops_at, effective_at, occurred_at, \
        recorded_at, terminations.settings_version, effective_event, \
        monthly_amount, currency, channel
        """

    /// SQL for the name of the state.
    static let state = """
        CASE WHEN ended <> 0 THEN 'withdrawn' WHEN effective_at IS NOT NULL THEN 'effective' ELSE 'in-force' END
        """

    /// Reads a row of ``columns``, in that order.
    init(_ row: Row) throws {
        guard let state = TerminationState(rawValue: row[4]), let type = TerminationType(rawValue: row[6]),
            let endDate = LocalDate(row[12] as String)
        else {
            throw LedgerError(.damaged, "A termination has a value that this version does not know.")
        }
        self.row = row[0]
        terminationID = row[1]
        contractID = row[2]
        customerID = row[3]
        self.state = state
        revision = row[5]
        terminationType = type
        initiator = (row[7] as String?).flatMap(Initiator.init(rawValue:))
        contractType = row[8]
        customerKind = (row[9] as String?).flatMap(CustomerKind.init(rawValue:))
        reason = try (row[10] as String?).map { try ReasonSnapshot.stored($0, isSensitive: row[11]) }
        self.endDate = endDate
        billingStopsAt = Instant(milliseconds: row[13])
        effectiveAt = (row[14] as Int64?).map(Instant.init(milliseconds:))
        occurredAt = Instant(milliseconds: row[15])
        recordedAt = Instant(milliseconds: row[16])
        settingsVersion = row[17]
        effectiveEvent = row[18]
        monthlyAmount = row[19]
        currency = row[20]
        channel = row[21]
    }
}
