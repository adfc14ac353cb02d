public import Ledger
public import Terminations

/// Why a part of the worker does nothing.
public struct PauseStatus: Sendable, Equatable {
    /// From a closed list, for metrics.
    public let code: LedgerError.Code
    /// One sentence, without secrets and values of rows.
    public let reason: String
    /// When the part first could not work; another reason later does not begin anew.
    public let since: Instant
}
