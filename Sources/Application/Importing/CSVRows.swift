import Terminations

/// Messages of which each is a record of CSV, with a header that names the columns.
struct CSVRows: ImportRows {
    /// Columns that are no field of a message, and were not named as ignored.
    let unusedColumns: [String]
    private var blocks: FileBlocks
    private let record: CSVRecord
    private let message: MessageOfCells
    private let columns: Int
    private var line: Int

    /// - Parameters:
    ///   - mapping: which column is which field.
    ///   - lineEnd: the sign that ends a record.
    ///   - position: bytes of the file that are behind it; 0 for all but the header.
    ///   - line: the number of the line that begins there.
    /// - Throws: ``ImportFileError`` where the header does not fit the mapping.
    init(
        _ file: ImportFile,
        _ mapping: ColumnMapping,
        lineEnd: UInt8,
        from position: Int64 = 0,
        line: Int = 1
    ) throws {
        var header = try Header(file, separator: mapping.separator, lineEnd: lineEnd)
        record = CSVRecord(separator: header.separator, lineEnd: lineEnd)
        let first = try header.blocks.record(record.end) ?? []
        guard let names = record.cells(first) else {
            throw ImportFileError(
                "Line \(header.line), which names the columns, is no row of CSV: a quote is not closed, or is inside a cell."
            )
        }
        columns = names.count
        message = try MessageOfCells(names, mapping)
        unusedColumns = message.unusedColumns
        if position <= header.blocks.position {
            blocks = header.blocks
            self.line = header.line + first.count { $0 == lineEnd }
        } else {
            blocks = FileBlocks(file.contents, from: position)
            self.line = line
        }
    }

    mutating func next(_ limit: Int) throws -> [ImportRow] {
        var rows: [ImportRow] = []
        rows.reserveCapacity(limit)
        var size = 0
        while rows.count < limit, size < ImportRow.pageBytes, let bytes = try blocks.record(record.end) {
            // A record that ends with the file without an end of its line is a line all the same.
            let number = line
            line += max(bytes.count { $0 == record.lineEnd }, 1)
            let text = Array(bytes.drop { $0 == 0x0A }.reversed().drop { $0 == 0x0A || $0 == 0x0D }.reversed())
            guard let (cells, fault) = read(text, line: number) else { continue }
            size += text.count
            let row = ImportRow(
                line: number,
                end: blocks.position,
                text: text,
                body: cells.body,
                fault: fault,
                cellFaults: cells.faults,
                mappedValues: cells.mappedValues
            )
            rows.append(row)
        }
        return rows
    }

    /// The message that a record makes. A record that cannot be read, or has another number of cells than the header, is
    /// kept as the text it is. A record without a single value is passed over.
    private func read(_ text: [UInt8], line: Int) -> (cells: MessageOfCells.Message, fault: Violation?)? {
        guard let cells = record.cells(text[...]) else {
            let message = "Line \(line) is no row of CSV: a quote is not closed, or is inside a cell."
            return (MessageOfCells.Message(body: text), Violation(.malformedJSON, at: .root, message))
        }
        if cells.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { return nil }
        guard cells.count == columns else {
            let (own, header) = (cells.count == 1 ? "1 cell" : "\(cells.count) cells", columns)
            let message = "Line \(line) has \(own), the header has \(header)."
            return (MessageOfCells.Message(body: text), Violation(.malformedJSON, at: .root, message))
        }
        return (message.message(cells), nil)
    }
}

/// Where the header of a table begins, and what parts its cells.
private struct Header {
    var blocks: FileBlocks
    /// Of the line on which the header begins, from 1.
    private(set) var line = 1
    let separator: UInt8

    /// Skips blank lines, and the line `sep=;` that names the separator for Excel.
    init(_ file: ImportFile, separator named: UInt8?, lineEnd: UInt8) throws {
        blocks = FileBlocks(file.contents, from: file.start)
        var next = blocks
        var declared: UInt8?
        while let text = try next.line(endingWith: lineEnd) {
            let sign = Self.separator(declaredBy: text)
            guard sign != nil || text.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
                separator = named ?? declared ?? Self.separator(of: text)
                return
            }
            declared = sign ?? declared
            line += 1
            blocks = next
        }
        throw ImportFileError("\(file.path) has no header.", hint: "Its first line must name the columns.")
    }

    private static func separator(declaredBy line: ArraySlice<UInt8>) -> UInt8? {
        let text = String(decoding: line, as: UTF8.self).trimmingCSVLine.lowercased()
        guard text.hasPrefix("sep="), text.utf8.count == 5 else { return nil }
        return text.utf8.last
    }

    /// The sign that parts most columns: comma, semicolon or tab, outside of quotes.
    private static func separator(of header: ArraySlice<UInt8>) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in header {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted { counts[byte, default: 0] += 1 }
        }
        let signs = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        return signs.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? signs[0]
    }
}

extension String {
    /// Without quotes and blanks at the ends.
    fileprivate var trimmingCSVLine: String {
        let isOuter: (Character) -> Bool = { $0 == "\"" || $0.isWhitespace }
        return String(drop(while: isOuter).reversed().drop(while: isOuter).reversed())
    }
}
