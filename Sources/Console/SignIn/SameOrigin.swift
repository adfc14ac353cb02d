/// Whether a request comes from where it claims to come from.
struct SameOrigin: Sendable {
    /// Of the configured public URL, such as `https://console.example.com`; nil where none is configured.
    let publicOrigin: String?

    /// What a request that changes something lacks; nil where it may pass.
    struct Refusal: Error, Equatable {
        let header: String
        let found: String?
        let expected: String
    }

    /// Compares the `Host` header, so that a name that an attacker has pointed at this address reads nothing (DNS rebinding).
    func isKnown(host: String?) -> Bool {
        guard let host, !host.isEmpty else { return false }
        if let publicOrigin, host.lowercased() == SameOrigin.authority(of: publicOrigin) { return true }
        // A tunnel may end on any port of this machine.
        return SameOrigin.isLoopback(SameOrigin.name(of: host))
    }

    /// Whether a request that changes something was made by a page of this console. A browser says so with
    /// `Sec-Fetch-Site`; one that does not send it says where the page is from with `Origin`.
    func check(secFetchSite: String?, origin: String?, host: String?) throws(Refusal) {
        if let secFetchSite {
            guard secFetchSite == "same-origin" else {
                throw Refusal(header: "Sec-Fetch-Site", found: secFetchSite, expected: "same-origin")
            }
            return
        }
        let expected =
            publicOrigin.flatMap { SameOrigin.authority(of: $0) == host?.lowercased() ? $0 : nil }
            ?? "http://\(host ?? "")"
        guard let origin, origin.lowercased() == expected.lowercased() else {
            throw Refusal(header: "Origin", found: origin, expected: expected)
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
