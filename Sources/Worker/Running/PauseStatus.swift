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

    /// What a part can wait for. The other codes answer a command.
    public static let codes = LedgerError.Code.allCases.filter {
        switch $0 {
        case .locked, .diskFull, .readOnly, .inputOutput, .cannotOpen, .damaged, .replaced, .foreign, .noSettings,
            .constraint, .other:
            true
        case .settingsChanged, .runTaken, .reasonInUse, .retentionTooShort, .notPublished, .notPlanned, .stillOpen:
            false
        }
    }
}
