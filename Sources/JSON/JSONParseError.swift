/// Why bytes are not a JSON document, and where.
///
/// No text repeats a value of the document.
public struct JSONParseError: Error, Sendable, Equatable {
    public enum Reason: Sendable, Equatable {
        case invalidUTF8
        /// Not JSON (RFC 8259), or a name occurs twice in one object.
        case malformed
        /// Arrays and objects are nested deeper than the limit.
        case tooDeep
    }

    public let reason: Reason
    /// The member whose name occurs twice; the whole document for everything else.
    public let pointer: JSONPointer
    /// One sentence with line, column and byte.
    public let message: String
    /// What the limit is, where one is exceeded.
    public let expected: String?
}

/// A ``JSONParseError`` as the parser throws it: without the text, which needs the whole document.
struct JSONDefect: Error {
    enum Kind {
        case malformed(StaticString)
        case duplicateName
        case tooDeep
    }

    /// Bytes of the longest name that a pointer shows.
    private static let longestName = 128

    let kind: Kind
    /// Bytes from the beginning of the document.
    let offset: Int
    /// The names and indexes that lead to the value, innermost first.
    private var tokens: [String] = []

    init(_ kind: Kind, offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    /// The same defect, seen from the object or array around it.
    func under(_ token: String) -> JSONDefect {
        switch kind {
        case .malformed, .tooDeep: return self
        case .duplicateName:
            var defect = self
            defect.tokens.append(token)
            return defect
        }
    }

    /// The error for the caller; the bytes are the document, for line and column.
    func error(in bytes: UnsafeBufferPointer<UInt8>, maxDepth: Int) -> JSONParseError {
        let place = Self.place(of: offset, in: bytes)
        switch kind {
        case .malformed(let reason):
            return JSONParseError(reason: .malformed, pointer: .root, message: "\(reason) (\(place)).", expected: nil)
        case .duplicateName:
            // A longer name cannot be a field's, so the pointer ends at the object around it.
            let names = tokens.reversed().prefix { $0.utf8.count <= Self.longestName }
            return JSONParseError(
                reason: .malformed,
                pointer: names.reduce(.root) { $0.appending($1) },
                message: "This name occurs twice in one object (\(place)).",
                expected: nil
            )
        case .tooDeep:
            return JSONParseError(
                reason: .tooDeep,
                pointer: .root,
                message: "The document is nested too deep (\(place)).",
                expected: "at most \(maxDepth) levels"
            )
        }
    }

    /// Lines, and Unicode scalars within the line, are counted from 1; bytes from 0. A byte order mark counts as three
    /// bytes and as no column, as in an editor.
    static func place(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> String {
        var line = 1
        var column = 1
        for byte in bytes[..<min(offset, bytes.count)].dropFirst(ByteOrderMark.length(in: bytes)) {
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return "line \(line), column \(column), byte \(offset)"
    }
}
