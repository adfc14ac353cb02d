/// The kind of a body by the AMQP property `content-type`.
package enum ContentType {
    /// The message itself: no content type, or `application/json`.
    case message
    /// A structured CloudEvent whose `data` or `data_base64` is the message.
    case cloudEvent
    case unsupported

    /// Media types and parameter names are compared without regard to case (RFC 9110, section 8.3.1);
    /// a charset other than UTF-8 is not supported.
    init(_ property: String?) {
        guard let property, property != "application/json", !property.trimmed.isEmpty else {
            self = .message
            return
        }
        guard Self.isUTF8(parametersOf: property) else {
            self = .unsupported
            return
        }
        switch String(property.prefix { $0 != ";" }).normalCode {
        case "application/json": self = .message
        case "application/cloudevents+json": self = .cloudEvent
        default: self = .unsupported
        }
    }

    /// Whether a content type names no character set other than UTF-8.
    package static func isUTF8(parametersOf contentType: String) -> Bool {
        contentType.split(separator: ";", omittingEmptySubsequences: false).dropFirst()
            .allSatisfy { isReadable(parameter: String($0).normalCode) }
    }

    private static func isReadable(parameter: String) -> Bool {
        let parts = parameter.split(separator: "=", maxSplits: 1).map { String($0).normalCode }
        guard parts.count == 2, parts[0] == "charset" else { return true }
        return namesUTF8(parts[1].filter { $0 != "\"" })
    }

    private static func namesUTF8(_ code: String) -> Bool { ["utf-8", "utf8", "us-ascii"].contains(code) }

    /// Whether a body with this `content-encoding` can be read as it is: it is blank, `identity`, or UTF-8, which some
    /// libraries write there instead of the charset.
    static func isUTF8(_ encoding: String) -> Bool {
        let code = encoding.normalCode
        return code.isEmpty || code == "identity" || namesUTF8(code)
    }

    /// RFC 9110, section 5.6.2.
    static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
