import ArgumentParser
import Ledger
import Terminations

extension EventsCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List events of the log, the one that was recorded last first.",
            usage: "terminus events list [<filters>] [<options>]",
            discussion: """
                With --format json each event stands in full, a note in it withheld without --confidential.

                EXAMPLE
                  terminus events list --contract C-2007
                  terminus events list --type contract.terminated.v1 --since 7d
                  terminus events list --parked
                """
        )

        @OptionGroup(title: "FILTERS") var filters: EventFilterOptions
        @Flag(help: "Only those that the broker did not take, and those behind them.")
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
            try configuration.withLedger(.readOnly) { ledger in
                let kept = try ledger.keptEvents()
                if let wanted = filters.from, wanted < kept.first, kept.last > 0 {
                    Console.note("The log begins at \(kept.first): what was before was removed.")
                }
                try list(in: ledger)
            }
        }

        /// Page by page: what is held in memory does not grow.
        private func list(in ledger: Ledger) throws {
            let limit = output.limit(self.limit, onTerminal: 100)
            var filter = filters.filter
            filter.isParked = parked
            let selection = try ledger.select(filter)
            var position = selection.last + 1
            var printed = 0
            var last: LoggedEvent?
            let width = max("\(selection.last)".count, 8)
            while printed < limit, Console.isRead, let page = selection.pageBefore(position) {
                let found = try ledger.loggedEvents(in: selection, page: page).reversed().prefix(limit - printed)
                for event in found {
                    switch output.format {
                    case .text: printText(event, width: width, isFirst: last == nil)
                    case .json: Console.print(event.json(isConfidential: disclosure.confidential))
                    }
                    last = event
                }
                printed += found.count
                position = page.lowerBound
            }
            guard output.format == .text else { return }
            guard let last else {
                Console.note("No event matches.")
                return
            }
            if printed == limit { Console.note("There may be more: --to \(last.record.sequence - 1)") }
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

extension LoggedEvent {
    /// What stands in the log of it, the event as it is published included.
    func json(isConfidential: Bool) -> JSONWriter {
        var line = JSONWriter()
        line.beginObject()
        line.name("record")
        line.event(record)
        line.name("contractId")
        line.stringOrNull(event.contractID)
        line.name("event")
        if let body = body(isConfidential: isConfidential) { line.value(body) } else { line.null() }
        line.endObject()
        return line
    }

    /// The event as it is published, with its note withheld; nil where the log's bytes are no JSON.
    func body(isConfidential: Bool) -> JSONValue? {
        guard let body = try? JSONValue(parsing: event.body, maxDepth: MessageLimits.deepest) else { return nil }
        guard !isConfidential, let object = body.object, object["data"]?.object?["note"] != nil else { return body }
        return .object(
            JSONObject(
                object.members.map { member in
                    guard member.name == "data", let data = member.value.object else { return member }
                    let members = data.members.map {
                        $0.name == "note" ? .init(name: $0.name, value: .string(Withheld.text)) : $0
                    }
                    return .init(name: member.name, value: .object(JSONObject(members)))
                }
            )
        )
    }
}
