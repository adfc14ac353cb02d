extension ReportPage {
    /// The groups with the biggest changes, as bars to both sides.
    func writeBiggestChanges(to page: inout HTMLWriter) {
        guard let before = report.period.before, report.total.before != nil else { return }
        let changes = report.biggestChanges()
        let most = Double(changes.all.compactMap { $0.compared.change?.magnitude }.max() ?? 1)
        page.element("section") { page in
            page.element("h2", texts.biggestChanges)
            guard !changes.all.isEmpty else { return page.element("p", texts.noChanges) }
            let compared = format.range(before.from, before.through)
            page.element("p", ["class": "note"], "\(texts.biggestChangesNote): \(compared).")
            for (name, groups) in [(texts.rising, changes.increases), (texts.falling, changes.decreases)]
            where !groups.isEmpty {
                page.element("h3", name)
                page.element("ul", ["class": "bars changes"]) { page in
                    for group in groups { writeChange(group, most, to: &page) }
                }
            }
        }
    }

    private func writeChange(_ group: Report.Group, _ most: Double, to page: inout HTMLWriter) {
        let change = group.compared.change ?? 0
        let before = group.compared.before?.count ?? 0
        let width = 50 * Double(change.magnitude) / most
        page.element("li") { page in
            page.element("span", ["class": "label"], group.label.text)
            page.element(
                "svg",
                [
                    "class": "bar", "viewBox": "0 0 100 10", "preserveAspectRatio": "none", "role": "img",
                    "aria-label": "\(group.label.text): \(format.signed(change))",
                ]
            ) { page in
                page.void(
                    "rect",
                    [
                        "class": change > 0 ? "rise" : "fall", "x": coordinate(change > 0 ? 50 : 50 - width),
                        "y": "1.5",
                        "width": coordinate(width), "height": "7",
                    ]
                )
            }
            page.element("span", ["class": "figure"]) { page in
                page.write(format.signed(change))
                page.element(
                    "span",
                    "\(format.number(before)) → \(format.number(group.compared.now.count))"
                )
            }
        }
    }
}
