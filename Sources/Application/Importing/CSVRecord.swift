/// A record of CSV (RFC 4180): cells between separators, some of them quoted.
struct CSVRecord {
    let separator: UInt8
    /// The sign that ends a record: see ``LineEnd``.
    var lineEnd = LineEnd.lineFeed

    /// Bytes. No message is as long: a longer record lacks its closing quote.
    static let longest = 1 << 20

    /// The index behind the record that begins the bytes: behind its first end of a line that is not quoted. Where quotes
    /// stand as RFC 4180 does not allow, behind its first of all: one bad row must not take the next with it.
    ///
    /// - Parameter isAll: whether no bytes follow.
    /// - Returns: nil when more bytes are needed.
    func end(in bytes: ArraySlice<UInt8>, isAll: Bool) -> Int? {
        let quote = UInt8(ascii: "\"")
        var place = Place.cellStart
        for index in bytes.indices {
            let byte = bytes[index]
            // Behind a carriage return that ended the record before.
            if byte == LineEnd.lineFeed, lineEnd != byte, index == bytes.startIndex { continue }
            switch place {
            case .cellStart where byte == quote: place = .quoted
            case .quoted where byte == quote: place = .behindQuote
            case .quoted: if index - bytes.startIndex >= Self.longest { return firstLine(of: bytes) }
            case .behindQuote where byte == quote: place = .quoted
            case .behindQuote where byte != separator && byte != lineEnd && byte != LineEnd.carriageReturn:
                return firstLine(of: bytes)
            case .cellStart, .plain, .behindQuote:
                if byte == lineEnd { return index + 1 }
                place = byte == separator ? .cellStart : .plain
            }
        }
        guard isAll else { return nil }
        return place == .quoted ? firstLine(of: bytes) : bytes.endIndex
    }

    private enum Place { case cellStart, plain, quoted, behindQuote }

    private func firstLine(of bytes: ArraySlice<UInt8>) -> Int {
        bytes.firstIndex(of: lineEnd).map { $0 + 1 } ?? bytes.endIndex
    }

    /// The cells; nil where RFC 4180 does not allow the quotes.
    func cells(_ record: ArraySlice<UInt8>) -> [String]? {
        var rest = record
        if rest.last == lineEnd { rest.removeLast() }
        if rest.last == LineEnd.carriageReturn { rest.removeLast() }
        if lineEnd == LineEnd.carriageReturn, rest.first == LineEnd.lineFeed { rest.removeFirst() }
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
