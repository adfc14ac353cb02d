public import Terminations

/// Where the console answers, and what it may do.
public struct ConsoleConfiguration: Sendable {
    /// A name or an address of this machine.
    public var host: String
    /// 0 for any that is free.
    public var port: Int
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
    /// Who signs in by the one-time link.
    public var userName: String

    public init(
        host: String = "127.0.0.1",
        port: Int = 9465,
        basePath: String = "",
        publicOrigin: String? = nil,
        isWritable: Bool = false,
        ledgerPath: String,
        storePath: String? = nil,
        source: String,
        limits: MessageLimits = MessageLimits(),
        worker: (host: String, port: Int)? = nil,
        version: String,
        userName: String
    ) {
        self.host = host
        self.port = port
        self.basePath = basePath
        self.publicOrigin = publicOrigin
        self.isWritable = isWritable
        self.ledgerPath = ledgerPath
        self.storePath = storePath ?? ConsoleStore.path(besideLedger: ledgerPath)
        self.source = source
        self.limits = limits
        self.worker = worker
        self.version = version
        self.userName = userName
    }

    /// As people write it: `127.0.0.1:9465`, `[::1]:9465`.
    public var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool { SameOrigin.isLoopback(host) }
}

/// Why the console cannot start.
public struct ConsoleError: Error, Sendable, CustomStringConvertible {
    /// A full sentence.
    public let description: String
    /// What to do.
    public let hint: String
}
