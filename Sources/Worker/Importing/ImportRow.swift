import Terminations

/// One message of a file that is imported.
struct ImportRow: Sendable {
    /// A page of rows ends with the one by which it has so many bytes: a few pages are in memory at once.
    static let pageBytes = 4 * 1024 * 1024

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
    /// The next messages, up to the limit and to ``ImportRow/pageBytes``; empty at the end.
    ///
    /// - Throws: ``ImportFileError`` where the file cannot be read on.
    mutating func next(_ limit: Int) throws -> [ImportRow]
}

/// Why a file cannot be imported.
public struct ImportFileError: Error, Sendable, CustomStringConvertible {
    public let description: String
    public let hint: String?
    /// Whether the disk is to blame, and not what is read.
    public let isOfDisk: Bool

    init(_ description: String, hint: String? = nil, isOfDisk: Bool = false) {
        self.description = description
        self.hint = hint
        self.isOfDisk = isOfDisk
    }
}
