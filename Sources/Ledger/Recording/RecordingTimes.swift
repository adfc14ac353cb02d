/// When the steps of a transaction were done.
public struct RecordingTimes: Sendable {
    /// The write lock was there.
    public internal(set) var began = ContinuousClock.now
    /// Verdicts were found and rows written.
    public internal(set) var worked = ContinuousClock.now
    /// All of it was on disk.
    public internal(set) var committed = ContinuousClock.now

    /// How long the transaction had the ledger for itself.
    public var held: Duration { began.duration(to: committed) }

    init() {}
}
