import Foundation

extension ReportPage {
    /// The groups as bars, the period beside the one before, with their course; and all their figures.
    func writeGroups(to page: inout HTMLWriter) {
        page.element("section") { page in
            page.element("h2", byName)
            page.element("div", ["class": "legend"]) { page in
                legend("k1", format.period(report.question.period), &page)
                if isComparable { legend("k2", texts.before, &page) }
            }
            page.element("ul", ["class": "bars"]) { page in
                let largest =
                    report.groups.map { max($0.compared.now.count, isComparable ? $0.compared.before.count : 0) }
                    .max() ?? 1
                for group in shown { writeBar(group, largest: max(largest, 1), to: &page) }
                if let rest { page.element("li") { $0.element("span", ["class": "label note"], rest) } }
            }
            writeTable(to: &page)
        }
    }

    private var byName: String {
        let name = report.question.rows.text(report.language)
        return report.language == .en ? "By \(name.lowercased())" : "Naar \(name.lowercased())"
    }

    /// What is drawn: of a calendar everything, of the others the largest.
    private var shown: [Report.Group] {
        Array(report.groups.filter { $0.compared.now.count + $0.compared.before.count > 0 }.prefix(Self.drawn))
    }

    private var rest: String? {
        let hidden = report.groups.dropFirst(shown.count)
        guard !hidden.isEmpty else { return nil }
        let count = format.number(hidden.reduce(0) { $0 + $1.compared.now.count })
        return report.language == .en
            ? "\(format.number(hidden.count)) others, together \(count)"
            : "\(format.number(hidden.count)) andere, samen \(count)"
    }

    private func legend(_ kind: String, _ name: String, _ page: inout HTMLWriter) {
        page.element("span") { page in
            page.element("i", ["class": kind]) { _ in }
            page.write(name)
        }
    }

    private func writeBar(_ group: Report.Group, largest: Int, to page: inout HTMLWriter) {
        let (now, before) = (group.compared.now.count, group.compared.before.count)
        let said =
            "\(group.label.text): \(format.number(now))"
            + (isComparable ? ", \(texts.before.lowercased()) \(format.number(before))" : "")
        page.element("li") { page in
            page.element("span", ["class": "label"], group.label.text)
            page.element(
                "svg",
                [
                    "class": "bar", "viewBox": "0 0 100 10", "preserveAspectRatio": "none", "role": "img",
                    "aria-label": said,
                ]
            ) { page in
                bar("now", y: 0.5, height: isComparable ? 5 : 8, share: Double(now) / Double(largest), &page)
                if isComparable { bar("then", y: 6.5, height: 2.5, share: Double(before) / Double(largest), &page) }
            }
            page.element("span", ["class": "figure"]) { page in
                page.write(format.number(now))
                page.element("span", format.percent(report.share(of: group)))
            }
            writeCourse(group, to: &page)
        }
    }

    private func bar(_ kind: String, y: Double, height: Double, share: Double, _ page: inout HTMLWriter) {
        page.void(
            "rect",
            ["class": kind, "x": "0", "y": "\(y)", "width": coordinate(100 * share), "height": "\(height)"]
        )
    }

    /// The months of the trend as a line.
    private func writeCourse(_ group: Report.Group, to page: inout HTMLWriter) {
        let months = group.months.dropFirst(report.trend.unknown).dropLast(report.trend.isLastIncomplete ? 1 : 0)
        guard months.count > 2, !report.question.rows.isCalendar else { return page.element("span", "") }
        let largest = Double(max(months.max() ?? 1, 1))
        let points = months.enumerated().map { index, count in
            let x = 100 * Double(index) / Double(months.count - 1)
            return "\(coordinate(x)),\(coordinate(19 - 18 * Double(count) / largest))"
        }
        page.element(
            "svg",
            [
                "class": "spark", "viewBox": "0 0 100 20", "preserveAspectRatio": "none", "role": "img",
                "aria-label": "\(texts.trend): \(group.label.text)",
            ]
        ) { page in
            page.void("polyline", ["points": points.joined(separator: " ")])
        }
    }

    private func writeTable(to page: inout HTMLWriter) {
        let rows = report.groups.prefix(Self.tabled)
        let currencies = report.total.now.amounts.map(\.currency)
        page.element("div", ["class": "scroll"]) { page in
            page.element("table") { page in
                page.element("caption", caption(rows.count))
                page.element("thead") { page in
                    page.element("tr") { page in
                        let headings =
                            [report.question.rows.text(report.language), texts.terminations, texts.share]
                            + [texts.before, texts.change, texts.yearBefore]
                            + currencies.map { "\(texts.lostMonthly) \($0)" }
                            + [texts.medianNotice, texts.early, texts.backdated]
                        for heading in headings { page.element("th", ["scope": "col"], heading) }
                    }
                }
                page.element("tbody") { page in
                    for group in rows {
                        writeRow(group.label.text, group.compared, report.share(of: group), currencies, to: &page)
                    }
                }
                page.element("tfoot") { page in
                    writeRow(texts.total, report.total, 1, currencies, to: &page)
                }
            }
        }
    }

    private func caption(_ rows: Int) -> String {
        let left = report.groups.count - rows
        guard left > 0 else { return byName }
        return report.language == .en
            ? "\(byName); \(format.number(left)) smaller ones are left out: CSV has all."
            : "\(byName); \(format.number(left)) kleinere zijn weggelaten: CSV heeft ze alle."
    }

    private func writeRow(
        _ name: String,
        _ compared: Report.Compared,
        _ share: Double,
        _ currencies: [String],
        to page: inout HTMLWriter
    ) {
        let now = compared.now
        let isYearKnown = report.isRecorded(report.question.period.yearBefore) || report.question.rows.isCalendar
        page.element("tr") { page in
            page.element("th", ["scope": "row"], name)
            var cells = [format.number(now.count), format.percent(share)]
            cells.append(isComparable ? format.number(compared.before.count) : "–")
            cells.append(isComparable ? changeText(compared) : "–")
            cells.append(isYearKnown ? format.number(compared.yearBefore.count) : "–")
            for currency in currencies {
                cells.append(now.amounts.first { $0.currency == currency }.map(format.money) ?? "–")
            }
            cells.append(now.medianNoticeDays.map { "\(format.days($0)) \(texts.days)" } ?? "–")
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
