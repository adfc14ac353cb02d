/// Whether a request comes from where it claims to come from.
struct SameOrigin: Sendable {
    /// Of the configured public URL, such as `https://console.example.com`; nil where none is configured.
    let publicOrigin: String?

    /// The header by which a request that changes something is refused.
    struct Refusal: Error, Equatable {
        let header: String
        let found: String?
        let expected: String
    }

    /// Whether it is a name or an address, with or without a port (RFC 3986, 3.2), and nothing else: no user, and no second
    /// host.
    static func isWellFormed(host: String) -> Bool {
        host.wholeMatch(of: /(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?/) != nil
    }

    /// Compares the `Host` header, so that a name that an attacker has pointed at this address reads nothing (DNS rebinding).
    func isKnown(host: String?) -> Bool {
        guard let host, !host.isEmpty else { return false }
        if let publicOrigin, host.lowercased() == SameOrigin.authority(of: publicOrigin) { return true }
        // A tunnel may end on any port of this machine.
        return SameOrigin.isLoopback(SameOrigin.name(of: host))
    }

    /// Whether a request that changes something was made by a page of this console. A browser says so with
    /// `Sec-Fetch-Site`, and says where the page is from with `Origin`. One of them is enough; where both are there, both must
    /// fit.
    func check(secFetchSite: String?, origin: String?, host: String?) throws(Refusal) {
        if let secFetchSite, secFetchSite != "same-origin" {
            throw Refusal(header: "Sec-Fetch-Site", found: secFetchSite, expected: "same-origin")
        }
        if origin == nil, secFetchSite != nil { return }
        let own = "http://\(host ?? "")"
        let isPublicHost = publicOrigin.map { SameOrigin.authority(of: $0) == host?.lowercased() } ?? false
        // A proxy may pass on its own name for the console in Host. A page has the public origin then.
        let expected = [publicOrigin, isPublicHost ? nil : own].compactMap(\.self)
        guard let origin, expected.contains(where: { $0.lowercased() == origin.lowercased() }) else {
            throw Refusal(header: "Origin", found: origin, expected: expected.first ?? own)
        }
    }

    /// `host:port` of an origin.
    static func authority(of origin: String) -> String? {
        origin.range(of: "://").map { origin[$0.upperBound...].lowercased() }
    }

    /// The name or the address without the port.
    static func name(of host: String) -> String {
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            return String(host[host.index(after: host.startIndex)..<end])
        }
        return host.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init) ?? host
    }

    /// Whether only this machine can be meant.
    static func isLoopback(_ name: String) -> Bool {
        let name = name.lowercased()
        if name == "localhost" || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
