import ArgumentParser
import Ledger
import Terminations

extension DeadLettersCommand {
    struct Groups: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Group dead letters by cause, the largest group first.",
            usage: "terminus dead-letters groups [<filters>] [<options>]",
            discussion: """
                Without --state: those that are open. Dead letters with one fingerprint broke the same rules at the \
                same places: what mends one mends all.

                EXAMPLE
                  terminus dead-letters groups
                  terminus dead-letters groups --since 24h --format json
                """
        )

        @OptionGroup(title: "FILTERS") var filters: FilterOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            var filter = filters.filter
            if filter.states.isEmpty { filter.states = [.open] }
            let groups = try configuration.withLedger(.readOnly) { try $0.deadLetterGroups(matching: filter) }
            switch output.format {
            case .text: printText(groups)
            case .json: for group in groups { Console.print(group.json) }
            }
        }

        private func printText(_ groups: [DeadLetterGroup]) {
            guard !groups.isEmpty else {
                Console.note(filters.isGiven ? "No dead letter matches." : "No dead letter is open.")
                return
            }
            Console.print("FINGERPRINT     COUNT  FIRST SEEN (UTC)  LAST SEEN (UTC)   SAMPLE")
            for group in groups {
                let count = Count.text(group.count)
                let padding = String(repeating: " ", count: max(7 - count.count, 0))
                Console.print(
                    "\(group.fingerprint)  \(padding)\(count)  \(group.firstSeen.toTheMinute)  "
                        + "\(group.lastSeen.toTheMinute)  \(group.sampleID)"
                )
                for line in Paragraph.hanging(group.cause, indent: 14, hanging: 16) { Console.print(line) }
            }
            let total = groups.reduce(0) { $0 + $1.count }
            Console.note("\(Count.letters(total)), \(groups.count) cause\(groups.count == 1 ? "" : "s").")
        }
    }
}

extension DeadLetterGroup {
    var json: JSONWriter {
        var line = JSONWriter()
        line.beginObject()
        line.name("fingerprint")
        line.string(fingerprint)
        line.name("cause")
        line.string(cause)
        line.name("count")
        line.integer(count)
        line.name("firstSeen")
        line.instant(firstSeen)
        line.name("lastSeen")
        line.instant(lastSeen)
        line.name("sampleId")
        line.string(sampleID)
        line.endObject()
        return line
    }
}
