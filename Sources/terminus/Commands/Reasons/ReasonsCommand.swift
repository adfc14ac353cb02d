import ArgumentParser
import Ledger
import Terminations

struct ReasonsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reasons",
        abstract: "List, create, edit, retire and merge the cancellation reasons.",
        discussion: """
            Every change makes a new version of the settings, shows first what it changes, and leaves what is recorded \
            as it is. A reason's code never changes, and a reason that was used is retired, never deleted.

            EXAMPLE
              terminus reasons list
              terminus reasons edit price --label "en=Costs too much" --dry-run
              terminus reasons retire winter-offer --reason "the offer has ended"
            """,
        subcommands: [
            List.self, Show.self, Usage.self, Add.self, Edit.self, Retire.self, Restore.self, Merge.self, Move.self,
        ]
    )
}

extension TerminusConfiguration {
    /// The current settings of the ledger, or those of a version.
    ///
    /// - Throws: ``CommandFailure`` with exit code 78 where none were ever applied, 65 where there is no such version.
    func appliedSettings(_ number: Int? = nil, in ledger: Ledger) throws -> AppliedSettings {
        if let applied = try ledger.appliedSettings(number) { return applied }
        if let number {
            throw CommandFailure(
                .dataError,
                "There is no version \(number) of the settings.",
                hint: "See: terminus settings history"
            )
        }
        throw CommandFailure(
            .configuration,
            "No settings were ever applied.",
            hint: "Run: terminus settings apply FILE"
        )
    }
}

extension Settings {
    /// The reason of this code, or that which has it for an alias.
    ///
    /// - Throws: ``CommandFailure`` with exit code 65 where there is none.
    func reason(named code: String) throws -> CancellationReason {
        if let reason = reason(code) ?? reason(withAlias: code) { return reason }
        throw CommandFailure(
            .dataError,
            "There is no reason \(Table.printable(code)).",
            hint: "See: terminus reasons list"
        )
    }

    /// Whether a message can name a reason by this code.
    func hasReason(_ code: String) -> Bool { reason(code) != nil || reason(withAlias: code) != nil }

    /// The day that it is now where the settings are.
    var today: LocalDate { timeZone.localDate(at: .now) }
}
