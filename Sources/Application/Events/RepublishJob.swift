import Ledger
import Logging
import RabbitMQ
import Threads
import Worker

/// Publishes events of the log again: to one queue or to the exchange, in the order of the log, with the ids, bodies and
/// properties that they had.
///
/// Guarantees:
/// - The run in the ledger moves only over events that the broker has confirmed or refused. A refused event is recorded,
///   and tried first when the run is resumed; later events of the same contract wait behind it, all others are published.
///   Killed at any moment, a resumed run repeats some events with the same ids, and loses none.
/// - The worker runs beside it: the job has a connection of its own, and reads at most a thousand events a transaction.
///
/// Blocks the calling thread, and belongs to it.
struct RepublishJob {
    enum Ending: Sendable, Equatable {
        /// Every event was tried; ``RepublishRun/notTaken`` says how many were not taken.
        case finished
        /// A stop was requested; the run can be resumed.
        case stopped
        /// The broker did not take this event, and would take none after it: why, in its words. The run can be resumed.
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
    init(
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
    ///   - onProgress: called with the run as the ledger has it.
    func run(
        _ run: RepublishRun,
        rate: Int?,
        onProgress: (RepublishRun) -> Void
    ) throws -> (ending: Ending, run: RepublishRun) {
        let wakeSignal = WakeSignal()
        let outcomes = OutcomeQueue(wakeSignal: wakeSignal)
        let publisher = Publisher(
            connection: connection.named("terminus republish"),
            window: Self.window,
            logger: logger,
            onOutcomes: { outcomes.append($0) }
        )
        publisher.start()
        defer { publisher.close() }
        let selection = try ledger.select(run.filter)
        // Where events were removed, the selection begins later than the run.
        if selection.first > run.position + 1, run.position < run.last, run.contractID == nil {
            return (.removed(through: min(selection.first - 1, run.last)), run)
        }
        var way = Way(account: RepublishMetrics(run: run), pace: rate.map { RateLimiter(perSecond: $0) })
        /// - Returns: whether to go on.
        func send(_ events: [StoredEvent], isAgain: Bool = false) throws -> Bool {
            var rest = events[...]
            while !rest.isEmpty {
                way.account.take(outcomes.dequeueAll())
                if stop.isStopped || way.account.obstacle != nil { return false }
                if way.account.unwritten >= Self.step { try write(&way.account, onProgress) }
                let (messages, wait) = way.next(&rest, isAgain: isAgain) { message($0, run.queue) }
                if !messages.isEmpty {
                    _ = publisher.publish(messages)
                } else if let wait {
                    stop.wait(for: wait)
                } else if !rest.isEmpty {
                    wakeSignal.wait(for: .milliseconds(250))
                }
            }
            return true
        }
        var ending = Ending.finished
        var goesOn = true
        var tried: Int64 = 0
        while goesOn, case let failures = try ledger.failures(of: run, after: tried, limit: 500),
            let last = failures.last
        {
            for failure in failures where goesOn {
                let event = try ledger.events(after: failure.sequence - 1, limit: 1).first
                if let event, event.sequence == failure.sequence {
                    goesOn = try send([event], isAgain: true)
                } else {
                    way.account.forget(failure.sequence)
                }
            }
            tried = last.sequence
        }
        var read = run.position
        while goesOn, let page = selection.nextPage(after: read) {
            let events = try ledger.events(in: selection, page: page)
            if run.types.isEmpty, events.count != page.count {
                ending = .removed(through: events.first.map { $0.sequence - 1 } ?? page.upperBound)
                break
            }
            goesOn = try send(events)
            read = page.upperBound
        }
        // What is on its way gets its outcome, while the broker is there.
        let patience = ContinuousClock.now + .seconds(10)
        while !way.account.isAllSettled, goesOn && !stop.isStopped || .now < patience {
            way.account.take(outcomes.dequeueAll())
            if !way.account.isAllSettled { wakeSignal.wait(for: .milliseconds(250)) }
        }
        if ending == .finished {
            if let obstacle = way.account.obstacle, !goesOn {
                ending = .notTaken(sequence: obstacle.sequence, reason: obstacle.reason)
            } else if !goesOn || !way.account.isAllSettled {
                ending = .stopped
            } else {
                way.account.reachEnd()
            }
        }
        try write(&way.account, onProgress)
        return (ending, way.account.run)
    }

    /// The account, and how fast it may go.
    private struct Way {
        var account: RepublishMetrics
        var pace: RateLimiter?

        /// The next events that may be sent, taken off `rest` with those that are passed over.
        ///
        /// - Returns: their messages, and how long to wait where the pace allows none.
        mutating func next(
            _ rest: inout ArraySlice<StoredEvent>,
            isAgain: Bool,
            _ message: (StoredEvent) -> OutgoingMessage
        ) -> (messages: [OutgoingMessage], wait: Duration?) {
            var room = min(rest.count, 100, RepublishJob.window - account.outstanding)
            guard room > 0 else { return ([], nil) }
            if let (granted, wait) = pace?.take(room, at: .now) {
                guard granted > 0 else { return ([], wait) }
                room = granted
            }
            var messages: [OutgoingMessage] = []
            defer { pace?.giveBack(room - messages.count) }
            while messages.count < room, let event = rest.first {
                switch account.handOver(event, isAgain: isAgain) {
                case .send: messages.append(message(event))
                case .skipped: break
                case .wait: return (messages, nil)
                }
                rest = rest.dropFirst()
            }
            return (messages, nil)
        }
    }

    private func write(
        _ account: inout RepublishMetrics,
        _ onProgress: (RepublishRun) -> Void
    ) throws(LedgerError) {
        let (confirmed, failures, recovered) = account.takeUnwritten()
        guard account.position > account.run.position || !failures.isEmpty || !recovered.isEmpty else { return }
        account.run = try retryWhileLocked { [account] () throws(LedgerError) in
            try ledger.advance(
                account.run,
                to: account.position,
                confirmed: confirmed,
                failures: failures,
                recovered: recovered
            )
        }
        onProgress(account.run)
    }

    private func message(_ event: StoredEvent, _ queue: String?) -> OutgoingMessage {
        queue.map { PublishableEvent.copy(event, to: $0) } ?? PublishableEvent.message(event, exchange: exchange)
    }
}
