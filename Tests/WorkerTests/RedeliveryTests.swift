import Foundation
import GRDB
import RabbitMQ
import Synchronization
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Worker

@Suite struct `Redelivered messages` {
    /// Takes these messages up so often without an outcome, as processes do that end while they judge.
    private func takeUp(_ bodies: [[UInt8]], times: Int, alone: Int = 0, in environment: TestEnvironment) throws {
        let recorder = Recorder(ledger: environment.ledger, source: "urn:test")
        let messages = bodies.map { IncomingMessage(body: $0) }
        for _ in 0..<times { _ = try recorder.countAttempts(messages, at: .now) }
        for _ in 0..<alone {
            for message in messages { _ = try recorder.countLoneAttempt(message, at: .now) }
        }
    }

    @Test func `have their attempts counted on disk before they are judged`() throws {
        try TestEnvironment.with("counted") { environment in
            let billing = try environment.subscriber()
            try environment.publish(Sample.message("t-1"))
            try environment.deliverOnce(1)
            let counts = Mutex<[Int?]>([])
            // The clock is asked before each transaction: the first counts attempts, the second judges.
            let worker = try RunningWorker(
                environment,
                components: [.intake],
                now: {
                    let count = try? environment.ledger.pool.read {
                        try Int.fetchOne($0, sql: "SELECT count FROM attempts")
                    }
                    counts.withLock { $0.append(count ?? nil) }
                    return .now
                }
            )
            let relay = try RunningWorker(environment, components: [.relay])
            #expect(billing.take(1).count == 1)
            #expect(worker.stop() && relay.stop())
            #expect(counts.withLock { $0 } == [nil, 1])
            let left = try environment.ledger.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM attempts") }
            #expect(left == 0, "an outcome ends the counting")
        }
    }

    @Test func `that were taken up twice are judged alone, their neighbours together`() throws {
        try TestEnvironment.with("alone") { environment in
            let bodies = (1...5).map { Sample.message("t-\($0)") }
            try environment.publish(bodies)
            let held = try environment.hold(bodies.count)
            try takeUp([bodies[2]], times: 2, in: environment)
            try environment.publish(Sample.message("t-0"))
            // Each transaction has an instant of its own. While the first one begins, which is of another message, the five
            // come again: the next batch finds them all.
            let start: Int64 = 1_767_225_600
            let clock = Mutex<Int64>(start)
            let running = Mutex<RunningWorker?>(nil)
            let worker = try RunningWorker(
                environment,
                components: [.intake],
                now: {
                    clock.withLock { seconds in
                        if seconds == start {
                            held.close()
                            let deadline = ContinuousClock.now + .seconds(60)
                            while running.withLock({ $0?.waiting }) != bodies.count, .now < deadline {}
                        }
                        seconds += 1
                        return Instant(secondsSinceEpoch: seconds) ?? .latest
                    }
                }
            )
            running.withLock { $0 = worker }
            defer { running.withLock { $0 = nil } }
            let billing = try environment.subscriber()
            let relay = try RunningWorker(environment, components: [.relay])
            let events = billing.take(6)
            #expect(worker.stop() && relay.stop())
            try #require(events.map { $0["data", "terminationId"]?.string } == (0...5).map { "t-\($0)" })
            let times = events.dropFirst().map { $0["time"]?.string ?? "" }
            #expect(times[0] == times[1] && times[1] != times[2] && times[2] != times[3] && times[3] == times[4])
        }
    }

    @Test func `are not blamed for how often the process ended while they waited`() throws {
        try TestEnvironment.with("innocent") { environment in
            let billing = try environment.subscriber()
            let bodies = (1...20).map { Sample.message("t-\($0)") }
            try environment.publish(bodies)
            try environment.deliverOnce(bodies.count)
            try takeUp(bodies, times: 50, in: environment)
            let worker = try RunningWorker(environment)
            #expect(billing.take(20).count == 20)
            #expect(worker.stop())
            #expect(try environment.ledger.deadLetters(limit: 10).isEmpty)
        }
    }

    @Test func `that were recorded before are duplicates, however often the process ended`() throws {
        try TestEnvironment.with("recorded-before") { environment in
            let billing = try environment.subscriber()
            let body = Sample.message("t-1")
            try environment.publish([body])
            let first = try RunningWorker(environment)
            #expect(billing.take(1).count == 1)
            #expect(first.stop())
            try environment.publish([body])
            try environment.deliverOnce(1)
            try takeUp([body], times: 10, alone: 10, in: environment)
            let second = try RunningWorker(environment)
            try environment.publish([Sample.message("t-2")])
            #expect(billing.take(1).map { $0["data", "terminationId"]?.string } == ["t-2"])
            #expect(second.stop())
            #expect(try environment.ledger.deadLetters(limit: 10).isEmpty)
        }
    }

    @Test func `that end the process each time are set aside, with their bytes, and nobody is told a refusal`() throws {
        try TestEnvironment.with("unjudgeable") { environment in
            let billing = try environment.subscriber()
            let bodies = (1...3).map { Sample.message("t-\($0)") }
            try environment.publish(bodies)
            try environment.deliverOnce(bodies.count)
            // All three were there each time the process ended; only the second was judged alone then.
            try takeUp(bodies, times: 10, in: environment)
            try takeUp([bodies[1]], times: 0, alone: 3, in: environment)
            let worker = try RunningWorker(environment)
            #expect(billing.take(2).map { $0["data", "terminationId"]?.string } == ["t-1", "t-3"])
            #expect(worker.stop())
            #expect(try billing.rest().isEmpty)
            let deadLetters = try environment.ledger.deadLetters(limit: 10)
            #expect(deadLetters.map(\.source) == [.unjudgeable])
            #expect(deadLetters.map(\.messageID) == ["m-t-2"])
            let deadLetter = try #require(deadLetters.first)
            #expect(try environment.ledger.deadLetterContent(id: deadLetter.id)?.body == bodies[1])
            #expect(try environment.remaining(in: environment.names.terminations).isEmpty)
        }
    }
}
