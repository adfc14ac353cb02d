public import RabbitMQ
public import Terminations

/// The configuration of a worker. The defaults suit one worker on one broker.
public struct WorkerConfiguration: Sendable {
    public var connection: ConnectionConfiguration
    public var names: TopologyNames
    /// The CloudEvents `source` of the events: a URI reference that identifies the company or system of this ledger.
    public var source: String
    public var limits: MessageLimits
    /// The number of unacknowledged deliveries that the broker may have outstanding.
    public var prefetch: UInt16
    /// The most messages that one transaction records.
    public var batchSize: Int
    /// The number of published events that may be unconfirmed.
    public var confirmWindow: Int
    /// Whether the worker declares the topology on each connection. If not, `terminus setup` must be run before.
    public var declaresTopology: Bool
    /// How long an orderly stop may take before the rest is abandoned. Nothing is lost: unacknowledged messages return to the
    /// queue, and unpublished events stay in the ledger.
    public var grace: Duration
    /// How long the intake may be paused before its deliveries return to the queue. Must be below the broker's acknowledgement
    /// timeout of 30 minutes.
    public var longestPause: Duration
    /// The time between retries of parked events.
    public var parkedRetryInterval: Duration
    /// For tests: the step at which the process ends itself.
    public var crashPoint: CrashPoint?

    public init(
        connection: ConnectionConfiguration,
        names: TopologyNames = TopologyNames(),
        source: String = "urn:terminus",
        limits: MessageLimits = MessageLimits(),
        prefetch: UInt16 = 1000,
        batchSize: Int = 500,
        confirmWindow: Int = 1000,
        declaresTopology: Bool = true,
        grace: Duration = .seconds(20),
        longestPause: Duration = .seconds(600),
        parkedRetryInterval: Duration = .seconds(10)
    ) {
        self.connection = connection
        self.names = names
        self.source = source
        self.limits = limits
        self.prefetch = prefetch
        self.batchSize = batchSize
        self.confirmWindow = confirmWindow
        self.declaresTopology = declaresTopology
        self.grace = grace
        self.longestPause = longestPause
        self.parkedRetryInterval = parkedRetryInterval
    }
}
