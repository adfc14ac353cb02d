public import Ledger
import Metrics
public import RabbitMQ
import Synchronization
public import Terminations

/// The status of the worker's components, for readiness, liveness and metrics.
public final class WorkerStatus: Sendable {
    /// The components of a worker. Each has a thread of its own.
    public enum Component: String, CaseIterable, Sendable {
        /// Receives terminations.
        case intake
        /// Receives the broker's dead letters.
        case deadLetters = "dead-letters"
        /// Publishes events.
        case relay
        /// Does the work that is due at a certain time.
        case scheduler
        /// Sends answers to refused messages to their `reply-to`.
        case answers

        /// Whether it has its own connection to the broker.
        public var isConnected: Bool { self != .scheduler }
    }

    public struct ComponentState: Sendable {
        /// nil before the first attempt to connect.
        public internal(set) var connection: ConnectionState?
        /// Since when the connection is usable, or not usable. Further attempts to connect do not change it.
        public internal(set) var connectionSince: Instant
        /// Why the component is paused; nil if it works.
        public internal(set) var pause: PauseStatus?
        /// When the last pause ended; the start of the worker if there was none.
        public internal(set) var workingSince: Instant
        /// Whether the component has ended in order.
        public internal(set) var hasEnded = false
        fileprivate var wasConnected = false

        init(at now: Instant) {
            connectionSince = now
            workingSince = now
        }
    }

    public struct Snapshot: Sendable {
        public internal(set) var components: [Component: ComponentState]
        /// The position up to which every event is confirmed or parked.
        public internal(set) var relayPosition: Int64 = 0
        public internal(set) var parkedEvents = 0
        /// The missing exchanges according to the last check, and since when any is missing or none is.
        public internal(set) var missingExchanges: [String] = []
        public internal(set) var exchangesSince: Instant
        /// Whether the worker was ended before everything was recorded and published. The next start continues.
        public internal(set) var wasAbandoned = false
        /// Why the ledger cannot be used until it is restored. The first error that any component found.
        public internal(set) var ledgerLoss: LedgerError?
        /// When the worker was started.
        public let startedAt: Instant

        /// The state of a component.
        public subscript(component: Component) -> ComponentState {
            components[component] ?? ComponentState(at: startedAt)
        }

        /// Why the intake is paused; nil if it works.
        public var pauseReason: String? { self[.intake].pause?.reason }
        public var intakeConnection: ConnectionState? { self[.intake].connection }
        /// Why the intake of the broker's dead letters is paused; nil if it works.
        public var deadLetterPauseReason: String? { self[.deadLetters].pause?.reason }
    }

    /// The heartbeat of each component's thread.
    public let heartbeats: [Component: ThreadHeartbeat]
    private let state: Mutex<Snapshot>
    private let now: @Sendable () -> Instant
    private let reconnections: [Component: Counter]

    /// - Parameter now: the clock by which parts say since when something holds.
    public init(now: @escaping @Sendable () -> Instant = { .now }) {
        self.now = now
        let start = now()
        let components = Dictionary(uniqueKeysWithValues: Component.allCases.map { ($0, ComponentState(at: start)) })
        state = Mutex(Snapshot(components: components, exchangesSince: start, startedAt: start))
        heartbeats = Dictionary(uniqueKeysWithValues: Component.allCases.map { ($0, ThreadHeartbeat()) })
        reconnections = Dictionary(
            uniqueKeysWithValues: Component.allCases.filter(\.isConnected).map {
                ($0, Counter(.reconnections, [("connection", $0.rawValue)]))
            }
        )
    }

    public var snapshot: Snapshot { state.withLock { $0 } }

    func heartbeat(of component: Component) -> ThreadHeartbeat { heartbeats[component] ?? ThreadHeartbeat() }

    func set(_ component: Component, pause: PauseStatus?) {
        change(component) { state in
            if pause == nil, state.pause != nil { state.workingSince = now() }
            state.pause = pause
        }
    }

    func set(_ component: Component, connection: ConnectionState) {
        let isReconnection = change(component) { state in
            if state.connection?.isUsable != connection.isUsable { state.connectionSince = now() }
            defer { state.connection = connection }
            guard connection == .connected else { return false }
            defer { state.wasConnected = true }
            // A blocked connection is still the same connection.
            guard state.wasConnected, case .connecting? = state.connection else { return false }
            return true
        }
        if isReconnection { reconnections[component]?.increment() }
    }

    func markEnded(_ component: Component) {
        heartbeat(of: component).end()
        change(component) { $0.hasEnded = true }
    }

    /// Reports that the ledger must be restored. ``LedgerWatch`` then ends the worker.
    public func report(ledgerLoss error: LedgerError) { state.withLock { $0.ledgerLoss = $0.ledgerLoss ?? error } }

    func markAbandoned() { state.withLock { $0.wasAbandoned = true } }

    func set(relayPosition: Int64, parkedEvents: Int) {
        state.withLock { state in
            state.relayPosition = relayPosition
            state.parkedEvents = parkedEvents
        }
    }

    /// - Returns: whether the set has changed.
    func set(missingExchanges: [String]) -> Bool {
        state.withLock { state in
            guard state.missingExchanges != missingExchanges else { return false }
            if state.missingExchanges.isEmpty != missingExchanges.isEmpty { state.exchangesSince = now() }
            state.missingExchanges = missingExchanges
            return true
        }
    }

    private func change<Result>(_ component: Component, _ body: (inout ComponentState) -> Result) -> Result {
        state.withLock { state in
            var value = state[component]
            defer { state.components[component] = value }
            return body(&value)
        }
    }
}

extension ConnectionState {
    /// Whether messages can pass over it now.
    public var isUsable: Bool {
        switch self {
        case .connected: true
        case .connecting, .blocked, .paused, .closed: false
        }
    }
}
