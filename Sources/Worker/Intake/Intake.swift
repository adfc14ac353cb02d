import Ledger
import LogKeys
import Logging
import RabbitMQ
import Synchronization
import Terminations
import Tracing

/// Receives deliveries from a queue, judges and records them, and acknowledges what is on disk.
///
/// It handles one batch at a time. While a batch commits, the consumer gathers the next one. The intake never waits for a
/// batch to fill, so an idle worker answers after one commit, and a busy worker shares the cost of a commit.
///
/// Guarantees:
/// - A delivery is acknowledged only after the transaction with its outcome is on disk.
/// - A failure on our side never rejects, dead-letters or requeues a message: the intake pauses and tries the same batch
///   again.
///
/// Everything but ``stop()`` and ``abandon()`` happens on the thread that calls ``run()``.
final class Intake: Sendable {
    /// About how much memory the messages of a batch may take. A quarter of the consumer's limit, so that the consumer reads
    /// on while a batch of large messages is recorded, and the transaction stays short.
    private static let batchBytes = Consumer.defaultByteLimit / 4

    private let configuration: WorkerConfiguration
    private let ledger: Ledger
    private let consumer: Consumer
    private let pause: Pause
    private let intakeQueue: IntakeQueue
    private let status: WorkerStatus
    private let heartbeat: ThreadHeartbeat
    private let tracer: (any Tracer)?
    private let counters = IntakeCounters()
    private let logger: Logger
    private let now: @Sendable () -> Instant
    private let onRecorded: @Sendable (_ leftAnswers: Bool) -> Void
    private let isStopping = Atomic(false)

    /// - Parameter intakeQueue: the queue that it consumes, which determines how its messages are recorded.
    init(
        configuration: WorkerConfiguration,
        intakeQueue: IntakeQueue = .terminations,
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
        self.intakeQueue = intakeQueue
        self.status = status
        var logger = logger
        logger[metadataKey: .queue] = "\(intakeQueue.queue(configuration.names))"
        self.logger = logger
        self.now = now
        self.onRecorded = onRecorded
        pause = Pause(of: intakeQueue.component, status: status, logger: logger, now: now)
        heartbeat = status.heartbeat(of: intakeQueue.component)
        consumer = Consumer(
            connection: configuration.connection.named(intakeQueue.connectionName),
            queue: intakeQueue.queue(configuration.names),
            prefetch: configuration.prefetch,
            bodyLimit: BodyLimit(configuration.limits),
            topology: configuration.declaresTopology ? intakeQueue.topology(configuration.names) : nil,
            logger: logger,
            onSettled: configuration.crashPoint?.callback(at: .afterAck),
            onStateChange: { status.set(intakeQueue.component, connection: $0) }
        )
    }

    /// Runs until ``stop()``, then records and acknowledges the delivered messages, and closes the connection.
    func run() {
        defer { status.markEnded(intakeQueue.component) }
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
                // Wake the relay first: subscribers wait for the events, nobody waits for the acknowledgement.
                onRecorded(recorder.takeLeftAnswers())
                crashPoint?.pass(.beforeAck)
                consumer.acknowledge(through: last.tag)
            case .returnedToQueue:
                waitForLedgerThenResume()
            case .abandoned:
                // Record no further batch: its acknowledgement would include this one, which is not on disk.
                break batches
            }
        }
        consumer.close()
    }

    /// The number of deliveries that wait for the next batch.
    var waiting: Int { consumer.waiting }

    /// The next batch; empty after a while without deliveries, so that the thread keeps its heartbeat.
    private func nextBatch() -> [Delivery]? {
        heartbeat.beat()
        return consumer.nextBatch(limit: configuration.batchSize, bytes: Self.batchBytes, timeout: .seconds(5))
    }

    /// Accepts no more deliveries. Messages that have arrived are still recorded and acknowledged.
    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        consumer.cancel()
        pause.cancelWait()
    }

    /// Ends at once. Unacknowledged messages return to the queue.
    func abandon() {
        status.markAbandoned()
        stop()
        consumer.close(timeout: .zero)
    }

    /// Waits until settings were applied. Without settings nothing can be judged, and the messages stay in the queue.
    private func waitForSettings() -> Bool {
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            do {
                if try ledger.currentSettingsVersion() != nil {
                    pause.end()
                    return true
                }
                pause.begin(
                    .noSettings,
                    "No settings were ever applied: messages wait in the queue.",
                    hint: LedgerRemedy.applySettings.hint
                )
            } catch {
                pause.begin(error)
            }
            heartbeat.beat()
            pause.wait(for: .milliseconds(250))
        }
        return false
    }

    private enum BatchEnd {
        case recorded
        /// The pause exceeded its limit, so the deliveries return to the queue.
        case returnedToQueue
        /// The worker stops while the ledger cannot be written.
        case abandoned
    }

    /// Records all deliveries in order, in as few transactions as their attempts allow.
    private func record(_ deliveries: [Delivery], with recorder: Recorder) -> BatchEnd {
        let began = ContinuousClock.now
        let traces = tracer.map {
            BatchTraces(deliveries, queue: intakeQueue.queue(configuration.names), tracer: $0)
        }
        let receivedMessages = deliveries.enumerated().map { index, delivery in
            intakeQueue.received(of: delivery, limits: configuration.limits, continuing: traces?.headers[index])
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
                return try intakeQueue.record(Array(receivedMessages), with: recorder, at: now())
            } catch  where !error.isRetriable && error.code != .noSettings && !error.needsRestore {
                // A defect of ours that one message triggers must not block the other messages.
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

    /// Judges a message that may end the process, alone. Only its own attempts are counted, not those of the messages after
    /// it.
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
        let outcome = persist(&end) { () throws(LedgerError) in
            try intakeQueue.park(received, with: recorder, at: now())
        }
        guard let outcome else { return }
        counters.count([outcome], of: receivedMessages, recorder.times, logger: logger)
        traces?.end(receivedMessages, [outcome], recorder.times)
    }

    /// Repeats ledger work until it succeeds. A failure pauses the intake.
    ///
    /// - Returns: nil if the work was given up, with the reason in `end`.
    private func persist<Result>(_ end: inout BatchEnd, _ work: () throws(LedgerError) -> Result) -> Result? {
        while true {
            heartbeat.beat()
            do throws(LedgerError) {
                let result = try work()
                pause.end()
                return result
            } catch {
                pause.begin(error)
            }
            if isStopping.load(ordering: .sequentiallyConsistent) {
                end = .abandoned
                return nil
            }
            if pause.duration > configuration.longestPause {
                end = .returnedToQueue
                return nil
            }
            pause.waitBeforeRetry()
        }
    }

    /// Returns the deliveries to the queue until the ledger can be written. The broker would requeue deliveries that stay
    /// unacknowledged for 30 minutes, again and again, and count that towards the delivery limit.
    private func waitForLedgerThenResume() {
        consumer.pause()
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            heartbeat.beat()
            do {
                try ledger.file.probeWrite()
                pause.end()
                consumer.resume()
                return
            } catch {
                pause.begin(error)
                pause.waitBeforeRetry()
            }
        }
    }
}
