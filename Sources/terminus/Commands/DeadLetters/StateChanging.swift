import ArgumentParser
import JSON
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
    let isDryRun: Bool

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
        if isDryRun {
            try preview(filter, in: ledger)
            return
        }
        // What cannot be done anyway is not asked about.
        if try !(selection.isOneID && possible(filter, in: ledger) == 0) {
            if seen.count > 1 || confirmation.asks {
                Console.note("\(Count.deadLetters(seen.count)) would be \(done).")
            }
            if confirmation.asks {
                for line in try ValuedGroup.all(matching: filter, in: ledger).flatMap(\.lines) { Console.note(line) }
            }
            try confirmation.confirm("\(verb) \(Count.deadLetters(seen.count))", isNeeded: seen.count > 1)
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
            throw Interruption.failure(
                deadLetters: seen.count - tally.changed.count - tally.notChanged,
                hint: "Give the same command again for the rest."
            )
        }
    }

    /// How many of the letters that are meant are in a state that allows it.
    private func possible(_ filter: DeadLetterFilter, in ledger: Ledger) throws -> Int {
        var filter = filter
        filter.states.formIntersection(from)
        return filter.states.isEmpty ? 0 : try ledger.countDeadLetters(matching: filter)
    }

    /// Says what would be done.
    private func preview(_ filter: DeadLetterFilter, in ledger: Ledger) throws {
        let count = try possible(filter, in: ledger)
        // As in the change itself: only of a letter that was named it is said why it stays as it is.
        let refused = filter.states.isSubset(of: from) ? [:] : try others(filter, in: ledger)
        var allowed = filter
        allowed.states.formIntersection(from)
        let groups = count == 0 ? [] : try ValuedGroup.all(matching: allowed, in: ledger)
        switch format {
        case .text:
            Console.print("\(Count.deadLetters(count)) would be \(done).")
            for line in groups.flatMap(\.lines) { Console.print(line) }
            let why = ChangeTally.words(refused, target: to)
            if !why.isEmpty { Console.print("Not \(done): \(why).") }
            Console.print("Nothing was changed.")
        case .json: printJSON(total: count + refused.values.reduce(0, +), ChangeTally(refused: refused), nil, groups)
        }
        if !refused.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
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
            Console.print("\(Count.deadLetters(tally.changed.count)) \(done).")
            if tally.notChanged > 0 {
                Console.print("\(Count.deadLetters(tally.notChanged)) not \(done): \(tally.exceptions(target: to)).")
            }
            if let action { Console.print(action.undoHint) }
        case .json: printJSON(total: tally.changed.count + tally.notChanged, tally, action, nil)
        }
        if tally.notChanged > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    /// - Parameter groups: of a dry run.
    private func printJSON(
        total: Int,
        _ tally: ChangeTally,
        _ action: DeadLetterAction?,
        _ groups: [ValuedGroup]?
    ) {
        var line = JSONWriter()
        line.beginObject()
        line.name("dryRun")
        line.bool(isDryRun)
        line.name("total")
        line.integer(total)
        line.name("changed")
        line.integer(tally.changed.count)
        line.name("notChanged")
        line.integer(tally.notChanged)
        line.exceptions(tally)
        line.name("action")
        if let action { line.integer(action.number) } else { line.null() }
        if let groups {
            line.name("groups")
            line.beginArray()
            for group in groups { group.write(to: &line) }
            line.endArray()
        }
        line.endObject()
        Console.print(line)
    }
}
