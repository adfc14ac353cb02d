public import Ledger
public import Logging
public import RabbitMQ

/// Publishes events of the log again: to one queue or to the exchange, in the order of the log, with the ids, bodies and
/// properties that they had.
///
/// Guarantees:
/// - The run in the ledger moves only over what the broker has confirmed. Killed at any moment it repeats some when it
///   goes on, with the same ids, and loses none.
/// - The worker goes on beside it: its own connection, and reading transactions of a thousand events at most.
///
/// Blocks the calling thread, and belongs to it.
public struct Republishing {
    public enum Ending: Sendable, Equatable {
        case finished
        /// A stop was asked for; the run can be resumed.
        case stopped
        /// The broker did not take this event: why, in its words. The run can be resumed.
        case notTaken(sequence: Int64, reason: String)
        /// The events from here on were removed from the log meanwhile.
        case removed(through: Int64)
    }

    /// Without an outcome at most.
    static let window = 1000
    /// How often the run in the ledger is moved on: so much is repeated after a crash.
    static let step = 1000

    private let ledger: Ledger
    private let connection: ConnectionConfiguration
    private let exchange: String
    private let logger: Logger
    private let stop: StopRequest

    /// - Parameter exchange: the exchange for events, which gets them where the run names no queue.
    public init(
        ledger: Ledger,
        connection: ConnectionConfiguration,
        exchange: String,
        logger: Logger,
        stop: StopRequest = StopRequest()
    ) {
        self.ledger = ledger
        self.connection = connection
        self.exchange = exchange
        self.logger = logger
        self.stop = stop
    }

    /// - Parameters:
    ///   - rate: events a second; as many as the broker takes when nil.
    ///   - onProgress: told how the run stands in the ledger.
    public func go(
        on run: RepublishRun,
        rate: Int? = nil,
        onProgress: (RepublishRun) -> Void = { _ in }
    ) throws -> (ending: Ending, run: RepublishRun) {
        let doorbell = Doorbell()
        let outcomes = OutcomeBox(doorbell: doorbell)
        let publisher = Publisher(
            connection: connection.named("terminus republish"),
            window: Self.window,
            logger: logger,
            onOutcomes: { outcomes.put($0) }
        )
        publisher.start()
        defer { publisher.close() }
        var account = Account(run: run)
        let selection = try ledger.select(run.filter)
        var pace = rate.map { Pace(perSecond: $0) }
        var ending = Ending.finished
        var read = run.position
        // Where events were removed, the selection begins later than the run.
        if selection.first > read + 1, read < run.last, run.contractID == nil {
            return (.removed(through: min(selection.first - 1, run.last)), run)
        }
        publishing: while let page = selection.nextPage(after: read) {
            let events = try ledger.events(in: selection, page: page)
            if run.types.isEmpty, events.count != page.count {
                ending = .removed(through: events.first.map { $0.sequence - 1 } ?? page.upperBound)
                break
            }
            var rest = events[...]
            while !rest.isEmpty {
                if let refused = account.take(outcomes.take()) {
                    ending = refused
                    break publishing
                }
                if stop.isStopped {
                    ending = .stopped
                    break publishing
                }
                if account.isStepDue { try write(&account, onProgress) }
                var count = min(rest.count, 100, Self.window - account.confirmed.outstanding)
                guard count > 0 else {
                    doorbell.wait(for: .milliseconds(250))
                    continue
                }
                if pace != nil {
                    let (granted, wait) = pace?.take(count, at: .now) ?? (0, .zero)
                    guard granted > 0 else {
                        stop.wait(for: wait)
                        continue
                    }
                    count = granted
                }
                let burst = rest.prefix(count)
                rest = rest.dropFirst(count)
                for event in burst { account.confirmed.handOver(event.sequence) }
                _ = publisher.publish(burst.map { message($0, run.queue) })
            }
            read = page.upperBound
        }
        let patience = ContinuousClock.now + .seconds(10)
        while account.confirmed.outstanding > 0, ending == .finished || .now < patience {
            if let refused = account.take(outcomes.take()), ending == .finished || ending == .stopped {
                ending = refused
            }
            if case .notTaken = ending { break }
            if stop.isStopped, ending == .finished { ending = .stopped }
            if account.confirmed.outstanding > 0 { doorbell.wait(for: .milliseconds(250)) }
        }
        if ending == .finished { account.reachEnd() }
        try write(&account, onProgress)
        return (ending, account.run)
    }

    private func write(_ account: inout Account, _ onProgress: (RepublishRun) -> Void) throws(LedgerError) {
        guard account.position > account.run.position else { return }
        account.run = try patiently { [account] () throws(LedgerError) in
            try ledger.advance(account.run, to: account.position, confirmed: account.unwritten)
        }
        account.unwritten = 0
        onProgress(account.run)
    }

    private func message(_ event: StoredEvent, _ queue: String?) -> OutgoingMessage {
        queue.map { PublishableEvent.copy(event, to: $0) } ?? PublishableEvent.message(event, exchange: exchange)
    }

    /// What is on its way, and what of it the ledger does not know yet.
    private struct Account {
        var run: RepublishRun
        var confirmed = ConfirmedPrefix()
        var position: Int64
        var unwritten = 0

        init(run: RepublishRun) {
            self.run = run
            position = run.position
        }

        var isStepDue: Bool { unwritten >= Republishing.step }

        /// Nothing that is meant lies between the last that was confirmed and the end.
        mutating func reachEnd() { position = run.last }

        /// - Returns: why to stop, where one was not taken.
        mutating func take(_ burst: [PublishOutcome]) -> Ending? {
            var refusal: Ending?
            for outcome in burst {
                let sequence = PublishableEvent.sequence(ofToken: outcome.token)
                let reason: String
                switch outcome {
                case .confirmed:
                    confirmed.confirm(sequence)
                    continue
                case .returned(_, let code, let text): reason = "no queue takes it (\(code) \(text))"
                case .refused: reason = "the queue refuses it: it is full"
                case .failed(_, let error): reason = error.description
                }
                if refusal == nil { refusal = .notTaken(sequence: sequence, reason: reason) }
            }
            if let (position, count) = confirmed.advance() {
                self.position = position
                unwritten += count
            }
            return refusal
        }
    }
}
