extension ReportPage {
    /// The maximum number of columns. The others are one column.
    private static let maximumColumns = 24

    /// The cross table of two dimensions, as a heat map.
    func writeCrossTable(to page: inout HTMLWriter) {
        let groups = report.groups.filter { $0.compared.now.count > 0 }.prefix(Self.maximumTableRows)
        let shown = report.columns.prefix(Self.maximumColumns)
        let most = Double(groups.flatMap { $0.cells.prefix(shown.count).map(\.count) }.max() ?? 1)
        let hidden = report.columns.count - shown.count
        page.element("section") { page in
            page.element("h2", title)
            writeScrolling(title, columns: shown.count + 2, to: &page) { page in
                page.element("caption", texts.heat)
                page.element("thead") { page in
                    page.element("tr") { page in
                        page.element("th", ["scope": "col"], report.question.rows.text(report.language))
                        for column in shown { page.element("th", ["scope": "col"], words.name(of: column)) }
                        if hidden > 0 { page.element("th", ["scope": "col"], "\(texts.others) (\(hidden))") }
                        page.element("th", ["scope": "col"], texts.total)
                    }
                }
                page.element("tbody") { page in
                    for group in groups { writeRow(group, shown.count, most, hidden, to: &page) }
                }
                page.element("tfoot") { page in writeTotals(hidden, to: &page) }
            }
        }
    }

    /// The class of a cell's shade, from 0 to 20. A policy of `style-src 'self'` allows classes, and no style attributes.
    static func shade(_ share: Double) -> Int { share > 0 ? max(1, Int((share * 20).rounded())) : 0 }

    private func writeTotals(_ hidden: Int, to page: inout HTMLWriter) {
        let sums = report.columns.indices.map { index in
            report.groups.reduce(0) { $0 + $1.cells[index].count }
        }
        page.element("tr") { page in
            page.element("th", ["scope": "row"], texts.total)
            for sum in sums.dropLast(hidden) { page.element("td", format.number(sum)) }
            if hidden > 0 { page.element("td", format.number(sums.suffix(hidden).reduce(0, +))) }
            page.element("td", format.number(report.total.now.count))
        }
    }

    private var title: String {
        let rows = report.question.rows.text(report.language)
        let columns = (report.question.columns ?? report.question.rows).text(report.language).lowercased()
        return report.language == .en ? "\(rows) by \(columns)" : "\(rows) naar \(columns)"
    }

    private func writeRow(_ group: Report.Group, _ shown: Int, _ most: Double, _ hidden: Int, to page: inout HTMLWriter)
    {
        page.element("tr") { page in
            page.element("th", ["scope": "row"], words.name(of: group.label))
            for cell in group.cells.prefix(shown) {
                let share = most == 0 ? 0 : Double(cell.count) / most
                page.element(
                    "td",
                    ["class": "heat s\(Self.shade(share))"],
                    cell.count == 0 ? "·" : format.number(cell.count)
                )
            }
            if hidden > 0 {
                page.element("td", format.number(group.cells.dropFirst(shown).reduce(0) { $0 + $1.count }))
            }
            page.element("td", format.number(group.compared.now.count))
        }
    }
}
