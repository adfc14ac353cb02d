public import RabbitMQ
import Synchronization

/// What the worker's parts say of themselves, for whoever asks whether it is ready.
public final class WorkerStatus: Sendable {
    public struct Snapshot: Sendable {
        /// Why the intake takes nothing; nil when it works.
        public var pauseReason: String?
        public var intakeConnection: ConnectionState?
        /// Why the broker's dead letters are not taken; nil when they are.
        public var deadLetterPauseReason: String?
        public var deadLetterConnection: ConnectionState?
        public var relayConnection: ConnectionState?
        /// The position up to which every event is published and confirmed, or parked.
        public var relayPosition: Int64 = 0
        public var parkedEvents = 0
        /// Whether the worker was ended before all was recorded and published: the next start goes on.
        public var wasAbandoned = false
    }

    private let state = Mutex(Snapshot())

    public init() {}

    public var snapshot: Snapshot { state.withLock { $0 } }

    func set(pauseReason: String?) { state.withLock { $0.pauseReason = pauseReason } }
    func set(intakeConnection: ConnectionState) { state.withLock { $0.intakeConnection = intakeConnection } }
    func set(deadLetterPauseReason: String?) { state.withLock { $0.deadLetterPauseReason = deadLetterPauseReason } }
    func set(deadLetterConnection: ConnectionState) {
        state.withLock { $0.deadLetterConnection = deadLetterConnection }
    }
    func set(relayConnection: ConnectionState) { state.withLock { $0.relayConnection = relayConnection } }
    func noteAbandoned() { state.withLock { $0.wasAbandoned = true } }
    func set(relayPosition: Int64, parkedEvents: Int) {
        state.withLock { state in
            state.relayPosition = relayPosition
            state.parkedEvents = parkedEvents
        }
    }
}
