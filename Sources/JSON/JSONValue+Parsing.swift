extension JSONValue {
    /// The most levels of arrays and objects that are ever read: the parser recurses, and every thread's stack has room
    /// for these.
    public static let maxDepth = 256

    /// Reads a JSON document strictly: RFC 8259 in UTF-8, without duplicate names in an object. One byte order mark before
    /// the document is ignored (section 8.1).
    ///
    /// - Parameter maxDepth: levels of arrays and objects, at most ``maxDepth``; the document itself is the first.
    public init(parsing bytes: [UInt8], maxDepth: Int = 32) throws(JSONParseError) {
        let depth = min(maxDepth, Self.maxDepth)
        let result = bytes.withUnsafeBufferPointer { bytes -> Result<JSONValue, JSONParseError> in
            let text: UTF8Span
            do throws(UTF8.ValidationError) {
                text = try UTF8Span(validating: bytes.span)
            } catch {
                let place = JSONDefect.place(of: error.byteOffsets.lowerBound, in: bytes)
                let message = "The document is not UTF-8 (\(place))."
                return .failure(
                    JSONParseError(reason: .invalidUTF8, pointer: .root, message: message, expected: nil)
                )
            }
            var parser = JSONParser(utf8: bytes, isASCII: text.isKnownASCII, maxDepth: depth)
            return Result { () throws(JSONDefect) in try parser.document() }
                .mapError { $0.error(in: bytes, maxDepth: depth) }
        }
        self = try result.get()
    }

    /// Reads a JSON text strictly; see ``init(parsing:maxDepth:)-([UInt8],_)``.
    public init(parsing text: String, maxDepth: Int = 32) throws(JSONParseError) {
        try self.init(parsing: Array(text.utf8), maxDepth: maxDepth)
    }
}

/// U+FEFF in UTF-8, which some programs write before a document.
public enum ByteOrderMark {
    public static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The length of the mark at the beginning of a document: 3 bytes or 0.
    public static func length(in document: some Collection<UInt8>) -> Int {
        document.starts(with: bytes) ? bytes.count : 0
    }
}
