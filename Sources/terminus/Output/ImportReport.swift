import Ledger
import Terminations
import Worker

/// What an import did, in words or as JSON.
struct ImportReport {
    let run: ImportRun
    let tally: ImportTally
    let source: ImportSource
    let rejects: String?
    let isDryRun: Bool
    /// Whether a part of the file was imported before, of which the tally does not know.
    let wentOn: Bool

    func print(_ format: OutputFormat) {
        switch format {
        case .text: for line in lines { Console.print(line) }
        case .json: Console.print(json)
        }
    }

    private var lines: [String] {
        let name = isDryRun ? "Of" : "Import \(run.number):"
        let messages = "\(Count.text(run.messages)) message\(run.messages == 1 ? "" : "s")"
        let refused =
            rejects.map { " (in \(Table.printable($0)))" } ?? (run.rejected == 0 ? "" : " (kept as dead letters)")
        let would = isDryRun ? " would be" : ""
        var lines = Self.broken(
            "\(name) \(messages): \(Count.text(run.accepted))\(would) recorded, \(Count.text(run.alreadyRecorded)) recorded "
                + "already, \(Count.text(run.held)) waiting for their termination, \(Count.text(run.rejected)) "
                + "refused\(isDryRun && rejects == nil ? "" : refused)."
        )
        if wentOn, !tally.findings.isEmpty { lines.append("Refused since it went on:") }
        for finding in tally.findings.prefix(Self.findingsShown) { lines += self.lines(of: finding) }
        if tally.findings.count > Self.findingsShown {
            let more = tally.findings.count - Self.findingsShown
            lines.append("  … and \(Count.text(more)) more kinds of violations: --format json has all.")
        }
        lines += hints.flatMap(Self.broken)
        if !unusedValues.isEmpty {
            lines += Self.broken("No row has what these options give a meaning: \(unusedValues.joined(separator: " "))")
        }
        if isDryRun { lines.append("Nothing was changed.") }
        return lines
    }

    private static func broken(_ text: String) -> [String] { Paragraph.hanging(text, indent: 0, hanging: 2) }

    private static let findingsShown = 20

    /// `11  unknown-reason  /reasonCode  lines 134, 201, 305, …`, and what it means.
    private func lines(of finding: ImportTally.Finding) -> [String] {
        let place = finding.pointer == .root ? "" : "  \(Table.printable(finding.pointer.description))"
        let more = finding.count > finding.lines.count ? ", …" : ""
        let numbers = finding.lines.map(String.init).joined(separator: ", ")
        // The message about a row names its line, which is that of the first one alone.
        let isOfRow = finding.pointer == .root && finding.message.hasPrefix("Line ")
        return [
            "    \(Count.text(finding.count))  \(finding.code)\(place)  line\(finding.count == 1 ? "" : "s") \(numbers)\(more)"
        ] + Paragraph.indented((isOfRow && finding.count > 1 ? "Such as: " : "") + finding.message, by: 6)
            + values(of: finding)
    }

    /// `"Te duur" (7), "Onbekend" (3) and 12 other values`.
    private func values(of finding: ImportTally.Finding) -> [String] {
        let shown = finding.values.prefix(Self.valuesShown)
        guard !shown.isEmpty else { return [] }
        let texts = shown.map { "\"\(Table.printable($0.value))\" (\(Count.text($0.count)))" }
        let more = finding.values.count - shown.count
        let others = more == 0 ? "" : " and \(Count.text(more)) other\(more == 1 ? " value" : " values")"
        return Paragraph.hanging(texts.joined(separator: ", ") + others, indent: 6, hanging: 8)
    }

    private static let valuesShown = 10

    /// The options `--map-value` whose value no row had; none where not the whole file was read just now.
    private var unusedValues: [String] {
        guard case .csv(let mapping) = source.form, run.isFinished, !wentOn else { return [] }
        return mapping.allValues.enumerated().compactMap { place, entry in
            guard !tally.mappedValues.contains(place) else { return nil }
            return MappedValue.option(entry.field, entry.mapping)
        }
    }

    /// What to do about what is refused most often in tables.
    private var hints: [String] {
        var hints: [String] = []
        if !isDryRun, rejects == nil, run.rejected > 0 {
            hints.append("See them: terminus dead-letters list --import \(run.number)")
        }
        guard case .csv(let mapping) = source.form else { return hints }
        let isFound: ([Violation.Code], (String) -> Bool) -> Bool = { codes, isPointer in
            tally.findings.contains { finding in
                codes.contains { $0.rawValue == finding.code } && isPointer(finding.pointer.description)
            }
        }
        if mapping.dates == nil, isFound([.invalidDate, .invalidInstant], { _ in true }) {
            hints.append(
                "Dates must be written as 2026-12-31, unless --date-format says otherwise: --date-format DD-MM-YYYY"
            )
        }
        if mapping.amounts == .minorUnits, isFound([.wrongType], { $0 == "/contract/periodAmount" }) {
            hints.append(
                "Amounts must be whole cents, unless --decimal-comma (24.500,00) or --decimal-point (24,500.00) is given."
            )
        }
        let unknown = tally.findings.first { $0.code == Violation.Code.unknownReason.rawValue }
        if let word = unknown?.values.first?.value {
            let option = MappedValue.option("reasonCode", .init(from: word, to: "CODE"))
            hints.append("Other words for a reason can be given a meaning: \(option)")
        }
        return hints
    }

    private var causes: [(code: String, count: Int)] {
        tally.causes.map { (code: $0.key, count: $0.value) }.sorted { ($1.count, $0.code) < ($0.count, $1.code) }
    }

    private var json: JSONWriter {
        var line = JSONWriter()
        line.beginObject()
        line.name("import")
        if isDryRun { line.null() } else { line.integer(run.number) }
        line.name("dryRun")
        line.bool(isDryRun)
        line.name("finished")
        line.bool(run.isFinished)
        line.name("events")
        line.string(run.tellsEvents ? "all" : "none")
        for (name, count) in [
            ("messages", run.messages), ("recorded", run.accepted), ("alreadyRecorded", run.alreadyRecorded),
            ("waiting", run.held), ("refused", run.rejected),
        ] {
            line.name(escaping: name)
            line.integer(count)
        }
        line.name("causes")
        line.beginArray()
        for (code, count) in causes {
            line.beginObject()
            line.name("code")
            line.string(code)
            line.name("count")
            line.integer(count)
            line.endObject()
        }
        line.endArray()
        line.name("violations")
        line.beginArray()
        for finding in tally.findings {
            line.beginObject()
            line.name("code")
            line.string(finding.code)
            line.name("pointer")
            line.string(finding.pointer.description)
            line.name("message")
            line.string(finding.message)
            line.name("count")
            line.integer(finding.count)
            line.name("firstLines")
            line.beginArray()
            for number in finding.lines { line.integer(number) }
            line.endArray()
            line.name("values")
            line.beginArray()
            for (value, count) in finding.values.prefix(Self.valuesShown) {
                line.beginObject()
                line.name("value")
                line.string(value)
                line.name("count")
                line.integer(count)
                line.endObject()
            }
            line.endArray()
            line.endObject()
        }
        line.endArray()
        line.name("unusedColumns")
        line.beginArray()
        for column in source.unusedColumns { line.string(column) }
        line.endArray()
        line.name("unusedMapValues")
        line.beginArray()
        for option in unusedValues { line.string(option) }
        line.endArray()
        line.endObject()
        return line
    }
}
