import Foundation
import Prometheus
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Health
@testable import Worker

/// An instant in seconds since the epoch.
private func second(_ seconds: Int64) -> Instant { Instant(secondsSinceEpoch: seconds) ?? .latest }

private func healthSnapshot(
    settings: Int? = 1,
    waiting: Int64 = 0,
    oldest: Instant? = nil,
    parked: Int = 0,
    parkedAt: Instant? = nil
) -> Result<HealthSnapshot, LedgerError> {
    .success(
        HealthSnapshot(
            settingsVersion: settings,
            firstSettingsAt: settings == nil ? nil : second(1),
            unpublishedEvents: waiting,
            oldestUnpublishedAt: oldest,
            parkedEvents: parked,
            parkedContractEvents: parked,
            contractEventsParkedAt: parkedAt,
            deadLetters: [:],
            bytes: 0
        )
    )
}

@Suite struct `Whether a worker is ready` {
    private let clock = Clock()
    private let status: WorkerStatus
    private let check: ReadinessCheck
    private let file: String

    /// A clock that only a test moves.
    private final class Clock: Sendable {
        private let instants = Record<Instant>()
        func move(to instant: Instant) { instants.add(instant) }
        var now: Instant { instants.all.last ?? second(100) }
    }

    init() throws {
        file = FileManager.default.temporaryDirectory.appending(path: "terminus-test.\(UUID().uuidString)").path
        try Data().write(to: URL(filePath: file))
        status = WorkerStatus(now: { [clock] in clock.now })
        check = ReadinessCheck(
            status: status,
            ledgerPath: file,
            thresholds: HealthThresholds(),
            now: { [clock] in clock.now }
        )
    }

    private func connectAll() {
        for component in WorkerStatus.Component.allCases { status.set(component, connection: .connected) }
    }

    private func part(
        _ component: Readiness.Component,
        _ found: Result<HealthSnapshot, LedgerError> = healthSnapshot()
    ) -> Readiness.Entry? {
        check.readiness(found).components.first { $0.component == component }
    }

    @Test func `it is when everything is connected, writable and judged by settings`() {
        connectAll()
        let readiness = check.readiness(healthSnapshot())
        #expect(readiness.isReady, "\(readiness.components.compactMap(\.reason))")
        #expect(readiness.components.map(\.component) == Readiness.Component.allCases)
    }

    @Test func `it is not before it has connected`() {
        #expect(part(.intake)?.reason == "It has not connected yet.")
        #expect(part(.relay)?.since == second(100))
    }

