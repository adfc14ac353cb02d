import ArgumentParser
import Ledger
import Terminations
import Worker

/// Changes the state of dead letters for a person or a script: asks, changes, and says what became of it.
struct StateChanging {
    let verb: String
    let done: String
    let from: Set<DeadLetter.State>
    let needsReason: Bool
    let change: ChangeOptions
    let confirmation: ConfirmationOptions
    let format: OutputFormat

    func run(
        _ selection: Selection,
        in ledger: Ledger,
        _ apply: ([String], String) throws(LedgerError) -> [DeadLetterChange]
    ) throws {
        // What was named is tried whatever its state, so that it is said why nothing changes.
        let states = selection.isOneID ? Set(DeadLetter.State.allCases) : from
        let ids = try ledger.deadLetterIDs(matching: try selection.filter(in: ledger, states: states))
        guard !ids.isEmpty else {
            try report(ChangeTally())
            return
        }
        if ids.count > 1 {
            Console.note("\(Count.letters(ids.count)) would be \(done).")
            try confirmation.confirm("\(verb) \(Count.letters(ids.count))")
        }
        let reason = try change.reason(isNeeded: needsReason)
        let tally = try ChangeTally(ids) { range throws(LedgerError) in try apply(Array(ids[range]), reason) }
        try report(tally)
    }

    private func report(_ tally: ChangeTally) throws {
        switch format {
        case .text:
            if tally.changed.isEmpty, tally.notChanged == 0 {
                Console.print("No dead letter that can be \(done) matches.")
                return
            }
            Console.print("\(Count.letters(tally.changed.count)) \(done).")
            if tally.notChanged > 0 { Console.print("\(Count.letters(tally.notChanged)) not: \(tally.exceptions).") }
        case .json:
            var line = JSONWriter()
            line.beginObject()
            line.name("changed")
            line.integer(tally.changed.count)
            line.name("notChanged")
            line.integer(tally.notChanged)
            line.endObject()
            Console.print(line)
        }
        if tally.notChanged > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
    }
}

extension ChangeTally {
    /// Why letters were not changed, in a few words.
    var exceptions: String {
        [
            (refused, "in a state that does not allow it"), (changedMeanwhile, "changed by somebody meanwhile"),
            (unknown, "not there"), (unpatchable, "the patch cannot be applied"),
        ]
        .filter { $0.0 > 0 }.map { "\(Count.text($0.0)) \($0.1)" }.joined(separator: ", ")
    }
}
