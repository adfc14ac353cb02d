/// Lays rows out in columns for a person to read.
struct Table {
    let headings: [String]
    private(set) var rows: [[String]] = []

    init(_ headings: String...) {
        self.headings = headings
    }

    mutating func add(_ cells: String...) {
        rows.append(cells.map(Table.printable))
    }

    /// Each column as wide as its widest cell; the last one runs free.
    var lines: [String] {
        let all = [headings] + rows
        let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { cells in
            zip(cells, widths).enumerated()
                .map { column, cell in
                    column == headings.count - 1
                        ? cell.0 : cell.0 + String(repeating: " ", count: cell.1 - cell.0.count)
                }
                .joined(separator: "  ")
        }
    }

    func print() {
        for line in lines { Console.print(line) }
    }

    /// A cell comes from outside: control characters must not reach the terminal.
    static func printable(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }
}
