import Foundation
public import Ledger
public import Logging
import RabbitMQ
public import ServiceLifecycle
import Terminations

/// The running service on one ledger: the intake, the intake of what the broker has dead-lettered, the scheduler, the
/// relay, the answers, and who looks whether the exchanges are there.
///
/// An orderly stop (a graceful shutdown of the service group) lets the intakes record and acknowledge what has been
/// delivered, then lets the relay publish what was recorded. A cancelled task abandons all: nothing is lost, since
/// unacknowledged messages go back to the queue and unpublished events stay in the ledger.
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
                logger.log(.notice, "The exchanges are there again", [:])
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
        intakes = [.deadLetters, .terminations].map { feed in
            Intake(
                configuration: configuration,
                feed: feed,
                ledger: ledger,
                status: status,
                logger: logger,
                now: now,
                onRecorded: onRecorded
            )
        }
    }

    /// In the order in which a service group starts them; it stops them the other way round, the intakes first.
    ///
    /// The group ends with a ``LedgerError`` that ``LedgerError/needsRestore`` when the ledger's files are no longer those
    /// that were opened, or are damaged.
    public var services: [any Service] {
        [
            watch, ExchangeWatchService(watch: exchanges), AnswersService(answers: answers), RelayService(relay: relay),
            SchedulerService(scheduler: scheduler),
        ] + intakes.map { IntakeService(intake: $0) }
    }
}

private struct IntakeService: Service {
    let intake: Intake

    func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await onDedicatedThread(named: "intake") { intake.run() }
            } onGracefulShutdown: {
                intake.stop()
            }
        } onCancel: {
            intake.abandon()
        }
    }
}

private struct SchedulerService: Service {
    let scheduler: Scheduler

    func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await onDedicatedThread(named: "scheduler") { scheduler.run() }
            } onGracefulShutdown: {
                scheduler.stop()
            }
        } onCancel: {
            scheduler.stop()
        }
    }
}

private struct RelayService: Service {
    let relay: Relay

    func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await onDedicatedThread(named: "relay") { relay.run() }
            } onGracefulShutdown: {
                relay.stop()
            }
        } onCancel: {
            relay.abandon()
        }
    }
}

private struct AnswersService: Service {
    let answers: Answers

    func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await onDedicatedThread(named: "answers") { answers.run() }
            } onGracefulShutdown: {
                answers.stop()
            }
        } onCancel: {
            answers.abandon()
        }
    }
}

private struct ExchangeWatchService: Service {
    let watch: ExchangeWatch

    func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await onDedicatedThread(named: "exchanges") { watch.run() }
            } onGracefulShutdown: {
                watch.stop()
            }
        } onCancel: {
            watch.stop()
        }
    }
}
