import ArgumentParser
import Ledger
import Terminations
import Threads
import Worker

extension NotesCommand {
    struct Redact: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the notes of a contract, a customer or a time out of everything that the ledger keeps.",
            usage: """
                terminus notes redact [--contract <id>] [--customer <id>] [--termination <id>] [--older-than <time>]
                                      [--dry-run] [--reason <text>] [<options>]
                """,
            discussion: """
                The note goes from the messages as they came, from dead letters and messages that wait, from mended \
                bodies and patches, from stored events, and from the pages of the file and its log, which are searched \
                for it afterwards. Everything else stays, and so does what makes a message that comes again a \
                duplicate. Each termination and dead letter has an entry in the audit trail, without the text. Several \
                conditions must all hold.

                It works beside a running worker. Interrupted, it is simply given again. Backups are out of its reach, \
                and so are events that were published. Exit code 65 when the text is still found in a file, 75 when \
                another program reads the log so that it cannot be emptied.

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
        @Flag(help: "Say how many notes there are, and change nothing.")
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
            let done = try configuration.withLedger(dryRun ? .readOnly : .readWrite) { ledger in
                try redact(in: ledger, stop: interruption.stop)
            }
            guard let done else { return }
            // Only now: while the ledger is open its file must not be opened and closed by hand.
            let remains = try reporting(on: configuration.ledgerPath) {
                try search(done.removed, configuration.ledgerPath)
            }
            RedactionReport(
                notes: done.notes,
                removed: done.removed,
                remains: remains,
                isLogEmpty: done.ending == .finished
            )
            .print(output.format)
            try end(done.ending, remains, configuration.ledgerPath)
        }

        private typealias Done = (ending: RedactionJob.Ending, notes: RedactedNotes, removed: RemovedTexts)

        /// - Returns: nil where nothing was to be changed.
        private func redact(in ledger: Ledger, stop: StopRequest) throws -> Done? {
            let redacting = RedactionJob(ledger: ledger, stop: stop)
            let size = try ledger.redactionSize(matching: filter)
            var counting = ProgressBar(total: size)
            let found = try redacting.preview(filter) { counting.advance(to: $0) }
            counting.finish()
            if stop.isStopped { throw CommandFailure(.temporary, "Interrupted. Nothing was changed.") }
            guard !dryRun else {
                RedactionReport.printForecast(found, output.format)
                return nil
            }
            if found.places > 0 {
                Console.note(
                    "T\(found.subject.dropFirst()) would be redacted\(found.extent): nobody can read them again."
                )
                try confirmation.confirm("Redact \(found.subject)")
            }
            let reason = found.places == 0 ? "" : try change.reason()
            var bar = ProgressBar(total: size)
            // Also where no note is left: a run that was killed has left the log as it was.
            let done = try redacting.go(filter, by: change.actor, reason: reason) {
                bar.advance(to: $0)
            } onWaiting: {
                Console.note("Another program reads the log, which still holds the notes. Waiting for it.")
            }
            bar.finish()
            return done
        }

        private func search(_ texts: RemovedTexts, _ path: String) throws -> Residue {
            var bar: ProgressBar?
            let remains = try LedgerFile.scanForResidue(of: texts, in: path) { done, total in
                if bar == nil { bar = ProgressBar(total: total, countsBytes: true) }
                bar?.advance(to: done)
            }
            bar?.finish()
            return remains
        }

        private func end(_ ending: RedactionJob.Ending, _ remains: Residue, _ path: String) throws {
            switch ending {
            case .stopped:
                throw CommandFailure(
                    .temporary,
                    "Interrupted before the end.",
                    hint: "Give the same command again: it does what is left."
                )
            case .logIsRead:
                throw CommandFailure(
                    .temporary,
                    "\(path)-wal could not be emptied, since another program reads the ledger: it may still hold notes.",
                    hint: "End that program, then give the same command again."
                )
            case .finished:
                guard remains.leftOver > 0 else { return }
                throw CommandFailure(
                    .dataError,
                    "The text of a note still stands in \(path), in no row: in a page that an older program has left.",
                    hint: "Write the file anew: terminus ledger prune --vacuum"
                )
            }
        }
    }
}
