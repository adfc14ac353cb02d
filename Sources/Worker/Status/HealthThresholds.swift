/// The limits that decide whether a worker is alive and ready.
public struct HealthThresholds: Sendable {
    /// The relay is not ready with more unpublished events than this.
    public var unpublishedEvents: Int64
    /// The relay is not ready if an event is unpublished for longer.
    public var unpublishedAge: Duration
    /// The worker is not ready if an event for billing is parked for longer. A queue whose leader changes refuses events
    /// for a moment.
    public var parkedAge: Duration
    /// The worker is not alive if a thread has no heartbeat for longer. Must exceed the longest transaction, including the
    /// first one after a start, which reads the recorded ids.
    public var stalledThread: Duration
    /// A component is not ready if its thread has no heartbeat for longer. Must exceed the longest wait for the ledger's
    /// lock.
    public var silentThread: Duration

    public init(
        unpublishedEvents: Int64 = 50_000,
        unpublishedAge: Duration = .seconds(60),
        parkedAge: Duration = .seconds(5),
        stalledThread: Duration = .seconds(120),
        silentThread: Duration = .seconds(15)
    ) {
        self.unpublishedEvents = unpublishedEvents
        self.unpublishedAge = unpublishedAge
        self.parkedAge = parkedAge
        self.stalledThread = stalledThread
        self.silentThread = silentThread
    }
}
