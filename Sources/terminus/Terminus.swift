import ArgumentParser

/// The entry point: every command is a file in `Commands`.
@main
struct Terminus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminus",
        abstract: "Judges contract terminations, records them, and tells billing.",
        discussion: """
            Terminus consumes termination messages from RabbitMQ, judges each by the configured cancellation reasons \
            and rules, records it in an SQLite ledger and publishes an enriched event. What it cannot accept becomes \
            a dead letter with every violation named.

            Configuration: flags, then TERMINUS_* variables, then terminus.yaml, then defaults.

            EXAMPLE
              terminus settings apply settings.yaml
              terminus run
            """,
        version: TerminusVersion.current,
        subcommands: [
            RunCommand.self, SetupCommand.self, CheckCommand.self, SendCommand.self, ListenCommand.self,
            SettingsCommand.self, ReasonsCommand.self, TerminationsCommand.self, ReportCommand.self, ImportCommand.self,
            DeadLettersCommand.self, EventsCommand.self, NotesCommand.self, CustomersCommand.self, LedgerCommand.self,
            SchemaCommand.self, DoctorCommand.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            Console.error(failure)
            exit(withError: ExitCode(failure.status.rawValue))
        } catch {
            exit(withError: error)
        }
    }
}

enum TerminusVersion {
    static let current = "0.1.0"
}
