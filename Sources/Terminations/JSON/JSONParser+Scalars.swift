/// Numbers, words and strings (RFC 8259, sections 3, 6 and 7).
extension JSONParser {
    mutating func number() throws(JSONDefect) -> JSONNumber {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if take(UInt8(ascii: "0")) {
            if let next = peek, 0x30...0x39 ~= next { throw defect("A number may not begin with a zero") }
        } else {
            try digits()
        }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        return JSONNumber(literal: text(start..<position))
    }

    /// Steps over at least one digit.
    private mutating func digits() throws(JSONDefect) {
        let start = position
        while let next = peek, 0x30...0x39 ~= next { position += 1 }
        guard position > start else { throw defect("A digit should stand here") }
    }

    mutating func word(_ word: StaticString) throws(JSONDefect) {
        let matches = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        guard matches else { throw defect("This is not the beginning of a JSON value") }
        position += word.utf8CodeUnitCount
    }

    mutating func string() throws(JSONDefect) -> String {
        position += 1
        let start = position
        position = EightBytes.firstNotPlain(in: bytes, from: start)
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
