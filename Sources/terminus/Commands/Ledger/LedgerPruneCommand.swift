import Application
import ArgumentParser
import Ledger
import Threads
import Terminations
import Threads

extension LedgerCommand {
    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove messages, events and closed dead letters after their retention time.",
            usage: """
                terminus ledger prune [--keep <time>] [--keep-messages <time>] [--keep-events <time>]
                                      [--keep-dead-letters <time>] [--dry-run] [--vacuum] [<options>]
                """,
            discussion: """
                Terminations stay, with their dates and reasons, and so do the audit trail and what reports count. \
                Only the bodies of messages are removed: a message that comes again is still a duplicate. Events are \
                removed from the beginning of the log, once they are published; dead letters once they are resolved or \
                discarded. Whatever an open or held dead letter may need stays.

                It works beside a running worker, in short transactions. After an interruption, give the command \
                again. The space goes back to the file system. --vacuum rewrites the whole file and makes the worker \
                wait.

                EXAMPLE
                  terminus ledger prune --keep 800d --dry-run
                  terminus ledger prune --keep 800d --keep-events 400d \\
                      --yes --reason "retention"
                """
        )

        @Option(help: ArgumentHelp("Retention of everything: 400d, or since a date.", valueName: "time"))
        var keep: Moment?
        @Option(help: ArgumentHelp("Keep messages this long.", valueName: "time"))
        var keepMessages: Moment?
        @Option(help: ArgumentHelp("Keep events this long.", valueName: "time"))
        var keepEvents: Moment?
        @Option(help: ArgumentHelp("Keep resolved and discarded dead letters this long.", valueName: "time"))
        var keepDeadLetters: Moment?
        @Flag(help: "Show what would be removed, and change nothing.")
        var dryRun = false
        @Flag(help: "Rewrite the file afterwards. Holds the ledger's write lock for that time.")
        var vacuum = false
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        private var retention: Retention {
            Retention(
                messagesBefore: (keepMessages ?? keep)?.instant,
                eventsBefore: (keepEvents ?? keep)?.instant,
                deadLettersBefore: (keepDeadLetters ?? keep)?.instant
            )
        }

        func validate() throws {
            if retention == Retention(), !vacuum {
                throw ValidationError(
                    "Specify at least one of --keep, --keep-messages, --keep-events, --keep-dead-letters."
                )
            }
            if dryRun, vacuum { throw ValidationError("--vacuum changes the file, --dry-run changes nothing.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let interruption = Interruption()
            try configuration.withApplication(dryRun ? .readOnly : .readWrite) { application in
                let action = PruneLedger(retention, rewritesFile: vacuum)
                let plan = try application.plan(action, stop: interruption.stop)
                try finish(dryRun ? plan.dryRun : prune(plan, interruption.stop))
            }
        }

        private func prune(_ plan: PrunePlan, _ stop: StopRequest) throws -> PruneOutcome {
            let found = plan.found
            if found.total > 0 || vacuum {
                try confirmation.confirm(found.total > 0 ? "Remove \(found.text) for good" : "Rewrite the file")
            }
            let reason = found.total > 0 ? try change.reason() : ""
            var rows: ProgressBar?
            var space: ProgressBar?
            defer { space?.finish() }
            return try plan.execute(by: change.actor, because: reason, stop: stop) { step, done, total in
                switch step {
                case .rows:
                    if rows == nil { rows = ProgressBar(total: total) }
                    rows?.advance(to: done)
                case .space:
                    if space == nil {
                        rows?.finish()
                        space = ProgressBar(total: total, countsBytes: true)
                    }
                    space?.advance(to: done)
                }
            }
        }

        private func finish(_ outcome: PruneOutcome) throws {
            if !outcome.isFileCut {
                Console.note("Another program reads the ledger's log: the file shrinks when it has ended.")
            }
            switch output.format {
            case .text: for line in outcome.lines { Console.print(line) }
            case .json: Console.print { outcome.write(to: &$0) }
            }
            guard outcome.isFinished else {
                throw CommandFailure(
                    .temporary,
                    "Interrupted before the end.",
                    hint: "Give the same command again to continue."
                )
            }
        }
    }
}
