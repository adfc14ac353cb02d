import Foundation

/// Messages of which each stands in a line (NDJSON). Blank lines are passed over.
struct NDJSONRows: ImportRows {
    private var blocks: FileBlocks
    private var line: Int

    /// - Parameters:
    ///   - position: bytes of the file that are behind it.
    ///   - line: the number of the line that begins there.
    init(_ file: FileHandle, from position: Int64 = 0, line: Int = 1) throws {
        blocks = try FileBlocks(file, from: position)
        self.line = line
    }

    mutating func next(_ limit: Int) throws -> [ImportRow] {
        var rows: [ImportRow] = []
        rows.reserveCapacity(limit)
        var bytes = 0
        while rows.count < limit, bytes < ImportRow.pageBytes, let record = try blocks.line() {
            let number = line
            line += 1
            let body = NDJSONRows.trimmed(record)
            guard !body.isEmpty else { continue }
            bytes += body.count
            rows.append(ImportRow(line: number, end: blocks.position, text: body, body: body))
        }
        return rows
    }

    private static func trimmed(_ record: ArraySlice<UInt8>) -> [UInt8] {
        var record = record
        while let last = record.last, last == 0x0A || last == 0x0D || last == 0x20 || last == 0x09 {
            record.removeLast()
        }
        if record.starts(with: [0xEF, 0xBB, 0xBF]) { record.removeFirst(3) }
        return Array(record.drop { $0 == 0x20 || $0 == 0x09 })
    }
}
