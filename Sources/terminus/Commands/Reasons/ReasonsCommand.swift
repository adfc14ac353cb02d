import ArgumentParser

struct ReasonsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reasons",
        abstract: "List, create, edit, retire and merge the cancellation reasons.",
        discussion: """
            Every change shows its differences first and makes a new version of the settings. Recorded terminations \
            stay as they are. A reason's code never changes. A reason that was used is retired, never deleted.

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
