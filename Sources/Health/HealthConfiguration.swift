public import Worker

/// Where the health service listens, and the limits that decide whether the worker is healthy.
public struct HealthConfiguration: Sendable {
    /// A host name or an IP address; loopback by default.
    public var host: String
    /// 0 for any free port.
    public var port: Int
    public var thresholds: HealthThresholds

    public init(host: String = "127.0.0.1", port: Int = 9464, thresholds: HealthThresholds = HealthThresholds()) {
        self.host = host
        self.port = port
        self.thresholds = thresholds
    }

    /// Host and port as text: `127.0.0.1:9464`, `[::1]:9464`.
    public var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
