public import RabbitMQ
public import Terminations

/// Everything that the worker can be told. The defaults suit one worker on one broker.
public struct WorkerConfiguration: Sendable {
    public var connection: ConnectionConfiguration
    public var names: TopologyNames
    /// The CloudEvents `source` of the events: a URI reference that names this ledger's company or system.
    public var source: String
    public var limits: MessageLimits
    /// Deliveries that the broker may have outstanding at once.
    public var prefetch: UInt16
    /// Messages that one transaction records at most.
    public var batchSize: Int
    /// Events that may be published and not yet confirmed.
    public var confirmWindow: Int
    /// Whether the topology is declared on each connection. Without it, `terminus setup` must have been run.
    public var declaresTopology: Bool
    /// How long an orderly stop may take before what is left is abandoned: nothing is lost by it, since unacknowledged
    /// messages go back to the queue and unpublished events stay in the ledger.
    public var grace: Duration
    /// How long the intake may be paused before its deliveries are given back: below the broker's limit of 30 minutes
    /// for an acknowledgement.
    public var longestPause: Duration
    /// How often events that nobody received are tried again.
    public var parkedRetryInterval: Duration
    /// Where the process is to end by itself, in tests.
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
