import Application
import ArgumentParser
import JSON
import Ledger
import Terminations

extension DeadLettersCommand {
    struct Groups: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Group dead letters by cause, the largest group first.",
            usage: "terminus dead-letters groups [<filters>] [<options>]",
            discussion: """
                Without --state, groups has the open dead letters. Dead letters with the same fingerprint have the \
                same violations at the same pointers. Their values may differ: groups lists them below each cause, the \
                most frequent first. In replay, mend, discard and list, --value selects one of these values. A value \
                with blanks or quotes is written in quotes; --value takes it with or without them.

                EXAMPLE
                  terminus dead-letters groups
                  terminus dead-letters groups --code unknown-reason --values 20
                  terminus dead-letters groups --since 24h --format json
                """
        )

        @OptionGroup(title: "FILTERS") var filters: FilterOptions
        @Option(help: ArgumentHelp("How many values to show for each pointer; 0 reads no bodies.", valueName: "n"))
        var values = 5
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if values < 0 { throw ValidationError("--values must not be negative.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            var filter = filters.filter
            if filter.states.isEmpty { filter.states = [.open] }
            let groups = try configuration.withApplication(.readOnly) {
                try $0.deadLetterCauses(matching: filter, shown: values)
            }
            switch output.format {
            case .text: printText(groups)
            case .json:
                for group in groups {
                    var line = JSONWriter()
                    group.write(to: &line)
                    Console.print(line)
                }
            }
        }

        private func printText(_ groups: [DeadLetterCauseValues]) {
            guard !groups.isEmpty else {
                Console.note(filters.isGiven ? "No dead letter matches." : "No dead letter is open.")
                return
            }
            Console.print("FINGERPRINT     COUNT  FIRST SEEN (UTC)  LAST SEEN (UTC)   SAMPLE")
            for valued in groups {
                let group = valued.group
                let count = Count.text(group.count)
                let padding = String(repeating: " ", count: max(7 - count.count, 0))
                Console.print(
                    "\(group.fingerprint)  \(padding)\(count)  \(group.firstSeen.toTheMinute)  "
                        + "\(group.lastSeen.toTheMinute)  \(group.sampleID)"
                )
                for line in Paragraph.hanging(group.cause, indent: 14, hanging: 16) { Console.print(line) }
                for line in valued.valueLines { Console.print(line) }
            }
            let total = groups.reduce(0) { $0 + $1.group.count }
            Console.note("\(Count.deadLetters(total)), \(groups.count) cause\(groups.count == 1 ? "" : "s").")
        }
    }
}

extension DeadLetterCauseValues {
    /// For the preview of a change: how many, of which cause, with which values.
    var lines: [String] {
        let words =
            ["\(group.fingerprint)  \(Count.text(group.count)) ×"] + group.cause.split(separator: " ").map(String.init)
        return Paragraph.hanging(words: words, indent: 0, hanging: 16) + valueLines
    }

    /// `te-duur 4,000 · foo 2,000`, a line a place.
    var valueLines: [String] {
        // The cause already names a value that every dead letter lacks.
        let informative = places.filter {
            $0.values.contains { ![ShownValue.none, ShownValue.withheld].contains($0.text) }
        }
        var lines = informative.flatMap { place -> [String] in
            let name = informative.count == 1 && places.count == 1 ? [] : ["\(place.pointer):"]
            var words = name
            for (index, value) in place.values.prefix(shown).enumerated() {
                // A value is not broken across lines, so that it can be copied.
                words += (index > 0 ? ["·"] : []) + [ShownValue.quoted(value.text), Count.text(value.count)]
            }
            let more = place.values.count - min(place.values.count, shown)
            if more > 0 { words += ["· and", Count.text(more), "other value\(more == 1 ? "" : "s")"] }
            return Paragraph.hanging(words: words, indent: 14, hanging: 16)
        }
        if !informative.isEmpty, let values, values.counted < group.count {
            lines.append(String(repeating: " ", count: 14) + "(values of the latest \(Count.text(values.counted)))")
        }
        return lines
    }
}
