/// Names and values in their order: of a query, or of a form (`application/x-www-form-urlencoded`).
struct Fields: Sendable, Equatable {
    let pairs: [(name: String, value: String)]

    init(_ pairs: [(String, String)]) { self.pairs = pairs.map { (name: $0.0, value: $0.1) } }

    /// More than any address of a page has.
    private static let mostPairs = 4000

    /// Reads `a=1&b=two+words`. What is no UTF-8 becomes U+FFFD.
    init(parsing text: some StringProtocol) {
        pairs = text.split(separator: "&").prefix(Self.mostPairs).map { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                name: Fields.decoded(halves[0], plusIsSpace: true),
                value: halves.count > 1 ? Fields.decoded(halves[1], plusIsSpace: true) : ""
            )
        }
    }

    /// With a line feed for each line break. Browsers send CRLF (HTML, "constructing the entry list"), and add another carriage
    /// return wherever a value goes through a form again.
    var withLineFeeds: Fields { Fields(pairs.map { ($0.name, $0.value.withLineFeeds) }) }

    static func == (left: Fields, right: Fields) -> Bool {
        left.pairs.elementsEqual(right.pairs) { $0.name == $1.name && $0.value == $1.value }
    }

    /// The first value that says something, without blanks at its ends.
    subscript(name: String) -> String? {
        pairs.lazy.filter { $0.name == name }.map { $0.value.trimmed }.first { !$0.isEmpty }
    }

    func all(_ name: String) -> [String] {
        pairs.filter { $0.name == name }.map { $0.value.trimmed }.filter { !$0.isEmpty }
    }

    /// Without empty values, and without these names.
    func leaving(_ names: Set<String>) -> [(String, String)] {
        pairs.filter { !names.contains($0.name) && !$0.value.trimmed.isEmpty }.map { ($0.name, $0.value) }
    }

    /// - Parameter plusIsSpace: as in queries and forms; in paths it is a plus.
    static func decoded(_ text: some StringProtocol, plusIsSpace: Bool) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(hex),
                let low = rest.dropFirst().first.flatMap(hex)
            {
                rest = rest.dropFirst(2)
                bytes.append(high << 4 | low)
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// For a query or a part of a path: everything but what is unreserved (RFC 3986, 2.3) in percent form.
    static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}

extension String {
    var trimmed: String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}

extension String {
    /// With a line feed in place of each CRLF and each single carriage return.
    var withLineFeeds: String {
        guard utf8.contains(0x0D) else { return self }
        var bytes: [UInt8] = []
        var isAfterReturn = false
        for byte in utf8 {
            if byte == 0x0D || byte != 0x0A || !isAfterReturn { bytes.append(byte == 0x0D ? 0x0A : byte) }
            isAfterReturn = byte == 0x0D
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
