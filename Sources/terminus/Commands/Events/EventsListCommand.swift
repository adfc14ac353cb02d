import Application
import ArgumentParser
import JSON
import Ledger
import Terminations

extension EventsCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the events of the log, the latest first.",
            usage: "terminus events list [<filters>] [<options>]",
            discussion: """
                --format json prints complete events; notes are withheld without --confidential.

                EXAMPLE
                  terminus events list --contract C-2007
                  terminus events list --type contract.terminated.v1 --since 7d
                  terminus events list --parked
                """
        )

        @OptionGroup(title: "FILTERS") var filters: EventFilterOptions
        @Flag(help: "Only parked ones: those that the broker did not take, and the later ones of their contracts.")
        var parked = false
        @Option(help: ArgumentHelp("How many at most; all in a pipe or as JSON.", valueName: "n"))
        var limit: Int?
        @OptionGroup var disclosure: ConfidentialOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try configuration.withApplication(.readOnly) { application in
                let kept = try application.ledger.keptEvents()
                if let wanted = filters.from, wanted < kept.first, kept.last > 0 {
                    Console.note("The log begins at \(kept.first): earlier events were removed.")
                }
                try list(application)
            }
        }

        private func list(_ application: Application) throws {
            let limit = output.limit(self.limit, onTerminal: 100)
            var filter = filters.filter
            filter.isParked = parked
            var isFirst = true
            let (count, last) = try application.forEachEvent(matching: filter, limit: limit) { event, selection in
                switch output.format {
                case .text:
                    printText(event, width: max("\(selection.last)".count, 8), isFirst: isFirst)
                    isFirst = false
                case .json: Console.print { event.write(to: &$0, isConfidential: disclosure.confidential) }
                }
                return Console.isRead
            }
            guard output.format == .text else { return }
            guard let last else {
                Console.note("No event matches.")
                return
            }
            if count == limit { Console.note("There may be more: --to \(last - 1)") }
        }

        private func printText(_ event: LoggedEvent, width: Int, isFirst: Bool) {
            if isFirst {
                Console.print(Table.padded("POSITION", to: width + 2) + Table.padded("DAY", to: 12) + EventLine.heading)
            }
            let day = String(event.record.recordedAt.toTheSecond.prefix(10))
            let line = EventLine.text(of: event.event.body, routingKey: event.event.type)
            let mark = event.record.publication == .published ? "" : "  (\(event.record.publication.text))"
            Console.print(
                Table.padded("\(event.record.sequence)", to: width + 2) + Table.padded(day, to: 12) + line
                    + Table.printable(mark)
            )
        }
    }
}