    @Test func `it is not without settings, and says what to do`() {
        connectAll()
        #expect(
            part(.settings, healthSnapshot(settings: nil))?.reason
                == "No settings were ever applied. Run: terminus settings apply FILE"
        )
        #expect(part(.settings)?.since == second(1))
    }

    @Test func `it is not while a connection is gone, since the moment when it went`() {
        connectAll()
        clock.move(to: second(200))
        let error = RabbitMQError(.unreachable, "The broker at amqp://host cannot be reached.")
        status.set(.intake, connection: .connecting(attempt: 1, lastError: error))
        clock.move(to: second(300))
        status.set(.intake, connection: .connecting(attempt: 2, lastError: error))
        #expect(part(.intake)?.since == second(200))
        #expect(part(.intake)?.reason == "The broker cannot be used: nothing answers at its address.")
        #expect(part(.relay)?.isReady == true)
        clock.move(to: second(400))
        status.set(.intake, connection: .connected)
        #expect(part(.intake)?.isReady == true)
        #expect(part(.intake)?.since == second(400))
    }

    @Test func `it is not while the broker blocks the relay`() {
        connectAll()
        clock.move(to: second(200))
        status.set(.relay, connection: .blocked(reason: "low on disk"))
        #expect(part(.relay)?.reason == "The broker takes no events: low on disk.")
        #expect(part(.relay)?.since == second(200))
    }

    @Test func `it is not while a part is paused over the ledger, and both say why`() {
        connectAll()
        let pause = PauseStatus(code: .diskFull, reason: "There is no room.", since: second(150))
        status.set(.intake, pause: pause)
        #expect(part(.intake)?.reason == "There is no room.")
        #expect(part(.ledger)?.reason == "There is no room.")
        #expect(part(.ledger)?.since == second(150))
        clock.move(to: second(300))
        status.set(.intake, pause: nil)
        #expect(part(.ledger)?.isReady == true)
        #expect(part(.ledger)?.since == second(300))
        #expect(part(.intake)?.since == second(300))
    }

    @Test func `it is not while what is due cannot be done, and only that is why`() {
        connectAll()
        status.set(.scheduler, pause: PauseStatus(code: .damaged, reason: "A row is damaged.", since: second(150)))
        let parts = check.readiness(healthSnapshot()).components.filter { !$0.isReady }
        #expect(parts.map(\.component) == [.scheduler])
        #expect(parts.first?.reason == "A row is damaged.")
        #expect(parts.first?.since == second(150))
    }

    /// Answers that are late keep no event from billing: `/live` is what sees their thread hang.
    @Test func `it is while answers are not sent`() {
        connectAll()
        status.heartbeat(of: .answers).beat()
        status.set(.answers, pause: PauseStatus(code: .damaged, reason: "A row is damaged.", since: second(150)))
        #expect(check.readiness(healthSnapshot()).isReady)
    }

    @Test(arguments: WorkerStatus.Component.allCases.filter { $0 != .answers })
    func `it is not while a thread does nothing`(part: WorkerStatus.Component) {
        connectAll()
        let check = ReadinessCheck(
            status: status,
            ledgerPath: file,
            thresholds: HealthThresholds(silentThread: .zero),
            now: { [clock] in clock.now }
        )
        #expect(check.readiness(healthSnapshot()).isReady)
        status.heartbeat(of: part).beat()
        let parts = check.readiness(healthSnapshot()).components.filter { !$0.isReady }
        #expect(parts.map(\.component.rawValue) == [part.rawValue])
        #expect(parts.first?.reason == "Its thread has done nothing for 0 seconds.")
        status.heartbeat(of: part).end()
        #expect(check.readiness(healthSnapshot()).isReady)
    }

    @Test func `it is not when the ledger cannot be read or written`() throws {
        connectAll()
        let unread = Result<HealthSnapshot, LedgerError>.failure(LedgerError(.inputOutput, "The disk failed."))
        #expect(part(.ledger, unread)?.reason == "The disk failed.")
        #expect(part(.settings, unread)?.isReady == false)
        #expect(part(.relayLag, unread)?.isReady == false)
        try FileManager.default.removeItem(atPath: file)
        #expect(part(.ledger)?.reason == "The ledger's file or its folder cannot be written.")
    }

    @Test func `it is not when events wait too long, or too many of them, since that was found`() {
        connectAll()
        #expect(part(.relayLag, healthSnapshot(waiting: 50_000, oldest: second(40)))?.isReady == true)
        clock.move(to: second(200))
        #expect(
            part(.relayLag, healthSnapshot(waiting: 3, oldest: second(139)))?.reason
                == "3 events are not published, the oldest for 61 seconds."
        )
        clock.move(to: second(201))
        #expect(part(.relayLag, healthSnapshot(waiting: 50_001, oldest: second(201)))?.isReady == false)
        #expect(part(.relayLag, healthSnapshot(waiting: 50_001, oldest: second(201)))?.since == second(200))
    }

    @Test func `it is not while events for billing are parked for longer than some seconds`() {
        connectAll()
        #expect(part(.parkedEvents, healthSnapshot(parked: 2, parkedAt: second(96)))?.isReady == true)
        clock.move(to: second(102))
        #expect(
            part(.parkedEvents, healthSnapshot(parked: 2, parkedAt: second(96)))?.reason
                == "2 events for billing are kept back: no queue takes them, or the broker refuses them. "
                + "Run: terminus doctor"
        )
        #expect(part(.parkedEvents)?.isReady == true)
    }

    @Test func `it is not while an exchange is missing`() {
        connectAll()
        #expect(status.set(missingExchanges: ["terminus.terminations"]))
        #expect(!status.set(missingExchanges: ["terminus.terminations"]))
        #expect(
            part(.exchanges)?.reason
                == "The exchange terminus.terminations does not exist on the broker: what is published to it is "
                + "refused. Run: terminus setup"
        )
        clock.move(to: second(300))
        #expect(status.set(missingExchanges: []))
        #expect(part(.exchanges)?.isReady == true)
        #expect(part(.exchanges)?.since == second(300))
    }

    @Test(
        arguments: [
            .accessRefused, .virtualHostRefused, .authenticationFailed, .unreachable, .notFound, .timedOut,
            .connectionClosed, .channelClosed, .tls, .preconditionFailed, .protocolViolation, .invalidMessage,
        ] as [RabbitMQError.Code]
    )
    func `it says of the broker what happened, and neither user nor virtual host nor address`(code: RabbitMQError.Code)
    {
        connectAll()
        let error = RabbitMQError(code, rawCode: 403, "access to vhost 'secret' refused for user 'secret' at secret:1")
        for part in WorkerStatus.Component.allCases {
            status.set(part, connection: .connecting(attempt: 1, lastError: error))
        }
        let text = String(decoding: check.readiness(healthSnapshot()).json, as: UTF8.self)
        #expect(text.contains("The broker cannot be used"))
        #expect(!text.contains("secret"))
    }

    @Test func `it is not once a part has come to its end`() {
        connectAll()
        status.markEnded(.intake)
        #expect(part(.intake)?.reason == "The worker stops.")
    }

    @Test func `is written as JSON that names each part`() throws {
        connectAll()
        let json = try JSONValue(parsing: check.readiness(healthSnapshot(settings: nil)).json)
        #expect(json.object?["ready"] == .bool(false))
        guard case .array(let parts)? = json.object?["parts"] else {
            Issue.record("there are no parts")
            return
        }
        #expect(parts.compactMap { $0.object?["part"]?.string }.count == Readiness.Component.allCases.count)
        #expect(parts.last?.object?["since"] == .string("1970-01-01T00:01:40Z"))
    }
}

