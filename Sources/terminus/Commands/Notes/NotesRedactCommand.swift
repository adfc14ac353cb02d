import Application
import ArgumentParser
import Ledger
import Terminations
import Threads

extension NotesCommand {
    struct Redact: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove the notes of a contract, a customer or a time from everything in the ledger.",
            usage: """
                terminus notes redact [--contract <id>] [--customer <id>] [--termination <id>] [--older-than <time>]
                                      [--dry-run] [--reason <text>] [<options>]
                """,
            discussion: """
                The note is removed from received messages, dead letters, held messages, edited bodies, patches and \
                stored events, and from the pages of the file and its log, which are searched for it afterwards. \
                Everything else stays; a message that comes again is still a duplicate. Each termination and dead \
                letter gets an entry in the audit trail, without the text. Several conditions are combined with AND.

                It works beside a running worker. After an interruption, give the command again. It cannot reach \
                backups and published events. Exit code 65 when the text is still found in a file, 75 when another \
                program reads the log so that it cannot be emptied.

                EXAMPLE
                  terminus notes redact --customer K-703 --dry-run
                  terminus notes redact --older-than 400d --yes --reason "retention of notes"
                """
        )

        @Option(name: .customLong("contract"), help: ArgumentHelp("Of this contract.", valueName: "id"))
        var contractID: String?
        @Option(name: .customLong("customer"), help: ArgumentHelp("Of this customer.", valueName: "id"))
        var customerID: String?
        @Option(name: .customLong("termination"), help: ArgumentHelp("Of this termination.", valueName: "id"))
        var terminationID: String?
        @Option(help: ArgumentHelp("Received before this: 400d, or a date.", valueName: "time"))
        var olderThan: Moment?
        @Flag(help: "Print how many notes there are, and change nothing.")
        var dryRun = false
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        private var filter: NoteFilter {
            NoteFilter(
                contractID: contractID,
                customerID: customerID,
                terminationID: terminationID,
                before: olderThan?.instant
            )
        }

        func validate() throws {
            if filter == NoteFilter() {
                throw ValidationError("Say whose notes: --contract, --customer, --termination or --older-than.")
            }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let interruption = Interruption()
            let redaction = try configuration.withApplication(dryRun ? .readOnly : .readWrite) { application in
                try redact(application, stop: interruption.stop)
            }
            guard let redaction else { return }
            // The ledger refuses the search while this process has it open.
            let outcome = try reporting(on: configuration.ledgerPath) {
                try withProgressBar(countsBytes: true) {
                    try redaction.searchFiles(of: configuration.ledgerPath, progress: $0)
                }
            }
            switch output.format {
            case .text: for line in outcome.lines { Console.print(line) }
            case .json: Console.print { outcome.write(to: &$0) }
            }
            try end(outcome, configuration.ledgerPath)
        }

        /// - Returns: nil after a dry run, or where there was nothing to do.
        private func redact(_ application: Application, stop: StopRequest) throws -> Redaction? {
            let plan = try withProgressBar { try application.plan(RedactNotes(filter), stop: stop, progress: $0) }
            let found = plan.found
            guard !dryRun else {
                switch output.format {
                case .text: for line in plan.lines { Console.print(line) }
                case .json: Console.print { plan.write(to: &$0) }
                }
                return nil
            }
            if found.places > 0 {
                Console.note(
                    "T\(found.subject.dropFirst()) would be redacted\(found.extent): nobody can read them again."
                )
                try confirmation.confirm("Redact \(found.subject)")
            }
            let reason = found.places == 0 ? "" : try change.reason()
            return try withProgressBar { progress in
                try plan.execute(by: change.actor, because: reason, stop: stop, progress: progress) {
                    Console.note("Another program reads the log, which still holds the notes. Waiting for it.")
                }
            }
        }

        private func end(_ outcome: RedactionOutcome, _ path: String) throws {
            switch outcome.redaction.ending {
            case .stopped:
                throw CommandFailure(
                    .temporary,
                    "Interrupted before the end.",
                    hint: "Give the same command again to continue."
                )
            case .logIsRead:
                throw CommandFailure(
                    .temporary,
                    "\(path)-wal could not be emptied, since another program reads the ledger: it may still hold notes.",
                    hint: "End that program, then give the same command again."
                )
            case .finished:
                guard outcome.residue.leftOver > 0 else { return }
                throw CommandFailure(
                    .dataError,
                    "The text of a note is still in \(path), outside of all rows: in a page that an older program has left.",
                    hint: "Rewrite the file: terminus ledger prune --vacuum"
                )
            }
        }
    }
}
