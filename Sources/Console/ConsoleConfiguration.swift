public import Terminations

/// Where the console answers, and what it may do.
public struct ConsoleConfiguration: Sendable {
    /// A name or an address of this machine.
    public var host: String
    /// 0 for any that is free.
    public var port: Int
    /// The Unix socket on which it listens instead; nil where it listens on the host and the port.
    public var socketPath: String?
    /// What every path begins with, such as `/terminus`; empty at the root. From the configuration alone, never from a
    /// header.
    public var basePath: String
    /// The origin under which browsers reach it, such as `https://console.example.com`; nil where they use the address.
    public var publicOrigin: String?
    /// Whether it changes anything. One that does not opens the ledger for reading only.
    public var isWritable: Bool
    public var ledgerPath: String
    /// What the console keeps for itself; see ``ConsoleStore``.
    public var storePath: String
    /// The CloudEvents `source` of the events, and the limits of messages, as the worker has them.
    public var source: String
    public var limits: MessageLimits
    /// Where the worker answers `/ready`; nil where it does not.
    public var worker: (host: String, port: Int)?
    /// The program's version.
    public var version: String
    /// The OpenAPI document that `/api/v1/openapi.json` answers.
    public var apiDocument: String
    /// Who signs in by the one-time link.
    public var userName: String
    public var signIn: SignInMethod
    public var roles: RoleTable
    /// Whether settings take effect only when a second person has approved them.
    public var requiresApproval: Bool

    public init(
        host: String = "127.0.0.1",
        port: Int = 9465,
        socketPath: String? = nil,
        basePath: String = "",
        publicOrigin: String? = nil,
        isWritable: Bool = false,
        ledgerPath: String,
        storePath: String? = nil,
        source: String,
        limits: MessageLimits = MessageLimits(),
        worker: (host: String, port: Int)? = nil,
        version: String,
        apiDocument: String = "",
        userName: String,
        signIn: SignInMethod = .local,
        roles: RoleTable = RoleTable(),
        requiresApproval: Bool = false
    ) {
        self.host = host
        self.port = port
        self.socketPath = socketPath
        self.basePath = basePath
        self.publicOrigin = publicOrigin
        self.isWritable = isWritable
        self.ledgerPath = ledgerPath
        self.storePath = storePath ?? ConsoleStore.path(besideLedger: ledgerPath)
        self.source = source
        self.limits = limits
        self.worker = worker
        self.version = version
        self.apiDocument = apiDocument
        self.userName = userName
        self.signIn = signIn
        self.roles = roles
        self.requiresApproval = requiresApproval
    }

    /// As people write it: `127.0.0.1:9465`, `[::1]:9465`, `unix:/run/terminus-console/console.sock`.
    public var address: String {
        if let socketPath { return "unix:\(socketPath)" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool { socketPath != nil || SameOrigin.isLoopback(host) }

    /// Whether what browsers send cannot be read on its way: it goes over HTTPS, or stays on this machine.
    var isPrivate: Bool {
        // Browsers reach a Unix socket through a proxy, of which nothing is known without its address.
        guard let publicOrigin else { return isLoopback && socketPath == nil }
        return publicOrigin.hasPrefix("https://")
            || isLoopback && SameOrigin.isLoopback(SameOrigin.name(of: SameOrigin.authority(of: publicOrigin) ?? ""))
    }

    /// - Throws: ``ConsoleError`` where more people could sign in than are meant to, or a password could be read on its way.
    public func requireSafeSignIn() throws(ConsoleError) {
        switch signIn {
        case .local:
            guard socketPath == nil else {
                throw ConsoleError(
                    description: "No browser opens \(address), and the console's one-time link is for a browser.",
                    hint:
                        "Set console.signIn to proxy, oidc or users and put a proxy in front of the socket, or give the console a loopback address, such as 127.0.0.1:9465."
                )
            }
            guard isLoopback else {
                throw ConsoleError(
                    description:
                        "\(address) can be reached from other machines, and the console's one-time link is for this machine only.",
                    hint:
                        "Give it a loopback address, such as --console-address 127.0.0.1:9465, and reach it through ssh -L 9465:127.0.0.1:9465; or set console.signIn to proxy, oidc or users."
                )
            }
        case .proxy(let proxy, _):
            guard !proxy.trustedProxies.isEmpty else {
                throw ConsoleError(
                    description: "console.signIn is proxy, and console.trustedProxies names none.",
                    hint: "Name the address of the proxy, such as 127.0.0.1: everybody else could claim to be anybody."
                )
            }
            if socketPath != nil, !proxy.trustedProxies.contains(.unixSocket) {
                throw ConsoleError(
                    description: "The console listens on \(address), and console.trustedProxies does not name unix.",
                    hint:
                        "Add unix to console.trustedProxies: the console then trusts each program that can open the socket to say who has signed in. The socket's owner and group can open it."
                )
            }
            try requireGroups()
        case .oidc:
            try requirePrivacy()
            try requireGroups()
        case .users: try requirePrivacy()
        }
    }

    private func requirePrivacy() throws(ConsoleError) {
        guard !isPrivate else { return }
        throw ConsoleError(
            description:
                "console.signIn is \(signIn.name), and browsers reach the console without HTTPS: passwords and sessions could be read on their way.",
            hint:
                "Put a proxy with TLS in front of it and set console.publicURL to its https:// address, or give the console a loopback address."
        )
    }

    private func requireGroups() throws(ConsoleError) {
        guard !roles.hasGroups else { return }
        throw ConsoleError(
            description:
                "console.signIn is \(signIn.name), and console.groups gives no group a role: nobody could see anything.",
            hint: "Set console.groups, such as {terminus-ops: ops}; the group \"*\" is everybody who has signed in."
        )
    }
}

/// Why the console cannot start.
public struct ConsoleError: Error, Sendable, CustomStringConvertible {
    /// A full sentence.
    public let description: String
    /// What to do.
    public let hint: String
}
