/// Where machines ask, and from when on something counts as trouble.
public struct OperationsConfiguration: Sendable {
    /// A host name or an address; loopback unless somebody wants it otherwise.
    public var host: String
    /// 0 for any that is free.
    public var port: Int
    /// The relay is not ready when so many events wait, or one has waited so long.
    public var longestBacklog: Int64
    public var longestLag: Duration
    /// Nor when an event for billing was parked for longer: a queue that changes its leader refuses for a moment.
    public var longestParked: Duration
    /// A thread that has not turned for so long is stuck. Longer than any transaction, the first one after a start
    /// included, which reads the recorded ids.
    public var longestTurn: Duration
    /// A part is not ready whose thread has not turned for so long. Longer than anybody waits for the ledger's lock.
    public var longestSilence: Duration

    public init(
        host: String = "127.0.0.1",
        port: Int = 9464,
        longestBacklog: Int64 = 50_000,
        longestLag: Duration = .seconds(60),
        longestParked: Duration = .seconds(5),
        longestTurn: Duration = .seconds(120),
        longestSilence: Duration = .seconds(15)
    ) {
        self.host = host
        self.port = port
        self.longestBacklog = longestBacklog
        self.longestLag = longestLag
        self.longestParked = longestParked
        self.longestTurn = longestTurn
        self.longestSilence = longestSilence
    }

    /// As people write it: `127.0.0.1:9464`, `[::1]:9464`.
    public var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
