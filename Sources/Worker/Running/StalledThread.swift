/// A part of the worker whose thread does not turn its loop any more: only a restart can mend it.
public struct StalledThread: Sendable, Equatable {
    public let part: WorkerStatus.Component
    /// How long ago its last turn was.
    public let age: Duration
}

extension WorkerStatus {
    /// The parts whose last turn was longer ago than a turn may take.
    ///
    /// One that waits for a broker which takes nothing is not stuck: no restart would help it.
    public func stuckParts(longestTurn: Duration) -> [StalledThread] {
        let snapshot = snapshot
        return Component.allCases.compactMap { part in
            guard let sign = heartbeats[part], let age = sign.age, age > longestTurn else { return nil }
            if sign.isWaitingForBroker, snapshot[part].connection?.isUsable != true { return nil }
            return StalledThread(part: part, age: age)
        }
    }
}
