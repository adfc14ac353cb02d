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
