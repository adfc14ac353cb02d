extension ReportPage {
    /// The key figures.
    func writeTiles(to page: inout HTMLWriter) {
        let now = report.total.now
        page.element("ul", ["class": "tiles"]) { page in
            tile(texts.terminations, format.number(now.count), changeLine, changeClass(report.total), &page)
            let others =
                now.amounts.dropFirst().map { "+ \(format.money($0))" } + [format.known(now.withAmount, of: now.count)]
            tile(
                texts.lostMonthly,
                now.amounts.first.map(format.money) ?? "–",
                others.joined(separator: ", "),
                "more",
                &page
            )
            tile(
                texts.medianNotice,
                now.medianNoticeDays.map { "\(format.days($0)) \(texts.days)" } ?? "–",
                format.known(now.withNotice, of: now.count),
                "more",
                &page
            )
            tile(
                texts.early,
                now.earlyShare.map(format.percent) ?? "–",
                format.known(now.withTerm, of: now.count),
                "more",
                &page
            )
            tile(
                texts.backdated,
                now.backdatedShare.map(format.percent) ?? "–",
                format.known(now.count, of: now.count),
                "more",
                &page
            )
        }
    }

    private func tile(_ name: String, _ value: String, _ more: String, _ kind: String, _ page: inout HTMLWriter) {
        page.element("li") { page in
            page.element("div", ["class": "name"], name)
            page.element("div", ["class": "value"], value)
            page.element("div", ["class": kind], more)
        }
    }

    private var changeLine: String {
        guard let before = report.question.period.before, report.isRecorded(before) else {
            return "\(texts.before): \(texts.notComparable)"
        }
        return "\(changeText(report.total)) (\(texts.before.lowercased()): \(format.number(report.total.before.count)))"
    }
}
