extension JSONValue {
    /// Reads a JSON document strictly: RFC 8259 in UTF-8, no name twice in one object. One byte order mark before the
    /// document is ignored (section 8.1).
    ///
    /// - Parameter maxDepth: levels of arrays and objects; the document itself is the first.
    /// - Throws: `invalid-utf8`, `malformed-json` or `too-deep`, with the place in the message.
    public init(parsing bytes: [UInt8], maxDepth: Int = MessageLimits().maxDepth) throws(Violation) {
        let depth = min(maxDepth, MessageLimits.deepest)
        let result = bytes.withUnsafeBufferPointer { bytes -> Result<JSONValue, Violation> in
            let text: UTF8Span
            do throws(UTF8.ValidationError) {
                text = try UTF8Span(validating: bytes.span)
            } catch {
                let place = JSONDefect.place(of: error.byteOffsets.lowerBound, in: bytes)
                return .failure(Violation(.invalidUTF8, at: .root, "The document is not UTF-8 (\(place))."))
            }
            var parser = JSONParser(utf8: bytes, isASCII: text.isKnownASCII, maxDepth: depth)
            return Result { () throws(JSONDefect) in try parser.document() }
                .mapError { $0.violation(in: bytes, maxDepth: depth) }
        }
        self = try result.get()
    }

    /// Reads a JSON text strictly; see ``init(parsing:maxDepth:)-([UInt8],_)``.
    public init(parsing text: String, maxDepth: Int = MessageLimits().maxDepth) throws(Violation) {
        try self.init(parsing: Array(text.utf8), maxDepth: maxDepth)
    }
}

/// U+FEFF in UTF-8, as some programs write it before a document.
public enum ByteOrderMark {
    public static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The bytes that a mark takes at the beginning of a document: 3 or 0.
    public static func length(in document: some Collection<UInt8>) -> Int {
        document.starts(with: bytes) ? bytes.count : 0
    }
}
