extension ReportPage {
    /// What of the registration makes the figures weaker than they look.
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
}
