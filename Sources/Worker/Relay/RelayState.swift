import Ledger
import RabbitMQ
import Terminations

/// The relay's state machine for the events in flight. Pure: outcomes go in, changes for the ledger come out.
struct RelayState {
    private(set) var progress: RelayProgress
    /// Whether the log has events that were not published yet.
    private(set) var leftEvents = false
    /// The position of the cursor in the ledger.
    private(set) var writtenPosition: Int64
    /// The last published event of each contract. Entries up to the position are obsolete.
    private var lastOfContract: [String: Int64] = [:]
    /// The event types that the broker refuses because of their routing key or exchange, with the reason. Further events of
    /// these types are parked without being sent, because each would end the connection. Retries detect the end.
    private var refusedTypes: [String: String] = [:]
    /// Failures of that kind whose event type is not known yet.
    private var refusedRoutes: Set<Int64> = []
    /// The retried events that show whether the broker accepts a refused type again.
    private var probes: [Int64: String] = [:]
    /// The parked events that are being retried.
    private(set) var retrying: Set<Int64> = []
    /// Failures up to the position that are not in the ledger yet.
    private(set) var failures: [ParkedEvent] = []
    /// Failures after the position. They are parked once the position has passed them, because in the ledger every parked event
    /// is before the cursor. Until then later events of their contracts wait, and a crash publishes them again.
    private var failuresAhead: [ParkedEvent] = []
    /// Failures whose events were not inspected yet; see ``recordType(of:failure:)``.
    private(set) var newFailures: [ParkedEvent] = []
    /// Parked events that were published and are still parked in the ledger.
    private(set) var recovered: [Int64] = []

    init(position: Int64) {
        progress = RelayProgress(position: position)
        writtenPosition = position
    }

    /// Whether every published event has an outcome.
    var isSettled: Bool { progress.isSettled && retrying.isEmpty }
    /// Whether a failure or a recovery must be written to the ledger before anything else is published.
    var hasUnwrittenChanges: Bool { !failures.isEmpty || !recovered.isEmpty }
    /// The number of events by which the cursor in the ledger lags.
    var positionsAhead: Int64 { progress.position - writtenPosition }

    /// Selects the next events of the log to publish, as far as the order of each contract allows: an event waits while an
    /// earlier event of its contract is in flight, because it must be parked if that one is returned.
    ///
    /// - Parameter pageSize: the requested number of events. A full page means that more events may follow.
    /// - Returns: the messages to publish, in order. The events after ``RelayProgress/published`` were left.
    mutating func publish(
        _ events: [StoredEvent],
        pageSize: Int = .max,
        exchange: String,
        now: Instant
    ) -> [OutgoingMessage] {
        var messages: [OutgoingMessage] = []
        messages.reserveCapacity(events.count)
        removeSettledContracts()
        // Contracts whose event is parked here. The later events of the same page do not show that yet.
        var parkedContracts: Set<String> = []
        for event in events {
            if let contract = event.contractID, parkedContracts.contains(contract) { break }
            guard !mustWait(event) else { break }
            if event.isBehindParked {
                progress.publish(event.sequence)
                park(event.sequence, failure: "It waits behind an earlier event of its contract.", now: now)
                continue
            }
            if let failure = refusedTypes[event.type] {
                progress.publish(event.sequence)
                park(event.sequence, failure: failure, now: now)
                if PublishableEvent.mustBeRouted(event), let contract = event.contractID {
                    parkedContracts.insert(contract)
                }
                continue
            }
            messages.append(PublishableEvent.message(event, exchange: exchange))
            progress.publish(event.sequence)
        }
        collectFailures()
        leftEvents = events.count >= pageSize || events.last.map { $0.sequence > progress.published } ?? false
        return messages
    }

