import Ledger
import RabbitMQ
import Threads
import Worker

/// What of a republication is on its way, and what of it the ledger does not know yet. Pure.
struct RepublishMetrics {
    /// More events than so many that are not taken end the run for now: it is not about them.
    static let mostFailures = 1000

    var run: RepublishRun
    private(set) var position: Int64
    private var prefix = ConfirmedPrefix()
    /// On their way, each with its contract.
    private var underWay: [Int64: String?] = [:]
    private var busyContracts: Set<String> = []
    /// The first event of each contract that was not taken: later ones must not come before it.
    private var heldContracts: [String: Int64] = [:]
    /// Those that were not taken before, and are tried again.
    private var again: Set<Int64> = []
    /// Not taken, and not written; some of them beyond the position.
    private var failures: [Int64: String] = [:]
    private var recovered: [Int64] = []
    private var confirmed = 0
    private var failureCount = 0
    /// Why no further event is worth sending now.
    private(set) var obstacle: RepublishFailure?

    init(run: RepublishRun) {
        self.run = run
        position = run.position
    }

    /// How many have no outcome, or wait behind one that has none.
    var outstanding: Int { max(prefix.outstanding, underWay.count) }
    var isAllSettled: Bool { underWay.isEmpty }
    var unwritten: Int { confirmed + failures.count + recovered.count }

    enum Decision { case send, wait, skipped }

    /// Takes an event over, as far as the order of its contract allows.
    ///
    /// - Parameter isAgain: whether it was not taken before.
    mutating func handOver(_ event: StoredEvent, isAgain: Bool = false) -> Decision {
        if let contract = event.contractID {
            if busyContracts.contains(contract) { return .wait }
            if let first = heldContracts[contract] {
                note(event.sequence, "it waits behind event \(first) of its contract", isAgain: isAgain)
                return .skipped
            }
            busyContracts.insert(contract)
        }
        underWay[event.sequence] = .some(event.contractID)
        if isAgain { again.insert(event.sequence) } else { prefix.handOver(event.sequence) }
        return .send
    }

    /// One that was not taken before is in the log no longer.
    mutating func forget(_ sequence: Int64) { recovered.append(sequence) }

    /// No event of the run follows the last one that is done.
    mutating func reachEnd() { position = run.last }

    mutating func take(_ outcomes: [PublishOutcome]) {
        for outcome in outcomes {
            let sequence = PublishableEvent.sequence(ofToken: outcome.token)
            guard let contract = underWay.removeValue(forKey: sequence) else { continue }
            if let contract { busyContracts.remove(contract) }
            let isAgain = again.remove(sequence) != nil
            guard let (reason, isLasting) = whyNotTaken(outcome) else {
                confirmed += isAgain ? 1 : 0
                if isAgain { recovered.append(sequence) } else { prefix.settle(sequence, isConfirmed: true) }
                continue
            }
            if let contract { heldContracts[contract] = min(heldContracts[contract] ?? .max, sequence) }
            failures[sequence] = reason
            failureCount += 1
            if !isAgain { prefix.settle(sequence, isConfirmed: false) }
            if obstacle == nil, isLasting || failureCount > Self.mostFailures {
                obstacle = RepublishFailure(sequence: sequence, reason: reason)
            }
        }
        advance()
    }

    private mutating func note(_ sequence: Int64, _ reason: String, isAgain: Bool) {
        failures[sequence] = reason
        guard !isAgain else { return }
        prefix.handOver(sequence)
        prefix.settle(sequence, isConfirmed: false)
        advance()
    }

    private mutating func advance() {
        guard let (position, count) = prefix.advance() else { return }
        self.position = max(self.position, position)
        confirmed += count
    }

    /// What the ledger is to learn, and is taken to know from then on. Failures beyond the position are kept back: they
    /// occur again when the run is resumed.
    mutating func takeUnwritten() -> (confirmed: Int, failures: [RepublishFailure], recovered: [Int64]) {
        let ready = failures.filter { $0.key <= position }
        for sequence in ready.keys { failures[sequence] = nil }
        defer { (confirmed, recovered) = (0, []) }
        return (
            confirmed,
            ready.map { RepublishFailure(sequence: $0.key, reason: $0.value) }.sorted { $0.sequence < $1.sequence },
            recovered
        )
    }

    /// - Returns: nil where it was confirmed; `isLasting` where the same is sure to meet whatever is sent next.
    private func whyNotTaken(_ outcome: PublishOutcome) -> (reason: String, isLasting: Bool)? {
        let isToQueue = run.queue != nil
        switch outcome {
        case .confirmed: return nil
        case .returned(_, let code, let text): return ("no queue takes it (\(code) \(text))", isToQueue)
        case .refused: return ("a queue refuses it: it is full", isToQueue)
        case .failed(_, let error):
            let text = error.description
            return (text.hasSuffix(".") ? String(text.dropLast()) : text, error.reach == .exchange)
        }
    }
}
