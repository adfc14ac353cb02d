import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Worker

@Suite struct `Repeated trouble` {
    private let log = LogRecord()

    private func parkedLog() throws -> ParkedEventLog {
        ParkedEventLog(
            exchange: "events",
            connection: try ConnectionConfiguration(uri: "amqp://worker:secret@localhost", name: "tests"),
            logger: log.logger
        )
    }

    private func note(_ sequence: Int64, _ text: String, type: EventType = .terminated, in parked: inout ParkedEventLog)
    {
        parked.add(
            ParkedEvent(sequence: sequence, failure: text, attemptedAt: .now),
            of: StoredEvent(
                sequence: sequence,
                id: "e-\(sequence)",
                type: type.rawValue,
                contractID: "c",
                correlationID: nil,
                traceparent: nil,
                tracestate: nil,
                body: Array(#"{"causationid":"m-\#(sequence)"}"#.utf8),
                isBehindParked: false
            )
        )
    }

    @Test func `of events that nobody receives is logged once a type, then counted`() throws {
        var parked = try parkedLog()
        for attempt in 1...50 {
            note(1, "returned", in: &parked)
            note(2, "returned", in: &parked)
            parked.update(parkedCount: 2)
            #expect(log.lines.all.count == 1, "attempt \(attempt)")
        }
        #expect(
            log.lines.all.first?.metadata == [
                "position": "1", "event.id": "e-1", "message.id": "m-1", "exchange": "events",
                "routing-key": "contract.terminated.v1", "user": "worker", "reason": "returned",
            ]
        )
        note(3, "returned", type: .withdrawn, in: &parked)
        note(1, "refused", in: &parked)
        #expect(log.lines.all.map { $0.metadata["reason"] } == ["returned", "returned", "refused"])
        parked.update(parkedCount: 1)
        #expect(log.lines.all.count == 3)
        parked.update(parkedCount: 0)
        #expect(log.lines.all.last?.message == "Events that were kept are published")
        #expect(log.lines.all.last?.metadata["attempt"] == "102")
        parked.update(parkedCount: 0)
        #expect(log.lines.all.count == 4)
        note(3, "returned", in: &parked)
        #expect(log.lines.all.count == 5, "another trouble is news again")
    }

    @Test func `of events in ever new words does not fill the log`() throws {
        var parked = try parkedLog()
        for number in 1...1000 { note(1, "trouble \(number)", in: &parked) }
        #expect(log.lines.all.count == 20)
    }

    @Test func `of a broker that takes no events is logged once, and its end`() {
        let blocked = BlockedBroker(logger: log.logger)
        blocked.update(.connected)
        #expect(log.lines.all.isEmpty)
        blocked.update(.blocked(reason: "low on memory"))
        blocked.update(.blocked(reason: "low on disk"))
        blocked.update(.connecting(attempt: 1, lastError: nil))
        blocked.update(.blocked(reason: "low on memory"))
        #expect(log.lines.all.map(\.message) == ["The broker takes no events"])
        blocked.update(.connected)
        blocked.update(.connected)
        #expect(log.lines.all.map(\.message) == ["The broker takes no events", "The broker takes events again"])
    }

    @Test func `of a relay whose ledger cannot be written is logged once, and its end with the number of attempts`()
        throws
    {
        try TestEnvironment.with("relay-paused") { environment in
            let billing = try environment.subscriber()
            let ledger = Record<Ledger>()
            let worker = try RunningWorker(
                environment,
                components: [.relay],
                prepare: {
                    ledger.add($0)
                    // The cursor cannot be written.
                    try $0.file.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 1") }
                }
            )
            let recorder = Recorder(ledger: environment.ledger, source: "urn:test")
            let message = IncomingMessage(body: Sample.message("t-1"))
            _ = try recorder.record([ReceivedMessage(message: message, parsed: ParsedMessage(message))], at: .now)
            #expect(billing.take(1).count == 1)
            worker.log.wait(for: "Relay paused")
            #expect(worker.status.snapshot[.relay].pause?.code == .readOnly)
            let attempt = worker.status.heartbeat(of: .relay)
            #expect(attempt.age != nil)
            try ledger.all[0].file.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 0") }
            let end = try #require(worker.log.wait(for: "Relay resumed"))
            #expect(end.metadata["attempt"].flatMap { Int($0) } ?? 0 >= 1)
            #expect(worker.status.snapshot[.relay].pause == nil)
            #expect(worker.stop())
            #expect(worker.log.lines.all.count { $0.message == "Relay paused" } == 1)
        }
    }
}

@Suite struct `A line about a message` {
    @Test func `has the ids of the message and of the contract, as far as they can be read`() throws {
        try TestEnvironment.with("log-ids") { environment in
            let worker = try RunningWorker(environment)
            try environment.publish([Sample.message("t-1", reason: "unknown"), Array("nonsense".utf8)])
            worker.log.wait(for: "Message refused", count: 2)
            #expect(worker.stop())
            let lines = worker.log.lines.all.filter { $0.message == "Message refused" }
            #expect(lines.map { $0.metadata["message.id"] } == ["m-t-1", "unreadable"])
            #expect(lines.map { $0.metadata["contract.id"] } == ["c-t-1", nil])
        }
    }
}
