import Foundation
import Ledger
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Worker

@Suite struct `The broker's own dead letters` {
    /// Takes what the terminations queue holds and rejects it for good, as another consumer might.
    private func reject(_ scene: Scene, _ count: Int) throws {
        let consumer = Consumer(
            connection: scene.connection,
            queue: scene.names.terminations,
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
        try Scene.with("broker-letters") { scene in
            try scene.publish([Sample.message("t-1"), Sample.message("t-2", reason: "unknown")])
            try reject(scene, 2)
            let taker = try DeadLetterTaker(scene)
            let letters = try taker.waitForLetters(2)
            taker.stop()
            #expect(try scene.remaining(in: scene.names.deadLetters).isEmpty)
            #expect(letters.map(\.source) == [.broker, .broker])
            #expect(letters.map(\.state) == [.open, .open])
            #expect(letters.map(\.messageID) == ["m-t-1", "m-t-2"])
            #expect(letters.map { $0.violations.map(\.code) } == [[], [.unknownReason]])
            let groups = try scene.ledger.deadLetterGroups(matching: DeadLetterFilter(code: "broker-rejected"))
            #expect(groups.map(\.cause) == ["dead-lettered by the broker: rejected"])
            let death = try scene.ledger.deadLetterContent(id: letters[0].id)?.transport.object?["death"]?.object
            #expect(death?["originalExchange"]?.string == scene.names.terminations)
            #expect(death?["originalRoutingKey"]?.string == "contract.terminate")
            #expect(death?["queue"]?.string == scene.names.terminations)
            let events = try scene.ledger.events(after: 0, limit: 10)
            #expect(events.map(\.type) == ["contract.termination.rejected.v1"])
            #expect(try JSONValue(parsing: events[0].body).object?["causationid"]?.string == "m-t-2")

            let recorder = Recorder(ledger: scene.ledger, source: "urn:test")
            let outcomes = try recorder.replay([letters[0].id], by: "ann", reason: "fine", at: .now)
            #expect(outcomes.map(\.result) == [.accepted(terminationID: "t-1", revision: 1, sequence: 2)])
        }
    }

    @Test func `that are recorded already are resolved at once`() throws {
        try Scene.with("broker-recorded") { scene in
            let message = Sample.message("t-1")
            let incoming = IncomingMessage(body: message)
            let arrival = Arrival(message: incoming, reading: Reading(incoming))
            _ = try Recorder(ledger: scene.ledger, source: "urn:test").record([arrival], at: .now)
            try scene.publish(message)
            try reject(scene, 1)
            let taker = try DeadLetterTaker(scene)
            let letters = try taker.waitForLetters(1)
            taker.stop()
            #expect(letters.map(\.state) == [.resolved])
            #expect(letters[0].resolution?.messageID == "m-t-1")
            #expect(try scene.ledger.history(of: letters[0].id).map(\.actor) == ["terminus"])
        }
    }

    @Test func `stay on the broker while the ledger cannot be written, and are kept once afterwards`() throws {
        try Scene.with("broker-trouble") { scene in
            try scene.publish([Sample.message("t-1"), Array("{".utf8)])
            try reject(scene, 2)
            let taker = try DeadLetterTaker(scene) { ledger in try ledger.stopWriting() }
            #expect(taker.log.wait(for: "Intake paused") != nil)
            #expect(taker.status.snapshot.deadLetterPauseReason != nil)
            #expect(taker.status.snapshot.pauseReason == nil)
            taker.kill()
            #expect(try scene.ledger.deadLetters(limit: 10).isEmpty)

            let next = try DeadLetterTaker(scene)
            let letters = try next.waitForLetters(2)
            next.stop()
            #expect(letters.map(\.occurrences) == [1, 1])
            #expect(try scene.remaining(in: scene.names.deadLetters).isEmpty)
        }
    }
}
