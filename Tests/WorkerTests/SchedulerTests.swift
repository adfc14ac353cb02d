import RabbitMQ
import Synchronization
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Worker

/// A clock that only the test moves.
private final class Clock: Sendable {
    private let instant: Mutex<Instant>

    init(_ text: String) { instant = Mutex(Instant(rfc3339: text)!) }

    var now: @Sendable () -> Instant { { self.instant.withLock { $0 } } }

    func set(_ text: String) { instant.withLock { $0 = Instant(rfc3339: text)! } }
}

@Suite struct `The scheduler` {
    private static let due = "2026-03-31T22:00:00Z"

    @Test func `tells that a termination took effect when its last day is over, not before`() throws {
        try TestEnvironment.with("effect") { environment in
            let clock = Clock("2026-03-31T21:59:59.9Z")
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment, now: clock.now)
            try environment.publish(Sample.message("t-1", endDate: "2026-03-31"))
            #expect(billing.take(1).map(\.routingKey) == ["contract.terminated.v1"])
            clock.set(Self.due)
            let event = try #require(billing.take(1).first)
            #expect(event.routingKey == "contract.termination.effective.v1")
            #expect(event["time"]?.string == "2026-03-31T22:00:00Z")
            #expect(event["causationid"]?.string == "m-t-1")
            #expect(event["data", "billingStopsAt"]?.string == Self.due)
            #expect(worker.stop())
            #expect(try billing.rest().isEmpty)
        }
    }

    @Test func `of several workers on one ledger tells it once, also when one is killed`() throws {
        try TestEnvironment.with("effects") { environment in
            let clock = Clock("2026-03-31T12:00:00Z")
            let billing = try environment.subscriber()
            let first = try RunningWorker(environment, now: clock.now)
            try environment.publish((1...500).map { Sample.message("t-\($0)", endDate: "2026-03-31") })
            #expect(billing.takeDistinct(500).count == 500)
            let second = try RunningWorker(environment, now: clock.now)
            clock.set("2026-04-01T00:00:00Z")
            first.kill()
            let third = try RunningWorker(environment, components: [.scheduler], now: clock.now)
            // Each relay may repeat what another one has published: only the different effects count.
            let received = billing.takeDistinct(500, ofType: "contract.termination.effective.v1")
            #expect(Set(received.map(\.properties.messageID)).count == 500)
            #expect(second.stop() && third.stop())
            let effects = try environment.ledger.events(after: 500, limit: 1000)
            #expect(effects.count == 500)
            #expect(Set(effects.map(\.type)) == ["contract.termination.effective.v1"])
        }
    }

    @Test func `makes up for what came due while nobody ran`() throws {
        try TestEnvironment.with("late") { environment in
            let clock = Clock("2026-03-01T12:00:00Z")
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment, components: [.intake, .relay], now: clock.now)
            try environment.publish((1...3).map { Sample.message("t-\($0)", endDate: "2026-03-31") })
            #expect(billing.take(3).count == 3)
            #expect(worker.stop())
            clock.set("2026-06-01T00:00:00Z")
            let next = try RunningWorker(environment, now: clock.now)
            #expect(
                billing.take(3).map(\.routingKey) == Array(repeating: "contract.termination.effective.v1", count: 3)
            )
            #expect(next.stop())
        }
    }

    @Test func `refuses what has waited too long, and the CRM is told`() throws {
        try TestEnvironment.with("expiry") { environment in
            let clock = Clock("2026-03-02T12:00:00Z")
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment, now: clock.now)
            try environment.publish(Sample.withdrawal("t-1", revision: 2))
            worker.log.wait(for: "Message waits for its termination")
            clock.set("2026-03-02T12:10:00Z")
            let event = try #require(billing.take(1).first)
            #expect(event.routingKey == "contract.termination.rejected.v1")
            #expect(worker.log.wait(for: "Message refused")?.metadata["violations"] == "unknown-termination")
            #expect(worker.stop())
            #expect(try environment.ledger.deadLetters(limit: 9).map(\.state) == [.open])
        }
    }

    @Test func `passes over a row that cannot be read, does the rest, and says so until it can`() throws {
        try TestEnvironment.with("damaged-row", settings: Sample.settings + "\nheldFor: PT5S") { environment in
            let clock = Clock("2026-03-31T21:59:50Z")
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment, now: clock.now)
            try environment.publish((1...5).map { Sample.message("t-\($0)", endDate: "2026-03-31") })
            try environment.publish((1...3).map { Sample.withdrawal("w-\($0)", revision: 2) })
            #expect(billing.take(5).count == 5)
            worker.log.wait(for: "Message waits for its termination", count: 3)
            try environment.ledger.pool.write { database in
                try database.execute(
                    sql: "UPDATE terminations SET end_date = '2026x03-31' WHERE termination_id IN ('t-1', 't-3')"
                )
                try database.execute(sql: "UPDATE dead_letters SET properties = '[]' WHERE termination_id = 'w-2'")
            }
            clock.set(Self.due)
            let keys = billing.take(5).map(\.routingKey)
            #expect(keys.count { $0 == "contract.termination.effective.v1" } == 3)
            #expect(keys.count { $0 == "contract.termination.rejected.v1" } == 2)
            let line = try #require(worker.log.wait(for: "Scheduler paused"))
            #expect(line.metadata["reason"]?.hasPrefix("Not every due termination took effect: ") == true)
            #expect(line.metadata["hint"]?.contains("terminus ledger check") == true)
            #expect(worker.status.snapshot[.scheduler].pause?.code == .damaged)
            #expect(worker.status.snapshot[.intake].pause == nil)
            try environment.ledger.pool.write { database in
                try database.execute(sql: "UPDATE terminations SET end_date = '2026-03-31'")
                try database.execute(sql: "UPDATE dead_letters SET properties = '{}' WHERE properties = '[]'")
            }
            #expect(billing.take(3, timeout: .seconds(40)).count == 3)
            worker.log.wait(for: "Scheduler resumed")
            #expect(worker.status.snapshot[.scheduler].pause == nil)
            #expect(worker.stop())
        }
    }

    @Test func `goes on when the ledger can be written again, and says so once`() throws {
        try TestEnvironment.with("locked-effect") { environment in
            let clock = Clock("2026-03-31T12:00:00Z")
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment, components: [.scheduler, .relay], now: clock.now)
            let recorder = Recorder(ledger: environment.ledger, source: "urn:test")
            let message = IncomingMessage(body: Sample.message("t-1", endDate: "2026-03-30"))
            _ = try recorder.record(
                [ReceivedMessage(message: message, parsed: ParsedMessage(message))],
                at: clock.now()
            )
            // Already over: the recorder publishes the effect at once, so that the next one is the scheduler's.
            #expect(billing.take(2).count == 2)
            let later = IncomingMessage(body: Sample.message("t-2", endDate: "2026-03-31"))
            _ = try recorder.record(
                [ReceivedMessage(message: later, parsed: ParsedMessage(later))],
                at: Instant(rfc3339: "2026-03-31T21:59:30Z")!
            )
            #expect(billing.take(1).count == 1)
            try environment.ledger.file.pool.writeWithoutTransaction { database in
                try database.execute(sql: "BEGIN IMMEDIATE")
                clock.set(Self.due)
                #expect(worker.log.wait(for: "Scheduler paused")?.level == .warning)
                try database.execute(sql: "ROLLBACK")
            }
            #expect(billing.take(1).map(\.routingKey) == ["contract.termination.effective.v1"])
            worker.log.wait(for: "Scheduler resumed")
            #expect(worker.stop())
            #expect(worker.log.lines.all.filter { $0.message == "Scheduler paused" }.count == 1)
        }
    }
}

@Suite struct `The life of a termination` {
    @Test func `is told in order, also when its withdrawal is published first`() throws {
        try TestEnvironment.with("life") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            try environment.publish([
                Sample.withdrawal("t-1", revision: 3), Sample.correction("t-1", revision: 2, endDate: "2035-06-30"),
                Sample.message("t-1"),
            ])
            let events = billing.take(3)
            #expect(
                events.map(\.routingKey) == [
                    "contract.terminated.v1", "contract.termination.corrected.v1",
                    "contract.termination.withdrawn.v1",
                ]
            )
            #expect(events[2]["data", "supersedes"]?.string == events[1]["id"]?.string)
            #expect(events[1]["data", "supersedes"]?.string == events[0]["id"]?.string)
            #expect(worker.stop())
            #expect(try environment.remaining(in: environment.names.terminations).isEmpty)
        }
    }
}
