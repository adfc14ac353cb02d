import JSON

/// A removed value in the forms in which a file may still contain it: as text, as Terminus writes it in JSON, as JSON in
/// plain ASCII, and as it was spelled in the document.
///
/// Never printed and never logged, because nobody is meant to read it again.
public struct RemovedText: Sendable {
    /// Bytes without the quotation marks around a string.
    public let forms: Set<[UInt8]>

    /// - Parameter spelled: the JSON as it was in the document; empty where Terminus wrote it.
    init(_ value: JSONValue, spelled: [UInt8]) {
        var forms: Set<[UInt8]> = []
        if let text = value.string {
            forms = [Array(text.utf8), Self.written(value), Self.ascii(text)]
            if spelled.count > 2 { forms.insert(Array(spelled.dropFirst().dropLast())) }
        } else {
            forms = [spelled.isEmpty ? Self.written(value) : spelled]
        }
        self.forms = forms.filter { !$0.isEmpty }
    }

    /// A body that was removed as a whole.
    init(bytes: [UInt8]) {
        forms = [bytes]
    }

    /// A text that was removed from Base64, with the forms that it has in there.
    init(inBase64 text: RemovedText) {
        let encoded = text.forms.flatMap(Base64.forms).filter { !$0.isEmpty }
        // JSON may write a slash with a backslash before it.
        let escaped = encoded.map { $0.flatMap { $0 == UInt8(ascii: "/") ? Array("\\/".utf8) : [$0] } }
        forms = text.forms.union(encoded).union(escaped)
    }

    /// The form that `JSONWriter` writes, without the quotation marks of a string.
    private static func written(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(value)
        return value.string == nil ? writer.bytes : Array(writer.bytes.dropFirst().dropLast())
    }

    /// The form of most libraries that write ASCII: UTF-16 code units in lower-case hexadecimal.
    private static func ascii(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for unit in text.utf16 {
            switch unit {
            case 0x22: bytes += Array("\\\"".utf8)
            case 0x5C: bytes += Array("\\\\".utf8)
            case 0x0A: bytes += Array("\\n".utf8)
            case 0x09: bytes += Array("\\t".utf8)
            case 0x20..<0x7F: bytes.append(UInt8(unit))
            default:
                bytes += Array("\\u".utf8)
                for shift in [12, 8, 4, 0] { bytes.append(Hex.digit(UInt8(unit >> UInt16(shift) & 15))) }
            }
        }
        return bytes
    }
}
