import Foundation
import JSON
import Ledger
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Worker

@Suite struct `The broker's own dead letters` {
    /// Takes what the terminations queue holds and rejects it for good, as another consumer might.
    private func reject(_ environment: TestEnvironment, _ count: Int) throws {
        let consumer = Consumer(
            connection: environment.connection,
            queue: environment.names.terminations,
            prefetch: 100,
            logger: LiveBroker.quiet
        )
        consumer.start()
        defer { consumer.close() }
        var taken = 0
        while taken < count, let batch = consumer.nextBatch(limit: 100, timeout: .seconds(20)), !batch.isEmpty {
            for delivery in batch { consumer.reject(delivery.tag, requeue: false) }
            taken += batch.count
        }
    }

    @Test func `are moved into the ledger, with why and where from, and told only where they are refused`() throws {
        try TestEnvironment.with("broker-letters") { environment in
            try environment.publish([Sample.message("t-1"), Sample.message("t-2", reason: "unknown")])
            try reject(environment, 2)
            let intake = try BrokerDeadLetterIntake(environment)
            let deadLetters = try intake.waitForDeadLetters(2)
            intake.stop()
            #expect(try environment.remaining(in: environment.names.deadLetters).isEmpty)
            #expect(deadLetters.map(\.source) == [.broker, .broker])
            #expect(deadLetters.map(\.state) == [.open, .open])
            #expect(deadLetters.map(\.messageID) == ["m-t-1", "m-t-2"])
            #expect(deadLetters.map { $0.violations.map(\.code) } == [[], [.unknownReason]])
            let groups = try environment.ledger.deadLetterGroups(matching: DeadLetterFilter(code: "broker-rejected"))
            #expect(groups.map(\.cause) == ["dead-lettered by the broker: rejected"])
            let death = try environment.ledger.deadLetterContent(id: deadLetters[0].id)?.transport.object?["death"]?
                .object
            #expect(death?["originalExchange"]?.string == environment.names.terminations)
            #expect(death?["originalRoutingKey"]?.string == "contract.terminate")
            #expect(death?["queue"]?.string == environment.names.terminations)
            let events = try environment.ledger.events(after: 0, limit: 10)
            #expect(events.map(\.type) == ["contract.termination.rejected.v1"])
            #expect(try JSONValue(parsing: events[0].body).object?["causationid"]?.string == "m-t-2")

            let recorder = Recorder(ledger: environment.ledger, source: "urn:test")
            let seen = [DeadLetterVersion(deadLetters[0])]
            let outcomes = try recorder.replay(seen, by: "ann", reason: "fine", at: .now)
            #expect(outcomes.map(\.result) == [.accepted(terminationID: "t-1", revision: 1, sequence: 2)])
        }
    }

    @Test func `that are recorded already are resolved at once`() throws {
        try TestEnvironment.with("broker-recorded") { environment in
            let message = Sample.message("t-1")
            let incoming = IncomingMessage(body: message)
            let received = ReceivedMessage(message: incoming, parsed: ParsedMessage(incoming))
            _ = try Recorder(ledger: environment.ledger, source: "urn:test").record([received], at: .now)
            try environment.publish(message)
            try reject(environment, 1)
            let intake = try BrokerDeadLetterIntake(environment)
            let deadLetters = try intake.waitForDeadLetters(1)
            intake.stop()
            #expect(deadLetters.map(\.state) == [.resolved])
            #expect(deadLetters[0].resolution?.messageID == "m-t-1")
            #expect(try environment.ledger.history(of: deadLetters[0].id).map(\.actor) == ["terminus"])
        }
    }

    @Test func `stay on the broker while the ledger cannot be written, and are kept once afterwards`() throws {
        try TestEnvironment.with("broker-trouble") { environment in
            try environment.publish([Sample.message("t-1"), Array("{".utf8)])
            try reject(environment, 2)
            let intake = try BrokerDeadLetterIntake(environment) { ledger in try ledger.stopWriting() }
            #expect(intake.log.wait(for: "Intake paused") != nil)
            #expect(intake.status.snapshot.deadLetterPauseReason != nil)
            #expect(intake.status.snapshot.pauseReason == nil)
            intake.kill()
            #expect(try environment.ledger.deadLetters(limit: 10).isEmpty)

            let next = try BrokerDeadLetterIntake(environment)
            let deadLetters = try next.waitForDeadLetters(2)
            next.stop()
            #expect(deadLetters.map(\.occurrences) == [1, 1])
            #expect(try environment.remaining(in: environment.names.deadLetters).isEmpty)
        }
    }
}
