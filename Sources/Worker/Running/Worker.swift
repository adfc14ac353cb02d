public import Ledger
import LogKeys
public import Logging
import RabbitMQ
public import ServiceLifecycle
import Terminations
import Threads

/// The running service on one ledger: the intake, the intake of the broker's dead letters, the scheduler, the relay, the
/// answers, and the check of the exchanges.
///
/// An orderly stop (a graceful shutdown of the service group) lets the intakes record and acknowledge the delivered
/// messages, and then lets the relay publish the recorded events. A cancelled task abandons everything. Nothing is lost:
/// unacknowledged messages return to the queue, and unpublished events stay in the ledger.
public struct Worker: Sendable {
    private let intakes: [Intake]
    private let scheduler: Scheduler
    private let relay: Relay
    private let watch: LedgerWatch
    private let answers: Answers
    private let exchanges: ExchangeWatch

    public init(configuration: WorkerConfiguration, ledger: Ledger, status: WorkerStatus, logger: Logger) {
        let now: @Sendable () -> Instant = { Instant.now }
        let relay = Relay(configuration: configuration, ledger: ledger, status: status, logger: logger, now: now)
        self.relay = relay
        watch = LedgerWatch(ledger: ledger, status: status, logger: logger)
        let answers = Answers(configuration: configuration, ledger: ledger, status: status, logger: logger, now: now)
        self.answers = answers
        exchanges = ExchangeWatch(
            connection: configuration.connection.named("terminus exchanges"),
            exchanges: configuration.names.topology.exchanges.map(\.name),
            logger: logger
        ) { missing in
            guard status.set(missingExchanges: missing) else { return }
            if missing.isEmpty {
                logger.log(.notice, "The exchanges exist again", [:])
            } else {
                logger.log(
                    .error,
                    "Exchanges are missing: what is published to them is refused",
                    [.exchange: "\(missing.joined(separator: ", "))", .hint: "Run: terminus setup"]
                )
            }
        }
        let onRecorded: @Sendable (Bool) -> Void = { leftAnswers in
            relay.wake()
            if leftAnswers { answers.wake() }
        }
        scheduler = Scheduler(
            configuration: configuration,
            ledger: ledger,
            status: status,
            logger: logger,
            now: now,
            onRecorded: onRecorded
        )
        intakes = [.deadLetters, .terminations].map { queue in
            Intake(
                configuration: configuration,
                intakeQueue: queue,
                ledger: ledger,
                status: status,
                logger: logger,
                now: now,
                onRecorded: onRecorded
            )
        }
    }

    /// The services, in the order in which a service group starts them. The group stops them in reverse order, the intakes
    /// first.
    ///
    /// The group ends with a ``LedgerError`` that ``LedgerError/needsRestore`` if the ledger's files are no longer the ones
    /// that were opened, or are damaged.
    public var services: [any Service] {
        [
            watch,
            ThreadService(name: "exchanges", run: exchanges.run, stop: exchanges.stop, abandon: exchanges.stop),
            ThreadService(name: "answers", run: answers.run, stop: answers.stop, abandon: answers.abandon),
            ThreadService(name: "relay", run: relay.run, stop: relay.stop, abandon: relay.abandon),
            ThreadService(name: "scheduler", run: scheduler.run, stop: scheduler.stop, abandon: scheduler.stop),
        ] + intakes.map { ThreadService(name: "intake", run: $0.run, stop: $0.stop, abandon: $0.abandon) }
    }
}

/// Runs a component that blocks on a thread of its own.
private struct ThreadService: Service {
    let name: String
    let run: @Sendable () -> Void
    /// Called at a graceful shutdown.
    let stop: @Sendable () -> Void
    /// Called when the task is cancelled.
    let abandon: @Sendable () -> Void

    func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await DedicatedThread.run(named: name, run)
            } onGracefulShutdown: {
                stop()
            }
        } onCancel: {
            abandon()
        }
    }
}
