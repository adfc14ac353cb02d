extension ReportPage {
    /// What grew and shrank most, as bars to both sides.
    func writeMovers(to page: inout HTMLWriter) {
        guard let before = report.period.before, report.total.before != nil else { return }
        let movers = report.movers()
        let most = Double((movers.up + movers.down).compactMap { $0.compared.change?.magnitude }.max() ?? 1)
        page.element("section") { page in
            page.element("h2", texts.movers)
            guard !movers.up.isEmpty || !movers.down.isEmpty else { return page.element("p", texts.noMovers) }
            page.element("p", ["class": "note"], "\(texts.moversNote): \(format.range(before.from, before.through)).")
            for (name, groups) in [(texts.rising, movers.up), (texts.falling, movers.down)] where !groups.isEmpty {
                page.element("h3", name)
                page.element("ul", ["class": "bars movers"]) { page in
                    for group in groups { writeMover(group, most, to: &page) }
                }
            }
        }
    }

    private func writeMover(_ group: Report.Group, _ most: Double, to page: inout HTMLWriter) {
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
