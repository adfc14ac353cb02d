/// One message a line (NDJSON). Blank lines are skipped.
struct NDJSONRows: ImportRows {
    private var blocks: FileBlocks
    private var line: Int
    private let lineEnd: UInt8

    /// - Parameters:
    ///   - position: bytes of the file that are behind it.
    ///   - line: the number of the line that begins there.
    init(_ file: ReadableFile, from position: Int64, line: Int, lineEnd: UInt8) {
        blocks = FileBlocks(file, from: position)
        self.line = line
        self.lineEnd = lineEnd
    }

    mutating func next(_ limit: Int) throws -> [ImportRow] {
        var rows: [ImportRow] = []
        rows.reserveCapacity(limit)
        var bytes = 0
        while rows.count < limit, bytes < ImportRow.pageBytes, let record = try blocks.line(endingWith: lineEnd) {
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
        let isBlank: (UInt8) -> Bool = { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 || $0 == 0x09 }
        var record = record
        while let last = record.last, isBlank(last) { record.removeLast() }
        if record.starts(with: [0xEF, 0xBB, 0xBF]) { record.removeFirst(3) }
        return Array(record.drop(while: isBlank))
    }
}
