import Ledger
import RabbitMQ
import Synchronization
import Terminations
import Worker

/// Finds out what is ready, from what the worker's parts say and what the ledger holds.
///
/// What parts say has instants of its own. The rest is known since it was first asked for.
final class ReadinessCheck: Sendable {
    private let status: WorkerStatus
    private let ledgerPath: String
    private let configuration: OperationsConfiguration
    private let now: @Sendable () -> Instant
    /// What was found out by asking: whether it was ready, and since when.
    private let found: Mutex<[Readiness.Component: (isReady: Bool, since: Instant)]>
    /// Since when each look has found parked events.
    private let parkedSince = Mutex<ContinuousClock.Instant?>(nil)

    init(
        status: WorkerStatus,
        ledgerPath: String,
        configuration: OperationsConfiguration,
        now: @escaping @Sendable () -> Instant
    ) {
        self.status = status
        self.ledgerPath = ledgerPath
        self.configuration = configuration
        self.now = now
        found = Mutex([:])
    }

    func readiness(_ healthSnapshot: Result<HealthSnapshot, LedgerError>) -> Readiness {
        let snapshot = status.snapshot
        let silent = status.stuckParts(longestTurn: configuration.longestSilence)
        return Readiness(
            parts: Readiness.Component.allCases.map { component in
                switch component {
                case .intake: part(component, .intake, snapshot, silent)
                case .deadLetters: part(component, .deadLetters, snapshot, silent)
                case .relay: part(component, .relay, snapshot, silent)
                case .scheduler: part(component, .scheduler, snapshot, silent)
                case .relayLag: lag(healthSnapshot, snapshot)
                case .parkedEvents: parkedEvents(healthSnapshot, snapshot)
                case .exchanges: exchanges(snapshot)
                case .ledger: ledger(healthSnapshot, snapshot)
                case .settings: settings(healthSnapshot, snapshot)
                }
            }
        )
    }

    private func part(
        _ component: Readiness.Component,
        _ part: WorkerStatus.Component,
        _ snapshot: WorkerStatus.Snapshot,
        _ silent: [StalledThread]
    ) -> Readiness.Part {
        let state = snapshot[part]
        if state.hasEnded { return remember(component, "The worker stops.", since: nil) }
        if let age = silent.first(where: { $0.part == part })?.age {
            return remember(component, "Its thread has done nothing for \(age.components.seconds) seconds.", since: nil)
        }
        if let pause = state.pause { return .init(component: component, since: pause.since, reason: pause.reason) }
        guard part.isConnected else { return .init(component: component, since: state.workingSince, reason: nil) }
        guard let connection = state.connection else {
            return .init(component: component, since: state.connectionSince, reason: "It has not connected yet.")
        }
        let since = connection.isUsable ? max(state.connectionSince, state.workingSince) : state.connectionSince
        return .init(component: component, since: since, reason: connection.whyNotUsable)
    }

    private func lag(_ healthSnapshot: Result<HealthSnapshot, LedgerError>, _ snapshot: WorkerStatus.Snapshot)
        -> Readiness.Part
    {
        var reason: String?
        switch healthSnapshot {
        case .failure:
            reason = "The ledger does not say how far the relay is."
        case .success(let healthSnapshot):
            let age = healthSnapshot.oldestUnpublishedAt.map { $0.duration(until: now()) } ?? .zero
            if healthSnapshot.unpublishedEvents > configuration.longestBacklog || age > configuration.longestLag {
                reason =
                    "\(healthSnapshot.unpublishedEvents) events are not published, the oldest for "
                    + "\(age.components.seconds) seconds."
            }
        }
        return remember(.relayLag, reason, since: snapshot.startedAt)
    }

    /// Events that wait for somebody who listens are lost on nobody, and yet billing gets nothing.
    private func parkedEvents(
        _ healthSnapshot: Result<HealthSnapshot, LedgerError>,
        _ snapshot: WorkerStatus.Snapshot
    ) -> Readiness.Part {
        var reason: String?
        switch healthSnapshot {
        case .failure:
            reason = "The ledger does not say how many events are parked."
        case .success(let healthSnapshot):
            // Whoever asks often sees how long it has been by a clock that nobody sets; whoever asks once, by the ledger.
            let seen = parkedSince.withLock { since in
                since = healthSnapshot.parkedContractEvents > 0 ? since ?? ContinuousClock.now : nil
                return since
            }
            let parked = max(
                healthSnapshot.contractEventsParkedAt.map { $0.duration(until: now()) } ?? .zero,
                seen.map { ContinuousClock.now - $0 } ?? .zero
            )
            if healthSnapshot.parkedContractEvents > 0, parked > configuration.longestParked {
                reason =
                    "\(healthSnapshot.parkedContractEvents) events for billing are kept back: no queue takes them, or the broker "
                    + "refuses them. Run: terminus doctor"
            }
        }
        return remember(.parkedEvents, reason, since: snapshot.startedAt)
    }

