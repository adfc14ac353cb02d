/// The place of a value in a JSON document (RFC 6901), such as `/contract/startDate`. The empty text is the whole document.
public struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
    /// The pointer as RFC 6901 writes it, with `~` and `/` in names escaped as `~0` and `~1`.
    public let description: String

    /// The whole document.
    public static let root = JSONPointer(escaped: "")

    private init(escaped: String) {
        description = escaped
    }

    /// A pointer to the value under these names and array indexes, outermost first.
    public init(_ tokens: String...) {
        self = tokens.reduce(.root) { $0.appending($1) }
    }

    /// Reads a pointer: empty, or each token after a `/`, with `~` only in `~0` and `~1`.
    public init?(parsing text: String) {
        guard text.isEmpty || text.utf8.first == UInt8(ascii: "/") else { return nil }
        var isEscape = false
        for byte in text.utf8 {
            if isEscape, byte != UInt8(ascii: "0"), byte != UInt8(ascii: "1") { return nil }
            isEscape = !isEscape && byte == UInt8(ascii: "~")
        }
        guard !isEscape else { return nil }
        description = text
    }

    /// The pointer to a member of the object at this pointer.
    public func appending(_ name: String) -> JSONPointer {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return JSONPointer(escaped: description + "/" + name)
        }
        var escaped = description + "/"
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return JSONPointer(escaped: escaped)
    }

    /// The pointer to an element of the array at this pointer, counted from 0.
    public func appending(_ index: Int) -> JSONPointer {
        JSONPointer(escaped: description + "/" + String(index))
    }

    /// The names and indexes, unescaped, outermost first.
    public var tokens: [String] {
        // By scalars: a slash and a combining mark after it are one character, and the mark belongs to the next name.
        description.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { token in
            token.contains("~") ? Self.unescape(token) : String(token)
        }
    }

    private static func unescape(_ token: Substring.UnicodeScalarView) -> String {
        var text = ""
        var isEscape = false
        for scalar in token {
            if isEscape {
                text.unicodeScalars.append(scalar == "0" ? "~" : "/")
                isEscape = false
            } else if scalar == "~" {
                isEscape = true
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension JSONValue {
    /// The value at a place of the document; nil where there is none.
    public subscript(pointer: JSONPointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            switch value {
            case .object(let object):
                guard let member = object[token] else { return nil }
                value = member
            case .array(let elements):
                guard let index = JSONEdit.index(token, upTo: elements.count) else { return nil }
                value = elements[index]
            case .null, .bool, .number, .string: return nil
            }
        }
        return value
    }
}
