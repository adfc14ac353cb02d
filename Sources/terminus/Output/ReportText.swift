import Reports

/// A report for a terminal, a file or a pipe.
struct ReportText {
    private static let mostRows = 60
    private static let barWidth = 20
    /// A narrower bar is of no use.
    private static let narrowestBar = 8
    private static let gap = 2

    let report: Report
    /// Columns of the terminal; nil where nothing is cut.
    let width: Int?

    private var textWidth: Int { min(width ?? Paragraph.width, Paragraph.width) }

    var lines: [String] {
        var lines = report.headline.flatMap { Paragraph.lines($0, width: textWidth) }
        if report.total.recorded > 0 {
            lines.append("")
            lines += table
            if !report.columns.isEmpty { lines += [""] + matrix }
        }
        lines.append("")
        return lines
            + report.textNotes.flatMap { note in
                Paragraph.lines(Table.printable(note), width: textWidth - 2).enumerated().map { index, line in
                    (index == 0 ? "" : "  ") + line
                }
            }
    }

    private var table: [String] {
        let rows = report.textRows(limit: Self.mostRows)
        let cells = printable([[report.rowsHeading] + report.textHeadings] + rows.map(\.cells))
        var lines = aligned(cells, bars: rows.map { ($0.bar, $0.barAhead) })
        let left = report.groups.count - min(report.groups.count, Self.mostRows)
        if left > 0 { lines += Paragraph.lines(report.moreRows(left), width: textWidth) }
        return lines
    }

    private var matrix: [String] {
        let rows = report.crossedRows(limit: Self.mostRows)
        let headings = [report.rowsHeading] + report.columnHeadings + [report.totalHeading]
        return aligned(printable([headings] + rows), keepsLast: true)
    }

    private func printable(_ rows: [[String]]) -> [[String]] { rows.map { $0.map(Table.printable) } }

    /// Rows in columns, all but the first to the right; as many columns as there is room for, and how many more there are.
    ///
    /// - Parameters:
    ///   - rows: the first has the headings, which are broken into lines where the columns are too many for one.
    ///   - bars: the share of each row, and its part of the days ahead: drawn behind the first column, as far as there is room.
    ///   - keepsLast: whether the last column is the last to go.
    private func aligned(
        _ rows: [[String]],
        bars: [(now: Double, ahead: Double)]? = nil,
        keepsLast: Bool = false
    ) -> [String] {
        var headings = [rows[0]]
        var widths = Self.widths(rows)
        if let width, widths.reduce(0, { $0 + $1 + Self.gap }) - Self.gap > width {
            headings = Self.broken(rows[0], Self.widths(Array(rows.dropFirst())))
            widths = Self.widths(headings + rows.dropFirst())
        }
        let name = width.map { min(widths[0], max($0 / 3, 16)) } ?? widths[0]
        var shown = Array(widths.indices.dropFirst())
        func room() -> Int {
            guard let width else { return .max }
            return width - name - shown.reduce(0) { $0 + widths[$1] + Self.gap }
        }
        while shown.count > 1, room() < 0 { shown.remove(at: shown.count - (keepsLast ? 2 : 1)) }
        let free = room() - Self.gap
        let bar = bars == nil || free < Self.narrowestBar ? 0 : min(free, Self.barWidth)
        // Columns that went may have had the longest headings.
        headings.removeAll { line in line[0].isEmpty && shown.allSatisfy { line[$0].isEmpty } }
        let bars = headings.map { _ in (now: 0.0, ahead: 0.0) } + (bars ?? [])
        var lines = (headings + rows.dropFirst()).enumerated().map { index, cells in
            var line = Table.padded(width == nil ? cells[0] : Paragraph.clipped(cells[0], to: name), to: name)
            if bar > 0 {
                line += "  " + Table.padded(Self.bar(bars[index].now, bars[index].ahead, width: bar), to: bar)
            }
            for column in shown {
                let space = Self.gap + max(widths[column] - cells[column].count, 0)
                line += String(repeating: " ", count: space) + cells[column]
            }
            return line
        }
        let left = widths.count - 1 - shown.count
        if left > 0 { lines += Paragraph.lines(report.moreColumns(left), width: textWidth) }
        return lines
    }

    private static func widths(_ rows: [[String]]) -> [Int] {
        (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    }

    /// Headings in lines, no wider than the cells below them where words are as short; the last line always has words.
    private static func broken(_ headings: [String], _ widths: [Int]) -> [[String]] {
        let columns = zip(headings, widths).map { heading, width in
            let longest = heading.split(separator: " ").map(\.count).max() ?? 0
            return Paragraph.lines(heading, width: max(width, longest))
        }
        let most = columns.map(\.count).max() ?? 1
        return (0..<most).map { line in
            columns.map { lines in
                let index = line - (most - lines.count)
                return index < 0 ? "" : lines[index]
            }
        }
    }

    /// A bar in eighths of a character; the days ahead are lighter.
    private static func bar(_ share: Double, _ ahead: Double, width: Int) -> String {
        let eighths = Int((share * Double(width * 8)).rounded())
        let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        let solid = String(repeating: "█", count: eighths / 8) + part
        let total = Int(((share + ahead) * Double(width)).rounded())
        return solid + String(repeating: "░", count: max(total - solid.count, 0))
    }
}
