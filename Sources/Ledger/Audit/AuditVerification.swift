/// Whether the audit trail is as it was written.
public struct AuditVerification: Sendable, Equatable {
    /// What is wrong first; what stands behind it is not to be trusted either.
    public enum Defect: Sendable, Equatable {
        /// This entry is not there.
        case missing(number: Int64)
        /// This entry, or the hash that it was chained to, is not what was written.
        case changed(number: Int64)
        /// There are entries behind the last one that was counted.
        case uncounted(number: Int64)
        /// The count and the hash of the last entry are not there, or do not fit it.
        case headChanged
    }

    /// Entries that were found to be as they were written.
    public let verified: Int64
    /// The hash of the last entry, in hexadecimal. Kept elsewhere, it shows later that nothing up to it was rewritten.
    public let headHash: String
    /// Nil when the trail holds.
    public let defect: Defect?
}
