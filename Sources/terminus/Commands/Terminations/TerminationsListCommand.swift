import Application
import ArgumentParser
import Ledger
import Terminations

extension TerminationsCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List terminations in their current state, the latest recorded first.",
            usage: "terminus terminations list [<filters>] [<options>]",
            discussion: """
                A termination is in-force until its last day is over, and effective from then on. It is withdrawn when \
                the contract continues. A sensitive reason is withheld without --confidential.

                EXAMPLE
                  terminus terminations list --contract C-2007
                  terminus terminations list --state in-force --ends-through 2026-03-31
                  terminus terminations list --reason price --since 7d --format json
                """
        )

        @OptionGroup(title: "FILTERS") var filters: TerminationFilterOptions
        @Option(help: ArgumentHelp("How many at most; all in a pipe or as JSON.", valueName: "n"))
        var limit: Int?
        @Option(help: ArgumentHelp("Begin after this id, the last one of the page before.", valueName: "id"))
        var after: String?
        @OptionGroup var disclosure: ConfidentialOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let action = ListTerminations(filters.filter, isConfidential: disclosure.confidential)
            try configuration.withApplication(.readOnly) { application in
                try application.require(action, after: after)
                try list(action, application)
            }
        }

        private func list(_ action: ListTerminations, _ application: Application) throws {
            let limit = output.limit(self.limit, onTerminal: 100)
            var last = after
            var printed = 0
            while printed < limit, Console.isRead {
                let page = try application.page(of: action, after: last, limit: min(limit - printed, 1000))
                guard let end = page.last else { break }
                switch output.format {
                case .text:
                    let lines = TerminationSummary.lines(of: page, isConfidential: action.isConfidential)
                    for line in printed == 0 ? lines[...] : lines.dropFirst() { Console.print(line) }
                case .json:
                    for termination in page {
                        Console.print { termination.write(to: &$0, isConfidential: action.isConfidential) }
                    }
                }
                printed += page.count
                last = end.terminationID
            }
            guard output.format == .text else { return }
            if printed == 0 { Console.note(after == nil ? "No termination matches." : "There are no more.") }
            if printed == limit, let last { Console.note("There may be more: --after \(Table.printable(last))") }
        }
    }
}
