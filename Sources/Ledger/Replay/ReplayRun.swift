public import Terminations

/// A replay of many letters: a snapshot of which, and how far it has come.
///
/// The snapshot is taken when the run begins and never changes. Each letter is taken once, in the transaction that
/// records its outcome, however often the run is interrupted and whoever goes on with it.
public struct ReplayRun: Sendable, Equatable {
    /// From 1: by it a run is resumed.
    public let number: Int64
    public let startedAt: Instant
    public let startedBy: String
    /// The way by which it was asked for.
    public let via: Actor.Way
    public let reason: String
    public let asOf: ReplayClock
    /// How many letters the snapshot has.
    public let total: Int
    /// How many were taken.
    public let taken: Int
    /// Of those taken: resolved by being recorded now.
    public let accepted: Int
    /// Of those taken: resolved because the message was recorded already.
    public let alreadyRecorded: Int
    /// Of those taken: refused again.
    public let rejected: Int
    /// Of those taken: not open any more when it was their turn.
    public let notOpen: Int

    public var isFinished: Bool { taken == total }
}
