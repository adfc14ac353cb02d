import JSON
import Application
import ArgumentParser
import Ledger
import Terminations

extension StateChangePlan {
    private var done: String { kind.rawValue }

    /// Asks, executes the plan, and prints the outcome.
    ///
    /// - Parameter verb: the verb of the question, such as `Discard`.
    func run(
        _ verb: String,
        _ change: ChangeOptions,
        _ confirmation: ConfirmationOptions,
        _ format: OutputFormat,
        isDryRun: Bool
    ) throws {
        if isDryRun {
            printDryRun(format)
            if !refused.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
            return
        }
        // A change that cannot be made anyway needs no answer.
        if possible > 0 {
            if deadLetters.count > 1 || confirmation.asks {
                Console.note("\(Count.deadLetters(deadLetters.count)) would be \(done).")
            }
            if confirmation.asks { for line in causes.flatMap(\.lines) { Console.note(line) } }
            try confirmation.confirm("\(verb) \(Count.deadLetters(deadLetters.count))", isNeeded: deadLetters.count > 1)
        }
        // Without dead letters there is no question, and the outcome is empty.
        let reason = deadLetters.isEmpty ? "" : try change.reason(isNeeded: needsReason)
        let interruption = Interruption()
        var bar = ProgressBar(total: deadLetters.count)
        let outcome = try execute(
            by: change.actor,
            because: reason,
            progress: { bar.advance(to: $0) },
            stop: interruption.stop
        )
        bar.finish()
        try report(outcome, format)
    }

    private func printDryRun(_ format: OutputFormat) {
        guard format == .text else {
            var line = JSONWriter()
            write(to: &line)
            Console.print(line)
            return
        }
        guard !deadLetters.isEmpty else {
            printNothing()
            return
        }
        Console.print("\(Count.deadLetters(possible)) would be \(done).")
        for line in causes.flatMap(\.lines) { Console.print(line) }
        let why = ChangeOutcome.words(refused, target: target)
        if !why.isEmpty { Console.print("Not \(done): \(why).") }
        Console.print("Nothing was changed.")
    }

    private func printNothing() {
        let why = ChangeOutcome.words(others, target: target)
        Console.print("No dead letter that can be \(done) matches\(why.isEmpty ? "" : ": \(why)").")
    }

    private func report(_ outcome: ChangeOutcome, _ format: OutputFormat) throws {
        switch format {
        case .text:
            guard !deadLetters.isEmpty else {
                printNothing()
                return
            }
            Console.print("\(Count.deadLetters(outcome.changed.count)) \(done).")
            if outcome.notChanged > 0 {
                let exceptions = outcome.exceptions(target: target)
                Console.print("\(Count.deadLetters(outcome.notChanged)) not \(done): \(exceptions).")
            }
            if let action = outcome.action { Console.print(action.undoHint) }
        case .json:
            var line = JSONWriter()
            outcome.write(to: &line)
            Console.print(line)
        }
        if let interruption = outcome.interruption { throw interruption }
        if outcome.notChanged > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
    }
}
