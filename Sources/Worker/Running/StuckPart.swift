/// A part of the worker whose thread does not turn its loop any more: only a restart can mend it.
public struct StuckPart: Sendable, Equatable {
    public let part: WorkerStatus.Part
    /// How long ago its last turn was.
    public let age: Duration
}

extension WorkerStatus {
    /// The parts whose last turn was longer ago than a turn may take.
    ///
    /// One that waits for a broker which takes nothing is not stuck: no restart would help it.
    public func stuckParts(longestTurn: Duration) -> [StuckPart] {
        let snapshot = snapshot
        return Part.allCases.compactMap { part in
            guard let sign = lifeSigns[part], let age = sign.age, age > longestTurn else { return nil }
            if sign.isWaitingForBroker, snapshot[part].connection?.isUsable != true { return nil }
            return StuckPart(part: part, age: age)
        }
    }
}
