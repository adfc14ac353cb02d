import Glibc
public import Ledger
import RabbitMQ
import Synchronization
public import Terminations

/// Determines the readiness of the worker from the status of its components and the content of the ledger.
///
/// The status contains the instants of its changes. Changes of everything else are dated by the first check that finds
/// them.
public final class ReadinessCheck: Sendable {
    private let status: WorkerStatus
    private let ledgerPath: String
    private let thresholds: HealthThresholds
    private let now: @Sendable () -> Instant
    /// The last result of the checks that are dated by their first occurrence.
    private let results: Mutex<[Readiness.Component: (isReady: Bool, since: Instant)]>
    /// Since when every check has found parked events.
    private let parkedSince = Mutex<ContinuousClock.Instant?>(nil)

    public init(
        status: WorkerStatus,
        ledgerPath: String,
        thresholds: HealthThresholds = HealthThresholds(),
        now: @escaping @Sendable () -> Instant = { .now }
    ) {
        self.status = status
        self.ledgerPath = ledgerPath
        self.thresholds = thresholds
        self.now = now
        results = Mutex([:])
    }

    /// - Parameter health: what was just read from the ledger, or why it could not be read.
    public func readiness(_ health: Result<HealthSnapshot, LedgerError>) -> Readiness {
        let snapshot = status.snapshot
        let silent = status.stalledThreads(after: thresholds.silentThread)
        return Readiness(
            components: Readiness.Component.allCases.map { component in
                switch component {
                case .intake: readiness(of: .intake, as: component, snapshot, silent)
                case .deadLetters: readiness(of: .deadLetters, as: component, snapshot, silent)
                case .relay: readiness(of: .relay, as: component, snapshot, silent)
                case .scheduler: readiness(of: .scheduler, as: component, snapshot, silent)
                case .relayLag: relayLag(health, snapshot)
                case .parkedEvents: parkedEvents(health, snapshot)
                case .exchanges: exchanges(snapshot)
                case .ledger: ledger(health, snapshot)
                case .settings: settings(health, snapshot)
                }
            }
        )
    }

    private func readiness(
        of workerComponent: WorkerStatus.Component,
        as component: Readiness.Component,
        _ snapshot: WorkerStatus.Snapshot,
        _ silent: [StalledThread]
    ) -> Readiness.Entry {
        let state = snapshot[workerComponent]
        if state.hasEnded { return remember(component, "The worker stops.", since: nil) }
        if let age = silent.first(where: { $0.component == workerComponent })?.age {
            return remember(component, "Its thread has done nothing for \(age.components.seconds) seconds.", since: nil)
        }
        if let pause = state.pause { return .init(component: component, since: pause.since, reason: pause.reason) }
        guard workerComponent.isConnected else {
            return .init(component: component, since: state.workingSince, reason: nil)
        }
        guard let connection = state.connection else {
            return .init(component: component, since: state.connectionSince, reason: "It has not connected yet.")
        }
        let since = connection.isUsable ? max(state.connectionSince, state.workingSince) : state.connectionSince
        return .init(component: component, since: since, reason: connection.unusableReason)
    }

    private func relayLag(
        _ health: Result<HealthSnapshot, LedgerError>,
        _ snapshot: WorkerStatus.Snapshot
    ) -> Readiness.Entry {
        var reason: String?
        switch health {
        case .failure:
            reason = "The ledger cannot be read, so the number of unpublished events is unknown."
        case .success(let health):
            let age = health.oldestUnpublishedAt.map { $0.duration(until: now()) } ?? .zero
            if health.unpublishedEvents > thresholds.unpublishedEvents || age > thresholds.unpublishedAge {
                reason =
                    "\(health.unpublishedEvents) events are not published, the oldest for "
                    + "\(age.components.seconds) seconds."
            }
        }
        return remember(.relayLag, reason, since: snapshot.startedAt)
    }

    /// Parked events are not lost, but billing does not get them.
    private func parkedEvents(
        _ health: Result<HealthSnapshot, LedgerError>,
        _ snapshot: WorkerStatus.Snapshot
    ) -> Readiness.Entry {
        var reason: String?
        switch health {
        case .failure:
            reason = "The ledger cannot be read, so the number of parked events is unknown."
        case .success(let health):
            // Frequent checks measure the time with the monotonic clock, which nobody can set. A single check relies on the
            // time in the ledger.
            let seenSince = parkedSince.withLock { since in
                since = health.parkedContractEvents > 0 ? since ?? ContinuousClock.now : nil
                return since
            }
            let age = max(
                health.contractEventsParkedAt.map { $0.duration(until: now()) } ?? .zero,
                seenSince.map { ContinuousClock.now - $0 } ?? .zero
            )
            if health.parkedContractEvents > 0, age > thresholds.parkedAge {
                reason =
                    "\(health.parkedContractEvents) events for billing are kept back: no queue takes them, or the broker "
                    + "refuses them. Run: terminus doctor"
            }
        }
        return remember(.parkedEvents, reason, since: snapshot.startedAt)
    }

