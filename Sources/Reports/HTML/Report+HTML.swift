import Terminations

extension Report {
    /// The report as one page that needs nothing else: no script, no font, no picture from elsewhere.
    ///
    /// Well-formed as XML too. Texts from outside are escaped wherever they stand.
    public var html: String {
        var page = HTMLWriter()
        let texts = ReportTexts.of(language)
        let format = ReportFormatting(language)
        let title = "\(period.state == .ahead ? texts.titleAhead : texts.title): \(format.title(period))"
        page.raw("<!DOCTYPE html>\n")
        page.element("html", ["lang": language.rawValue]) { page in
            page.element("head") { page in
                page.void("meta", ["charset": "utf-8"])
                page.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                page.void(
                    "meta",
                    [
                        "http-equiv": "Content-Security-Policy",
                        "content": "default-src 'none'; style-src 'unsafe-inline'",
                    ]
                )
                page.element("title", title)
                page.element("style") { $0.raw(Style.sheet) }
            }
            page.element("body") { page in
                page.element("main") { page in
                    let sections = ReportPage(report: self, texts: texts, format: format, words: ReportWords(self))
                    sections.writeHeader(to: &page, title: title)
                    if total.recorded > 0 {
                        sections.writeTiles(to: &page)
                        sections.writeGroups(to: &page)
                        if !columns.isEmpty { sections.writeCross(to: &page) }
                    }
                    sections.writeTrend(to: &page)
                    if !question.rows.isCalendar { sections.writeMovers(to: &page) }
                    sections.writeApart(to: &page)
                    sections.writeQuality(to: &page)
                    sections.writeFooter(to: &page)
                }
            }
        }
        return page.text + "\n"
    }
}

/// The page of a report, section by section.
struct ReportPage {
    /// So many groups are drawn; those behind them stand together. Of a calendar there are more, the latest of them.
    static let drawn = 15
    static let drawnOfCalendar = 60
    /// So many rows a table has.
    static let tabled = 500

    let report: Report
    let texts: ReportTexts
    let format: ReportFormatting
    let words: ReportWords

    func writeHeader(to page: inout HTMLWriter, title: String) {
        page.element("header", ["class": "headline"]) { page in
            let date = report.question.dateKind == .end ? texts.byEnd : texts.byOccurred
            page.element(
                "p",
                ["class": "eyebrow"],
                "\(format.range(report.period.counted.from, report.period.counted.through)), \(date)"
            )
            page.element("h1", title)
            for sentence in report.headline { page.element("p", sentence) }
        }
    }

    func writeApart(to page: inout HTMLWriter) {
        page.element("section") { page in
            page.element("h2", texts.apart)
            page.element("ul", ["class": "plain"]) { page in
                for (name, count, before) in [
                    (texts.withdrawn, report.apart.withdrawn, report.apart.withdrawnBefore),
                    (texts.administrative, report.apart.administrative, report.apart.administrativeBefore),
                ] {
                    let then = before.map { " (\(words.periodBefore.lowercased()): \(format.number($0)))" } ?? ""
                    page.element("li", "\(name): \(format.number(count))\(then)")
                }
            }
        }
    }

    func writeFooter(to page: inout HTMLWriter) {
        page.element("footer") { page in
            page.element("p") { page in
                page.element("strong", texts.about + ". ")
                page.write(counted)
            }
            page.element("p", report.question.isAsRecorded ? texts.asRecorded : texts.bySettings)
            page.element("p", made)
        }
    }

    private var counted: String {
        let date = report.question.dateKind == .end ? texts.byEnd : texts.byOccurred
        switch report.language {
        case .en:
            return
                "Recorded terminations, \(date); without those that were withdrawn and without clerical corrections. "
                + "Missing values are excluded: each figure says of how many terminations it is known. How many contracts "
                + "are in force is not recorded, so there is no churn rate."
        case .nl:
            return
                "Vastgelegde beëindigingen, \(date); zonder wat is ingetrokken en zonder administratieve correcties. "
                + "Ontbrekende waarden tellen niet mee: bij elk cijfer staat van hoeveel beëindigingen het bekend is. Hoeveel "
                + "contracten er lopen is niet vastgelegd: er is daarom geen opzegpercentage."
        }
    }

    private var made: String {
        let moment = format.moment(report.generatedAt, in: report.timeZone)
        let version = report.settingsVersion
        let begin = report.beginNote.map { " " + $0 } ?? ""
        return switch report.language {
        case .en: "Made on \(moment) from the register of terminations, with settings version \(version).\(begin)"
        case .nl:
            "Gemaakt op \(moment) uit het register van beëindigingen, met versie \(version) van de instellingen.\(begin)"
        }
    }

    /// Whether any bar has a period before beside it.
    var isComparable: Bool { report.groups.contains { $0.compared.before != nil } }

    /// `+12%`, or what there is to say instead; nil where there is nothing to compare with.
    func change(from before: Int?, to now: Int) -> String? {
        guard let before else { return nil }
        if before == 0 { return now == 0 ? "0" : texts.isNew }
        return format.change(from: before, to: now)
    }

    /// Colours a change: more losses are worse.
    func changeClass(from before: Int?, to now: Int) -> String {
        guard let before, before != now else { return "more" }
        return now > before ? "more up" : "more down"
    }
}
