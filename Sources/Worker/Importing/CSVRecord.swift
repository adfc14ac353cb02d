/// A record of CSV (RFC 4180): cells between separators, some of them quoted.
struct CSVRecord {
    let separator: UInt8

    /// Whether the record is whole: it does not end within quotes.
    static func isWhole(_ bytes: ArraySlice<UInt8>) -> Bool {
        // A quote within quotes is written twice: it opens and closes.
        bytes.count { $0 == UInt8(ascii: "\"") } % 2 == 0
    }

    /// The cells; nil where quotes stand as RFC 4180 does not allow.
    func cells(_ record: ArraySlice<UInt8>) -> [String]? {
        var rest = record
        if rest.last == UInt8(ascii: "\n") { rest.removeLast() }
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        var cells: [String] = []
        while true {
            guard let (cell, next) = cell(rest) else { return nil }
            cells.append(cell)
            guard let next else { return cells }
            rest = next
        }
    }

    /// The first cell, and what follows its separator; nil at the end.
    private func cell(_ bytes: ArraySlice<UInt8>) -> (cell: String, rest: ArraySlice<UInt8>?)? {
        let quote = UInt8(ascii: "\"")
        guard bytes.first == quote else {
            let end = bytes.firstIndex(of: separator)
            let cell = bytes[..<(end ?? bytes.endIndex)]
            guard !cell.contains(quote) else { return nil }
            return (String(decoding: cell, as: UTF8.self), end.map { bytes[($0 + 1)...] })
        }
        var text: [UInt8] = []
        var index = bytes.startIndex + 1
        while index < bytes.endIndex {
            guard bytes[index] == quote else {
                text.append(bytes[index])
                index += 1
                continue
            }
            let next = index + 1
            if next < bytes.endIndex, bytes[next] == quote {
                text.append(quote)
                index = next + 1
                continue
            }
            let cell = String(decoding: text, as: UTF8.self)
            if next == bytes.endIndex { return (cell, nil) }
            return bytes[next] == separator ? (cell, bytes[(next + 1)...]) : nil
        }
        return nil
    }
}
