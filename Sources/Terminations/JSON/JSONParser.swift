/// Reads JSON strictly (RFC 8259 and I-JSON, RFC 7493) in one pass over bytes that are known to be UTF-8.
///
/// Written by hand because Foundation's reader has neither duplicate names, nor a nesting limit, nor offsets.
/// Recursion is as deep as the document, and that is bounded by the limit while it is read.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    private let isASCII: Bool
    private let maxDepth: Int
    var position = 0

    /// The bytes must outlive the parser.
    init(utf8 bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool, maxDepth: Int) {
        self.bytes = bytes
        self.isASCII = isASCII
        self.maxDepth = maxDepth
        // What is ASCII has no mark.
        if !isASCII { position = ByteOrderMark.length(in: bytes) }
    }

    /// The one value of the document.
    mutating func document() throws(JSONDefect) -> JSONValue {
        skipSpace()
        let value = try value(depth: 1)
        skipSpace()
        guard position == bytes.count else { throw defect("Nothing may follow the JSON document") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONDefect) -> JSONValue {
        guard position < bytes.count else { throw defect("The document ends where a value should stand") }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            return .string(try string())
        case UInt8(ascii: "{"):
            guard depth <= maxDepth else { throw JSONDefect(.tooDeep, offset: position) }
            return .object(try object(depth: depth))
        case UInt8(ascii: "["):
            guard depth <= maxDepth else { throw JSONDefect(.tooDeep, offset: position) }
            return .array(try array(depth: depth))
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        case UInt8(ascii: "-"), 0x30...0x39:
            return .number(try number())
        default:
            throw defect("This is not the beginning of a JSON value")
        }
    }

    private mutating func object(depth: Int) throws(JSONDefect) -> JSONObject {
        position += 1
        var members: [JSONObject.Member] = []
        var names = MemberNames()
        skipSpace()
        if take(UInt8(ascii: "}")) { return JSONObject(distinct: []) }
        members.reserveCapacity(depth == 1 ? 24 : 8)
        while true {
            let start = position
            guard peek == UInt8(ascii: "\"") else { throw defect("A member name should stand here, in double quotes") }
            let name = try string()
            guard names.insert(name, among: members) else {
                throw JSONDefect(.duplicateName, offset: start).under(name)
            }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw defect("A colon should stand between name and value") }
            skipSpace()
            do {
                members.append(JSONObject.Member(name: name, value: try value(depth: depth + 1)))
            } catch {
                throw error.under(name)
            }
            skipSpace()
            if take(UInt8(ascii: ",")) {
                skipSpace()
            } else if take(UInt8(ascii: "}")) {
                return JSONObject(distinct: members)
            } else {
                throw defect("A comma or a closing brace should stand here")
            }
        }
    }

    private mutating func array(depth: Int) throws(JSONDefect) -> [JSONValue] {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            do {
                elements.append(try value(depth: depth + 1))
            } catch {
                throw error.under(String(elements.count))
            }
            skipSpace()
            if take(UInt8(ascii: ",")) {
                skipSpace()
            } else if take(UInt8(ascii: "]")) {
                return elements
            } else {
                throw defect("A comma or a closing bracket should stand here")
            }
        }
    }

    /// What stands there. On either side must be an ASCII character, so that none is cut in half.
    func text(_ range: Range<Int>) -> String {
        // The bytes are known to be UTF-8: they are not looked through once more.
        let bytes = UnsafeBufferPointer(rebasing: bytes[range])
        return String(copying: unsafe UTF8Span(unchecked: bytes.span, isKnownASCII: isASCII))
    }

    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    func defect(_ reason: StaticString) -> JSONDefect {
        JSONDefect(.malformed(reason), offset: position)
    }
}
