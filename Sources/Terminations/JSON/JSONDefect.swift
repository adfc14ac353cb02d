/// Why bytes are not a JSON document that may be read, and where.
struct JSONDefect: Error {
    enum Kind {
        case malformed(StaticString)
        case duplicateName
        case tooDeep
    }

    /// Bytes of a name that a pointer may hold.
    private static let longestName = 128

    let kind: Kind
    /// Bytes from the beginning of the document.
    let offset: Int
    /// The way to the value, from the inside out.
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

    /// The defect as a violation; the bytes are those that were read, for line and column.
    func violation(in bytes: UnsafeBufferPointer<UInt8>, maxDepth: Int) -> Violation {
        let place = Self.place(of: offset, in: bytes)
        switch kind {
        case .malformed(let reason):
            return Violation(.malformedJSON, at: .root, "\(reason) (\(place)).")
        case .duplicateName:
            // A name that no field could have is not repeated: the object around it is near enough.
            let names = tokens.reversed().prefix { $0.utf8.count <= Self.longestName }
            let pointer = names.reduce(JSONPointer.root) { $0.appending($1) }
            return Violation(.malformedJSON, at: pointer, "This name stands twice in one object (\(place)).")
        case .tooDeep:
            return Violation(
                .tooDeep,
                at: .root,
                "The document is nested too deep (\(place)).",
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
