import ArgumentParser
import Ledger
import Terminations

extension TerminationsCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List terminations as they are now, the one that was recorded last first.",
            usage: "terminus terminations list [<filters>] [<options>]",
            discussion: """
                A termination is in-force until its last day is over, effective from then on, and withdrawn when the \
                contract goes on after all. A sensitive reason is withheld without --confidential.

                EXAMPLE
                  terminus terminations list --contract C-2007
                  terminus terminations list --state in-force --ends-through 2026-03-31
                  terminus terminations list --reason price --since 7d --format json
                """
        )

        @OptionGroup(title: "FILTERS") var filters: TerminationFilterOptions
        @Option(help: ArgumentHelp("How many at most; all in a pipe or as JSON.", valueName: "n"))
        var limit: Int?
        @Option(help: ArgumentHelp("Begin after this one: the last id of the page before.", valueName: "id"))
        var after: String?
        @OptionGroup var disclosure: ConfidentialOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try configuration.withLedger(.readOnly) { ledger in
                try refuseSensitiveReason(ledger)
                if let after { try ledger.demandTermination(after) }
                try list(in: ledger)
            }
        }

        /// Page by page: what is held in memory does not grow.
        private func list(in ledger: Ledger) throws {
            let limit = output.limit(self.limit, onTerminal: 100)
            var last = after
            var printed = 0
            while printed < limit, Console.isRead {
                let page = try ledger.terminations(
                    matching: filters.filter,
                    after: last,
                    limit: min(limit - printed, 1000)
                )
                guard let end = page.last else { break }
                switch output.format {
                case .text:
                    let lines = TerminationSummary.lines(of: page, isConfidential: disclosure.confidential)
                    for line in printed == 0 ? lines[...] : lines.dropFirst() { Console.print(line) }
                case .json:
                    for termination in page {
                        Console.print(termination.json(isConfidential: disclosure.confidential))
                    }
                }
                printed += page.count
                last = end.terminationID
            }
            guard output.format == .text else { return }
            if printed == 0 { Console.note(after == nil ? "No termination matches." : "There are no more.") }
            if printed == limit, let last { Console.note("There may be more: --after \(Table.printable(last))") }
        }

        /// What a list withholds must not be learnt by asking for it.
        private func refuseSensitiveReason(_ ledger: Ledger) throws {
            guard let reason = filters.reason, !disclosure.confidential, try ledger.isSensitiveReason(reason) else {
                return
            }
            throw CommandFailure(
                .usage,
                "The reason is sensitive: who has it is withheld.",
                hint: "Add --confidential if you may know it."
            )
        }
    }
}

extension Ledger {
    /// - Throws: ``CommandFailure`` with exit code 65 where there is no termination with this id.
    fileprivate func demandTermination(_ id: String) throws {
        guard try terminations(matching: TerminationFilter(terminationID: id), limit: 1).isEmpty else { return }
        throw CommandFailure(.dataError, "There is no termination \(Table.printable(id)).")
    }
}
