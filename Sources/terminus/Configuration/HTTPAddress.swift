import Foundation
import Health

/// Where health checks and metrics are answered, as it is configured: `127.0.0.1:9464`, `[::1]:9464`, `host:0`, `off`.
enum HTTPAddress {
    /// - Returns: nil for `off`.
    static func parse(_ text: String) throws(ConfigurationFault) -> HealthConfiguration? {
        if text.lowercased() == "off" { return nil }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw ConfigurationFault("must be an address with a port, such as 127.0.0.1:9464, or off")
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw ConfigurationFault("must have brackets around an IPv6 address: [::1]:9464")
        }
        guard !host.isEmpty, host.allSatisfy({ $0.isASCII && !$0.isWhitespace && $0 != "/" }) else {
            throw ConfigurationFault("must name a host or an address of this machine before the port")
        }
        return HealthConfiguration(host: String(host), port: Int(port))
    }
}

/// Where `terminus console` answers, as it is configured.
struct ConsoleEndpoint: Sendable {
    var host: String
    var port: Int
    /// Of the Unix socket; nil where it answers under the host and the port.
    var socketPath: String?
    /// What every path begins with, such as `/terminus`; empty at the root.
    var basePath: String
    /// The origin under which browsers reach it; nil where they use the address.
    var publicOrigin: String?
    /// Where its metrics are served; nil where they are not.
    var metrics: (host: String, port: Int)?

    init(_ values: inout ConfigurationValues) {
        (host, port, socketPath) = values.read(.consoleAddress, default: "127.0.0.1:9465") { text in
            if text.hasPrefix("unix:") { return ("localhost", 0, try Self.socketPath(String(text.dropFirst(5)))) }
            guard let address = try HTTPAddress.parse(text) else {
                throw ConfigurationFault(
                    "must be an address with a port, such as 127.0.0.1:9465, or a Unix socket, such as unix:/run/terminus-console/console.sock"
                )
            }
            return (address.host, address.port, nil)
        }
        basePath = values.read(.consoleBasePath, default: "/") { text in
            let path = text.hasSuffix("/") ? String(text.dropLast()) : text
            let isPath = path.utf8.allSatisfy { byte in
                0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || "/-_.".utf8.contains(byte)
            }
            guard path.isEmpty || path.hasPrefix("/"), isPath, !path.contains("//"), !path.contains("..") else {
                throw ConfigurationFault("must be a path, such as /terminus")
            }
            return path
        }
        metrics = values.read(.consoleMetricsAddress, default: "off") { text in
            try HTTPAddress.parse(text).map { (host: $0.host, port: $0.port) }
        }
        publicOrigin = values.read(.consolePublicURL, default: nil as String?) { text in
            guard let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
                let host = url.host(), !host.isEmpty, url.user() == nil, ["", "/"].contains(url.path()),
                url.query() == nil
            else {
                throw ConfigurationFault(
                    "must be the address that browsers use without a path, such as https://console.example.com"
                )
            }
            return text.hasSuffix("/") ? String(text.dropLast()).lowercased() : text.lowercased()
        }
    }

    private static func socketPath(_ path: String) throws(ConfigurationFault) -> String {
        // sun_path of unix(7) has 108 bytes, with the zero byte at its end.
        guard path.hasPrefix("/"), !path.hasSuffix("/"), path.utf8.count <= 107 else {
            throw ConfigurationFault(
                "must name the socket by its whole path of at most 107 bytes, such as unix:/run/terminus-console/console.sock"
            )
        }
        return path
    }
}
