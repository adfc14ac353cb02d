/// One parsed `amqp://` or `amqps://` URI.
///
/// Follows the RabbitMQ URI specification. The defaults are user `guest`, password `guest`, port 5672 (5671 with TLS) and
/// virtual host `/`. Every part may be percent-encoded. A path that is a single slash means the virtual host with the
/// empty name. Query parameters are refused, because they would have no effect.
public struct BrokerAddress: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    public var host: String
    public var port: Int
    public var virtualHost: String
    public var username: String
    public var password: String
    public var usesTLS: Bool

    public init(
        host: String,
        port: Int,
        virtualHost: String = "/",
        username: String = "guest",
        password: String = "guest",
        usesTLS: Bool = false
    ) {
        self.host = host
        self.port = port
        self.virtualHost = virtualHost
        self.username = username
        self.password = password
        self.usesTLS = usesTLS
    }

    /// Parses a URI.
    ///
    /// - Throws: `invalidAddress`. The description does not repeat the URI, which may contain a password.
    public init(uri: String) throws(RabbitMQError) {
        let scheme: String
        var rest: Substring
        if let end = uri.range(ofScheme: "amqp://") {
            (scheme, rest) = ("amqp", uri[end...])
        } else if let end = uri.range(ofScheme: "amqps://") {
            (scheme, rest) = ("amqps", uri[end...])
        } else {
            throw Self.invalid("it does not begin with amqp:// or amqps://")
        }
        // By scalars: a sign of the syntax and a combining mark after it are one character.
        if rest.unicodeScalars.contains(where: { $0 == "?" || $0 == "#" }) {
            throw Self.invalid("query parameters and fragments are not supported")
        }

        usesTLS = scheme == "amqps"
        if let slash = rest.unicodeScalars.firstIndex(of: "/") {
            let path = rest[rest.unicodeScalars.index(after: slash)...]
            // Most likely the rest of a password that contains an unescaped slash; the text before it is then not a host.
            if path.unicodeScalars.contains("@") { throw Self.invalid("an @ after the host must be written %40") }
            if path.unicodeScalars.contains("/") {
                throw Self.invalid("a slash within the virtual host must be written %2F")
            }
            virtualHost = try Self.decoded(path, "virtual host")
            rest = rest[..<slash]
        } else {
            virtualHost = "/"
        }

        (username, password) = ("guest", "guest")
        if let at = rest.unicodeScalars.lastIndex(of: "@") {
            let credentials = rest[..<at].unicodeScalars.split(
                separator: ":",
                maxSplits: 1,
                omittingEmptySubsequences: false
            ).map { Substring($0) }
            username = try Self.decoded(credentials[0], "user name")
            password = credentials.count == 2 ? try Self.decoded(credentials[1], "password") : ""
            rest = rest[rest.unicodeScalars.index(after: at)...]
        }
        (host, port) = try Self.hostAndPort(rest, defaultPort: usesTLS ? 5671 : 5672)
    }

    /// The address without user and password, safe for logs. It can be parsed again.
    public var description: String {
        // An encoded percent sign separates the zone from the address (RFC 6874).
        let bracketed = host.contains(":") ? "[\(host.replacing("%", with: "%25"))]" : host
        let vhost = virtualHost == "/" ? "" : "/\(Self.encoded(virtualHost))"
        return "\(usesTLS ? "amqps" : "amqp")://\(bracketed):\(port)\(vhost)"
    }

    /// Percent-encoded, so that it can be parsed again (RFC 3986, 2.1).
    private static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if isHostByte(byte, isBracketed: false) || scalar == "~" {
                encoded.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return encoded
    }

    /// Hides the password from `dump` and reflection.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }

    private static func hostAndPort(_ text: Substring, defaultPort: Int) throws(RabbitMQError) -> (String, Int) {
        var host = text
        var port: Substring?
        if text.first == "[" {
            guard let close = text.firstIndex(of: "]") else { throw invalid("the IPv6 address has no closing bracket") }
            host = text[text.index(after: text.startIndex)..<close]
            let after = text[text.index(after: close)...]
            if after.first == ":" {
                port = after.dropFirst()
            } else if !after.isEmpty {
                throw invalid("the host is malformed")
            }
        } else if let colon = text.lastIndex(of: ":") {
            (host, port) = (text[..<colon], text[text.index(after: colon)...])
        }
        let name = try decoded(host, "host")
        if name.isEmpty { throw invalid("the host is missing") }
        let isBracketed = text.first == "["
        guard name.utf8.allSatisfy({ isHostByte($0, isBracketed: isBracketed) }) else {
            throw invalid(
                name.contains(":") && !isBracketed
                    ? "the host has a colon: an IPv6 address needs brackets"
                    : "the host has a character that is not allowed in a host"
            )
        }
        // Of RFC 3986, 3.2.2. Without a colon it would be printed without brackets, and a zone in it could not be read again.
        if isBracketed, !name.utf8.contains(UInt8(ascii: ":")) {
            throw invalid("the host in brackets is not an IPv6 address")
        }
        guard let port else { return (name, defaultPort) }
        guard let number = UInt16(port), number > 0 else { throw invalid("the port is not a number from 1 to 65535") }
        return (name, Int(number))
    }

    /// Whether the byte is allowed in a host name (RFC 1123, 2.1, and the underscore that container engines allow) or in an
    /// IPv6 address with its zone (RFC 6874). Other bytes belong to a password that is not percent-encoded, which must not
    /// be mistaken for a host.
    private static func isHostByte(_ byte: UInt8, isBracketed: Bool) -> Bool {
        let scalar = Unicode.Scalar(byte)
        let isLetterOrDigit = scalar.isASCII && (scalar.properties.isAlphabetic || 0x30...0x39 ~= byte)
        return isLetterOrDigit || (isBracketed ? ":.%-_" : ".-_").utf8.contains(byte)
    }

    private static func decoded(_ text: Substring, _ component: String) throws(RabbitMQError) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            guard digits.count == 2 else {
                throw invalid("the \(component) has a percent sign without two hexadecimal digits")
            }
            bytes.append(UInt8(digits[0] * 16 + digits[1]))
            rest = rest.dropFirst(2)
        }
        // librabbitmq takes C strings: text after a zero byte would be lost silently.
        guard !bytes.contains(0), let string = String(validating: bytes, as: UTF8.self) else {
            throw invalid("the \(component) is not UTF-8 text")
        }
        if string.utf8.count > 255 { throw invalid("the \(component) is longer than 255 bytes") }
        return string
    }

    private static func invalid(_ why: String) -> RabbitMQError {
        RabbitMQError(.invalidAddress, "The broker's address cannot be read: \(why).")
    }
}

extension String {
    /// The end of the scheme if the string begins with it. Schemes are case-insensitive (RFC 3986, 3.1).
    fileprivate func range(ofScheme scheme: String) -> String.Index? {
        let head = prefix(scheme.count)
        return head.lowercased() == scheme ? head.endIndex : nil
    }
}
