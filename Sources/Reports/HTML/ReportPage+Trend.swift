import Terminations

extension ReportPage {
    /// All terminations month by month.
    func writeTrend(to page: inout HTMLWriter) {
        let trend = report.trend
        let known = trend.counts.indices.filter { $0 >= trend.unknown || trend.counts[$0] > 0 }
        guard !known.isEmpty, trend.counts.contains(where: { $0 > 0 }) else { return }
        let most = Double(max(trend.counts.max() ?? 1, 1))
        page.element("section") { page in
            page.element("h2", texts.trend)
            page.element("p", ["class": "note"], texts.trendNote)
            page.element("div", ["class": "trend"]) { page in
                page.element(
                    "svg",
                    [
                        "viewBox": "0 0 \(trend.months.count * 10) 100", "preserveAspectRatio": "none", "role": "img",
                        "aria-label": "\(texts.trend): \(texts.terminations.lowercased())",
                    ]
                ) { page in
                    for (index, count) in trend.counts.enumerated() {
                        writeColumn(index, height: 96 * Double(count) / most, to: &page)
                    }
                }
                writeAxis(to: &page)
            }
            writeMonths(to: &page)
        }
    }

    private func isOpen(_ index: Int) -> Bool {
        index < report.trend.unknown || (report.trend.isLastIncomplete && index == report.trend.months.count - 1)
    }

    private func writeColumn(_ index: Int, height: Double, to page: inout HTMLWriter) {
        let month = report.trend.months[index]
        let isNow = month >= report.question.period.from.startOfMonth
        page.void(
            "rect",
            [
                "class": (isNow ? "now" : "then") + (isOpen(index) ? " open" : ""),
                "x": coordinate(Double(index) * 10 + 1),
                "y": coordinate(100 - height), "width": "8", "height": coordinate(height),
            ]
        )
    }

    private func writeAxis(to page: inout HTMLWriter) {
        let months = report.trend.months
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
        page.element("div", ["class": "scroll"]) { page in
            page.element("table") { page in
                page.element("caption", texts.trend)
                page.element("thead") { page in
                    page.element("tr") { page in
                        for heading in [texts.month, texts.terminations, texts.yearBefore, texts.change] {
                            page.element("th", ["scope": "col"], heading)
                        }
                    }
                }
                page.element("tbody") { page in
                    for index in trend.months.indices.reversed() {
                        writeMonth(index, to: &page)
                    }
                }
            }
        }
    }

    private func writeMonth(_ index: Int, to page: inout HTMLWriter) {
        let trend = report.trend
        let count = trend.counts[index]
        let year = index - 12
        let isKnown = year >= trend.unknown
        let isLast = index == trend.months.count - 1
        let note =
            index < trend.unknown
            ? " (\(texts.unknownMonth))" : isLast && trend.isLastIncomplete ? " (\(texts.incomplete))" : ""
        page.element("tr") { page in
            page.element("th", ["scope": "row"], format.month(trend.months[index]) + note)
            page.element("td", format.number(count))
            page.element("td", isKnown ? format.number(trend.counts[year]) : "–")
            page.element("td", isKnown ? format.change(from: trend.counts[year], to: count) ?? "–" : "–")
        }
    }
}
