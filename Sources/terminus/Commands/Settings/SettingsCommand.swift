import ArgumentParser

struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Apply, check and compare the settings: cancellation reasons, rules, time zone.",
        discussion: """
            Every change makes a new version; no version is ever changed. Single reasons are changed with \
            terminus reasons.

            EXAMPLE
              terminus settings check settings.yaml
              terminus settings apply settings.yaml
            """,
        subcommands: [
            Apply.self, Show.self, History.self, Diff.self, Check.self, WhatIf.self, Export.self, Rollback.self,
        ]
    )
}
