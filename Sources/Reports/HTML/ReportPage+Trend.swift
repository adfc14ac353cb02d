import Terminations

extension ReportPage {
    /// The section of all terminations month by month.
    func writeTrend(to page: inout HTMLWriter) {
        let trend = report.trend
        guard trend.counts.contains(where: { $0 > 0 }) else { return }
        let most = max(trend.counts.max() ?? 1, 1)
        let step = Self.step(upTo: most)
        let top = (most + step - 1) / step * step
        page.element("section") { page in
            page.element("h2", texts.trend)
            page.element("p", ["class": "note"], texts.trendNote)
            page.element("div", ["class": "legend"]) { page in
                for (kind, name) in [("k1", texts.inPeriod), ("k2", texts.outsidePeriod), ("k3", texts.openMonth)]
                where kind != "k3" || trend.months.indices.contains(where: isOpen) {
                    page.element("span") { page in
                        page.element("i", ["class": kind]) { _ in }
                        page.write(name)
                    }
                }
            }
            page.element("div", ["class": "trend"]) { page in
                page.element("div", ["class": "plot"]) { page in
                    writeGrid(step, top, to: &page)
                    page.element(
                        "svg",
                        [
                            "viewBox": "0 0 \(trend.months.count * 10) 100", "preserveAspectRatio": "none",
                            "role": "img", "aria-label": "\(texts.trend): \(texts.terminations.lowercased())",
                        ]
                    ) { page in
                        for index in trend.counts.indices { writeColumn(index, Double(top), to: &page) }
                    }
                }
                writeAxis(to: &page)
            }
            writeMonths(to: &page)
        }
    }

    /// The distance of grid lines: a round number that gives at most five lines above zero.
    private static func step(upTo most: Int) -> Int {
        var power = 1
        while true {
            for factor in [1, 2, 5] where most <= 5 * factor * power { return factor * power }
            power *= 10
        }
    }

    /// Grid lines with their numbers. The sheet spaces them evenly over the height, so that they need no positions of their
    /// own.
    private func writeGrid(_ step: Int, _ top: Int, to page: inout HTMLWriter) {
        page.element("div", ["class": "grid", "aria-hidden": "true"]) { page in
            for value in stride(from: 0, through: top, by: step) {
                page.element("span") { $0.element("b", format.number(value)) }
            }
        }
    }

    private func isOpen(_ index: Int) -> Bool {
        index < report.trend.unknown || report.trend.months[index].state != .complete
    }

    /// The column of a month: its days that are over, and its future days on top of them.
    private func writeColumn(_ index: Int, _ top: Double, to page: inout HTMLWriter) {
        let trend = report.trend
        let month = trend.months[index]
        let isNow = report.question.period.from <= month.asked.through
        let over = trend.counts[index] - trend.ahead[index]
        let kind = isNow ? "now" : "then"
        let isUnknown = index < trend.unknown
        page.element("g") { page in
            page.element("title", description(index))
            column(index, from: 0, over, top, isUnknown ? "\(kind) open" : kind, to: &page)
            column(index, from: over, trend.ahead[index], top, "\(kind) open", to: &page)
        }
    }

    private func column(_ index: Int, from: Int, _ count: Int, _ top: Double, _ kind: String, to page: inout HTMLWriter)
    {
        guard count > 0 else { return }
        let height = 100 * Double(count) / top
        page.void(
            "rect",
            [
                "class": kind, "x": coordinate(Double(index) * 10 + 1),
                "y": coordinate(100 - 100 * Double(from) / top - height), "width": "8", "height": coordinate(height),
            ]
        )
    }

    private func description(_ index: Int) -> String {
        let trend = report.trend
        let ahead = trend.ahead[index]
        return "\(name(index)): \(format.number(trend.counts[index] - ahead))"
            + (ahead > 0 ? ", \(texts.willEnd.lowercased()): \(format.number(ahead))" : "")
    }

    private func name(_ index: Int) -> String {
        let month = report.trend.months[index]
        let note =
            index < report.trend.unknown ? texts.unknownMonth : format.mark(month.state, report.question.dateKind)
        return format.month(month.asked.from) + (note.map { " (\($0))" } ?? "")
    }

    private func writeAxis(to page: inout HTMLWriter) {
        let months = report.trend.months.map(\.asked.from)
        let step = max(1, (months.count + 23) / 24)
        page.element("div", ["class": "axis", "aria-hidden": "true"]) { page in
            for (index, month) in months.enumerated() {
                let isYear = month.parts.month == 1 || index == 0
                page.element("span", ["class": isYear ? "year" : "month"]) { page in
                    if index % step == 0 || isYear { page.write(String(format.shortMonth(month).prefix(1))) }
                    if isYear { page.element("b", "’\(String(month.parts.year).suffix(2))") }
                }
            }
        }
    }

    private func writeMonths(to page: inout HTMLWriter) {
        let trend = report.trend
        let hasAhead = trend.ahead.contains { $0 > 0 }
        let headings =
            [texts.month, texts.terminations] + (hasAhead ? [texts.willEnd] : []) + [texts.yearBefore, texts.change]
        writeScrolling(texts.trend, columns: headings.count, to: &page) { page in
            page.element("thead") { page in
                page.element("tr") { page in
                    for heading in headings { page.element("th", ["scope": "col"], heading) }
                }
            }
            page.element("tbody") { page in
                for index in trend.months.indices.reversed() { writeMonth(index, hasAhead, to: &page) }
            }
        }
    }

    private func writeMonth(_ index: Int, _ hasAhead: Bool, to page: inout HTMLWriter) {
        let trend = report.trend
        let ahead = trend.ahead[index]
        let count = trend.counts[index] - ahead
        let isAhead = trend.months[index].state == .ahead
        let earlier = trend.yearBefore[index]
        page.element("tr") { page in
            page.element("th", ["scope": "row"], name(index))
            page.element("td", isAhead ? "–" : format.number(count))
            if hasAhead { page.element("td", trend.months[index].state == .complete ? "–" : format.number(ahead)) }
            page.element("td", earlier.map(format.number) ?? "–")
            page.element("td", earlier.flatMap { format.change(from: $0, to: count) } ?? "–")
        }
    }
}
