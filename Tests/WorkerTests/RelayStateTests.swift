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
            body: Array("{}".utf8),
            isBehindParked: isBehindParked
        )
    }

    @Test func `makes persistent messages that name the event`() throws {
        var state = RelayState(position: 6)
        let messages = state.publish([event(7)], exchange: "events", now: now)
        let message = try #require(messages.first)
        #expect(message.exchange == "events")
        #expect(message.routingKey == "contract.terminated.v1")
        #expect(message.token == 7)
        #expect(message.mandatory)
        #expect(
            message.properties
                == BasicProperties(
                    contentType: "application/cloudevents+json",
                    headers: ["traceparent": "trace", "tracestate": "state", "partitionkey": "c-7"],
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
        #expect(state.publish([event(1, type: type)], exchange: "events", now: now).map(\.mandatory) == [mandatory])
    }

    @Test func `is settled when all that was handed over is confirmed`() {
        var state = RelayState(position: 0)
        #expect(state.isSettled)
        _ = state.publish([event(1), event(2)], exchange: "events", now: now)
        state.apply([.confirmed(token: 2)], now: now)
        #expect(!state.isSettled && state.positionsAhead == 0 && !state.hasUnwrittenChanges)
        state.apply([.confirmed(token: 1)], now: now)
        #expect(state.isSettled && state.positionsAhead > 0 && !state.hasUnwrittenChanges)
        state.markWritten(position: 2)
        #expect(state.positionsAhead == 0)
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
        _ = state.publish([event(1), event(2)], exchange: "events", now: now)
        state.apply([outcome], now: now)
        state.apply([.confirmed(token: 2)], now: now)
        #expect(state.failures == [ParkedEvent(sequence: 1, failure: failure, attemptedAt: now)])
        #expect(state.progress.position == 2)
        #expect(state.isSettled && state.hasUnwrittenChanges)
        state.markWritten(position: 2)
        #expect(!state.hasUnwrittenChanges)
    }

    @Test func `parks an event that is never confirmed, with those behind it of its contract alone`() {
        var state = RelayState(position: 0)
        let events = [event(1, contract: "a"), event(2), event(3), event(4, contract: "a"), event(5)]
        _ = state.publish(events, exchange: "events", now: now)
        for token in 2...3 as ClosedRange<UInt64> { state.apply([.confirmed(token: token)], now: now) }
        state.apply([.failed(token: 1, RabbitMQError(.timedOut, "The broker has not confirmed it."))], now: now)
        #expect(
            state.failures
                == [ParkedEvent(sequence: 1, failure: "The broker has not confirmed it.", attemptedAt: now)]
        )
        state.markWritten(position: 3)
        let behind = [event(4, contract: "a", isBehindParked: true), event(5)]
        #expect(state.publish(behind, exchange: "events", now: now).map(\.token) == [5])
        #expect(state.failures.map(\.sequence) == [4])
    }

    /// In the ledger a parked event is before the cursor at any time.
    @Test func `parks an event no sooner than the cursor passes it`() {
        var state = RelayState(position: 0)
        let events = [event(1), event(2), event(3), event(4)]
        _ = state.publish(events, exchange: "events", now: now)
        state.apply([.refused(token: 3), .returned(token: 2, replyCode: 312, replyText: "NO_ROUTE")], now: now)
        #expect(!state.hasUnwrittenChanges && state.failures.isEmpty)
        #expect(state.newFailures.map(\.sequence) == [3, 2], "the log names them at once")
        state.apply([.confirmed(token: 1)], now: now)
        #expect(state.progress.position == 3)
        #expect(state.failures.map(\.sequence) == [3, 2])
        state.markWritten(position: 3)
        #expect(!state.hasUnwrittenChanges && state.failures.isEmpty)
        state.apply([.refused(token: 4)], now: now)
        #expect(state.failures.map(\.sequence) == [4])
    }

    @Test func `lets an event wait behind one of a refused type that was read with it`() throws {
        var state = RelayState(position: 0)
        let refused = RabbitMQError(.accessRefused, rawCode: 403, "access to topic refused")
        _ = state.publish([event(1)], exchange: "events", now: now)
        state.apply([.failed(token: 1, refused)], now: now)
        state.recordType(of: event(1), failure: try #require(state.newFailures.first))
        state.markTypesKnown()
        state.markWritten(position: 1)
        // The second was read before the first was parked: it does not know that it is behind it.
        let page = [event(2, contract: "a"), event(3, type: .corrected, contract: "a"), event(4, type: .corrected)]
        #expect(state.publish(page, exchange: "events", now: now).isEmpty)
        #expect(state.progress.published == 2)
        #expect(state.leftEvents && state.hasUnwrittenChanges)
        state.markWritten(position: 2)
        let again = [event(3, type: .corrected, contract: "a", isBehindParked: true), event(4, type: .corrected)]
        #expect(state.publish(again, exchange: "events", now: now).map(\.token) == [4])
    }

    @Test func `parks an event behind a parked one of its contract without publishing it`() {
        var state = RelayState(position: 1)
        let messages = state.publish([event(2, isBehindParked: true), event(3)], exchange: "events", now: now)
        #expect(messages.map(\.token) == [3])
        #expect(state.failures.map(\.sequence) == [2])
        state.apply([.confirmed(token: 3)], now: now)
        #expect(state.progress.position == 3)
    }

    @Test func `lets an event wait until the earlier one of its contract has arrived`() {
        var state = RelayState(position: 0)
        let events = [event(1, contract: "a"), event(2), event(3, contract: "a"), event(4)]
        #expect(state.publish(events, exchange: "events", now: now).map(\.token) == [1, 2])
        #expect(state.progress.published == 2)
        state.apply([.confirmed(token: 2)], now: now)
        #expect(state.publish(Array(events[2...]), exchange: "events", now: now).isEmpty)
        #expect(!state.isSettled)
        state.apply([.confirmed(token: 1)], now: now)
        #expect(state.publish(Array(events[2...]), exchange: "events", now: now).map(\.token) == [3, 4])
    }

    @Test func `lets no event wait that nobody has to hear`() {
        var state = RelayState(position: 0)
        let events = (1...3).map { event($0, type: .rejected, contract: "a") }
        #expect(state.publish(events, exchange: "events", now: now).map(\.token) == [1, 2, 3])
    }

    @Test func `strikes a parked event off once it is confirmed, without moving the cursor`() {
        var state = RelayState(position: 9)
        let messages = state.retry([event(4), event(6)], exchange: "events")
        #expect(messages.map(\.token) == [4, 6])
        #expect(!state.isSettled)
        state.apply([.confirmed(token: 4)], now: now)
        state.apply([.returned(token: 6, replyCode: 312, replyText: "NO_ROUTE")], now: now)
        #expect(state.recovered == [4])
        #expect(state.failures.map(\.sequence) == [6])
        #expect(state.progress.position == 9)
        #expect(state.isSettled)
    }

    @Test func `sends no more of a type that is refused as such, and all of it once one is taken`() throws {
        var state = RelayState(position: 0)
        let refused = RabbitMQError(
            .accessRefused,
            rawCode: 403,
            "access to topic 'contract.terminated.v1' in exchange 'events' in vhost '/' refused for user 'w'"
        )
        _ = state.publish([event(1)], exchange: "events", now: now)
        state.apply([.failed(token: 1, refused)], now: now)
        state.recordType(of: event(1), failure: try #require(state.newFailures.first))
        state.markTypesKnown()
        state.markWritten(position: 1)
        let next = [event(2), event(3, type: .corrected), event(4)]
        #expect(state.publish(next, exchange: "events", now: now).map(\.token) == [3])
        #expect(state.failures.map(\.sequence) == [2], "the cursor has not passed the other one")
        state.apply([.confirmed(token: 3)], now: now)
        #expect(state.progress.position == 4)
        #expect(state.failures.map(\.sequence) == [2, 4])
        state.markTypesKnown()
        state.markWritten(position: 4)

        let parked = [event(1), event(2), event(4)]
        #expect(state.retry(parked, exchange: "events").map(\.token) == [1], "one finds out")
        state.apply([.failed(token: 1, refused)], now: now)
        state.recordType(of: event(1), failure: try #require(state.newFailures.first))
        state.markTypesKnown()
        state.markWritten(position: 4)
        #expect(state.retry(parked, exchange: "events").map(\.token) == [1])
        state.apply([.confirmed(token: 1)], now: now)
        #expect(state.recovered == [1])
        #expect(state.retry([event(2), event(4)], exchange: "events").map(\.token) == [2, 4])
    }

    @Test(
        arguments: [
            (
                OpaqueProperty.bytes(Array(repeating: 0xFF, count: 255)),
                ShortString.bytes(Array(repeating: 0xFF, count: 255))
            ),
            (.text(String(repeating: "é", count: 128)), nil), (nil, nil),
        ] as [(OpaqueProperty?, ShortString?)]
    )
    func `carries a correlation id byte for byte, or leaves it out`(given: OpaqueProperty?, sent: ShortString?) {
        let stored = StoredEvent(
            sequence: 1,
            id: "e",
            type: EventType.terminated.rawValue,
            contractID: "c",
            correlationID: given,
            traceparent: nil,
            tracestate: String(repeating: "x", count: 5000),
            body: [],
            isBehindParked: false
        )
        let message = PublishableEvent.message(stored, exchange: "events")
        #expect(message.properties.correlationID == sent)
        #expect(message.properties.headers == ["partitionkey": "c"])
    }
}
