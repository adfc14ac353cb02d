public import Ledger
public import Terminations

/// Why a component of the worker is paused.
public struct PauseStatus: Sendable, Equatable {
    /// From a closed list, for metrics.
    public let code: LedgerError.Code
    /// One sentence, without secrets and without values of rows.
    public let reason: String
    /// When the pause began. A change of the reason does not change it.
    public let since: Instant

    /// The codes with which a component can pause. The others are answers to commands.
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
