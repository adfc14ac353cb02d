import Terminations

extension Report {
    /// The report as one page that needs nothing else: no script, no font, no picture from elsewhere.
    ///
    /// Well-formed as XML too. Texts from outside are escaped wherever they stand.
    public var html: String {
        var page = HTMLWriter()
        let texts = ReportTexts.of(language)
        let format = ReportFormatting(language)
        let title = "\(texts.title): \(format.period(question.period))"
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
                    let sections = ReportPage(report: self, texts: texts, format: format)
                    sections.writeHeader(to: &page, title: title)
                    if total.now.count > 0 {
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
    /// So many groups are drawn; those behind them stand together.
    static let drawn = 15
    /// So many rows a table has.
    static let tabled = 500

    let report: Report
    let texts: ReportTexts
    let format: ReportFormatting

    func writeHeader(to page: inout HTMLWriter, title: String) {
        page.element("header", ["class": "headline"]) { page in
            let date = report.question.dateKind == .end ? texts.byEnd : texts.byOccurred
            page.element(
                "p",
                ["class": "eyebrow"],
                "\(format.date(report.question.period.from)) – "
                    + "\(format.date(report.question.period.through)), \(date)"
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
                    let then =
                        report.isRecorded(report.question.period.before)
                        ? " (\(texts.before.lowercased()): \(format.number(before)))" : ""
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
        switch report.language {
        case .en:
            "Recorded terminations, \(report.question.dateKind == .end ? texts.byEnd : texts.byOccurred); without those that "
                + "were withdrawn and without clerical corrections. Facts that nobody gave are left out, never guessed: "
                + "each figure says of how many it is known."
        case .nl:
            "Vastgelegde beëindigingen, \(report.question.dateKind == .end ? texts.byEnd : texts.byOccurred); zonder wat is "
                + "ingetrokken en zonder correcties in de boeken. Wat niemand opgaf is weggelaten, nooit geraden: bij elk "
                + "cijfer staat van hoeveel het bekend is."
        }
    }

    private var made: String {
        let instant = report.generatedAt.description
        let first = report.recordedFrom.map(format.date)
        switch report.language {
        case .en:
            return "Made at \(instant) from the ledger, with settings version \(report.settingsVersion)."
                + (first.map { " The ledger begins on \($0)." } ?? "")
        case .nl:
            return "Gemaakt op \(instant) uit het grootboek, met versie \(report.settingsVersion) van de instellingen."
                + (first.map { " Het grootboek begint op \($0)." } ?? "")
        }
    }

    /// Whether the period before can be compared with.
    var isComparable: Bool { report.isRecorded(report.question.period.before) || report.question.rows.isCalendar }

    /// `+12%`, or what there is to say instead.
    func changeText(_ compared: Report.Compared) -> String {
        guard isComparable else { return texts.notComparable }
        if compared.before.count == 0 { return compared.now.count == 0 ? "0" : texts.isNew }
        return format.change(from: compared.before.count, to: compared.now.count) ?? ""
    }

    /// Colours a change: more losses are worse.
    func changeClass(_ compared: Report.Compared) -> String {
        guard isComparable, compared.change != 0 else { return "more" }
        return compared.change > 0 ? "more up" : "more down"
    }
}
