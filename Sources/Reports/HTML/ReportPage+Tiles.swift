extension ReportPage {
    /// The key figures.
    func writeTiles(to page: inout HTMLWriter) {
        let now = report.total.now
        page.element("ul", ["class": "tiles"]) { page in
            tile(texts.terminations, format.number(now.count), changeLine, changeClass(report.total), &page)
            let others =
                now.amounts.dropFirst().prefix(3).map { "+ \(format.money($0))" } + [known(now.withAmount, now.count)]
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
                known(now.withNotice, now.count),
                "more",
                &page
            )
            tile(
                texts.early,
                now.earlyShare.map(format.percent) ?? "–",
                known(now.withTerm, now.count),
                "more",
                &page
            )
            tile(
                texts.backdated,
                now.backdatedShare.map(format.percent) ?? "–",
                known(now.count, now.count),
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

    private func known(_ count: Int, _ total: Int) -> String {
        switch report.language {
        case .en: count == total ? "of all" : "known of \(format.number(count))"
        case .nl: count == total ? "van alle" : "bekend van \(format.number(count))"
        }
    }
}
