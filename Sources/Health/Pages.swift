import Ledger
import Prometheus
import Terminations
import Worker

/// The answer to each path.
struct Pages: Sendable {
    private let configuration: HealthConfiguration
    private let status: WorkerStatus
    private let reader: HealthSnapshotReader
    private let check: ReadinessCheck
    private let gauges: ScrapeGauges
    private let registry: PrometheusRegistry
    private let now: @Sendable () -> Instant

    init(
        configuration: HealthConfiguration,
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
        check = ReadinessCheck(
            status: status,
            ledgerPath: ledger.path,
            thresholds: configuration.thresholds,
            now: now
        )
        gauges = ScrapeGauges(factory: registry, version: version)
    }

    func answer(_ path: String) async -> Answer? {
        switch path {
        case "/live":
            let liveness = Liveness(status, thresholds: configuration.thresholds)
            return .json(liveness.isAlive, liveness.json)
        case "/ready":
            let readiness = check.readiness(await readHealth())
            return .json(readiness.isReady, readiness.json)
        case "/metrics":
            let health = await readHealth()
            gauges.set(health, check.readiness(health), status.snapshot, at: now())
            return Answer(
                contentType: "text/plain; version=0.0.4; charset=utf-8",
                body: Array(registry.exposition().utf8)
            )
        default:
            return nil
        }
    }

    private func readHealth() async -> Result<HealthSnapshot, LedgerError> {
        let health = await reader.read()
        // A damaged ledger ends the worker, whichever component finds it.
        if case .failure(let error) = health, error.needsRestore { status.report(ledgerLoss: error) }
        return health
    }
}
