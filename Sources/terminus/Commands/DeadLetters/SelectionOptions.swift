import Application
import ArgumentParser
import Foundation
import Ledger
import Terminations

/// The dead letters that a command changes: ids, those that match filters, or all. Never all by omission.
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

    /// The selection, with the names from standard input.
    func read() throws -> DeadLetterSelection {
        let isStandardInput = ids == ["-"]
        let names =
            isStandardInput
            ? String(decoding: try MessageFile.bytes(of: "-"), as: UTF8.self)
                .split(whereSeparator: \.isWhitespace).map(String.init) : ids
        var filter = filters.filter
        // An empty standard input selects nothing, not everything.
        if isStandardInput, names.isEmpty { filter.ids = [] }
        return DeadLetterSelection(
            names: names,
            filter: filter,
            includesOtherStates: ids.count == 1 && !isStandardInput
        )
    }
}