    private func exchanges(_ snapshot: WorkerStatus.Snapshot) -> Readiness.Part {
        let missing = snapshot.missingExchanges
        let names = missing.joined(separator: " and ")
        let reason = "The exchange \(names) does not exist on the broker: what is published to it is refused. "
        return .init(
            component: .exchanges,
            since: snapshot.exchangesSince,
            reason: missing.isEmpty ? nil : reason + "Run: terminus setup"
        )
    }

    private func ledger(
        _ healthSnapshot: Result<HealthSnapshot, LedgerError>,
        _ snapshot: WorkerStatus.Snapshot
    ) -> Readiness.Part {
        // What the scheduler or the answers cannot do may be about one row, and keeps no event back.
        let parts: [WorkerStatus.Component] = [.intake, .deadLetters, .relay]
        let pauses = parts.compactMap { snapshot[$0].pause }
            .filter { $0.code != .noSettings }
        if let pause = pauses.min(by: { $0.since < $1.since }) {
            _ = remember(.ledger, pause.reason, since: nil)
            return .init(component: .ledger, since: pause.since, reason: pause.reason)
        }
        let reason: String? =
            switch healthSnapshot {
            case .failure(let error): error.description
            case .success: WritableFile.obstacle(path: ledgerPath)
            }
        return remember(.ledger, reason, since: snapshot.startedAt)
    }

    private func settings(
        _ healthSnapshot: Result<HealthSnapshot, LedgerError>,
        _ snapshot: WorkerStatus.Snapshot
    ) -> Readiness.Part {
        switch healthSnapshot {
        case .failure:
            return remember(.settings, "The ledger does not say whether there are settings.", since: nil)
        case .success(let healthSnapshot):
            guard let since = healthSnapshot.firstSettingsAt else {
                let reason = "No settings were ever applied. Run: terminus settings apply FILE"
                return remember(.settings, reason, since: snapshot.startedAt)
            }
            return .init(component: .settings, since: since, reason: nil)
        }
    }

    /// - Parameter start: since when it holds, if this is the first time that it is asked for.
    private func remember(_ component: Readiness.Component, _ reason: String?, since start: Instant?) -> Readiness.Part
    {
        let now = now()
        let since = found.withLock { found in
            if let known = found[component], known.isReady == (reason == nil) { return known.since }
            let since = found[component] == nil ? start ?? now : now
            found[component] = (reason == nil, since)
            return since
        }
        return .init(component: component, since: since, reason: reason)
    }
}

extension ConnectionState {
    /// One sentence; nil where messages go over it.
    fileprivate var whyNotUsable: String? {
        switch self {
        case .connected: nil
        case .connecting(_, nil): "It connects to the broker."
        case .connecting(_, let error?): "The broker cannot be used: \(error.code.publicSentence)"
        case .blocked(let reason): "The broker takes no events: \(reason)."
        case .paused: "It has given its messages back to the broker until the ledger can be written."
        case .closed: "Its connection is closed."
        }
    }
}

extension RabbitMQError.Code {
    /// What happened, for whoever may ask without a login: no user, no virtual host, no address. Those are in the log, and
    /// `terminus doctor` says them.
    fileprivate var publicSentence: String {
        switch self {
        case .invalidAddress: "its address cannot be read."
        case .unreachable: "nothing answers at its address."
        case .authenticationFailed: "it does not accept the user or the password."
        case .virtualHostRefused: "it does not let the user into the virtual host."
        case .tls: "the TLS handshake failed."
        case .preconditionFailed: "what exists there differs from what is declared."
        case .notFound: "a queue or an exchange does not exist."
        case .accessRefused: "a permission is missing."
        case .resourceLocked: "another connection has the queue for itself."
        case .timedOut: "it does not answer in time."
        case .heartbeatMissed: "nothing was heard of it for too long."
        case .protocolViolation: "it does not speak AMQP 0-9-1 as it should."
        case .consumerCancelled: "the queue was deleted, or its leader has moved."
        case .connectionClosed, .channelClosed: "the connection was closed."
        default: "see the log, or run terminus doctor."
        }
    }
}
