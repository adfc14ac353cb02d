import Foundation
import GRDB
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Worker

@Suite struct `An event that no queue takes` {
    /// Appends an event as a correction or the scheduler does.
    private func append(_ type: EventType, contract: String, contractSequence: Int, in environment: TestEnvironment)
        throws
    {
        try environment.ledger.pool.write { database in
            try database.execute(
                sql: """
                    INSERT INTO events (id, type, contract_id, contract_sequence, recorded_at, body)
                    VALUES (?, ?, ?, ?, 0, x'7B7D')
                    """,
                arguments: ["\(contract)-\(contractSequence)", type.rawValue, contract, contractSequence]
            )
        }
    }

    @Test func `is kept and shown, and published when a queue is bound later`() throws {
        try TestEnvironment.with("parked") { environment in
            let worker = try RunningWorker(environment)
            try environment.publish(Sample.messages(1...3))
            let warning = worker.log.wait(for: "Events not published: they are kept and tried again")
            #expect(warning?.metadata["reason"] == "The broker returned it: 312 NO_ROUTE.")
            let billing = try environment.subscriber()
            let events = billing.take(3)
            #expect(Set(events.map { $0["data", "terminationId"]?.string }) == ["t-1", "t-2", "t-3"])
            #expect(worker.stop())
            #expect(worker.status.snapshot.parkedEvents == 0)
            #expect(try environment.ledger.facts().parkedEvents == 0)
            #expect(try billing.rest().isEmpty)
            #expect(
                try environment.ledger.events(after: 0, limit: 10).map(\.id).sorted()
                    == events.map { $0.properties.messageID ?? "" }.sorted()
            )
        }
    }

    @Test func `is still there after a restart, counted`() throws {
        try TestEnvironment.with("parked-restart") { environment in
            let first = try RunningWorker(environment) { $0.parkedRetryInterval = .seconds(600) }
            try environment.publish(Sample.message("t-1"))
            first.log.wait(for: "Events not published: they are kept and tried again")
            #expect(first.stop())
            #expect(first.status.snapshot.parkedEvents == 1)
            #expect(first.status.snapshot.relayPosition == 1)
            #expect(try environment.ledger.facts().parkedEvents == 1)

            let billing = try environment.subscriber()
            let second = try RunningWorker(environment)
            #expect(billing.take(1).count == 1)
            #expect(second.stop())
            #expect(try environment.ledger.facts().parkedEvents == 0)
        }
    }

    @Test func `holds up no other contract, and keeps the order of its own`() throws {
        try TestEnvironment.with("parked-order") { environment in
            // A queue is bound to corrections, none to terminations.
            let billing = try environment.subscriber(binding: "contract.termination.corrected.v1")
            let worker = try RunningWorker(environment, components: [.relay])
            try append(.terminated, contract: "a", contractSequence: 1, in: environment)
            worker.log.wait(for: "Events not published: they are kept and tried again")
            try append(.corrected, contract: "a", contractSequence: 2, in: environment)
            try append(.corrected, contract: "b", contractSequence: 1, in: environment)
            #expect(billing.take(1).map(\.properties.messageID) == ["b-1"])
            try environment.bind(billing.queue, "contract.terminated.v1")
            #expect(billing.take(2).map(\.properties.messageID) == ["a-1", "a-2"])
            try append(.corrected, contract: "a", contractSequence: 3, in: environment)
            #expect(billing.take(1).map(\.properties.messageID) == ["a-3"])
            #expect(worker.stop())
            #expect(try billing.rest().isEmpty)
        }
    }

    @Test func `keeps the order of its contract too when both are on their way at once`() throws {
        try TestEnvironment.with("parked-at-once") { environment in
            let billing = try environment.subscriber(binding: "contract.termination.corrected.v1")
            try append(.terminated, contract: "a", contractSequence: 1, in: environment)
            try append(.corrected, contract: "a", contractSequence: 2, in: environment)
            let worker = try RunningWorker(environment, components: [.relay])
            worker.log.wait(for: "Events not published: they are kept and tried again")
            try environment.bind(billing.queue, "contract.terminated.v1")
            #expect(billing.take(2).map(\.properties.messageID) == ["a-1", "a-2"])
            #expect(worker.stop())
        }
    }

    @Test func `may go unheard where nobody has to listen`() throws {
        try TestEnvironment.with("unheard") { environment in
            let worker = try RunningWorker(environment)
            try environment.publish(Sample.message("t-1", reason: nil))
            worker.log.wait(for: "Message refused")
            #expect(worker.stop())
            #expect(worker.status.snapshot.relayPosition == 1)
            #expect(worker.status.snapshot.parkedEvents == 0)
        }
    }
}
