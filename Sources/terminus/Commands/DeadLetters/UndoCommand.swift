import JSON
import Application
import ArgumentParser
import Terminations

extension DeadLettersCommand {
    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revert a mend, a discard, a restore or an undo.",
            usage: "terminus dead-letters undo <number> [--dry-run] [<options>]",
            discussion: """
                Each of these prints the number of its action; terminus dead-letters actions lists them. What was \
                discarded is open again, what was mended has its earlier body, what was restored is discarded again. A \
                dead letter that another action changed since stays as it is and is counted. An undo has a number too \
                and can be undone.

                A replay cannot be undone, because its events are published. Correct or withdraw the termination \
                instead.

                Exit code 0 when everything was reverted, 1 when something was not.

                EXAMPLE
                  terminus dead-letters undo 7 --dry-run
                  terminus dead-letters undo 7 --reason "the filter was too wide"
                """
        )

        @Argument(help: ArgumentHelp("The number of the action.", valueName: "number"))
        var number: Int64
        @Flag(help: "Show what would be reverted, and change nothing.")
        var dryRun = false
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try configuration.withApplication(dryRun ? .readOnly : .readWrite) { application in
                let plan = try application.plan(UndoDeadLetterAction(number))
                if output.format == .text, dryRun || plan.found.action.changed > 1 || confirmation.asks {
                    for line in plan.lines { Console.print(line) }
                }
                if dryRun {
                    printDryRun(plan)
                    if plan.notUndoable > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
                    return
                }
                if let refusal = plan.refusal { throw CommandFailure(refusal, of: plan) }
                let count = plan.found.undoable.count
                try confirmation.confirm(
                    "Take action \(number) back for \(Count.deadLetters(count))",
                    isNeeded: count > 1
                )
                let reason = try change.reason()
                let interruption = Interruption()
                var bar = ProgressBar(total: count)
                let outcome = try plan.execute(
                    by: change.actor,
                    because: reason,
                    progress: { bar.advance(to: $0) },
                    stop: interruption.stop
                )
                bar.finish()
                report(outcome, of: plan)
                if let interruption = outcome.interruption { throw interruption }
                if outcome.notUndone > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
            }
        }

        private func printDryRun(_ plan: UndoDeadLetterAction.Plan) {
            switch output.format {
            case .text: Console.print("Nothing was changed.")
            case .json:
                var line = JSONWriter()
                plan.write(to: &line)
                Console.print(line)
            }
        }

        private func report(_ outcome: UndoDeadLetterAction.Outcome, of plan: UndoDeadLetterAction.Plan) {
            switch output.format {
            case .text:
                Console.print("Action \(number) undone: \(Count.deadLetters(outcome.undone)) \(plan.result).")
                for line in outcome.lines { Console.print(line) }
                if let action = outcome.action { Console.print(action.undoHint) }
            case .json:
                var line = JSONWriter()
                outcome.write(to: &line)
                Console.print(line)
            }
        }
    }
}