    /// Whether an earlier event of the contract is in flight. If not, records this event as in flight.
    private mutating func mustWait(_ event: StoredEvent) -> Bool {
        guard let contract = event.contractID, PublishableEvent.mustBeRouted(event) else { return false }
        if let earlier = lastOfContract[contract], earlier > progress.position { return true }
        lastOfContract[contract] = event.sequence
        return false
    }

    private mutating func removeSettledContracts() {
        if progress.isSettled {
            lastOfContract.removeAll(keepingCapacity: true)
        } else if lastOfContract.count > 4 * Relay.pageSize {
            let position = progress.position
            lastOfContract = lastOfContract.filter { $0.value > position }
        }
    }

    /// Retries parked events. Of a refused type only the first event is retried; the others follow once it is accepted.
    mutating func retry(_ events: [StoredEvent], exchange: String) -> [OutgoingMessage] {
        var probed: Set<String> = []
        return events.compactMap { event in
            if refusedTypes[event.type] != nil {
                guard probed.insert(event.type).inserted else { return nil }
                probes[event.sequence] = event.type
            }
            retrying.insert(event.sequence)
            return PublishableEvent.message(event, exchange: exchange)
        }
    }

    /// Records the type of a failed event. If its routing key or exchange is refused, its type is refused.
    mutating func recordType(of event: StoredEvent, failure: ParkedEvent) {
        guard refusedRoutes.remove(event.sequence) != nil else { return }
        refusedTypes[event.type] = failure.failure
    }

    /// Records that the types of all failures so far are known.
    mutating func markTypesKnown() {
        newFailures = []
        refusedRoutes = []
    }

    mutating func apply(_ outcomes: [PublishOutcome], now: Instant) {
        for outcome in outcomes { apply(outcome, now: now) }
        collectFailures()
    }

    private mutating func apply(_ outcome: PublishOutcome, now: Instant) {
        switch outcome {
        case .confirmed(let token):
            confirm(token)
        case .returned(let token, let code, let text):
            fail(token, "The broker returned it: \(code) \(text).", now: now)
        case .refused(let token):
            fail(token, "The broker refused it.", now: now)
        case .failed(let token, let error):
            if error.reach != .message { refusedRoutes.insert(PublishableEvent.sequence(ofToken: token)) }
            let wasSent = error.code == .timedOut
            fail(token, (wasSent ? "" : "It cannot be sent: ") + error.description, now: now)
        }
    }

    /// Records that all changes are in the ledger.
    mutating func markWritten(position: Int64) {
        writtenPosition = position
        failures = []
        recovered = []
    }

    private mutating func confirm(_ token: UInt64) {
        let sequence = PublishableEvent.sequence(ofToken: token)
        if let type = probes.removeValue(forKey: sequence) { refusedTypes[type] = nil }
        if retrying.remove(sequence) == nil {
            progress.settle(sequence)
        } else {
            recovered.append(sequence)
        }
    }

    private mutating func fail(_ token: UInt64, _ failure: String, now: Instant) {
        let sequence = PublishableEvent.sequence(ofToken: token)
        // A different failure than before: the broker accepts the type again.
        if let type = probes.removeValue(forKey: sequence), !refusedRoutes.contains(sequence) {
            refusedTypes[type] = nil
        }
        if retrying.remove(sequence) != nil {
            let failure = ParkedEvent(sequence: sequence, failure: failure, attemptedAt: now)
            failures.append(failure)
            newFailures.append(failure)
        } else {
            park(sequence, failure: failure, now: now)
        }
    }

    private mutating func park(_ sequence: Int64, failure: String, now: Instant) {
        let failure = ParkedEvent(sequence: sequence, failure: failure, attemptedAt: now)
        failuresAhead.append(failure)
        newFailures.append(failure)
        progress.settle(sequence)
    }

    /// Moves failures that the position has passed to the list for the ledger.
    private mutating func collectFailures() {
        guard !failuresAhead.isEmpty else { return }
        let position = progress.position
        failures += failuresAhead.filter { $0.sequence <= position }
        failuresAhead.removeAll { $0.sequence <= position }
    }
}
