import ArgumentParser
import Ledger
import Terminations

extension DeadLettersCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List dead letters, the latest first.",
            usage: "terminus dead-letters list [<filters>] [--count] [<options>]",
            discussion: """
                EXAMPLE
                  terminus dead-letters list --state open --code unknown-reason
                  terminus dead-letters list --since 7d --text K-703
                  terminus dead-letters list --state open --count
                """
        )

        enum Sort: String, ExpressibleByArgument, CaseIterable {
            case newest, oldest
            case lastSeen = "last-seen"

            var order: DeadLetterOrder {
                switch self {
                case .newest: .newest
                case .oldest: .oldest
                case .lastSeen: .lastSeen
                }
            }
        }

        @OptionGroup(title: "FILTERS") var filters: FilterOptions
        @Option(help: "Which come first: received last, received first, or seen last.")
        var sort = Sort.newest
        @Option(help: ArgumentHelp("How many at most.", valueName: "n"))
        var limit = 100
        @Option(help: ArgumentHelp("Begin after this one: the last id of the page before.", valueName: "id"))
        var after: String?
        @Flag(help: "Say only how many there are.")
        var count = false
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit must be at least 1.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try configuration.withLedger(.readOnly) { ledger in
                if count {
                    printCount(try ledger.countDeadLetters(matching: filters.filter))
                    return
                }
                let last = try after.map { try ledger.deadLetterID($0) }
                let found = try ledger.deadLetters(
                    matching: filters.filter,
                    order: sort.order,
                    after: last,
                    limit: limit
                )
                switch output.format {
                case .text: printText(found)
                case .json: for letter in found { Console.print(letter.json) }
                }
            }
        }

        private func printCount(_ number: Int) {
            switch output.format {
            case .text: Console.print("\(number)")
            case .json:
                var line = JSONWriter()
                line.beginObject()
                line.name("count")
                line.integer(number)
                line.endObject()
                Console.print(line)
            }
        }

        private func printText(_ found: [DeadLetter]) {
            guard !found.isEmpty else {
                Console.note(after == nil ? "No dead letter matches." : "There are no more.")
                return
            }
            // With one state asked for, its column says nothing.
            for line in DeadLetter.lines(of: found, withState: filters.state.count != 1) { Console.print(line) }
            if found.count == limit, let last = found.last { Console.note("There may be more: --after \(last.id)") }
        }
    }
}
