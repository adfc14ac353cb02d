public import Terminations

/// Whether messages become events now. For each component: whether it is ready, since when, and why not.
public struct Readiness: Sendable {
    public enum Component: String, CaseIterable, Sendable {
        /// Receives terminations and records them.
        case intake
        /// Receives the broker's dead letters and records them.
        case deadLetters = "dead-letters"
        /// Publishes events.
        case relay
        /// Does the work that is due at a certain time.
        case scheduler
        /// Events are published as fast as they are recorded.
        case relayLag = "relay-lag"
        /// Events for billing reach a queue.
        case parkedEvents = "parked-events"
        /// The exchanges exist.
        case exchanges
        /// The ledger's file can be read and written.
        case ledger
        /// Settings were applied.
        case settings
    }

    /// The readiness of one component.
    public struct Entry: Sendable {
        public let component: Component
        /// Since when the component is ready, or not ready.
        public let since: Instant
        /// One sentence; nil if the component is ready.
        public let reason: String?

        public var isReady: Bool { reason == nil }
    }

    public let components: [Entry]

    public var isReady: Bool { components.allSatisfy(\.isReady) }
}
