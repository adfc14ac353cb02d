import Reports

/// A report for a terminal.
struct ReportText {
    private static let mostRows = 50
    private static let barWidth = 20

    let report: Report

    var lines: [String] {
        var lines = report.headline.flatMap { Paragraph.lines($0, width: Paragraph.width) }
        if report.total.now.count > 0 {
            lines.append("")
            lines += table
            if !report.columns.isEmpty { lines += [""] + matrix }
        }
        lines.append("")
        return lines + report.textNotes.flatMap { Paragraph.hanging($0, indent: 0, hanging: 2) }
    }

    private var table: [String] {
        let rows = report.textRows(limit: Self.mostRows)
        let all = [[report.rowsHeading] + report.textHeadings] + rows.map(\.cells)
        let bars = [""] + rows.map { Self.bar($0.bar) }
        var lines = Self.aligned(all, behindFirst: bars)
        let left = report.groups.count - min(report.groups.count, Self.mostRows)
        if left > 0 { lines.append("… \(Count.text(left)) more: --format csv has all.") }
        return lines
    }

    /// As many columns as have room.
    private var matrix: [String] {
        let room = Paragraph.width - 30
        var shown = 0
        var width = 0
        for column in report.columns {
            width += max(column.text.count, 6) + 2
            guard width <= room else { break }
            shown += 1
        }
        let rows = report.crossedRows(limit: Self.mostRows, columns: shown)
        let headings = [report.rowsHeading] + report.columns.prefix(shown).map(\.text) + [report.totalHeading]
        var lines = Self.aligned([headings] + rows)
        let left = report.columns.count - shown
        if left > 0 { lines.append("… \(Count.text(left)) more columns: --format csv has all.") }
        return lines
    }

    /// Rows in columns, all but the first to the right, with something between the first and the others.
    private static func aligned(_ rows: [[String]], behindFirst extras: [String]? = nil) -> [String] {
        let rows = rows.map { $0.map(Table.printable) }
        let most = 36
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.enumerated().map { index, cells in
            let first = Table.padded(Paragraph.clipped(cells[0], to: most), to: min(widths[0], most))
            let extra = extras.map { "  " + Table.padded($0[index], to: barWidth) } ?? ""
            let others = zip(cells, widths).dropFirst().map { cell, width in
                "  " + String(repeating: " ", count: max(width - cell.count, 0)) + cell
            }
            return first + extra + others.joined()
        }
    }

    /// A bar in eighths of a character.
    private static func bar(_ share: Double) -> String {
        let eighths = Int((share * Double(barWidth * 8)).rounded())
        let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + part
    }
}
