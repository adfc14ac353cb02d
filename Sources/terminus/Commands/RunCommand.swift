import ArgumentParser
import Foundation
import Health
import Ledger
import LogKeys
import Logging
import Metrics
import Prometheus
import ServiceLifecycle
import Worker

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the worker: consume, judge, record, publish.",
        usage: "terminus run [<options>]",
        discussion: """
            Runs until SIGTERM or SIGINT. Then it records and acknowledges the delivered messages, publishes the \
            recorded events, and ends within the grace time. A second signal ends it at once. Nothing is lost in \
            either case.

            Under systemd with Type=notify it reports when it is ready, its status, and its watchdog.

            EXAMPLE
              terminus run
              TERMINUS_AMQP_URL=amqps://terminus@broker terminus run --prefetch 500
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var workerOptions: WorkerOptions

    func run() async throws {
        var configuration = try await TerminusConfiguration.load(options, worker: workerOptions)
        configuration.worker.crashPoint = CrashPoint(environment: ProcessInfo.processInfo.environment)
        let logger = configuration.makeLogger(standard: .info)
        let ledger = try reporting(on: configuration.ledgerPath) { try Ledger(path: configuration.ledgerPath) }
        defer { ledger.close() }
        logger.log(
            .notice,
            "Terminus starts",
            [
                .version: "\(TerminusVersion.current)",
                .broker: "\(configuration.connection.addresses.map(\.description).joined(separator: ", "))",
                .ledger: "\(configuration.ledgerPath)",
            ]
        )
        let others = WorkerPresence.announce(at: configuration.ledgerPath)
        if others > 0 {
            logger.log(
                .warning,
                "Another worker uses this ledger: each publishes every event, so subscribers get them twice",
                [.workers: "\(others + 1)", .hint: "Run one worker on a ledger, except while one takes over."]
            )
        }
        let registry = PrometheusRegistry(MetricDeclaration.all)
        // Before the worker is made, because the worker makes its counters.
        MetricsSystem.bootstrap(registry)
        let status = WorkerStatus()
        let worker = Worker(
            configuration: configuration.worker,
            ledger: ledger,
            status: status,
            logger: logger
        )
        // The group stops its services in reverse order, so HTTP answers until the worker has ended, and the second signal
        // works until the end.
        let grace = configuration.worker.grace
        let secondSignal = SecondSignalService {
            Self.announceStop(within: grace, ledger, status, logger)
        }
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [.init(service: secondSignal)]
        if let health = configuration.health {
            let service = HealthService(
                configuration: health,
                status: status,
                ledger: ledger,
                registry: registry,
                version: TerminusVersion.current,
                logger: logger
            )
            do {
                try await HealthService.checkAddress(health)
            } catch let error as HealthServiceError {
                throw CommandFailure(.configuration, error.description, hint: error.hint)
            }
            // If another program takes the address at this moment, the worker ends in order.
            services.append(.init(service: service, failureTerminationBehavior: .gracefullyShutdownGroup))
        }
        services += worker.services.map { .init(service: $0) }
        let notice = ServiceManagerNotice(
            environment: ProcessInfo.processInfo.environment,
            queue: configuration.names.terminations,
            ledger: ledger,
            status: status,
            logger: logger
        )
        if let notice { services.append(.init(service: notice)) }
        var group = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = grace
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as HealthServiceError {
            throw CommandFailure(.configuration, error.description, hint: error.hint)
        } catch let error as LedgerError {
            // The loss of a file can appear as another error first.
            throw CommandFailure(endOfWorker: ledger.file.loss ?? error, on: configuration.ledgerPath)
        }
        // The loss may also be found while the worker stops.
        do throws(LedgerError) {
            try ledger.file.demandUnchanged()
            if let loss = status.snapshot.ledgerLoss { throw loss }
        } catch {
            throw CommandFailure(endOfWorker: error, on: configuration.ledgerPath)
        }
        if status.snapshot.wasAbandoned {
            throw CommandFailure(
                .temporary,
                "The grace time ran out before everything was published.",
                hint: "Nothing is lost: the next run continues where this one ended."
            )
        }
        logger.notice("Terminus has stopped")
    }

    /// Logs what the stop waits for. Without a broker it takes the whole grace time.
    private static func announceStop(within grace: Duration, _ ledger: Ledger, _ status: WorkerStatus, _ logger: Logger)
    {
        var metadata: [LogKey: Logger.MetadataValue] = [.atMost: "\(grace.components.seconds) s"]
        if let events = try? ledger.healthSnapshot().unpublishedEvents { metadata[.unpublishedEvents] = "\(events)" }
        if status.snapshot[.relay].connection?.isUsable != true { metadata[.broker] = "not connected" }
        logger.log(.notice, "Terminus stops; a second signal ends it at once", metadata)
    }
}
