import ArgumentParser
import Ledger
import Terminations
import Worker

extension LedgerCommand {
    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove messages, events and closed dead letters that are older than you keep them.",
            usage: """
                terminus ledger prune [--keep <time>] [--keep-messages <time>] [--keep-events <time>]
                                      [--keep-dead-letters <time>] [--dry-run] [--vacuum] [<options>]
                """,
            discussion: """
                Terminations stay, with their dates and reasons, and so do the audit trail and what reports count. Of \
                messages only the bodies go: one that comes again is still a duplicate. Events go from the beginning \
                of the log, and only when they are published; dead letters when they are resolved or discarded. What \
                an open or held dead letter may need stays.

                It works beside a running worker, in short steps. Interrupted, it is simply given again. The space \
                goes back to the file system. --vacuum writes the whole file anew, which makes the worker wait.

                EXAMPLE
                  terminus ledger prune --keep 800d --dry-run
                  terminus ledger prune --keep 800d --keep-events 400d \\
                      --yes --reason "retention"
                """
        )

        @Option(help: ArgumentHelp("Keep everything this long: 400d, or since a date.", valueName: "time"))
        var keep: Moment?
        @Option(help: ArgumentHelp("Keep messages this long.", valueName: "time"))
        var keepMessages: Moment?
        @Option(help: ArgumentHelp("Keep events this long.", valueName: "time"))
        var keepEvents: Moment?
        @Option(help: ArgumentHelp("Keep resolved and discarded dead letters this long.", valueName: "time"))
        var keepDeadLetters: Moment?
        @Flag(help: "Say what would go, and change nothing.")
        var dryRun = false
        @Flag(help: "Write the file anew afterwards. Holds the ledger's lock meanwhile.")
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
                throw ValidationError("Say how long what is kept: --keep, or one of --keep-messages and the others.")
            }
            if dryRun, vacuum { throw ValidationError("--vacuum changes the file, --dry-run changes nothing.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let interruption = Interruption()
            try configuration.withLedger(dryRun ? .readOnly : .readWrite) { ledger in
                try demandEnough(try ledger.currentSettings()?.settings)
                let pruning = PruningRun(ledger: ledger, stop: interruption.stop)
                let found = try pruning.preview(retention)
                if interruption.stop.isStopped {
                    throw CommandFailure(.temporary, "Interrupted. Nothing was changed.")
                }
                guard !dryRun else {
                    PruneReport(rows: found, space: nil).print(output.format, isForecast: true)
                    return
                }
                try prune(found, in: ledger, pruning)
            }
        }

        private func prune(_ found: PrunedRows, in ledger: Ledger, _ pruning: PruningRun) throws {
            if found.total > 0 || vacuum {
                let what = found.total > 0 ? "Remove \(found.text) for good" : "Write the file anew"
                try confirmation.confirm(what)
            }
            let before = try ledger.file.space()
            var rows = PrunedRows()
            var isFinished = true
            if found.total > 0 {
                var bar = ProgressBar(total: found.total)
                (rows, isFinished) = try pruning.go(retention, by: change.actor, reason: try change.reason()) {
                    bar.advance(to: min($0.total, found.total))
                }
                bar.finish()
            }
            if isFinished { try giveBack(in: ledger, pruning) }
            PruneReport(rows: rows, space: (before, try ledger.file.space())).print(output.format, isForecast: false)
            guard isFinished else {
                throw CommandFailure(
                    .temporary,
                    "Interrupted before the end.",
                    hint: "Give the same command again: it does what is left."
                )
            }
        }

        private func giveBack(in ledger: Ledger, _ pruning: PruningRun) throws {
            if vacuum { try patiently { () throws(LedgerError) in try ledger.file.rewriteFile() } }
            let free = try ledger.file.space().free
            var bar = ProgressBar(total: free, countsBytes: true)
            let isCut = try pruning.giveBackSpace { bar.advance(to: max(free - $0, 0)) }
            bar.finish()
            if !isCut {
                Console.note("Another program reads the ledger's log: the file shrinks when it has ended.")
            }
        }

        /// What the settings still allow to be replayed or corrected must be there.
        private func demandEnough(_ settings: Settings?) throws {
            guard let settings, let before = retention.messagesBefore else { return }
            let days = settings.shortestRetentionDays
            guard before > Instant.now.advanced(by: .seconds(-86_400 * days)).advanced(by: .seconds(60)) else { return }
            throw CommandFailure(
                .usage,
                "The minimum retention of messages is \(Count.text(days)) days: maxBackdatingDays "
                    + "(\(Count.text(settings.maxBackdatingDays))) plus heldFor, rounded up.",
                hint: "Keep them longer: --keep-messages \(days)d"
            )
        }
    }
}
