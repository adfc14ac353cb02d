import RabbitMQ
import Terminations
import Testing

@testable import Ledger
@testable import Worker

@Suite struct `What the relay knows of the events on their way` {
    private let now = Instant(rfc3339: "2026-03-01T12:00:00Z")!

    private func event(
        _ sequence: Int64,
        type: EventType = .terminated,
        contract: String? = nil,
        replyTo: String? = nil,
        isBehindParked: Bool = false
    ) -> StoredEvent {
        StoredEvent(
            sequence: sequence,
            id: "e-\(sequence)",
            type: type.rawValue,
            contractID: contract ?? "c-\(sequence)",
            correlationID: "k-\(sequence)",
            traceparent: "trace",
            tracestate: "state",
            replyTo: replyTo,
            body: Array("{}".utf8),
            isBehindParked: isBehindParked
        )
    }

    @Test func `makes persistent messages that name the event`() throws {
        var state = RelayState(position: 6)
        let messages = state.handOver([event(7)], exchange: "events", now: now)
        let message = try #require(messages.first)
        #expect(message.exchange == "events")
        #expect(message.routingKey == "contract.terminated.v1")
        #expect(message.token == 7)
        #expect(message.mandatory)
        #expect(
            message.properties
                == BasicProperties(
                    contentType: "application/cloudevents+json",
                    headers: ["traceparent": "trace", "tracestate": "state"],
                    deliveryMode: 2,
                    correlationID: "k-7",
                    messageID: "e-7",
                    type: "contract.terminated.v1"
                )
        )
    }

    @Test(arguments: [
        (EventType.terminated, true), (.corrected, true), (.withdrawn, true), (.effective, true), (.rejected, false),
        (.reasonChanged, false),
    ])
    func `has those returned that somebody must hear`(type: EventType, mandatory: Bool) {
        var state = RelayState(position: 0)
        #expect(state.handOver([event(1, type: type)], exchange: "events", now: now).map(\.mandatory) == [mandatory])
    }

    @Test func `is settled when all that was handed over is confirmed`() {
        var state = RelayState(position: 0)
        #expect(state.isSettled)
        _ = state.handOver([event(1), event(2)], exchange: "events", now: now)
        state.take(.confirmed(token: 2), now: now)
        #expect(!state.isSettled && state.positionsAhead == 0 && !state.hasNews)
        state.take(.confirmed(token: 1), now: now)
        #expect(state.isSettled && state.positionsAhead > 0 && !state.hasNews)
        state.noteWritten(position: 2)
        #expect(state.positionsAhead == 0)
    }

    @Test func `sends an answer as well, and waits for both`() throws {
        var state = RelayState(position: 0)
        let messages = state.handOver([event(1, type: .rejected, replyTo: "crm")], exchange: "events", now: now)
        #expect(messages.map(\.exchange) == ["events", ""])
        #expect(messages.map(\.routingKey) == ["contract.termination.rejected.v1", "crm"])
        #expect(messages.map(\.mandatory) == [false, false])
        try #require(messages.count == 2)
        #expect(messages[0].body == messages[1].body && messages[0].properties == messages[1].properties)
        #expect(messages[0].token != messages[1].token)
        state.take(.confirmed(token: messages[1].token), now: now)
        #expect(!state.isSettled)
        state.take(.confirmed(token: messages[0].token), now: now)
        #expect(state.isSettled && !state.hasNews)
    }

    @Test func `gives an answer up that cannot be sent, and parks nothing for it`() throws {
        var state = RelayState(position: 0)
        let messages = state.handOver([event(1, type: .rejected, replyTo: "crm")], exchange: "events", now: now)
        try #require(messages.count == 2)
        state.take(.refused(token: messages[1].token), now: now)
        state.take(.confirmed(token: messages[0].token), now: now)
        #expect(state.isSettled && !state.hasNews)
    }

    @Test(arguments: [
        (
            PublishOutcome.returned(token: 1, replyCode: 312, replyText: "NO_ROUTE"),
            "The broker returned it: 312 NO_ROUTE."
        ),
        (.refused(token: 1), "The broker refused it."),
    ])
    func `parks what the broker does not take, and goes on`(outcome: PublishOutcome, failure: String) {
        var state = RelayState(position: 0)
        _ = state.handOver([event(1), event(2)], exchange: "events", now: now)
        state.take(outcome, now: now)
        state.take(.confirmed(token: 2), now: now)
        #expect(state.failures == [ParkedEvent(sequence: 1, failure: failure, attemptedAt: now)])
        #expect(state.progress.position == 2)
        #expect(state.isSettled && state.hasNews)
        state.noteWritten(position: 2)
        #expect(!state.hasNews)
    }

    @Test func `parks an event behind a parked one of its contract without publishing it`() {
        var state = RelayState(position: 1)
        let messages = state.handOver([event(2, isBehindParked: true), event(3)], exchange: "events", now: now)
        #expect(messages.map(\.token) == [3])
        #expect(state.failures.map(\.sequence) == [2])
        state.take(.confirmed(token: 3), now: now)
        #expect(state.progress.position == 3)
    }

    @Test func `lets an event wait until the earlier one of its contract has arrived`() {
        var state = RelayState(position: 0)
        let events = [event(1, contract: "a"), event(2), event(3, contract: "a"), event(4)]
        #expect(state.handOver(events, exchange: "events", now: now).map(\.token) == [1, 2])
        #expect(state.progress.handedOver == 2)
        state.take(.confirmed(token: 2), now: now)
        #expect(state.handOver(Array(events[2...]), exchange: "events", now: now).isEmpty)
        #expect(!state.isSettled)
        state.take(.confirmed(token: 1), now: now)
        #expect(state.handOver(Array(events[2...]), exchange: "events", now: now).map(\.token) == [3, 4])
    }

    @Test func `lets no event wait that nobody has to hear`() {
        var state = RelayState(position: 0)
        let events = (1...3).map { event($0, type: .rejected, contract: "a") }
        #expect(state.handOver(events, exchange: "events", now: now).map(\.token) == [1, 2, 3])
    }

    @Test func `strikes a parked event off once it is confirmed, without moving the cursor`() {
        var state = RelayState(position: 9)
        let messages = state.retry([event(4), event(6)], exchange: "events")
        #expect(messages.map(\.token) == [4, 6])
        #expect(!state.isSettled)
        state.take(.confirmed(token: 4), now: now)
        state.take(.returned(token: 6, replyCode: 312, replyText: "NO_ROUTE"), now: now)
        #expect(state.recovered == [4])
        #expect(state.failures.map(\.sequence) == [6])
        #expect(state.progress.position == 9)
        #expect(state.isSettled)
    }
}
