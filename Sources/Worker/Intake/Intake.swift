import Foundation
import Ledger
import Logging
import RabbitMQ
import Synchronization
import Terminations
import Tracing

/// Takes deliveries from the queue, has them judged and recorded, and acknowledges what is on disk.
///
/// One batch at a time: while one commits, the consumer gathers the next. The intake waits for nothing, so that an idle
/// worker answers in one commit and a busy one shares the cost of the commit.
///
/// Guarantees:
/// - A delivery is acknowledged only after the transaction with its outcome is on disk.
/// - Trouble that is ours never refuses, dead-letters or requeues a message: the intake pauses and tries the same
///   batch again.
///
/// Everything but ``stop()`` and ``abandon()`` happens on the thread that calls ``run()``.
final class Intake: Sendable {
    /// About how much memory the messages of a batch take: a quarter of what the consumer holds, so that it reads on while
    /// a batch of large messages is recorded, and the transaction stays short.
    private static let batchBytes = Consumer.defaultByteLimit / 4

    private let configuration: WorkerConfiguration
    private let ledger: Ledger
    private let consumer: Consumer
    private let pause: Pause
    private let feed: IntakeQueue
    private let status: WorkerStatus
    private let heartbeat: ThreadHeartbeat
    private let tracer: (any Tracer)?
    private let counters = IntakeCounters()
    private let logger: Logger
    private let now: @Sendable () -> Instant
    private let onRecorded: @Sendable (_ leftAnswers: Bool) -> Void
    private let isStopping = Atomic(false)

    /// - Parameter feed: which queue it takes from, and what becomes of its messages.
    init(
        configuration: WorkerConfiguration,
        feed: IntakeQueue = .terminations,
        ledger: Ledger,
        status: WorkerStatus,
        logger: Logger,
        tracer: (any Tracer)? = InstrumentationSystem.installedTracer,
        now: @escaping @Sendable () -> Instant,
        onRecorded: @escaping @Sendable (_ leftAnswers: Bool) -> Void
    ) {
        self.tracer = tracer
        self.configuration = configuration
        self.ledger = ledger
        self.feed = feed
        self.status = status
        var logger = logger
        logger[metadataKey: LogKey.queue.rawValue] = "\(feed.queue(configuration.names))"
        self.logger = logger
        self.now = now
        self.onRecorded = onRecorded
        pause = Pause(of: feed.part, status: status, logger: logger, now: now)
        heartbeat = status.heartbeat(of: feed.part)
        consumer = Consumer(
            connection: configuration.connection.named(feed.connectionName),
            queue: feed.queue(configuration.names),
            prefetch: configuration.prefetch,
            bodyLimit: BodyLimit(configuration.limits),
            topology: configuration.declaresTopology ? feed.topology(configuration.names) : nil,
            logger: logger,
            onSettled: configuration.crashPoint?.callback(at: .afterAck),
            onStateChange: { status.set(feed.part, connection: $0) }
        )
    }

    /// Runs until ``stop()``, then records and acknowledges what has been delivered, and closes the connection.
    func run() {
        defer { status.noteEnd(of: feed.part) }
        guard waitForSettings() else { return }
        let recorder = Recorder(ledger: ledger, source: configuration.source, limits: configuration.limits)
        let crashPoint = configuration.crashPoint
        recorder.beforeCommit = crashPoint?.callback(at: .beforeCommit)
        consumer.start()
        batches: while let deliveries = nextBatch() {
            guard let last = deliveries.last else { continue }
            crashPoint?.pass(.afterReceive)
            switch record(deliveries, with: recorder) {
            case .recorded:
                // First the relay: somebody waits for the events, nobody for the acknowledgement.
                onRecorded(recorder.takeLeftAnswers())
                crashPoint?.pass(.beforeAck)
                consumer.acknowledge(through: last.tag)
            case .givenBack:
                waitForLedgerThenResume()
            case .abandoned:
                // No further batch: acknowledging it would acknowledge this one too, which is not on disk.
                break batches
            }
        }
        consumer.close()
    }

    /// How many deliveries the next batch would find.
    var waiting: Int { consumer.waiting }

    /// What has arrived; nothing when nothing came for a while, so that the thread proves that it lives.
    private func nextBatch() -> [Delivery]? {
        heartbeat.turn()
        return consumer.nextBatch(limit: configuration.batchSize, bytes: Self.batchBytes, timeout: .seconds(5))
    }

