import Terminations

/// One message of a file that is imported.
struct ImportRow: Sendable {
    /// Where it begins, from 1.
    let line: Int
    /// Bytes of the file up to its end.
    let end: Int64
    /// As it stands in the file.
    let text: [UInt8]
    /// What is judged: of NDJSON the text, of CSV the message that its cells make.
    let body: [UInt8]
}

/// Cuts a file into messages, in order.
protocol ImportRows {
    /// The next messages; empty at the end.
    ///
    /// - Throws: ``ImportFileError`` where the file cannot be read on.
    mutating func next(_ limit: Int) throws -> [ImportRow]
}

/// Why a file cannot be imported.
public struct ImportFileError: Error, Sendable, CustomStringConvertible {
    public let description: String
    public let hint: String?
    public let cause: Cause

    public enum Cause: Sendable {
        /// What the file says.
        case content
        /// There is no such file, or it may not be read.
        case missing
        /// Something cannot be written.
        case disk
    }

    init(_ description: String, hint: String? = nil, _ cause: Cause = .content) {
        self.description = description
        self.hint = hint
        self.cause = cause
    }
}
