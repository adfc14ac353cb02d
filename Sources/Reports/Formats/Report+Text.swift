extension Report {
    /// The numbers of a group for a table of text, in the report's language.
    public struct TextRow: Sendable {
        public let cells: [String]
        /// From 0 to 1, of the largest group.
        public let bar: Double
    }

    /// The headings of ``textRows(limit:)``.
    public var textHeadings: [String] {
        let texts = ReportTexts.of(language)
        return [texts.terminations, texts.share, texts.before, texts.lostMonthly, texts.medianNotice]
    }

    /// The groups, and then the total.
    public func textRows(limit: Int) -> [TextRow] {
        let format = ReportFormatting(language)
        let most = Double(max(groups.map(\.compared.now.count).max() ?? 1, 1))
        let rows = groups.prefix(limit).map { group in
            TextRow(
                cells: [group.label.text] + cells(group.compared, share(of: group), format),
                bar: Double(group.compared.now.count) / most
            )
        }
        let sum = TextRow(cells: [ReportTexts.of(language).total] + cells(total, 1, format), bar: 0)
        return rows + [sum]
    }

    private func cells(_ compared: Compared, _ share: Double, _ format: ReportFormatting) -> [String] {
        let now = compared.now
        let isComparable = question.rows.isCalendar || isRecorded(question.period.before)
        let change = format.change(from: compared.before.count, to: now.count).map { " \($0)" } ?? ""
        return [
            format.number(now.count), format.percent(share),
            isComparable ? format.number(compared.before.count) + change : "–",
            now.amounts.isEmpty ? "–" : now.amounts.map(format.money).joined(separator: " + "),
            now.medianNoticeDays.map { "\(format.days($0)) \(ReportTexts.of(language).days)" } ?? "–",
        ]
    }

    /// How many groups there are in each column, for a table of text.
    public func crossedRows(limit: Int, columns shown: Int) -> [[String]] {
        let format = ReportFormatting(language)
        return groups.filter { $0.compared.now.count > 0 }.prefix(limit).map { group in
            [group.label.text] + group.cells.prefix(shown).map { $0.count == 0 ? "·" : format.number($0.count) }
                + [format.number(group.compared.now.count)]
        }
    }

    /// What stands below the table: what is apart, what changed most, and how far it all can be trusted.
    public var textNotes: [String] {
        let texts = ReportTexts.of(language)
        let format = ReportFormatting(language)
        func line(_ name: String, _ count: Int) -> String {
            let share = total.now.count == 0 ? "" : " (\(format.percent(Double(count) / Double(total.now.count))))"
            return "\(name): \(format.number(count))\(share)"
        }
        var notes = [
            "\(texts.withdrawn): \(format.number(apart.withdrawn))",
            "\(texts.administrative): \(format.number(apart.administrative))",
        ]
        if isRecorded(question.period.before), !question.rows.isCalendar {
            let movers = movers(limit: 3)
            let changes = (movers.up + movers.down).map { "\($0.label.text) \(format.signed($0.compared.change))" }
            if !changes.isEmpty { notes.append("\(texts.movers): \(changes.joined(separator: ", "))") }
        }
        let now = total.now
        func known(_ name: String, _ count: Int, _ value: String = "") {
            guard count > 0 else { return }
            notes.append("\(name): \(value)\(format.known(count, of: now.count))")
        }
        known(texts.lostMonthly, now.withAmount)
        known(texts.medianNotice, now.withNotice)
        if let early = now.earlyShare { known(texts.early, now.withTerm, "\(format.percent(early)), ") }
        if let late = total.now.backdatedShare { notes.append("\(texts.backdated): \(format.percent(late))") }
        notes.append(line(texts.withoutReason, quality.withoutReason))
        notes.append(line(texts.catchAll, quality.catchAll))
        let codes = quality.refusals.prefix(5).map { "\($0.code) \(format.number($0.count))" }
        notes.append(
            line(texts.refusedAtFirst, quality.refusedAtFirst)
                + (codes.isEmpty ? "" : ": " + codes.joined(separator: ", "))
        )
        for reason in quality.relabelled {
            let labels = reason.labels.map { "\($0.label) (\(format.number($0.count)))" }
            notes.append("\(texts.relabelled): \(reason.code): \(labels.joined(separator: ", "))")
        }
        notes.append("\(texts.unrecorded): \(format.number(quality.unrecorded))")
        return notes
    }

    /// What the rows are called.
    public var rowsHeading: String { question.rows.text(language) }
    public var totalHeading: String { ReportTexts.of(language).total }
}
