import ArgumentParser
import Foundation
import Ledger
import Terminations

/// What a command is about: ids, what filters mean, or everything; never everything by omission.
struct SelectionOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Ids, parts of them, numbers, or message ids; - reads them from standard input.",
            valueName: "id"
        )
    )
    var ids: [String] = []
    @Flag(help: "All of them.")
    var all = false
    @OptionGroup(title: "FILTERS") var filters: FilterOptions

    func validate() throws { try selection.validate() }

    var selection: Selection { Selection(ids: ids, all: all, filters: filters) }
}

struct Selection {
    let ids: [String]
    let all: Bool
    let filters: FilterOptions

    func validate() throws {
        let ways = [!ids.isEmpty, filters.isGiven, all].count { $0 }
        if ways == 0 { throw ValidationError("Say which: ids, a filter such as --fingerprint, or --all.") }
        if ways > 1 { throw ValidationError("Give either ids, or filters, or --all.") }
    }

    /// Whether it is one dead letter that was named.
    var isOneID: Bool { ids.count == 1 && ids != ["-"] }

    /// The filter that means the selection, in these states.
    ///
    /// - Throws: ``CommandFailure`` with exit code 65 where an id is unknown or means several.
    func filter(in ledger: Ledger, states: Set<DeadLetter.State>) throws -> DeadLetterFilter {
        var filter = filters.filter
        if !ids.isEmpty { filter.ids = try given().map { try ledger.deadLetterID($0) } }
        filter.states = filter.states.isEmpty ? states : filter.states.intersection(states)
        if filter.states.isEmpty {
            let names = states.map(\.rawValue).sorted().joined(separator: " or ")
            throw CommandFailure(.usage, "This can be done only to what is \(names).")
        }
        return filter
    }

    private func given() throws -> [String] {
        guard ids == ["-"] else { return ids }
        return String(decoding: try MessageFile.bytes(of: "-"), as: UTF8.self)
            .split(whereSeparator: \.isWhitespace).map(String.init)
    }
}

extension Ledger {
    /// The id of the one dead letter of this name. Where there are a few, they are listed for the person to choose.
    ///
    /// - Throws: ``CommandFailure`` with exit code 65 where there is none, or several.
    func deadLetterID(_ name: String) throws -> String {
        let mostListed = 5
        let mostCounted = 1000
        let found = try deadLetters(named: name, limit: mostCounted + 1)
        guard let first = found.first else {
            throw CommandFailure(
                .dataError,
                "There is no dead letter \(Table.printable(name)).",
                hint: "See: terminus dead-letters list"
            )
        }
        guard found.count > 1 else { return first.id }
        if found.count <= mostListed {
            for line in DeadLetter.lines(of: found, withState: true) { Console.note(line) }
        }
        let count = found.count > mostCounted ? "More than \(Count.text(mostCounted))" : Count.text(found.count)
        throw CommandFailure(
            .dataError,
            "\(count) dead letters go by \(Table.printable(name)).",
            hint: "Give the number of one, its message's id, or more of its id: see terminus dead-letters list"
        )
    }

    /// The letters that a filter means, as they are now, the oldest first.
    func deadLetterVersions(matching filter: DeadLetterFilter) throws -> [(id: String, version: Int)] {
        var all: [(id: String, version: Int)] = []
        while true {
            let page = try deadLetters(matching: filter, order: .oldest, after: all.last?.id, limit: 2000)
            if page.isEmpty { return all }
            all += page.map { ($0.id, $0.version) }
        }
    }
}
