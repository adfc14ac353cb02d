import Glibc

/// One way to a broker: an address as it is configured, and one of the IP addresses of its host.
struct Endpoint: CustomStringConvertible {
    let address: BrokerAddress
    let ip: String

    /// The address without credentials, and the IP address where the host is a name.
    var description: String {
        if address.host == ip { return address.description }
        return "\(address) (\(ip.contains(":") ? "[\(ip)]" : ip):\(address.port))"
    }

    /// The IP addresses of a host, in the order of getaddrinfo (RFC 6724).
    ///
    /// - Throws: `unreachable`.
    @Sendable static func ipAddresses(of host: String) throws(RabbitMQError) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_protocol = Int32(IPPROTO_TCP)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else {
            let isUnknown = status == EAI_NONAME
            throw RabbitMQError(
                .unreachable,
                "The broker's host \(host) "
                    + (isUnknown ? "is not known: there is no such name." : "cannot be looked up now.")
            )
        }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let info = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(text.count)
            if getnameinfo(info.ai_addr, info.ai_addrlen, &text, length, nil, 0, NI_NUMERICHOST) == 0 {
                let ip = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                if !found.contains(ip) { found.append(ip) }
            }
            next = info.ai_next
        }
        guard !found.isEmpty else { throw RabbitMQError(.unreachable, "The broker's host \(host) has no IP address.") }
        return found
    }
}
