import CoreMetrics
import Ledger
import Terminations
import Worker

/// The gauges whose values are read at each scrape.
struct ScrapeGauges: Sendable {
    private let settingsVersion: Meter
    private let parkedEvents: Meter
    private let relayLagEvents: Meter
    private let relayLagSeconds: Meter
    private let ledgerBytes: Meter
    private let deadLetters: [DeadLetter.State: Meter]
    private let ready: [Readiness.Component: Meter]
    private let paused: [WorkerStatus.Component: [LedgerError.Code: Meter]]

    init(factory: any MetricsFactory, version: String) {
        func meter(_ metric: Metric, _ labels: [(String, String)] = []) -> Meter {
            Meter(label: metric.rawValue, dimensions: labels, factory: factory)
        }
        func meters<Key: CaseIterable & Hashable>(_ make: (Key) -> Meter) -> [Key: Meter] {
            Dictionary(uniqueKeysWithValues: Key.allCases.map { ($0, make($0)) })
        }
        meter(.buildInfo, [("version", version)]).set(1)
        settingsVersion = meter(.settingsVersion)
        parkedEvents = meter(.parkedEvents)
        relayLagEvents = meter(.relayLagEvents)
        relayLagSeconds = meter(.relayLagSeconds)
        ledgerBytes = meter(.ledgerBytes)
        deadLetters = meters { meter(.deadLetters, [("state", $0.rawValue)]) }
        ready = meters { meter(.ready, [("part", $0.rawValue)]) }
        paused = Dictionary(
            uniqueKeysWithValues: WorkerStatus.Component.allCases.map { component in
                let meters = PauseStatus.codes.map {
                    ($0, meter(.paused, [("part", component.rawValue), ("reason", $0.label)]))
                }
                return (component, Dictionary(uniqueKeysWithValues: meters))
            }
        )
    }

    func set(
        _ health: Result<HealthSnapshot, LedgerError>,
        _ readiness: Readiness,
        _ snapshot: WorkerStatus.Snapshot,
        at now: Instant
    ) {
        for entry in readiness.components { ready[entry.component]?.set(entry.isReady ? 1 : 0) }
        for (component, meters) in paused {
            let code = snapshot[component].pause?.code
            for (other, meter) in meters { meter.set(other == code ? 1 : 0) }
        }
        switch health {
        case .success(let health):
            settingsVersion.set(health.settingsVersion ?? 0)
            parkedEvents.set(health.parkedEvents)
            relayLagEvents.set(health.unpublishedEvents)
            let age = health.oldestUnpublishedAt.map { $0.duration(until: now) / .seconds(1) } ?? 0
            relayLagSeconds.set(max(age, 0))
            ledgerBytes.set(health.bytes)
            for (state, meter) in deadLetters { meter.set(health.deadLetters[state] ?? 0) }
        case .failure:
            // Old values would look current.
            for meter in [settingsVersion, parkedEvents, relayLagEvents, relayLagSeconds, ledgerBytes] {
                meter.set(Double.nan)
            }
            for meter in deadLetters.values { meter.set(Double.nan) }
        }
    }
}

extension LedgerError.Code {
    /// The value of a label: `diskFull` becomes `disk-full`.
    var label: String {
        rawValue.reduce(into: "") { text, character in
            text += character.isUppercase ? "-\(character.lowercased())" : String(character)
        }
    }
}
