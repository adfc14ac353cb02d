import CoreMetrics
import Ledger
import Terminations
import Worker

/// The gauges of what is not counted but looked at: set each time that somebody asks for metrics.
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
            uniqueKeysWithValues: WorkerStatus.Component.allCases.map { part in
                let meters = PauseStatus.codes.map {
                    ($0, meter(.paused, [("part", part.rawValue), ("reason", $0.label)]))
                }
                return (part, Dictionary(uniqueKeysWithValues: meters))
            }
        )
    }

    func set(
        _ healthSnapshot: Result<HealthSnapshot, LedgerError>,
        _ readiness: Readiness,
        _ snapshot: WorkerStatus.Snapshot,
        at now: Instant
    ) {
        for part in readiness.parts { ready[part.component]?.set(part.isReady ? 1 : 0) }
        for (part, meters) in paused {
            let code = snapshot[part].pause?.code
            for (other, meter) in meters { meter.set(other == code ? 1 : 0) }
        }
        switch healthSnapshot {
        case .success(let healthSnapshot):
            settingsVersion.set(healthSnapshot.settingsVersion ?? 0)
            parkedEvents.set(healthSnapshot.parkedEvents)
            relayLagEvents.set(healthSnapshot.unpublishedEvents)
            let age = healthSnapshot.oldestUnpublishedAt.map { $0.duration(until: now) / .seconds(1) } ?? 0
            relayLagSeconds.set(max(age, 0))
            ledgerBytes.set(healthSnapshot.bytes)
            for (state, meter) in deadLetters { meter.set(healthSnapshot.deadLetters[state] ?? 0) }
        case .failure:
            // What was true a while ago would look as if it still were.
            for meter in [settingsVersion, parkedEvents, relayLagEvents, relayLagSeconds, ledgerBytes] {
                meter.set(Double.nan)
            }
            for meter in deadLetters.values { meter.set(Double.nan) }
        }
    }
}

extension LedgerError.Code {
    /// As a label: `diskFull` is `disk-full`.
    var label: String {
        rawValue.reduce(into: "") { text, character in
            text += character.isUppercase ? "-\(character.lowercased())" : String(character)
        }
    }
}
