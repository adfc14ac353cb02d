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
                Without --state: those that are open. Dead letters with one fingerprint broke the same rules at the \
                same places. What they have there may differ: below each cause are the values, the most frequent \
                first. --value takes one of them in replay, mend, discard and list. A value with blanks or quotes in \
                it is in quotes; --value takes it with them or without.

                EXAMPLE
                  terminus dead-letters groups
                  terminus dead-letters groups --code unknown-reason --values 20
                  terminus dead-letters groups --since 24h --format json
                """
        )

        @OptionGroup(title: "FILTERS") var filters: FilterOptions
        @Option(help: ArgumentHelp("How many values of a place to name; 0 reads no bodies.", valueName: "n"))
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
            let groups = try configuration.withLedger(.readOnly) { ledger in
                try ValuedGroup.all(matching: filter, shown: values, in: ledger)
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

        private func printText(_ groups: [ValuedGroup]) {
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

/// Dead letters of one cause, with the values by which they differ.
struct ValuedGroup {
    let group: DeadLetterGroup
    /// Nil where they were not read.
    let values: DeadLetterValues?
    /// How many values of a place are named.
    let shown: Int

    /// Letters of a cause, and of all causes, whose values are read: some seconds' worth.
    private static let mostOfCause = 20_000
    private static let mostInAll = 200_000

    /// The causes of the letters that a filter means, the largest first.
    ///
    /// - Parameter shown: how many values of a place to name; with 0 no body is read.
    static func all(matching filter: DeadLetterFilter, shown: Int = 5, in ledger: Ledger) throws -> [ValuedGroup] {
        var remaining = shown == 0 ? 0 : mostInAll
        return try ledger.deadLetterGroups(matching: filter).map { group in
            let limit = min(mostOfCause, remaining)
            guard limit > 0 else { return ValuedGroup(group: group, values: nil, shown: 0) }
            let values = try ledger.deadLetterValues(matching: filter, of: group.fingerprint, limit: limit)
            remaining -= values.counted
            return ValuedGroup(group: group, values: values, shown: shown)
        }
    }

    /// For the preview of a change: how many, of which cause, with which values.
    var lines: [String] {
        let words =
            ["\(group.fingerprint)  \(Count.text(group.count)) ×"] + group.cause.split(separator: " ").map(String.init)
        return Paragraph.hanging(words: words, indent: 0, hanging: 16) + valueLines
    }

    private var places: [(pointer: JSONPointer, values: [DeadLetterValue])] {
        var places: [(pointer: JSONPointer, values: [DeadLetterValue])] = []
        for value in values?.values ?? [] {
            if places.last?.pointer == value.pointer {
                places[places.count - 1].values.append(value)
            } else {
                places.append((value.pointer, [value]))
            }
        }
        return places
    }

    /// `te-duur 4,000 · foo 2,000`, a line a place.
    var valueLines: [String] {
        // That every letter lacks the value says the cause already.
        let telling = places.filter {
            $0.values.contains { ![ShownValue.none, ShownValue.withheld].contains($0.text) }
        }
        var lines = telling.flatMap { place -> [String] in
            let name = telling.count == 1 && places.count == 1 ? [] : ["\(place.pointer):"]
            var words = name
            for (index, value) in place.values.prefix(shown).enumerated() {
                // A value is not broken, so that it can be copied.
                words += (index > 0 ? ["·"] : []) + [ShownValue.quoted(value.text), Count.text(value.count)]
            }
            let more = place.values.count - min(place.values.count, shown)
            if more > 0 { words += ["· and", Count.text(more), "other value\(more == 1 ? "" : "s")"] }
            return Paragraph.hanging(words: words, indent: 14, hanging: 16)
        }
        if !telling.isEmpty, let values, values.counted < group.count {
            lines.append(String(repeating: " ", count: 14) + "(values of the latest \(Count.text(values.counted)))")
        }
        return lines
    }

    func write(to line: inout JSONWriter) {
        line.beginObject()
        line.name("fingerprint")
        line.string(group.fingerprint)
        line.name("cause")
        line.string(group.cause)
        line.name("count")
        line.integer(group.count)
        line.name("firstSeen")
        line.instant(group.firstSeen)
        line.name("lastSeen")
        line.instant(group.lastSeen)
        line.name("sampleId")
        line.string(group.sampleID)
        if let values {
            line.name("valuesCounted")
            line.integer(values.counted)
            line.name("values")
            line.beginArray()
            for place in places {
                for value in place.values.prefix(shown) { line.value(value) }
            }
            line.endArray()
            line.name("otherValues")
            line.integer(places.reduce(0) { $0 + max($1.values.count - shown, 0) })
        }
        line.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func value(_ value: DeadLetterValue) {
        beginObject()
        name("pointer")
        string(value.pointer.description)
        name("value")
        string(value.text)
        if let exact = ShownValue.value(of: value.text) {
            name("exactValue")
            self.value(exact)
        }
        name("count")
        integer(value.count)
        name("firstSeen")
        instant(value.firstSeen)
        name("lastSeen")
        instant(value.lastSeen)
        endObject()
    }
}
