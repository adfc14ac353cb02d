import Crypto
import Foundation

/// A file that is imported, and how it is read.
public struct ImportSource: Sendable {
    public enum Form: Sendable, Equatable {
        /// A JSON message a line.
        case ndjson
        case csv(ColumnMapping)
    }

    public let path: String
    public let form: Form
    /// Bytes.
    public let size: Int64
    /// Stands for the content of the file and for how it is read (SHA-256).
    public let digest: [UInt8]

    /// Reads the file once, to know it again.
    ///
    /// - Throws: ``ImportFileError`` where it cannot be read, or its columns do not fit.
    public init(_ path: String, _ form: Form) throws {
        self.path = path
        self.form = form
        let file = try ImportSource.open(path)
        defer { try? file.close() }
        var hash = SHA256()
        var size: Int64 = 0
        do {
            while let block = try file.read(upToCount: 1 << 20), !block.isEmpty {
                hash.update(data: block)
                size += Int64(block.count)
            }
        } catch {
            throw ImportFileError("\(path) cannot be read.", hint: "Name a file, not a folder.", .missing)
        }
        switch form {
        case .ndjson: hash.update(data: Data("ndjson".utf8))
        case .csv(let mapping): hash.update(data: Data(("csv\n" + mapping.identity).utf8))
        }
        self.size = size
        digest = Array(hash.finalize())
        if size > 0 { _ = try rows(from: 0, line: 1) }
    }

    func rows(from position: Int64, line: Int) throws -> any ImportRows {
        let file = try ImportSource.open(path)
        switch form {
        case .ndjson: return try NDJSONRows(file, from: position, line: line)
        case .csv(let mapping):
            if size == 0 { return try NDJSONRows(file) }
            return try CSVRows(file, mapping, from: position, line: line)
        }
    }

    /// The number of the line that begins at a place.
    func line(at position: Int64) throws -> Int {
        guard position > 0 else { return 1 }
        let file = try ImportSource.open(path)
        defer { try? file.close() }
        var line = 1
        var left = Int(position)
        while left > 0, let block = try file.read(upToCount: min(left, 1 << 20)), !block.isEmpty {
            line += block.count { $0 == UInt8(ascii: "\n") }
            left -= block.count
        }
        return line
    }

    private static func open(_ path: String) throws -> FileHandle {
        guard let file = FileHandle(forReadingAtPath: path) else {
            let reason = String(cString: strerror(errno))
            throw ImportFileError(
                "\(path) cannot be read: \(reason).",
                hint: "Name a file that exists and that you may read.",
                .missing
            )
        }
        return file
    }
}
