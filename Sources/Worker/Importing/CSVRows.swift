import Foundation
import Terminations

/// Messages of which each is a record of CSV, with a header that names the columns.
struct CSVRows: ImportRows {
    private var blocks: FileBlocks
    private let record: CSVRecord
    private let message: MessageOfCells
    private let columns: Int
    private var line: Int

    /// - Parameters:
    ///   - mapping: which column is which field.
    ///   - position: bytes of the file that are behind it; 0 for all but the header.
    ///   - line: the number of the line that begins there.
    /// - Throws: ``ImportFileError`` where the header does not fit the mapping.
    init(_ file: FileHandle, _ mapping: ColumnMapping, from position: Int64 = 0, line: Int = 1) throws {
        var header = try FileBlocks(file)
        guard let firstLine = try header.line() else {
            throw ImportFileError("The file is empty.", hint: "Its first line names the columns.")
        }
        record = CSVRecord(separator: mapping.separator ?? CSVRows.separator(of: firstLine))
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        try file.seek(toOffset: 0)
        header = try FileBlocks(file, from: firstLine.starts(with: mark) ? Int64(mark.count) : 0)
        let first = try header.record(record.end) ?? []
        guard let names = record.cells(first) else {
            throw ImportFileError("The first line, which names the columns, is no CSV (RFC 4180).")
        }
        columns = names.count
        message = try MessageOfCells(names, mapping)
        let begin = max(position, header.position)
        let fresh = header.position == begin
        try file.seek(toOffset: 0)
        blocks = try FileBlocks(file, from: begin)
        self.line = fresh ? 1 + first.count { $0 == UInt8(ascii: "\n") } : line
    }

    mutating func next(_ limit: Int) throws -> [ImportRow] {
        var rows: [ImportRow] = []
        rows.reserveCapacity(limit)
        var size = 0
        while rows.count < limit, size < ImportRow.pageBytes, let bytes = try blocks.record(record.end) {
            let number = line
            line += max(bytes.count { $0 == UInt8(ascii: "\n") }, 1)
            let text = Array(bytes.reversed().drop { $0 == 0x0A || $0 == 0x0D }.reversed())
            guard !text.isEmpty else { continue }
            size += text.count
            rows.append(ImportRow(line: number, end: blocks.position, text: text, body: body(text)))
        }
        return rows
    }

    /// A record that cannot be read, or has another number of cells than the header, is judged as the text it is: it is
    /// refused, and kept.
    private func body(_ text: [UInt8]) -> [UInt8] {
        guard let cells = record.cells(text[...]), cells.count == columns else { return text }
        return message.body(cells)
    }

    /// The sign that parts most columns of the header: comma, semicolon or tab.
    private static func separator(of header: ArraySlice<UInt8>) -> UInt8 {
        let signs = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        return signs.max { a, b in header.count { $0 == a } < header.count { $0 == b } } ?? signs[0]
    }
}