    private func exchanges(_ snapshot: WorkerStatus.Snapshot) -> Readiness.Entry {
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
        _ health: Result<HealthSnapshot, LedgerError>,
        _ snapshot: WorkerStatus.Snapshot
    ) -> Readiness.Entry {
        // A pause of the scheduler or of the answers may concern a single row, and keeps no event back.
        let components: [WorkerStatus.Component] = [.intake, .deadLetters, .relay]
        let pauses = components.compactMap { snapshot[$0].pause }
            .filter { $0.code != .noSettings }
        if let pause = pauses.min(by: { $0.since < $1.since }) {
            _ = remember(.ledger, pause.reason, since: nil)
            return .init(component: .ledger, since: pause.since, reason: pause.reason)
        }
        let reason: String? =
            switch health {
            case .failure(let error): error.description
            case .success: Self.obstacleToWriting(ledgerPath)
            }
        return remember(.ledger, reason, since: snapshot.startedAt)
    }

    /// Why the ledger's file cannot grow now, as one sentence without the path; nil if nothing prevents it. Checks without
    /// writing, so that no writer waits for a lock because of a health check.
    private static func obstacleToWriting(_ path: String) -> String? {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        guard access(path, W_OK) == 0, access(folder.isEmpty ? "/" : folder, W_OK) == 0 else {
            return "The ledger's file or its folder cannot be written."
        }
        var fileSystem = statvfs()
        guard statvfs(path, &fileSystem) == 0 else { return nil }
        let free = UInt64(fileSystem.f_bavail) * UInt64(fileSystem.f_frsize)
        return free < smallestFreeSpace ? "The ledger's disk has less than 8 MiB left." : nil
    }

    /// The space that a batch and its log need.
    private static let smallestFreeSpace: UInt64 = 8 * 1024 * 1024

    private func settings(
        _ health: Result<HealthSnapshot, LedgerError>,
        _ snapshot: WorkerStatus.Snapshot
    ) -> Readiness.Entry {
        switch health {
        case .failure:
            return remember(.settings, "The ledger cannot be read, so the settings are unknown.", since: nil)
        case .success(let health):
            guard let since = health.firstSettingsAt else {
                let reason = "No settings were ever applied. Run: terminus settings apply FILE"
                return remember(.settings, reason, since: snapshot.startedAt)
            }
            return .init(component: .settings, since: since, reason: nil)
        }
    }

    /// Dates a result by the first check that found it.
    ///
    /// - Parameter start: the date for the first check of the component; nil for now.
    private func remember(
        _ component: Readiness.Component,
        _ reason: String?,
        since start: Instant?
    ) -> Readiness.Entry {
        let now = now()
        let since = results.withLock { results in
            if let known = results[component], known.isReady == (reason == nil) { return known.since }
            let since = results[component] == nil ? start ?? now : now
            results[component] = (reason == nil, since)
            return since
        }
        return .init(component: component, since: since, reason: reason)
    }
}

extension ConnectionState {
    /// Why no messages pass over the connection, as one sentence; nil if it is usable.
    fileprivate var unusableReason: String? {
        switch self {
        case .connected: nil
        case .connecting(_, nil): "It connects to the broker."
        case .connecting(_, let error?): "The broker cannot be used: \(error.code.publicSentence)"
        case .blocked(let reason): "The broker takes no events: \(reason)."
        case .paused: "It has returned its messages to the broker until the ledger can be written."
        case .closed: "Its connection is closed."
        }
    }
}

extension RabbitMQError.Code {
    /// The error for readers who need no login: without user, virtual host and address. The log and `terminus doctor` have
    /// the details.
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
        case .resourceLocked: "another connection uses the queue exclusively."
        case .timedOut: "it does not answer in time."
        case .heartbeatMissed: "it has sent no heartbeat for too long."
        case .protocolViolation: "it violates AMQP 0-9-1."
        case .consumerCancelled: "the queue was deleted, or its leader has moved."
        case .connectionClosed, .channelClosed: "the connection was closed."
        default: "see the log, or run terminus doctor."
        }
    }
}
