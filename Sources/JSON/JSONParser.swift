/// Reads JSON strictly (RFC 8259 and I-JSON, RFC 7493) in one pass over bytes that are known to be UTF-8.
///
/// Foundation's reader neither reports duplicate names nor limits nesting, and it has no offsets. The recursion is as deep
/// as the document, which the limit bounds while it is read.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let isASCII: Bool
    private let maxDepth: Int
    private var position = 0

    /// The bytes must outlive the parser.
    init(utf8 bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool, maxDepth: Int) {
        self.bytes = bytes
        self.isASCII = isASCII
        self.maxDepth = maxDepth
        // ASCII has no byte order mark.
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
        guard position < bytes.count else { throw defect("The document ends where a value is expected") }
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
            throw defect("No JSON value begins like this")
        }
    }

    private mutating func object(depth: Int) throws(JSONDefect) -> JSONObject {
        position += 1
        var members: [JSONObject.Member] = []
        var names = MemberNames()
        skipSpace()
        if consume(UInt8(ascii: "}")) { return JSONObject(distinct: []) }
        members.reserveCapacity(depth == 1 ? 24 : 8)
        while true {
            let start = position
            guard peek == UInt8(ascii: "\"") else { throw defect("A member name in double quotes is expected here") }
            let name = try string()
            guard names.insert(name, among: members) else {
                throw JSONDefect(.duplicateName, offset: start).under(name)
            }
            skipSpace()
            guard consume(UInt8(ascii: ":")) else { throw defect("A colon is expected between name and value") }
            skipSpace()
            do {
                members.append(JSONObject.Member(name: name, value: try value(depth: depth + 1)))
            } catch {
                throw error.under(name)
            }
            skipSpace()
            if consume(UInt8(ascii: ",")) {
                skipSpace()
            } else if consume(UInt8(ascii: "}")) {
                return JSONObject(distinct: members)
            } else {
                throw defect("A comma or a closing brace is expected here")
            }
        }
    }

    private mutating func array(depth: Int) throws(JSONDefect) -> [JSONValue] {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if consume(UInt8(ascii: "]")) { return elements }
        while true {
            do {
                elements.append(try value(depth: depth + 1))
            } catch {
                throw error.under(String(elements.count))
            }
            skipSpace()
            if consume(UInt8(ascii: ",")) {
                skipSpace()
            } else if consume(UInt8(ascii: "]")) {
                return elements
            } else {
                throw defect("A comma or a closing bracket is expected here")
            }
        }
    }

    /// The text in a range, which must begin and end beside ASCII characters so that no character is cut in half.
    private func text(_ range: Range<Int>) -> String {
        // The bytes are known to be UTF-8, so they are not validated again.
        let bytes = UnsafeBufferPointer(rebasing: bytes[range])
        return String(copying: unsafe UTF8Span(unchecked: bytes.span, isKnownASCII: isASCII))
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func consume(_ byte: UInt8) -> Bool {
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

    private func defect(_ reason: StaticString) -> JSONDefect {
        JSONDefect(.malformed(reason), offset: position)
    }
}

/// Numbers, words and strings (RFC 8259, sections 3, 6 and 7).
extension JSONParser {
    private mutating func number() throws(JSONDefect) -> JSONNumber {
        let start = position
        _ = consume(UInt8(ascii: "-"))
        if consume(UInt8(ascii: "0")) {
            if let next = peek, 0x30...0x39 ~= next { throw defect("A number may not begin with a zero") }
        } else {
            try digits()
        }
        if consume(UInt8(ascii: ".")) { try digits() }
        if consume(UInt8(ascii: "e")) || consume(UInt8(ascii: "E")) {
            if !consume(UInt8(ascii: "+")) { _ = consume(UInt8(ascii: "-")) }
            try digits()
        }
        return JSONNumber(literal: text(start..<position))
    }

    /// Steps over at least one digit.
    private mutating func digits() throws(JSONDefect) {
        let start = position
        while let next = peek, 0x30...0x39 ~= next { position += 1 }
        guard position > start else { throw defect("A digit is expected here") }
    }

    private mutating func word(_ word: StaticString) throws(JSONDefect) {
        let matches = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        guard matches else { throw defect("No JSON value begins like this") }
        position += word.utf8CodeUnitCount
    }

    private mutating func string() throws(JSONDefect) -> String {
        position += 1
        let start = position
        position = SWAR.firstNotPlain(in: bytes, from: start)
        switch peek {
        case UInt8(ascii: "\""):
            position += 1
            return text(start..<position - 1)
        case UInt8(ascii: "\\"):
            var unescaper = JSONUnescaper(bytes, stringFrom: start, firstEscape: position)
            defer { position = unescaper.position }
            return try unescaper.string()
        case nil: throw defect("The document ends within a string")
        default: throw defect("A control character in a string must be escaped")
        }
    }
}

/// Finds duplicate member names of one object, byte for byte, in time linear in the size of the object.
private struct MemberNames {
    /// Objects up to this size are searched, which is faster than hashing.
    private static let searchLimit = 32
    private var hashed: Set<Name> = []
    /// One bit for each name so far, chosen by its first and last byte and its length. A new bit means a new name.
    private var marks: UInt64 = 0

    /// - Returns: whether no member before has this name.
    mutating func insert(_ name: String, among members: [JSONObject.Member]) -> Bool {
        guard members.count >= Self.searchLimit else {
            let mark = Self.mark(of: name)
            defer { marks |= mark }
            return marks & mark == 0 || !members.contains { $0.name.hasSameBytes(as: name) }
        }
        if hashed.isEmpty { hashed.formUnion(members.map { Name(text: $0.name) }) }
        return hashed.insert(Name(text: name)).inserted
    }

    private static func mark(of name: String) -> UInt64 {
        name.withBytes { utf8 in
            let number = UInt64(utf8.count) &* 11 &+ UInt64(utf8.first ?? 0) &* 7 &+ UInt64(utf8.last ?? 0)
            return 1 << (number & 63)
        }
    }

    private struct Name: Hashable {
        let text: String

        static func == (left: Name, right: Name) -> Bool {
            left.text.hasSameBytes(as: right.text)
        }

        func hash(into hasher: inout Hasher) {
            text.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }
}
