extension ReportPage {
    /// The key figures, each with earlier periods and the number of terminations that it is known for.
    func writeTiles(to page: inout HTMLWriter) {
        let (now, before, yearBefore) = (report.total.now, report.total.before, report.total.yearBefore)
        page.element("ul", ["class": "tiles"]) { page in
            tile(words.count, format.number(now.count), countLines, &page)
            if let name = words.ahead, let ahead = report.total.ahead {
                tile(name, format.number(ahead.count), aheadLines, &page)
            }
            tile(
                texts.lostMonthly,
                now.amounts.first.map(format.money) ?? "–",
                now.amounts.dropFirst().map { Line("+ \(format.money($0))") }
                    + [amountLine(words.periodBefore, before), amountLine(words.periodYearBefore, yearBefore)]
                    .compactMap(\.self)
                    + [Line(format.known(now.withAmount, of: now.count))],
                &page
            )
            figure(
                texts.medianNotice,
                { $0.medianNoticeDays.map(format.days) },
                known: now.withNotice,
                note: (now.medianNoticeDays ?? 0) < 0 ? texts.negativeNotice : nil,
                &page
            )
            figure(texts.early, { $0.earlyShare.map(format.percent) }, known: now.withTerm, &page)
            figure(texts.backdated, { $0.backdatedShare.map(format.percent) }, known: now.count, &page)
        }
    }

    /// A line below a value: a text, or a name and a value.
    private struct Line {
        let text: String
        let value: String?
        let kind: String

        init(_ text: String, _ value: String? = nil, _ kind: String = "more") {
            self.text = text
            self.value = value
            self.kind = kind
        }
    }

    private func tile(_ name: String, _ value: String, _ lines: [Line], _ page: inout HTMLWriter) {
        page.element("li") { page in
            page.element("div", ["class": "name"], name)
            page.element("div", ["class": "value"], value)
            for line in lines {
                page.element("div", ["class": line.value == nil ? line.kind : "\(line.kind) pair"]) { page in
                    guard let value = line.value else { return page.write(line.text) }
                    page.element("span", line.text)
                    page.element("b", value)
                }
            }
        }
    }

    /// A figure, and the same figure of the period before and of a year before.
    private func figure(
        _ name: String,
        _ value: (Figures) -> String?,
        known: Int,
        note: String? = nil,
        _ page: inout HTMLWriter
    ) {
        let total = report.total
        let periods = [(words.periodBefore, total.before), (words.periodYearBefore, total.yearBefore)]
        let compared = periods.compactMap { name, figures in
            figures.flatMap(value).map { Line(name, $0) }
        }
        tile(
            name,
            value(total.now) ?? "–",
            compared + [Line(format.known(known, of: total.now.count))] + (note.map { [Line($0)] } ?? []),
            &page
        )
    }

    private var countLines: [Line] {
        let total = report.total
        guard report.period.state != .ahead else { return [] }
        return [(words.periodBefore, total.before?.count), (words.periodYearBefore, total.yearBefore?.count)].compactMap
        {
            name,
            count in
            guard let count else {
                return name == words.periodBefore ? Line(name, texts.notComparable) : nil
            }
            let change = change(from: count, to: total.now.count).map { " (\($0))" } ?? ""
            return Line(name, format.number(count) + change, changeClass(from: count, to: total.now.count))
        }
    }

    private var aheadLines: [Line] {
        guard let ahead = report.period.ahead else { return [] }
        return [Line(format.range(ahead.from, ahead.through)), Line(texts.asKnown)]
    }

    /// The lost amount of another period in the main currency.
    private func amountLine(_ name: String, _ figures: Figures?) -> Line? {
        guard let currency = report.total.now.amounts.first?.currency,
            let amount = figures?.amounts.first(where: { $0.currency == currency })
        else { return nil }
        return Line("\(name), \(currency)", format.money(amount))
    }
}
