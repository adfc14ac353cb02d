/// A component whose thread no longer runs its loop.
public struct StalledThread: Sendable, Equatable {
    public let component: WorkerStatus.Component
    /// The time since its last heartbeat.
    public let age: Duration
}

extension WorkerStatus {
    /// The components whose last heartbeat is older than the limit.
    ///
    /// A thread that waits for a broker which accepts nothing is not stalled, because a restart would not help.
    public func stalledThreads(after limit: Duration) -> [StalledThread] {
        let snapshot = snapshot
        return Component.allCases.compactMap { component in
            guard let heartbeat = heartbeats[component], let age = heartbeat.age, age > limit else { return nil }
            if heartbeat.isWaitingForBroker, snapshot[component].connection?.isUsable != true { return nil }
            return StalledThread(component: component, age: age)
        }
    }
}

/// Whether all threads of the worker run their loops. Only a restart helps a stalled thread.
public struct Liveness: Sendable {
    public let stalled: [StalledThread]

    public var isAlive: Bool { stalled.isEmpty }

    public init(_ status: WorkerStatus, thresholds: HealthThresholds) {
        stalled = status.stalledThreads(after: thresholds.stalledThread)
    }
}
