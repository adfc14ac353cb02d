public import Ledger

/// The dead letters that an action is about: those with these names, or those that a filter means.
public struct DeadLetterSelection: Sendable {
    /// Ids, parts of ids, numbers, or ids of messages; empty where the filter alone selects.
    public var names: [String]
    /// Its ids are ignored where there are names.
    public var filter: DeadLetterFilter
    /// Whether dead letters in another state than the action needs are tried too, so that the outcome says why they stay as
    /// they are. For one that a person has named.
    public var includesOtherStates: Bool

    public init(names: [String] = [], filter: DeadLetterFilter = .all, includesOtherStates: Bool = false) {
        self.names = names
        self.filter = filter
        self.includesOtherStates = includesOtherStates
    }

    /// The filter that means the selection, in those of these states that its own filter allows.
    ///
    /// - Throws: ``ApplicationError``; ``AmbiguousDeadLetter`` where a name means several.
    func resolved(in states: Set<DeadLetter.State>, of ledger: Ledger) throws -> DeadLetterFilter {
        var filter = filter
        if !names.isEmpty { filter.ids = try names.map { try ledger.deadLetter(named: $0).id } }
        filter.states = filter.states.isEmpty ? states : filter.states.intersection(states)
        if filter.states.isEmpty {
            let names = states.map(\.rawValue).sorted()
            throw ApplicationError(
                .notAllowed,
                "This works only for dead letters that are \(names.joined(separator: " or ")).",
                "Dit werkt alleen voor dead letters met de status \(names.joined(separator: " of "))."
            )
        }
        return filter
    }
}

/// A name that several dead letters have.
public struct AmbiguousDeadLetter: Error, Sendable {
    public let name: String
    /// Some of them, the latest first.
    public let found: [DeadLetter]
    /// How many were counted.
    public let count: Int
    /// Whether there are more than were counted.
    public let hasMore: Bool

    public var remedy: Remedy { .nameOneDeadLetter }
}

extension Application {
    /// The one dead letter of this name: its id, a part of it, its number, or the id of its message.
    ///
    /// - Throws: ``ApplicationError`` where there is none; ``AmbiguousDeadLetter`` where there are several.
    public func deadLetter(named name: String) throws -> DeadLetter { try ledger.deadLetter(named: name) }

    /// The filter of a selection, in all states.
    public func filter(of selection: DeadLetterSelection) throws -> DeadLetterFilter {
        try selection.resolved(in: Set(DeadLetter.State.allCases), of: ledger)
    }
}

extension Ledger {
    func deadLetter(named name: String) throws -> DeadLetter {
        let mostListed = 5
        let mostCounted = 1000
        let found = try deadLetters(named: name, limit: mostCounted + 1)
        guard let first = found.first else {
            throw ApplicationError(
                .notFound,
                "There is no dead letter \(name).",
                "Er is geen dead letter \(name).",
                remedy: .listDeadLetters
            )
        }
        guard found.count > 1 else { return first }
        throw AmbiguousDeadLetter(
            name: name,
            found: found.count <= mostListed ? found : [],
            count: min(found.count, mostCounted),
            hasMore: found.count > mostCounted
        )
    }

    /// How many of the dead letters that a filter means are in each of these states.
    func countDeadLetters(
        matching filter: DeadLetterFilter,
        in states: some Sequence<DeadLetter.State>
    ) throws(LedgerError) -> [DeadLetter.State: Int] {
        var counts: [DeadLetter.State: Int] = [:]
        for state in states {
            var filter = filter
            filter.states = [state]
            let count = try countDeadLetters(matching: filter)
            if count > 0 { counts[state] = count }
        }
        return counts
    }
}
