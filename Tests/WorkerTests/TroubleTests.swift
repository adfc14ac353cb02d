import Foundation
import GRDB
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Worker

@Suite struct `Trouble that is ours` {
    /// A ledger that cannot grow, like one on a full disk.
    private func fill(_ ledger: Ledger) throws {
        try ledger.file.pool.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
    }

    /// Waits for a change by another connection, which sends no signal.
    private func wait(until isSo: () throws -> Bool) throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !isSo() {
            guard ContinuousClock.now < deadline else { return false }
            sched_yield()
        }
        return true
    }

    @Test func `a queue that differs from what is declared, keeps no event back, and is over when it is gone`() throws {
        try TestEnvironment.with("other-queue") { environment in
            let billing = try environment.subscriber()
            try Broker.deleteQueue(environment.names.terminations, on: environment.connection)
            let other = QueueDeclaration(name: environment.names.terminations, arguments: ["x-queue-type": "classic"])
            try Broker.declare(Topology(queues: [other]), on: environment.connection)
            _ = try Recorder(ledger: environment.ledger, source: "urn:test").record(
                [Sample.message("t-1")].map {
                    ReceivedMessage(message: .init(body: $0), parsed: ParsedMessage(.init(body: $0)))
                },
                at: .now
            )
            let worker = try RunningWorker(environment) { $0.declaresTopology = true }
            #expect(billing.take(1).count == 1)
            let warning = try #require(worker.log.wait(for: "The broker cannot be used; trying again until it can"))
            let error = warning.metadata["error"] ?? ""
            #expect(error.contains("PRECONDITION_FAILED") && error.contains(environment.names.terminations), "\(error)")
            try Broker.deleteQueue(environment.names.terminations, on: environment.connection)
            // The worker declares it at its next attempt. Until then no queue receives messages.
            #expect(try wait { worker.status.snapshot.intakeConnection == .connected })
            try environment.publish(Sample.message("t-2"))
            #expect(billing.take(1).first?["data", "terminationId"]?.string == "t-2")
            #expect(worker.stop())
        }
    }

    @Test func `an exchange that differs from what is declared, keeps no message from being recorded`() throws {
        try TestEnvironment.with("other-exchange") { environment in
            try Broker.deleteExchange(environment.names.events, on: environment.connection)
            let other = ExchangeDeclaration(name: environment.names.events, type: "fanout")
            try Broker.declare(Topology(exchanges: [other]), on: environment.connection)
            let worker = try RunningWorker(environment) { $0.declaresTopology = true }
            let warning = try #require(worker.log.wait(for: "The broker cannot be used; trying again until it can"))
            #expect(warning.metadata["error"]?.contains("received 'topic' but current is 'fanout'") == true)
            try environment.publish(Sample.messages(1...3))
            #expect(try wait { try environment.ledger.facts().terminations == 3 })
            #expect(try environment.ledger.facts().unpublishedEvents == 3)
            try Broker.deleteExchange(environment.names.events, on: environment.connection)
            #expect(worker.stop())
        }
    }

    /// A message that is refused, and too large for a full ledger. Its dead letter shows how it was delivered.
    private let large = Sample.message("t-1", reason: "unknown", padding: 200_000)

    /// The dead letter shows that its message was delivered once.
    private func expectOneDelivery(of deadLetter: DeadLetter, in environment: TestEnvironment) throws {
        let transport = try environment.ledger.deadLetterContent(id: deadLetter.id)?.transport.object
        #expect(transport?["redelivered"] == .bool(false))
        #expect(transport?["headers"]?.object?["x-delivery-count"] == nil)
        #expect(deadLetter.attempts == 1 && deadLetter.occurrences == 1)
    }

    @Test func `a full disk, pauses the intake, says why, and refuses nothing`() throws {
        try TestEnvironment.with("full") { environment in
            let billing = try environment.subscriber()
            let ledger = Record<Ledger>()
            let worker = try RunningWorker(
                environment,
                prepare: {
                    try fill($0)
                    ledger.add($0)
                }
            )
            try environment.publish([large, Sample.message("t-2")])
            let pause = try #require(worker.log.wait(for: "Intake paused"))
            #expect(pause.metadata["reason"]?.hasPrefix("There is no room left for the ledger") == true)
            #expect(worker.status.snapshot.pauseReason == pause.metadata["reason"])
            #expect(try environment.ledger.deadLetters(limit: 10).isEmpty)
            #expect(try environment.ledger.lastEventPosition() == 0)

            try ledger.all[0].file.pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA max_page_count = 1000000")
            }
            worker.log.wait(for: "Intake resumed")
            #expect(
                billing.take(2).map(\.routingKey) == ["contract.termination.rejected.v1", "contract.terminated.v1"]
            )
            #expect(worker.stop())
            #expect(worker.status.snapshot.pauseReason == nil)
            let deadLetters = try environment.ledger.deadLetters(limit: 10)
            #expect(deadLetters.map(\.messageID) == ["m-t-1"])
            try expectOneDelivery(of: #require(deadLetters.first), in: environment)
            #expect(try environment.remaining(in: environment.names.deadLetters).isEmpty)
        }
    }

    @Test func `a full disk, acknowledges nothing of what a stop leaves unrecorded`() throws {
        try TestEnvironment.with("full-stop") { environment in
            let worker = try RunningWorker(environment, configure: { $0.batchSize = 1 }, prepare: fill)
            // The second one has room.
            try environment.publish([large, Sample.message("t-2")])
            worker.log.wait(for: "Intake paused")
            #expect(worker.stop())
            let left = try environment.remaining(in: environment.names.terminations)
            #expect(left.map(\.body).contains(large))
            let recorded = try environment.ledger.facts().terminations + environment.ledger.deadLetters(limit: 10).count
            #expect(left.count + recorded >= 2, "each message is in the queue or in the ledger")
            #expect(try environment.remaining(in: environment.names.deadLetters).isEmpty)
        }
    }

    @Test func `a full disk, does not keep a killed worker's messages from the next`() throws {
        try TestEnvironment.with("full-kill") { environment in
            let billing = try environment.subscriber()
            let first = try RunningWorker(environment, prepare: fill)
            try environment.publish([large, Sample.message("t-2")])
            first.log.wait(for: "Intake paused")
            first.kill()
            let second = try RunningWorker(environment)
            #expect(billing.take(2).count == 2)
            #expect(second.stop())
            #expect(try environment.ledger.deadLetters(limit: 10).map(\.messageID) == ["m-t-1"])
        }
    }

    @Test func `a locked ledger, pauses the intake, says why, and refuses nothing`() throws {
        try TestEnvironment.with("locked") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            // The worker is up and idle when the lock is taken.
            try environment.publish(Sample.message("t-0"))
            #expect(billing.take(1).count == 1)
            let lock = try LedgerLock(environment.ledgerPath)
            try environment.publish([large, Sample.message("t-2")])
            let pause = try #require(worker.log.wait(for: "Intake paused"))
            #expect(pause.metadata["reason"]?.hasPrefix("Another process holds the ledger's write lock") == true)
            #expect(worker.status.snapshot.pauseReason == pause.metadata["reason"])
            lock.release()
            #expect(
                billing.take(2).map(\.routingKey) == ["contract.termination.rejected.v1", "contract.terminated.v1"]
            )
            #expect(worker.stop())
            #expect(worker.status.snapshot.pauseReason == nil)
            let deadLetters = try environment.ledger.deadLetters(limit: 10)
            #expect(deadLetters.map(\.messageID) == ["m-t-1"])
            try expectOneDelivery(of: #require(deadLetters.first), in: environment)
            #expect(try environment.remaining(in: environment.names.deadLetters).isEmpty)
        }
    }

    @Test func `that lasts too long for the broker, gives the messages back and takes them again`() throws {
        try TestEnvironment.with("given-back") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment) { $0.longestPause = .seconds(1) }
            try environment.publish(Sample.message("t-0"))
            #expect(billing.take(1).count == 1)
            let lock = try LedgerLock(environment.ledgerPath)
            try environment.publish(Sample.messages(1...3))
            worker.log.wait(for: "Intake paused")
            // Given back: another consumer of the queue gets them, and gives them back too.
            try environment.deliverOnce(3)
            lock.release()
            worker.log.wait(for: "Intake resumed")
            #expect(billing.take(3).map { $0["data", "terminationId"]?.string } == ["t-1", "t-2", "t-3"])
            #expect(worker.stop())
            #expect(try billing.rest().isEmpty)
            #expect(try environment.ledger.deadLetters(limit: 10).isEmpty)
            #expect(try environment.remaining(in: environment.names.terminations).isEmpty)
            #expect(try environment.remaining(in: environment.names.deadLetters).isEmpty)
        }
    }

    @Test func `that lasts too long for the broker, does not keep a stop waiting`() throws {
        try TestEnvironment.with("given-back-stop") { environment in
            let worker = try RunningWorker(
                environment,
                configure: { $0.longestPause = .zero },
                prepare: { try $0.file.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 1") } }
            )
            try environment.publish(Sample.messages(1...3))
            worker.log.wait(for: "Intake paused")
            #expect(try environment.remaining(in: environment.names.terminations).count == 3)
            #expect(worker.stopIntake())
        }
    }

    @Test func `a broker that is gone, leads to no loss in either direction`() throws {
        try TestEnvironment.with("cut") { environment in
            let billing = try environment.subscriber()
            let line = try FaultyProxy(toPort: environment.connection.addresses[0].port)
            defer { line.close() }
            let worker = try RunningWorker(environment) { $0.connection = line.configuration($0.connection) }
            try environment.publish(Sample.message("t-1"))
            #expect(billing.take(1).count == 1)
            line.mute()
            try environment.publish(Sample.messages(2...50))
            line.cut()
            #expect(Set(billing.takeDistinct(49).map { $0["data", "terminationId"]?.string }).count >= 49)
            #expect(worker.stop())
            #expect(try environment.ledger.facts().terminations == 50)
            #expect(try environment.ledger.deadLetters(limit: 10).isEmpty)
            #expect(try environment.remaining(in: environment.names.terminations).isEmpty)
        }
    }
}

/// Another process's write lock on a ledger.
final class LedgerLock: Sendable {
    private let isHeld = Record<Bool>()
    private let isReleased = Record<Bool>()

    init(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        Thread { [isHeld, isReleased] in
            do {
                try queue.inTransaction(.immediate) { _ in
                    isHeld.add(true)
                    isReleased.wait(count: 1, timeout: .seconds(60))
                    return .rollback
                }
            } catch {
                Issue.record("The lock could not be taken: \(error)")
            }
        }.start()
        isHeld.wait(count: 1)
    }

    func release() { isReleased.add(true) }
}
