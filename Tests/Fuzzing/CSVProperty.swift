import JSON
import Terminations

@testable import Application

/// The properties of a CSV file that must hold for any bytes. The first byte chooses the column separator.
enum CSVProperty {
    static func check(_ bytes: [UInt8]) throws {
        guard let choice = bytes.first else { return }
        let record = CSVRecord(separator: [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")][Int(choice % 3)])
        var rest = bytes[1...]
        var message: MessageOfCells?
        var columns = 0
        while !rest.isEmpty {
            guard let end = record.end(in: rest, isAll: true) else {
                throw PropertyFailure(description: "the end of the file does not end a record")
            }
            try require(rest.startIndex < end && end <= rest.endIndex, "a record is empty or extends beyond the end")
            if let cells = record.cells(rest[..<end]) {
                try checkAgain(cells, record)
                if let message, cells.count == columns {
                    _ = ParsedMessage(IncomingMessage(body: try body(message, cells)))
                } else if message == nil {
                    message = try? MessageOfCells(cells, ColumnMapping(columns: [:]))
                    columns = cells.count
                }
            }
            rest = rest[end...]
        }
    }

    private static func body(_ message: MessageOfCells, _ cells: [String]) throws -> [UInt8] {
        let body = message.message(cells).body
        guard (try? JSONValue(parsing: body)) != nil else {
            throw PropertyFailure(description: "a row does not become JSON: \(String(decoding: body, as: UTF8.self))")
        }
        return body
    }

    /// Cells, quoted as in RFC 4180, are the same cells.
    private static func checkAgain(_ cells: [String], _ record: CSVRecord) throws {
        // By scalars: a quote and a combining mark after it are one character.
        let quoted = cells.map { cell in
            let parts = cell.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
            return "\"" + parts.map { String($0) }.joined(separator: "\"\"") + "\""
        }
        let line = Array(quoted.joined(separator: String(Unicode.Scalar(record.separator))).utf8) + [0x0A]
        try require(record.end(in: line[...], isAll: true) == line.count, "a quoted record ends at another place")
        try require(record.cells(line[...]) == cells, "quoted cells read differently: \(cells)")
    }
}
