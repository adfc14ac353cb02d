import Application
import ArgumentParser
import JSON
import Ledger
import Terminations

extension DeadLettersCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List dead letters, the latest first.",
            usage: "terminus dead-letters list [<filters>] [--count] [<options>]",
            discussion: """
                A terminal shows at most a hundred; a pipe and JSON get all. Every command takes the number in the \
                column NO for a dead letter, as well as its id, a part of the id, or the id of its message.

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
        @Option(help: "The order: the latest received first, the earliest received first, or the latest seen first.")
        var sort = Sort.newest
        @Option(help: ArgumentHelp("How many at most; all in a pipe or as JSON.", valueName: "n"))
        var limit: Int?
        @Option(help: ArgumentHelp("Begin after this id, the last one of the page before.", valueName: "id"))
        var after: String?
        @Flag(help: "Print only their number.")
        var count = false
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try configuration.withApplication(.readOnly) { application in
                if count {
                    printCount(try application.countDeadLetters(matching: filters.filter))
                    return
                }
                try list(in: application)
            }
        }

        /// Reads page by page, so that memory does not grow with the list.
        private func list(in application: Application) throws {
            let limit = output.limit(self.limit, onTerminal: 100)
            var last = try after.map { try application.deadLetter(named: $0).id }
            var printed = 0
            while printed < limit, Console.isRead {
                let page = try application.deadLetters(
                    matching: filters.filter,
                    order: sort.order,
                    after: last,
                    limit: min(limit - printed, 1000)
                )
                guard let end = page.last else { break }
                switch output.format {
                case .text: printText(page, isFirst: printed == 0)
                case .json:
                    for deadLetter in page {
                        var line = JSONWriter()
                        deadLetter.write(to: &line)
                        Console.print(line)
                    }
                }
                printed += page.count
                last = end.id
            }
            guard output.format == .text else { return }
            if printed == 0 { Console.note(after == nil ? "No dead letter matches." : "There are no more.") }
            if printed == limit, let last { Console.note("There may be more: --after \(last)") }
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

        private func printText(_ page: [DeadLetter], isFirst: Bool) {
            // With one state, its column carries no information.
            let lines = DeadLetter.lines(
                of: page,
                withState: filters.state.count != 1
            )
            for line in isFirst ? lines[...] : lines.dropFirst() { Console.print(line) }
        }
    }
}