    /// Takes no more deliveries; what has arrived is still recorded and acknowledged.
    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        consumer.cancel()
        pause.end()
    }

    /// Ends at once: what is not acknowledged goes back to the queue.
    func abandon() {
        status.noteAbandoned()
        stop()
        consumer.close(timeout: .zero)
    }

    /// As long as nobody applied settings, nothing can be judged: the messages wait in the queue.
    private func waitForSettings() -> Bool {
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            do {
                if try ledger.currentSettingsVersion() != nil {
                    pause.clear()
                    return true
                }
                pause.announce(
                    .noSettings,
                    "No settings were ever applied: messages wait in the queue.",
                    hint: "Run: terminus settings apply FILE"
                )
            } catch {
                pause.announce(error)
            }
            heartbeat.turn()
            pause.wait(for: .milliseconds(250))
        }
        return false
    }

    private enum BatchEnd {
        case recorded
        /// The pause grew too long for the broker: the deliveries were given back.
        case givenBack
        /// The worker ends, and the ledger still cannot be written.
        case abandoned
    }

    /// Records all deliveries in order, in as few transactions as their history allows.
    private func record(_ deliveries: [Delivery], with recorder: Recorder) -> BatchEnd {
        let began = ContinuousClock.now
        let traces = tracer.map {
            BatchTraces(deliveries, queue: feed.queue(configuration.names), tracer: $0)
        }
        let receivedMessages = deliveries.enumerated().map { index, delivery in
            feed.received(of: delivery, limits: configuration.limits, continuing: traces?.headers[index])
        }
        counters.count(received: .now - began)
        var end = BatchEnd.recorded
        let attempts = persist(&end) { () throws(LedgerError) in
            let redelivered = receivedMessages.filter(\.isRedelivered).map(\.message)
            return redelivered.isEmpty ? [] : try recorder.countAttempts(redelivered, at: now())
        }
        guard let attempts else { return end }

        for step in RecordingPlan.steps(for: receivedMessages, attempts: attempts) {
            switch step {
            case .together(let range):
                record(receivedMessages[range], with: recorder, traces, &end)
            case .alone(let index):
                recordAlone(receivedMessages[index...index], with: recorder, traces, &end)
            }
            guard end == .recorded else { return end }
        }
        return end
    }

    private func record(
        _ receivedMessages: ArraySlice<ReceivedMessage>,
        with recorder: Recorder,
        _ traces: BatchTraces?,
        _ end: inout BatchEnd
    ) {
        let outcomes = persist(&end) { () throws(LedgerError) -> [Outcome]? in
            configuration.crashPoint?.judge(receivedMessages.lazy.map(\.parsed.messageID))
            do throws(LedgerError) {
                return try feed.record(Array(receivedMessages), with: recorder, at: now())
            } catch  where !error.isRetriable && error.code != .noSettings && !error.needsRestore {
                // A defect of ours that one message brings to light must not hold up its neighbours.
                logger.log(
                    .error,
                    "The ledger refused a batch",
                    [.error: "\(error)", .count: "\(receivedMessages.count)"]
                )
                return nil
            }
        }
        guard let outcomes else { return }
        if let outcomes {
            configuration.crashPoint?.pass(.afterCommit)
            counters.count(outcomes, of: receivedMessages, recorder.times, logger: logger)
            traces?.end(receivedMessages, outcomes, recorder.times)
        } else if receivedMessages.count > 1 {
            for index in receivedMessages.indices where end == .recorded {
                record(receivedMessages[index...index], with: recorder, traces, &end)
            }
        } else {
            park(receivedMessages, with: recorder, traces, &end)
        }
    }

    /// Judges a message that may be the one which ends the process. Only its own attempts count against it: those that
    /// wait behind it are not to blame.
    private func recordAlone(
        _ receivedMessages: ArraySlice<ReceivedMessage>,
        with recorder: Recorder,
        _ traces: BatchTraces?,
        _ end: inout BatchEnd
    ) {
        guard let received = receivedMessages.first else { return }
        let attempt = persist(&end) { () throws(LedgerError) in
            try recorder.countLoneAttempt(received.message, at: now())
        }
        guard let attempt else { return }
        if attempt > RecordingPlan.lastAttemptAlone {
            park(receivedMessages, with: recorder, traces, &end)
        } else {
            record(receivedMessages, with: recorder, traces, &end)
        }
    }

    private func park(
        _ receivedMessages: ArraySlice<ReceivedMessage>,
        with recorder: Recorder,
        _ traces: BatchTraces?,
        _ end: inout BatchEnd
    ) {
        guard let received = receivedMessages.first else { return }
        let outcome = persist(&end) { () throws(LedgerError) in try feed.park(received, with: recorder, at: now()) }
        guard let outcome else { return }
        counters.count([outcome], of: receivedMessages, recorder.times, logger: logger)
        traces?.end(receivedMessages, [outcome], recorder.times)
    }

    /// Does ledger work until it holds. A failure pauses the intake; the same work is tried again.
    ///
    /// - Returns: nil when the work was given up, with the reason in `end`.
    private func persist<Result>(_ end: inout BatchEnd, _ work: () throws(LedgerError) -> Result) -> Result? {
        while true {
            heartbeat.turn()
            do throws(LedgerError) {
                let result = try work()
                pause.clear()
                return result
            } catch {
                pause.announce(error)
            }
            if isStopping.load(ordering: .sequentiallyConsistent) {
                end = .abandoned
                return nil
            }
            if pause.length > configuration.longestPause {
                end = .givenBack
                return nil
            }
            pause.waitBeforeRetry()
        }
    }

    /// The broker takes deliveries back that stay unacknowledged for 30 minutes, and counts that against the message:
    /// so they are given back once, and taken again when the ledger can be written.
    private func waitForLedgerThenResume() {
        consumer.pause()
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            heartbeat.turn()
            do {
                try ledger.file.probeWrite()
                pause.clear()
                consumer.resume()
                return
            } catch {
                pause.announce(error)
                pause.waitBeforeRetry()
            }
        }
    }
}
