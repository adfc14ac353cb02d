import Terminations

/// Lays rows out in columns for a person to read.
struct Table {
    /// The last column is broken into lines where it has at least this many columns, and otherwise not at all.
    private static let narrowestLastColumn = 20

    let headings: [String]
    private(set) var rows: [[String]] = []

    init(_ headings: String...) {
        self.headings = headings
    }

    init(_ headings: [String]) {
        self.headings = headings
    }

    mutating func add(_ cells: String...) {
        add(cells)
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells.map(Table.printable))
    }

    /// Each column as wide as its widest cell.
    var lines: [String] {
        let all = [headings] + rows
        let widths = headings.indices.dropLast().map { column in all.map { $0[column].count }.max() ?? 0 }
        let start = widths.reduce(0) { $0 + $1 + 2 }
        let room = Paragraph.width - start
        return all.flatMap { cells -> [String] in
            let begin = zip(cells, widths).map { Table.padded($0, to: $1) + "  " }.joined()
            let last = cells[cells.count - 1]
            guard room >= Table.narrowestLastColumn else { return [Table.trimmed(begin + last)] }
            return Paragraph.lines(last, width: room).enumerated().map { index, line in
                Table.trimmed((index == 0 ? begin : String(repeating: " ", count: start)) + line)
            }
        }
    }

    func print() {
        for line in lines { Console.print(line) }
    }

    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }

    /// The text without control characters, so that text from outside can neither control a terminal nor reverse its
    /// lines.
    static func printable(_ text: String) -> String { text.printable }

    private static func trimmed(_ line: String) -> String {
        var line = line[...]
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}
