import Ledger
import RabbitMQ
import Terminations

/// What the relay knows of the events on their way. Pure: outcomes go in, what must be written comes out.
struct RelayState {
    private(set) var progress: RelayProgress
    /// Whether the log has further events than those that were taken over.
    private(set) var leftEvents = false
    /// The position that the ledger's cursor has.
    private(set) var writtenPosition: Int64
    /// The last event that was handed over of each contract; those up to the position are of no more interest.
    private var lastOfContract: [String: Int64] = [:]
    /// Types whose events the broker refuses by their routing key, or for their exchange, and why. The next ones are
    /// parked without being sent, since each would end the connection; a retry finds out when that is over.
    private var refusedTypes: [String: String] = [:]
    /// Failures of that kind whose event's type is not known yet.
    private var refusedRoutes: Set<Int64> = []
    /// Those of the events that are tried again by which a refused type is found to be taken now.
    private var probes: [Int64: String] = [:]
    /// Parked events that are being tried again.
    private(set) var retrying: Set<Int64> = []
    /// Failures up to the position that the ledger does not know yet.
    private(set) var failures: [ParkedEvent] = []
    /// Failures beyond the position. They are parked when the position has passed them: in the ledger a parked event lies
    /// behind the cursor. Until then later events of their contracts wait, and a crash publishes them again.
    private var failuresAhead: [ParkedEvent] = []
    /// Failures whose events were not looked at yet; see ``noteType(of:failure:)``.
    private(set) var newFailures: [ParkedEvent] = []
    /// Parked events that are published now, which the ledger does not know yet.
    private(set) var recovered: [Int64] = []

    init(position: Int64) {
        progress = RelayProgress(position: position)
        writtenPosition = position
    }

    /// Whether every event that was handed over has an outcome.
    var isSettled: Bool { progress.isSettled && retrying.isEmpty }
    /// Whether the ledger must learn of a failure or a recovery before anything else is handed over.
    var hasNews: Bool { !failures.isEmpty || !recovered.isEmpty }
    /// How many events the cursor in the ledger is behind.
    var positionsAhead: Int64 { progress.position - writtenPosition }

    /// Takes the next events of the log over, as far as the order of each contract allows: an event whose contract has
    /// an earlier one on its way waits for what becomes of it, since behind a returned one it must be parked.
    ///
    /// - Parameter pageSize: how many events were asked for: so many are not the last.
    /// - Returns: what must be published, in order. The events after ``RelayProgress/handedOver`` were left.
    mutating func handOver(
        _ events: [StoredEvent],
        pageSize: Int = .max,
        exchange: String,
        now: Instant
    ) -> [OutgoingMessage] {
        var messages: [OutgoingMessage] = []
        messages.reserveCapacity(events.count)
        forgetContractsThatArrived()
        // Contracts with an event that is parked here, of which the later events that were read know nothing.
        var parkedContracts: Set<String> = []
        for event in events {
            if let contract = event.contractID, parkedContracts.contains(contract) { break }
            guard !mustWait(event) else { break }
            if event.isBehindParked {
                progress.handOver(event.sequence)
                park(event.sequence, failure: "It waits behind an earlier event of its contract.", now: now)
                continue
            }
            if let failure = refusedTypes[event.type] {
                progress.handOver(event.sequence)
                park(event.sequence, failure: failure, now: now)
                if PublishableEvent.mustBeHeard(event), let contract = event.contractID {
                    parkedContracts.insert(contract)
                }
                continue
            }
            messages.append(PublishableEvent.message(event, exchange: exchange))
            progress.handOver(event.sequence)
        }
        collectFailures()
        leftEvents = events.count >= pageSize || events.last.map { $0.sequence > progress.handedOver } ?? false
        return messages
    }

    /// Whether an earlier event of its contract is on its way; notes that this one is, if not.
    private mutating func mustWait(_ event: StoredEvent) -> Bool {
        guard let contract = event.contractID, PublishableEvent.mustBeHeard(event) else { return false }
        if let earlier = lastOfContract[contract], earlier > progress.position { return true }
        lastOfContract[contract] = event.sequence
        return false
    }

    private mutating func forgetContractsThatArrived() {
        if progress.isSettled {
            lastOfContract.removeAll(keepingCapacity: true)
        } else if lastOfContract.count > 4 * Relay.pageSize {
            let position = progress.position
            lastOfContract = lastOfContract.filter { $0.value > position }
        }
    }

    /// Takes parked events up again. Of a type that is refused altogether only the first: the others follow once it is
    /// taken.
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

    /// Learns of a failed event what it was: where its routing key or its exchange is refused, so is its type.
    mutating func noteType(of event: StoredEvent, failure: ParkedEvent) {
        guard refusedRoutes.remove(event.sequence) != nil else { return }
        refusedTypes[event.type] = failure.failure
    }

    /// Notes that the events of all failures up to now were looked at.
    mutating func noteTypesKnown() {
        newFailures = []
        refusedRoutes = []
    }

    mutating func take(_ outcomes: [PublishOutcome], now: Instant) {
        for outcome in outcomes { take(outcome, now: now) }
        collectFailures()
    }

    private mutating func take(_ outcome: PublishOutcome, now: Instant) {
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

    /// Notes that the ledger knows everything up to now.
    mutating func noteWritten(position: Int64) {
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
        // Another failure than before: the type as such is taken again.
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

    /// Takes up the failures that the position has passed.
    private mutating func collectFailures() {
        guard !failuresAhead.isEmpty else { return }
        let position = progress.position
        failures += failuresAhead.filter { $0.sequence <= position }
        failuresAhead.removeAll { $0.sequence <= position }
    }
}
