public import Ledger
import Metrics
public import RabbitMQ
import Synchronization
public import Terminations

/// What the worker's parts say of themselves, for whoever asks whether it is ready and whether it lives.
public final class WorkerStatus: Sendable {
    /// The parts of a worker, each of which has a thread of its own.
    public enum Component: String, CaseIterable, Sendable {
        /// Takes the terminations.
        case intake
        /// Takes what the broker has dead-lettered.
        case deadLetters = "dead-letters"
        /// Publishes the events.
        case relay
        /// Does what is due at a certain time.
        case scheduler
        /// Answers refused messages on their `reply-to`.
        case answers

        /// Whether it has a connection of its own to the broker.
        public var isConnected: Bool { self != .scheduler }
    }

    public struct ComponentState: Sendable {
        /// nil before the first attempt to connect.
        public internal(set) var connection: ConnectionState?
        /// Since when the connection can be used, or cannot; further attempts change nothing.
        public internal(set) var connectionSince: Instant
        /// Why the part does nothing; nil when it works.
        public internal(set) var pause: PauseStatus?
        /// When the last pause ended; when the worker was made, where there was none.
        public internal(set) var workingSince: Instant
        /// Whether the part has come to its orderly end.
        public internal(set) var hasEnded = false
        fileprivate var wasConnected = false

        init(at now: Instant) {
            connectionSince = now
            workingSince = now
        }
    }

    public struct Snapshot: Sendable {
        public internal(set) var parts: [Component: ComponentState]
        /// The position up to which every event is published and confirmed, or parked.
        public internal(set) var relayPosition: Int64 = 0
        public internal(set) var parkedEvents = 0
        /// Exchanges that should be there and are not, as they were seen last; and since when that is so.
        public internal(set) var missingExchanges: [String] = []
        public internal(set) var exchangesSince: Instant
        /// Whether the worker was ended before all was recorded and published: the next start goes on.
        public internal(set) var wasAbandoned = false
        /// Why the ledger cannot be used any more until somebody has restored it: what was found first, by whichever part.
        public internal(set) var ledgerLoss: LedgerError?
        /// When the worker was made.
        public let startedAt: Instant

        /// Each part is there from the beginning.
        public subscript(part: Component) -> ComponentState { parts[part] ?? ComponentState(at: startedAt) }

        /// Why the intake takes nothing; nil when it works.
        public var pauseReason: String? { self[.intake].pause?.reason }
        public var intakeConnection: ConnectionState? { self[.intake].connection }
        /// Why the broker's dead letters are not taken; nil when they are.
        public var deadLetterPauseReason: String? { self[.deadLetters].pause?.reason }
    }

    /// Proof of life of each part's thread.
    public let heartbeats: [Component: ThreadHeartbeat]
    private let state: Mutex<Snapshot>
    private let now: @Sendable () -> Instant
    private let reconnections: [Component: Counter]

    /// - Parameter now: the clock by which parts say since when something holds.
    public init(now: @escaping @Sendable () -> Instant = { .now }) {
        self.now = now
        let start = now()
        let parts = Dictionary(uniqueKeysWithValues: Component.allCases.map { ($0, ComponentState(at: start)) })
        state = Mutex(Snapshot(parts: parts, exchangesSince: start, startedAt: start))
        heartbeats = Dictionary(uniqueKeysWithValues: Component.allCases.map { ($0, ThreadHeartbeat()) })
        reconnections = Dictionary(
            uniqueKeysWithValues: Component.allCases.filter(\.isConnected).map {
                ($0, Counter(.reconnections, [("connection", $0.rawValue)]))
            }
        )
    }

    public var snapshot: Snapshot { state.withLock { $0 } }

    func heartbeat(of part: Component) -> ThreadHeartbeat { heartbeats[part] ?? ThreadHeartbeat() }

    func set(_ part: Component, pause: PauseStatus?) {
        change(part) { state in
            if pause == nil, state.pause != nil { state.workingSince = now() }
            state.pause = pause
        }
    }

    func set(_ part: Component, connection: ConnectionState) {
        let isReconnection = change(part) { state in
            if state.connection?.isUsable != connection.isUsable { state.connectionSince = now() }
            defer { state.connection = connection }
            guard connection == .connected else { return false }
            defer { state.wasConnected = true }
            // A broker that blocks a connection does not end it.
            guard state.wasConnected, case .connecting? = state.connection else { return false }
            return true
        }
        if isReconnection { reconnections[part]?.increment() }
    }

    func noteEnd(of part: Component) {
        heartbeat(of: part).end()
        change(part) { $0.hasEnded = true }
    }

    /// Ends the worker: ``LedgerWatch`` looks at it.
    public func note(ledgerLoss error: LedgerError) { state.withLock { $0.ledgerLoss = $0.ledgerLoss ?? error } }

    func noteAbandoned() { state.withLock { $0.wasAbandoned = true } }

    func set(relayPosition: Int64, parkedEvents: Int) {
        state.withLock { state in
            state.relayPosition = relayPosition
            state.parkedEvents = parkedEvents
        }
    }

    /// - Returns: whether that is news.
    func set(missingExchanges: [String]) -> Bool {
        state.withLock { state in
            guard state.missingExchanges != missingExchanges else { return false }
            if state.missingExchanges.isEmpty != missingExchanges.isEmpty { state.exchangesSince = now() }
            state.missingExchanges = missingExchanges
            return true
        }
    }

    private func change<Result>(_ part: Component, _ body: (inout ComponentState) -> Result) -> Result {
        state.withLock { state in
            var value = state[part]
            defer { state.parts[part] = value }
            return body(&value)
        }
    }
}

extension ConnectionState {
    /// Whether messages go over it now.
    public var isUsable: Bool {
        switch self {
        case .connected: true
        case .connecting, .blocked, .paused, .closed: false
        }
    }
}
