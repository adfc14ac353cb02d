import Terminations

extension Report {
    /// The report as a stand-alone page, with its style sheet inside and without scripts, fonts or pictures.
    public var html: String { html(stylesheet: .inline) }

    /// The report as a page without style attributes, so that a Content-Security-Policy of `style-src 'self'` can apply.
    ///
    /// It is well-formed XML, too. All texts from outside are escaped.
    public func html(stylesheet: ReportStylesheet) -> String {
        var page = HTMLWriter()
        page.raw("<!DOCTYPE html>\n")
        page.element("html", ["lang": language.rawValue]) { page in
            page.element("head") { page in
                page.void("meta", ["charset": "utf-8"])
                page.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                page.void(
                    "meta",
                    [
                        "http-equiv": "Content-Security-Policy",
                        "content": "default-src 'none'; style-src \(stylesheet.policySource)",
                    ]
                )
                page.element("title", title)
                switch stylesheet {
                case .inline: page.element("style") { $0.raw(ReportStylesheet.sheet) }
                case .linked(let url): page.void("link", ["rel": "stylesheet", "href": url])
                }
            }
            page.element("body") { page in
                page.element("main") { page in writeSections(to: &page) }
            }
        }
        return page.text + "\n"
    }

    package var title: String {
        let texts = ReportTexts.of(language)
        let name = period.state == .ahead ? texts.titleAhead : texts.title
        return "\(name): \(ReportFormatting(language).title(period))"
    }

    /// Writes the report as a part of another page, which links to ``ReportStylesheet/css``.
    ///
    /// - Parameter link: where the terminations of a group are listed; nil where they are not.
    package func writeSections(to page: inout HTMLWriter, link: @escaping (Label) -> String? = { _ in nil }) {
        let texts = ReportTexts.of(language)
        let format = ReportFormatting(language)
        let sections = ReportPage(report: self, texts: texts, format: format, words: ReportWords(self), link: link)
        sections.writeHeader(to: &page, title: title)
        if total.recorded > 0 {
            sections.writeTiles(to: &page)
            sections.writeGroups(to: &page)
            if !columns.isEmpty { sections.writeCrossTable(to: &page) }
        }
        sections.writeTrend(to: &page)
        if !question.rows.isCalendar { sections.writeBiggestChanges(to: &page) }
        sections.writeExcluded(to: &page)
        sections.writeQuality(to: &page)
        sections.writeFooter(to: &page)
    }
}

/// The page of a report, section by section.
struct ReportPage {
    /// The maximum number of bars. The other groups are one line.
    static let maximumBars = 15
    static let maximumCalendarBars = 60
    static let maximumTableRows = 500

    let report: Report
    let texts: ReportTexts
    let format: ReportFormatting
    let words: ReportWords
    /// Where the terminations of a group are listed.
    let link: (Report.Label) -> String?

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

    func writeExcluded(to page: inout HTMLWriter) {
        page.element("section") { page in
            page.element("h2", texts.excluded)
            page.element("ul", ["class": "plain"]) { page in
                for (name, count, before) in [
                    (texts.withdrawn, report.excluded.withdrawn, report.excluded.withdrawnBefore),
                    (texts.administrative, report.excluded.administrative, report.excluded.administrativeBefore),
                ] {
                    let then = before.map { " (\(words.periodBefore.lowercased()): \(format.number($0)))" } ?? ""
                    page.element("li", "\(name): \(format.number(count))\(then)")
                }
            }
        }
    }

    /// The section on data quality: how complete the recorded reasons are.
    func writeQuality(to page: inout HTMLWriter) {
        let quality = report.quality
        page.element("section") { page in
            page.element("h2", texts.quality)
            page.element("ul", ["class": "plain"]) { page in
                page.element("li", line(texts.withoutReason, quality.withoutReason))
                let codes = quality.catchAllCodes.isEmpty ? "" : " (\(quality.catchAllCodes.joined(separator: ", ")))"
                page.element("li", line(texts.catchAll, quality.catchAll) + codes)
                page.element("li", line(texts.refusedAtFirst, quality.refusedAtFirst) + refusals)
                for reason in quality.relabelled {
                    let labels = reason.labels.map { "“\($0.label)” (\(format.number($0.count)))" }
                    page.element("li", "\(texts.relabelled): \(reason.code): \(labels.joined(separator: ", "))")
                }
                page.element("li", report.unrecordedLine)
                if quality.refusedByImports > 0 {
                    page.element("li", "\(texts.refusedByImports): \(format.number(quality.refusedByImports))")
                }
            }
        }
    }

    private func line(_ name: String, _ count: Int) -> String {
        let total = report.total.now.count
        let share = total == 0 ? "" : " (\(format.percent(Double(count) / Double(total))))"
        return "\(name): \(format.number(count))\(share)"
    }

    private var refusals: String {
        let codes = report.quality.refusals.prefix(5).map { "\($0.code) \(format.number($0.count))" }
        return codes.isEmpty ? "" : ": " + codes.joined(separator: ", ")
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

    /// Whether a group can be compared with the period before.
    var isComparable: Bool { report.groups.contains { $0.compared.before != nil } }

    /// `+12%`, `new` or `0`; nil if there is nothing to compare with.
    func change(from before: Int?, to now: Int) -> String? {
        guard let before else { return nil }
        if before == 0 { return now == 0 ? "0" : texts.isNew }
        return format.change(from: before, to: now)
    }

    /// The class that colours a change. More terminations are worse.
    func changeClass(from before: Int?, to now: Int) -> String {
        guard let before, before != now else { return "more" }
        return now > before ? "more up" : "more down"
    }
}
