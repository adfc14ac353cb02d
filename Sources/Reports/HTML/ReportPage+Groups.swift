extension ReportPage {
    /// The groups as bars with the period before and a sparkline, and a table of all their figures.
    func writeGroups(to page: inout HTMLWriter) {
        page.element("section") { page in
            page.element("h2", byName)
            page.element("div", ["class": "legend"]) { page in
                let isCalendar = report.question.rows.isCalendar
                let days = format.range(report.period.counted.from, report.period.counted.through)
                let isAhead = report.period.state == .ahead
                legend(isAhead ? "k3" : "k1", isCalendar || isAhead ? words.count : days, &page)
                if let before = report.period.before, isComparable {
                    legend("k2", isCalendar ? texts.before : format.range(before.from, before.through), &page)
                }
                if let ahead = words.ahead { legend("k3", ahead, &page) }
                if let sparklineLegend { legend("k4", sparklineLegend, &page) }
            }
            page.element("ul", ["class": report.question.rows.isCalendar ? "bars calendar" : "bars"]) { page in
                let largest = largest
                writeScale(largest, to: &page)
                for group in shown { writeBar(group, largest: max(largest, 1), to: &page) }
                if let rest { page.element("li") { $0.element("span", ["class": "label note"], rest) } }
            }
            writeTable(to: &page)
            for note in report.comparisonNotes { page.element("p", ["class": "note below"], note) }
            if report.hasNegativeNotice { page.element("p", ["class": "note below"], texts.negativeNotice) }
        }
    }

    var byName: String {
        let name = report.question.rows.text(report.language)
        return report.language == .en ? "By \(name.lowercased())" : "Naar \(name.lowercased())"
    }

    /// The groups that are drawn: the latest of a calendar dimension, the largest of others.
    private var shown: [Report.Group] {
        if report.question.rows.isCalendar { return Array(report.groups.suffix(Self.maximumCalendarBars)) }
        return Array(
            report.groups.filter { $0.compared.recorded + ($0.compared.before?.count ?? 0) > 0 }.prefix(
                Self.maximumBars
            )
        )
    }

    private var largest: Int {
        report.groups.map { max($0.compared.recorded, $0.compared.before?.count ?? 0) }.max() ?? 1
    }

    private var rest: String? {
        let drawn = shown
        let hidden = report.groups.filter { group in !drawn.contains { $0.label == group.label } }
        guard !hidden.isEmpty else { return nil }
        let count = format.number(hidden.reduce(0) { $0 + $1.compared.now.count })
        return report.language == .en
            ? "\(format.number(hidden.count)) others, together \(count)"
            : "\(format.number(hidden.count)) andere, samen \(count)"
    }

    private func legend(_ kind: String, _ name: String, _ page: inout HTMLWriter) {
        page.element("span", kind == "k4" ? ["class": "line"] : [:]) { page in
            page.element("i", ["class": kind]) { _ in }
            page.write(name)
        }
    }

    /// The legend of the sparklines; nil without any.
    private var sparklineLegend: String? {
        let trend = report.trend
        guard !report.question.rows.isCalendar, trend.known.count > 2 else { return nil }
        let (first, last) = (trend.months[trend.known.lowerBound].asked, trend.months[trend.known.upperBound - 1].asked)
        return report.language == .en
            ? "each month from \(format.month(first.from)) to \(format.month(last.from)), each line on a scale of its own, "
                + "from 0 to the number beside it"
            : "elke maand van \(format.month(first.from)) tot en met \(format.month(last.from)), elke lijn op een eigen "
                + "schaal, van 0 tot het getal ernaast"
    }

    /// The scale of the bars.
    private func writeScale(_ largest: Int, to page: inout HTMLWriter) {
        page.element("li", ["class": "scale", "aria-hidden": "true"]) { page in
            page.element("span", ["class": "label"], "")
            page.element("span", ["class": "ends"]) { page in
                page.element("span", "0")
                page.element("span", format.number(largest))
            }
            page.element("span", ["class": "figure"]) { page in
                page.element("span", ["class": "number"], words.count)
                page.element("span", texts.share)
            }
            page.element("span", ["class": "sparkline"], "")
        }
    }

    private func writeBar(_ group: Report.Group, largest: Int, to page: inout HTMLWriter) {
        let compared = group.compared
        let (now, before) = (compared.now.count, compared.before?.count)
        let name = words.name(of: group.label)
        let description =
            "\(name): \(format.number(now))"
            + (before.map { ", \(words.before.lowercased()) \(format.number($0))" } ?? "")
            + (compared.ahead.map { ", \((words.ahead ?? texts.willEnd).lowercased()) \(format.number($0.count))" }
                ?? "")
        let isPlanned = report.period.state == .ahead
        page.element("li") { page in
            page.element("span", ["class": "label"]) { page in
                if let url = link(group.label) {
                    page.element("a", ["href": url], name)
                } else {
                    page.write(name)
                }
            }
            page.element(
                "svg",
                [
                    "class": "bar", "viewBox": "0 0 100 10", "preserveAspectRatio": "none", "role": "img",
                    "aria-label": description,
                ]
            ) { page in
                page.element("title", description)
                let share = Double(now) / Double(largest)
                let height = isComparable ? 5.0 : 8
                bar(isPlanned ? "now open" : "now", x: 0, y: 0.5, height: height, share: share, &page)
                if let ahead = compared.ahead?.count, ahead > 0 {
                    bar("now open", x: share, y: 0.5, height: height, share: Double(ahead) / Double(largest), &page)
                }
                if let before { bar("then", x: 0, y: 6.5, height: 2.5, share: Double(before) / Double(largest), &page) }
            }
            page.element("span", ["class": "figure"]) { page in
                let ahead = compared.ahead?.count ?? 0
                let isAhead = words.isAhead(group)
                page.element("span", ["class": "number"], isAhead ? "+ \(format.number(ahead))" : format.number(now))
                page.element("span", isAhead ? "–" : format.percent(report.share(of: group)))
            }
            writeSparkline(group, to: &page)
        }
    }

    private func bar(_ kind: String, x: Double, y: Double, height: Double, share: Double, _ page: inout HTMLWriter) {
        page.void(
            "rect",
            [
                "class": kind, "x": coordinate(100 * x), "y": "\(y)", "width": coordinate(100 * share),
                "height": "\(height)",
            ]
        )
    }

    /// The months of the trend that are over as a sparkline, and the largest count of them.
    private func writeSparkline(_ group: Report.Group, to page: inout HTMLWriter) {
        let months = group.months[report.trend.known]
        guard months.count > 2, !report.question.rows.isCalendar else { return page.element("span", "") }
        let most = months.max() ?? 0
        let largest = Double(max(most, 1))
        let points = months.enumerated().map { index, count in
            let x = 100 * Double(index) / Double(months.count - 1)
            return "\(coordinate(x)),\(coordinate(19 - 18 * Double(count) / largest))"
        }
        page.element("span", ["class": "sparkline"]) { page in
            page.element(
                "svg",
                [
                    "class": "spark", "viewBox": "0 0 100 20", "preserveAspectRatio": "none", "role": "img",
                    "aria-label": "\(texts.trend): \(group.label.text)",
                ]
            ) { page in
                page.void("line", ["x1": "0", "x2": "100", "y1": "19.5", "y2": "19.5"])
                page.void("polyline", ["points": points.joined(separator: " ")])
            }
            page.element("span", ["class": "most"], format.number(most))
        }
    }

    /// A table that scrolls sideways. A shadow shows that it continues; tables that are often too wide also say so.
    ///
    /// - Parameters:
    ///   - name: what the table is, for a person who hears the page: no other region of the page has this name.
    ///   - columns: the number of columns.
    func writeScrolling(
        _ name: String,
        columns: Int,
        to page: inout HTMLWriter,
        _ table: (inout HTMLWriter) -> Void
    ) {
        page.element("div", ["class": columns > 5 ? "wide" : "narrow"]) { page in
            let hint = columns > 14 ? "hint always" : columns > 11 ? "hint many" : columns > 5 ? "hint" : "hint small"
            page.element("p", ["class": hint], texts.scroll)
            page.element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": name]) { page in
                page.element("table", table)
            }
        }
    }

    private func writeTable(to page: inout HTMLWriter) {
        let rows = report.groups.prefix(Self.maximumTableRows)
        let headings = headings
        writeScrolling("\(byName): \(texts.allFigures)", columns: headings.count, to: &page) { page in
            page.element("caption", caption(rows.count))
            page.element("thead") { page in
                page.element("tr") { page in
                    for heading in headings { page.element("th", ["scope": "col"], heading) }
                }
            }
            page.element("tbody") { page in
                for group in rows {
                    writeRow(
                        words.name(of: group.label),
                        group.compared,
                        report.share(of: group),
                        (group.compared.before?.count, group.compared.yearBefore?.count),
                        isAhead: words.isAhead(group),
                        to: &page
                    )
                }
            }
            page.element("tfoot") { page in
                let share = report.total.now.count > 0 ? 1.0 : 0
                writeRow(texts.total, report.total, share, report.columnTotals, isAhead: false, to: &page)
            }
        }
    }

    /// The currency of most terminations, which has its own column. The others share one.
    private var mainCurrency: String? { report.total.now.amounts.first?.currency }
    private var hasOtherCurrencies: Bool {
        report.groups.contains { $0.compared.now.amounts.contains { $0.currency != mainCurrency } }
    }

    private var headings: [String] {
        [report.question.rows.text(report.language), words.count, texts.share] + (words.ahead.map { [$0] } ?? [])
            + [words.before, texts.change, words.yearBefore, texts.change]
            + [mainCurrency.map { "\(texts.lostMonthly) (\($0))" } ?? texts.lostMonthly]
            + (hasOtherCurrencies ? [texts.otherCurrencies] : [])
            + [texts.medianNotice, texts.early, texts.backdated]
    }

    private func caption(_ rows: Int) -> String {
        let left = report.groups.count - rows
        guard left > 0 else { return texts.allFigures }
        return report.language == .en
            ? "\(texts.allFigures); \(format.number(left)) smaller ones are left out: CSV has all."
            : "\(texts.allFigures); \(format.number(left)) kleinere zijn weggelaten: CSV heeft ze alle."
    }

    private func writeRow(
        _ name: String,
        _ compared: Report.Compared,
        _ share: Double,
        _ earlier: (before: Int?, yearBefore: Int?),
        isAhead: Bool,
        to page: inout HTMLWriter
    ) {
        let now = compared.now
        page.element("tr", isAhead ? ["class": "ahead"] : [:]) { page in
            page.element("th", ["scope": "row"], name)
            var cells = isAhead ? ["–", "–"] : [format.number(now.count), format.percent(share)]
            if words.ahead != nil { cells.append(compared.ahead.map { format.number($0.count) } ?? "–") }
            for count in [earlier.before, earlier.yearBefore] {
                cells.append(count.map(format.number) ?? "–")
                cells.append(change(from: count, to: now.count) ?? "–")
            }
            cells.append(now.amounts.first { $0.currency == mainCurrency }.map(format.money) ?? "–")
            if hasOtherCurrencies {
                let others = now.amounts.filter { $0.currency != mainCurrency }.map(format.money)
                cells.append(others.isEmpty ? "–" : others.joined(separator: " + "))
            }
            cells.append(now.medianNoticeDays.map(format.days) ?? "–")
            cells.append(now.earlyShare.map(format.percent) ?? "–")
            cells.append(now.backdatedShare.map(format.percent) ?? "–")
            for cell in cells { page.element("td", cell) }
        }
    }

    func coordinate(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
