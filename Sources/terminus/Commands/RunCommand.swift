import ArgumentParser
import Foundation
import Ledger
import Logging
import Metrics
import Operations
import Prometheus
import ServiceLifecycle
import Worker

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the worker: consume, judge, record, publish.",
        usage: "terminus run [<options>]",
        discussion: """
            Runs until SIGTERM or SIGINT: then what has been delivered is recorded and acknowledged, what was recorded \
            is published, and the process ends within the grace time. A second signal ends it at once. Either way \
            nothing is lost.

            Started by systemd with Type=notify it says when it consumes, what it does, and that it lives.

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
        logger.notice(
            "Terminus starts",
            metadata: [
                "version": "\(TerminusVersion.current)",
                "broker": "\(configuration.connection.addresses.map(\.description).joined(separator: ", "))",
                "ledger": "\(configuration.ledgerPath)",
            ]
        )
        let others = WorkerPresence.announce(at: configuration.ledgerPath)
        if others > 0 {
            logger.warning(
                "Another worker uses this ledger: each publishes every event, so subscribers get them twice",
                metadata: ["workers": "\(others + 1)", "hint": "Run one worker on a ledger, but while one takes over."]
            )
        }
        let registry = PrometheusRegistry(MetricDeclaration.all)
        // Before the worker is made, which asks for its counters.
        MetricsSystem.bootstrap(registry)
        let status = WorkerStatus()
        let worker = Worker(
            configuration: configuration.worker,
            ledger: ledger,
            status: status,
            logger: logger
        )
        // The group stops its services from the last to the first: HTTP tells of the worker until that has ended, and
        // the second signal counts until the end.
        let grace = configuration.worker.grace
        let secondSignal = SecondSignalService {
            Self.announceStop(within: grace, ledger, status, logger)
        }
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [.init(service: secondSignal)]
        if let operations = configuration.operations {
            let service = OperationsService(
                configuration: operations,
                status: status,
                ledger: ledger,
                registry: registry,
                version: TerminusVersion.current,
                logger: logger
            )
            do {
                try await OperationsService.demandAddress(operations)
            } catch let error as OperationsError {
                throw CommandFailure(.configuration, error.description, hint: error.hint)
            }
            // Should the address be taken in this moment, the worker ends in order.
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
        } catch let error as OperationsError {
            throw CommandFailure(.configuration, error.description, hint: error.hint)
        } catch let error as LedgerError {
            // A file that is gone or replaced shows first in some failure of another kind.
            throw CommandFailure(endOfWorker: ledger.file.loss ?? error, on: configuration.ledgerPath)
        }
        // Also where it was found only while the worker stopped.
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
                hint: "Nothing is lost: the next run goes on where this one ended."
            )
        }
        logger.notice("Terminus has stopped")
    }

    /// Says what the stop waits for: with a broker that is away it takes as long as it may.
    private static func announceStop(within grace: Duration, _ ledger: Ledger, _ status: WorkerStatus, _ logger: Logger)
    {
        var metadata: Logger.Metadata = ["at-most": "\(grace.components.seconds) s"]
        if let events = try? ledger.healthSnapshot().unpublishedEvents { metadata["unpublished-events"] = "\(events)" }
        if status.snapshot[.relay].connection?.isUsable != true { metadata["broker"] = "not connected" }
        logger.notice("Terminus stops; a second signal ends it at once", metadata: metadata)
    }
}
