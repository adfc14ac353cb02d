import ArgumentParser
import Ledger
import Terminations
import Worker

/// Changes the state of dead letters for a person or a script: asks, changes, and says what became of it.
struct StateChanging {
    typealias Change = ([String], [Int], Int64, String) throws(LedgerError) -> [DeadLetterChange]

    let kind: DeadLetterAction.Kind
    let verb: String
    let from: Set<DeadLetter.State>
    let to: DeadLetter.State
    let needsReason: Bool
    let change: ChangeOptions
    let confirmation: ConfirmationOptions
    let format: OutputFormat

    private var done: String { kind.rawValue }

    /// - Parameter apply: changes letters, as they were seen, in one transaction: ids, versions, the action, the reason.
    func run(_ selection: Selection, in ledger: Ledger, _ apply: Change) throws {
        // What was named is tried whatever its state, so that it is said why nothing changes.
        let states = selection.isOneID ? Set(DeadLetter.State.allCases) : from
        let filter = try selection.filter(in: ledger, states: states)
        let seen = try ledger.deadLetterVersions(matching: filter)
        guard !seen.isEmpty else {
            try report(ChangeTally(), nil, others: try others(filter, in: ledger))
            return
        }
        if seen.count > 1 {
            Console.note("\(Count.letters(seen.count)) would be \(done).")
            try confirmation.confirm("\(verb) \(Count.letters(seen.count))")
        }
        let reason = try change.reason(isNeeded: needsReason)
        let interruption = Interruption()
        var bar = ProgressBar(total: seen.count)
        let (tally, action) = try ChangeTally.ofAction(
            kind,
            on: seen.map(\.id),
            in: ledger,
            by: change.actor,
            reason: reason,
            stop: interruption.stop,
            onProgress: { bar.advance(to: $0) },
            { range, action throws(LedgerError) in
                try apply(seen[range].map(\.id), seen[range].map(\.version), action, reason)
            }
        )
        bar.finish()
        try report(tally, action)
        if !tally.isComplete {
            throw CommandFailure(
                .temporary,
                "Interrupted: \(Count.letters(seen.count - tally.changed.count - tally.notChanged)) are left.",
                hint: "Give the same command again for the rest."
            )
        }
    }

    /// The letters that were meant, and are in another state.
    private func others(_ filter: DeadLetterFilter, in ledger: Ledger) throws -> [DeadLetter.State: Int] {
        var others: [DeadLetter.State: Int] = [:]
        for state in DeadLetter.State.allCases where !from.contains(state) {
            var filter = filter
            filter.states = [state]
            let count = try ledger.countDeadLetters(matching: filter)
            if count > 0 { others[state] = count }
        }
        return others
    }

    private func report(
        _ tally: ChangeTally,
        _ action: DeadLetterAction?,
        others: [DeadLetter.State: Int] = [:]
    ) throws {
        switch format {
        case .text:
            if tally.changed.isEmpty, tally.notChanged == 0 {
                let why = ChangeTally.words(others, target: to)
                Console.print("No dead letter that can be \(done) matches\(why.isEmpty ? "" : ": \(why)").")
                return
            }
            Console.print("\(Count.letters(tally.changed.count)) \(done).")
            if tally.notChanged > 0 {
                Console.print("\(Count.letters(tally.notChanged)) not: \(tally.exceptions(target: to)).")
            }
            if let action { Console.print(action.undoHint) }
        case .json:
            var line = JSONWriter()
            line.beginObject()
            line.name("changed")
            line.integer(tally.changed.count)
            line.name("notChanged")
            line.integer(tally.notChanged)
            line.exceptions(tally)
            line.name("action")
            if let action { line.integer(action.number) } else { line.null() }
            line.endObject()
            Console.print(line)
        }
        if tally.notChanged > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
    }
}
