import Ledger
import Prometheus
import Terminations
import Worker

/// The answers by path.
struct Pages: Sendable {
    private let configuration: OperationsConfiguration
    private let status: WorkerStatus
    private let reader: HealthSnapshotReader
    private let check: ReadinessCheck
    private let gauges: ScrapeGauges
    private let registry: PrometheusRegistry
    private let now: @Sendable () -> Instant

    init(
        configuration: OperationsConfiguration,
        status: WorkerStatus,
        ledger: Ledger,
        registry: PrometheusRegistry,
        version: String,
        now: @escaping @Sendable () -> Instant = { .now }
    ) {
        self.configuration = configuration
        self.status = status
        self.registry = registry
        self.now = now
        reader = HealthSnapshotReader(ledger: ledger)
        check = ReadinessCheck(status: status, ledgerPath: ledger.path, configuration: configuration, now: now)
        gauges = ScrapeGauges(factory: registry, version: version)
    }

    func answer(_ path: String) async -> Answer? {
        switch path {
        case "/live":
            let liveness = Liveness(status, longestTurn: configuration.longestTurn)
            return .json(liveness.isAlive, liveness.json)
        case "/ready":
            let readiness = check.readiness(await readVitals())
            return .json(readiness.isReady, readiness.json)
        case "/metrics":
            let healthSnapshot = await readVitals()
            gauges.set(healthSnapshot, check.readiness(healthSnapshot), status.snapshot, at: now())
            return Answer(
                contentType: "text/plain; version=0.0.4; charset=utf-8",
                body: Array(registry.exposition().utf8)
            )
        default:
            return nil
        }
    }

    private func readVitals() async -> Result<HealthSnapshot, LedgerError> {
        let healthSnapshot = await reader.read()
        // Whoever finds the ledger damaged ends the worker.
        if case .failure(let error) = healthSnapshot, error.needsRestore { status.note(ledgerLoss: error) }
        return healthSnapshot
    }
}
