import ArgumentParser

struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "Find out why messages were refused, mend them, and replay them.",
        discussion: """
            A replay judges the stored message again and records the outcome in the same transaction: the dead letter \
            is resolved, or it has the reasons why it was refused again. Every mend, discard and restore has a number; \
            undo takes that number and reverts the action.

            EXAMPLE
              terminus dead-letters groups
              terminus dead-letters replay --fingerprint 1c5f0a7be2d4 --dry-run
              terminus dead-letters replay --fingerprint 1c5f0a7be2d4 \\
                  --reason "alias added"
            """,
        subcommands: [
            List.self, Groups.self, Show.self, Replay.self, Replays.self, Mend.self, Discard.self, Restore.self,
            Undo.self, Actions.self, Export.self, History.self, Audit.self,
        ]
    )
}
