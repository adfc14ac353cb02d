import ArgumentParser
import Ledger
import Terminations
import Worker

extension DeadLettersCommand {
    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take back what a mend, a discard, a restore or an undo has done.",
            usage: "terminus dead-letters undo <number> [--dry-run] [<options>]",
            discussion: """
                Each of these prints the number of its action; terminus dead-letters actions lists them. What was \
                discarded is open again, what was mended has the body of before, what was restored is \
                discarded again. A letter to which something else was done since stays as it is, and is counted. An \
                undo has a number too, by which it can be taken back.

                A replay cannot be undone: its events are published. Correct or withdraw the termination instead.

                Exit code 0 when all was taken back, 1 when something was not.

                EXAMPLE
                  terminus dead-letters undo 7 --dry-run
                  terminus dead-letters undo 7 --reason "the filter was too wide"
                """
        )

        @Argument(help: ArgumentHelp("The number of the action.", valueName: "number"))
        var number: Int64
        @Flag(help: "Say what would be taken back, and change nothing.")
        var dryRun = false
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try configuration.withLedger(dryRun ? .readOnly : .readWrite) { ledger in
                guard let plan = try ledger.planUndo(of: number) else { throw try unknown(in: ledger) }
                let report = UndoReport(plan)
                let missed = plan.changedSince.values.reduce(0, +) + plan.gone
                if output.format == .text, dryRun || plan.action.changed > 1 || confirmation.asks {
                    for line in report.lines { Console.print(line) }
                }
                if dryRun {
                    finish(report, UndoTally(), nil)
                    if missed > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
                    return
                }
                guard !plan.undoable.isEmpty else { throw report.nothing }
                try confirmation.confirm(
                    "Take action \(number) back for \(Count.deadLetters(plan.undoable.count))",
                    isNeeded: plan.undoable.count > 1
                )
                let reason = try change.reason()
                let interruption = Interruption()
                var bar = ProgressBar(total: plan.undoable.count)
                let (tally, action) = try UndoTally.take(
                    back: plan,
                    in: ledger,
                    by: change.actor,
                    reason: reason,
                    stop: interruption.stop
                ) { bar.advance(to: $0) }
                bar.finish()
                finish(report, tally, action)
                if !tally.isComplete {
                    throw Interruption.failure(
                        deadLetters: plan.undoable.count - tally.undone,
                        hint: "Go on with: terminus dead-letters undo \(number)"
                    )
                }
                if missed + plan.undoable.count - tally.undone > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
            }
        }

        private func unknown(in ledger: Ledger) throws -> CommandFailure {
            let latest = try ledger.deadLetterActions(limit: 1).first
            let hint =
                try ledger.replayRun(number) != nil
                ? "Replay \(number) cannot be undone, since its events are published: correct or withdraw the termination."
                : latest.map { "The last one is \($0.number). See: terminus dead-letters actions" }
                    ?? "Nothing was mended, discarded or restored yet."
            return CommandFailure(.dataError, "There is no action \(number).", hint: hint)
        }

        private func finish(_ report: UndoReport, _ tally: UndoTally, _ action: DeadLetterAction?) {
            switch output.format {
            case .text:
                if dryRun {
                    Console.print("Nothing was changed.")
                    return
                }
                Console.print("Action \(number) taken back: \(Count.deadLetters(tally.undone)) \(report.result).")
                for line in report.surprises(tally) { Console.print(line) }
                if let action { Console.print(action.undoHint) }
            case .json: Console.print(report.json(tally, action, isDryRun: dryRun))
            }
        }
    }

    struct Actions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what was done to dead letters, with the numbers by which undo takes it back.",
            usage: "terminus dead-letters actions [<options>]",
            discussion: """
                Every mend, discard, restore and undo, the latest first.

                EXAMPLE
                  terminus dead-letters actions
                  terminus dead-letters actions --limit 5 --format json
                """
        )

        @Option(help: ArgumentHelp("How many at most; all in a pipe or as JSON.", valueName: "n"))
        var limit: Int?
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let limit = output.limit(self.limit, onTerminal: 50)
            let found = try configuration.withLedger(.readOnly) { try $0.deadLetterActions(limit: limit) }
            switch output.format {
            case .text:
                guard !found.isEmpty else {
                    Console.note("Nothing was mended, discarded or restored yet.")
                    return
                }
                var table = Table("ACTION", "WHEN (UTC)", "WHO", "WHAT", "WHY")
                for action in found {
                    table.add(
                        String(action.number),
                        action.startedAt.toTheMinute,
                        action.startedBy,
                        action.summary,
                        Paragraph.clipped(action.reason, to: 200)
                    )
                }
                table.print()
            case .json: for action in found { Console.print(action.json) }
            }
        }
    }
}
