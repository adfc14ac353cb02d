import ArgumentParser
import Foundation
import Terminations

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

            Configuration: flags, then TERMINUS_* variables, then terminus.yaml or /etc/terminus/terminus.yaml, then defaults.

            EXAMPLE
              terminus settings apply settings.yaml
              terminus run
            """,
        version: TerminusVersion.current,
        subcommands: [
            RunCommand.self, SetupCommand.self, CheckCommand.self, SendCommand.self, ListenCommand.self,
            SettingsCommand.self, ReasonsCommand.self, TerminationsCommand.self, ReportCommand.self, ImportCommand.self,
            DeadLettersCommand.self, AuditCommand.self, EventsCommand.self, NotesCommand.self, CustomersCommand.self,
            LedgerCommand.self, ConsoleCommand.self, SchemaCommand.self, DoctorCommand.self, CompletionCommand.self,
        ]
    )

    static func main() async {
        Console.prepare()
        Foundation.exit(Console.status(of: await end()))
    }

    /// Runs the command.
    ///
    /// - Returns: its exit code.
    private static func end() async -> Int32 {
        do {
            try OpenFileLimit.demandEnough()
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return EXIT_SUCCESS
        } catch let failure as CommandFailure {
            Console.error(failure)
            return failure.status.rawValue
        } catch {
            let code = exitCode(for: error)
            // Help, the version and completion scripts are answers. Everything else is about a wrong command line.
            let text = fullMessage(for: error)
            if code.isSuccess {
                if !text.isEmpty { Console.write(text + "\n") }
            } else if !text.isEmpty {
                Console.note(text.withoutAddresses)
                if let command = nearestCommand(to: CommandLine.arguments.dropFirst()) {
                    Console.note("Did you mean: \(command)")
                }
            }
            return code.rawValue
        }
    }
}

extension Terminus {
    /// The command that was probably meant, where a word of the line is none.
    private static func nearestCommand(to words: some Sequence<String>) -> String? {
        var command: any ParsableCommand.Type = Terminus.self
        var path = "terminus"
        for word in words {
            let commands = command.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-") else { return nil }
            guard let known = commands.first(where: { $0._commandName == word }) else {
                return Nearest.of(commands.map { $0._commandName }, to: word).first.map { "\(path) \($0)" }
            }
            command = known
            path += " " + word
        }
        return nil
    }
}

extension String {
    /// The text without the addresses of brokers: a wrong command line is repeated, and may hold a password.
    fileprivate var withoutAddresses: String {
        replacing(/(?i)(amqps?:)[^\s']*/.matchingSemantics(.unicodeScalar)) { "\($0.output.1)…" }
    }
}

enum TerminusVersion {
    static let current = "0.1.0"
}

/// How many files the process may have open (RLIMIT_NOFILE).
private enum OpenFileLimit {
    /// A worker has some thirty open, and up to 64 connections to its HTTP address.
    private static let needed: rlim_t = 128
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// Raises the soft limit where it is too low.
    ///
    /// - Throws: ``CommandFailure`` with exit code 78 where the hard limit is too low. Libraries would end the process, or
    ///   name another cause.
    static func demandEnough() throws {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < needed else { return }
        limit.rlim_cur = min(limit.rlim_max, needed)
        guard limit.rlim_cur < needed || setrlimit(resource, &limit) != 0 else { return }
        throw CommandFailure(
            .configuration,
            "This process may have only \(limit.rlim_cur) files open; Terminus needs \(needed).",
            hint: "Raise the limit of open files: LimitNOFILE= under systemd, ulimit -n in a shell."
        )
    }
}