@Suite struct `Whether a worker lives` {
    private let status = WorkerStatus()

    @Test func `it does before its threads have started, while they run, and after their end`() {
        #expect(Liveness(status, thresholds: HealthThresholds(stalledThread: .zero)).isAlive)
        status.heartbeat(of: .relay).beat()
        #expect(Liveness(status, thresholds: HealthThresholds(stalledThread: .seconds(60))).isAlive)
        status.markEnded(.relay)
        #expect(Liveness(status, thresholds: HealthThresholds(stalledThread: .zero)).isAlive)
    }

    @Test(arguments: WorkerStatus.Component.allCases)
    func `it does not when a thread has had no heartbeat for too long, and the thread is named`(
        component: WorkerStatus.Component
    ) throws {
        status.heartbeat(of: component).beat()
        let liveness = Liveness(status, thresholds: HealthThresholds(stalledThread: .zero))
        #expect(liveness.stalled.map(\.component) == [component])
        let json = try JSONValue(parsing: liveness.json)
        #expect(json.object?["live"] == .bool(false))
        #expect(json.object?["stuck"]?.array?.first?.object?["thread"] == .string(component.rawValue))
    }

    @Test func `it does while the relay waits for a broker that is gone, and not for one that is there`() {
        status.heartbeat(of: .relay).waitingForBroker {
            #expect(Liveness(status, thresholds: HealthThresholds(stalledThread: .zero)).isAlive)
            status.set(.relay, connection: .blocked(reason: "low on memory"))
            #expect(Liveness(status, thresholds: HealthThresholds(stalledThread: .zero)).isAlive)
            status.set(.relay, connection: .connected)
            #expect(!Liveness(status, thresholds: HealthThresholds(stalledThread: .zero)).isAlive)
        }
    }
}

@Suite struct `The gauges of a scrape` {
    private let registry = PrometheusRegistry(MetricDeclaration.all)
    private let status = WorkerStatus()

    /// The series of `terminus_paused` that are 1.
    private func pauses(_ gauges: ScrapeGauges) -> [Substring] {
        let check = ReadinessCheck(status: status, ledgerPath: "/")
        gauges.set(healthSnapshot(), check.readiness(healthSnapshot()), status.snapshot, at: second(100))
        return registry.exposition().split(separator: "\n").filter {
            $0.hasPrefix("terminus_paused{") && $0.hasSuffix(" 1")
        }
    }

    @Test(arguments: WorkerStatus.Component.allCases)
    func `show the pause of each component, and its end`(component: WorkerStatus.Component) {
        let gauges = ScrapeGauges(factory: registry, version: "1.0.0")
        #expect(pauses(gauges).isEmpty)
        status.set(component, pause: PauseStatus(code: .damaged, reason: "A row is damaged.", since: second(1)))
        #expect(pauses(gauges) == ["terminus_paused{part=\"\(component.rawValue)\",reason=\"damaged\"} 1"])
        status.set(component, pause: nil)
        #expect(pauses(gauges).isEmpty)
    }
}
