import Crypto
import Foundation
import Terminations

/// A file that is imported, and how it is read.
public struct ImportSource: Sendable {
    public enum Form: Sendable, Equatable {
        /// A JSON message a line.
        case ndjson
        case csv(ColumnMapping)
    }

    public let form: Form
    /// Bytes of the text, in UTF-8.
    public let size: Int64
    /// Identifies the content of the file and the way it is read (SHA-256).
    public let digest: [UInt8]
    /// Columns of a table that are no field of a message, and were not named as ignored.
    public let unusedColumns: [String]
    private let file: ImportFile
    private let lineEnd: UInt8

    /// How many rows at the beginning must not all be unreadable.
    static let rowsTried = 20

    /// Reads the file once, to know it again.
    ///
    /// - Throws: ``ImportFileError`` where it cannot be read, has no messages, or its columns do not fit; and where nothing can
    ///   be read of its first twenty rows: it is another kind of file then, and no import of it begins.
    public init(_ file: ImportFile, _ form: Form, limits: MessageLimits) throws {
        self.file = file
        self.form = form
        let isTable = form != .ndjson
        // CSV must be UTF-8 as a whole: an id with another character in place of one would be another id.
        (digest, size) = try Self.read(file, isTable ? TextDecoder(.utf8) : nil, form)
        guard size > 0 else { throw ImportFileError("\(file.path) is empty.") }
        lineEnd = LineEnd.detect(in: try file.contents.bytes(at: file.start, upTo: 1 << 20), quotes: isTable)
        unusedColumns =
            switch form {
            case .ndjson: []
            case .csv(let mapping): try CSVRows(file, mapping, lineEnd: lineEnd).unusedColumns
            }
        var rows = try rows(from: 0, line: 1)
        try demandReadable(rows.next(Self.rowsTried), limits)
    }

    private static func read(
        _ file: ImportFile,
        _ decoder: TextDecoder?,
        _ form: Form
    ) throws -> (digest: [UInt8], size: Int64) {
        var decoder = decoder
        var hash = SHA256()
        var size: Int64 = 0
        do {
            while true {
                let block = try file.contents.bytes(at: size, upTo: 1 << 20)
                _ = try decoder?.utf8(block, isLast: block.isEmpty)
                if block.isEmpty { break }
                block.withUnsafeBytes { hash.update(bufferPointer: $0) }
                size += Int64(block.count)
            }
        } catch let fault as UndecodableText {
            throw ImportFileError(
                "\(file.path) is not UTF-8: \(fault.place).",
                hint:
                    "Name its encoding, such as --encoding windows-1252 for a CSV of Excel on Windows, or save it as UTF-8."
            )
        }
        switch form {
        case .ndjson: hash.update(data: Data("ndjson".utf8))
        case .csv(let mapping): hash.update(data: Data(("csv\n" + mapping.identity).utf8))
        }
        return (Array(hash.finalize()), size)
    }

    func rows(from position: Int64, line: Int) throws -> any ImportRows {
        switch form {
        case .ndjson:
            return NDJSONRows(file.contents, from: max(position, file.start), line: line, lineEnd: lineEnd)
        case .csv(let mapping):
            return try CSVRows(file, mapping, lineEnd: lineEnd, from: position, line: line)
        }
    }

    private func demandReadable(_ rows: [ImportRow], _ limits: MessageLimits) throws {
        guard let first = rows.first else {
            throw ImportFileError(
                form == .ndjson ? "\(file.path) has no messages." : "\(file.path) has a header and no rows.",
                hint: "Each message or row must be a line that ends with a line feed, a carriage return or both."
            )
        }
        guard rows.count == Self.rowsTried, let violation = first.unreadable(limits),
            rows.allSatisfy({ $0.unreadable(limits) != nil })
        else { return }
        let hint =
            switch first.text.first {
            case UInt8(ascii: "[") where form == .ndjson:
                "It looks like a JSON array. Write a message a line: jq -c '.[]' FILE | terminus import -"
            case UInt8(ascii: "{") where form != .ndjson: "It looks like NDJSON: --input ndjson"
            default:
                form == .ndjson
                    ? "Each line must be one JSON message. For a table give --input csv."
                    : "Is --separator right? The default is the most frequent sign of the header."
            }
        throw ImportFileError(
            "None of the first \(Self.rowsTried) rows of \(file.path) can be read. Line \(first.line): \(violation.message)",
            hint: hint
        )
    }

    /// The number of the line that begins at a place.
    func line(at position: Int64) throws -> Int {
        var line = 1
        var place: Int64 = 0
        while place < position {
            let block = try file.contents.bytes(at: place, upTo: Int(min(position - place, 1 << 20)))
            if block.isEmpty { break }
            line += block.count { $0 == lineEnd }
            place += Int64(block.count)
        }
        return line
    }
}
