import Foundation
import JSON
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Keeping a dead letter` {
    private let garbage = Array(#"{"messageId": "#.utf8)

    @Test func `keeps the bytes, the violations and how it came, and tells of it`() throws {
        let fixture = try LedgerFixture()
        let message = IncomingMessage(
            body: Array(#"{"messageId":"m-1","action":"terminate"}"#.utf8),
            properties: MessageProperties(correlationID: "corr", replyTo: "answers")
        )
        let transport = JSONValue.object(JSONObject([.init(name: "exchange", value: .string("x"))]))
        let received = ReceivedMessage(
            message: message,
            parsed: ParsedMessage(message, limits: MessageLimits()),
            transport: { transport }
        )
        guard case .rejected(let id, let violations, false) = try fixture.record(received)[0] else {
            Issue.record("not rejected")
            return
        }
        let deadLetter = try #require(try fixture.ledger.deadLetters(idPrefix: id).first)
        #expect(deadLetter.state == .open)
        #expect(deadLetter.source == .refused)
        #expect(deadLetter.messageID == "m-1")
        #expect(deadLetter.violations == violations)
        #expect(deadLetter.fingerprint == Fingerprint(violations).description)
        #expect(deadLetter.attempts == 1)
        #expect(deadLetter.occurrences == 1)
        #expect(deadLetter.receivedAt == LedgerFixture.now)
        let content = try #require(try fixture.ledger.deadLetterContent(id: id))
        #expect(content.body == message.body)
        #expect(content.transport == transport)

        let event = try #require(try fixture.ledger.events(after: 0, limit: 10).first)
        #expect(event.type == "contract.termination.rejected.v1")
        #expect(event.correlationID == "corr")
        let data = try JSONValue(parsing: event.body).object?["data"]?.object
        #expect(data?["deadLetterId"]?.string == id)
    }

    /// AMQP has tables in tables; how deep they are read is the client's to say, and what it took must stay readable.
    @Test(arguments: [30, 31, 32, 40, 200])
    func `can be read again however deep its headers are`(depth: Int) throws {
        let fixture = try LedgerFixture()
        var headers = JSONValue.string("deep")
        for level in 0..<depth {
            headers = level % 2 == 0 ? .array([headers]) : .object(JSONObject([.init(name: "x", value: headers)]))
        }
        let transport = JSONValue.object(JSONObject([.init(name: "headers", value: headers)]))
        let message = IncomingMessage(body: Array(#"{"messageId":"m-1","customerId":"k-1"}"#.utf8))
        let received = ReceivedMessage(message: message, parsed: ParsedMessage(message), transport: { transport })
        guard case .rejected(let id, _, _) = try fixture.record(received)[0] else {
            Issue.record("not rejected")
            return
        }
        #expect(try fixture.ledger.deadLetterContent(id: id)?.transport == transport)
        #expect(try fixture.ledger.exportDeadLetter(id: id)?.object?["transport"] == transport)
        #expect(try fixture.ledger.exportDeadLetter(id: id, rejectedBy: nil)?.object?["transport"] == transport)
    }

    @Test func `counts the same message again instead of keeping and telling it twice`() throws {
        let fixture = try LedgerFixture()
        let message = ReceivedMessage.termination("t-1", reason: "unknown")
        #expect(
            try fixture.record(message, message, message).map(\.name)
                == ["unknown-reason", "again unknown-reason", "again unknown-reason"]
        )
        let deadLetters = try fixture.ledger.deadLetters(limit: 10)
        #expect(deadLetters.map(\.occurrences) == [3])
        #expect(try fixture.count("events") == 1)
    }

    @Test func `keeps other content under the same id apart`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1", reason: "unknown"), .termination("t-1", reason: "other"))
        #expect(try fixture.count("dead_letters") == 2)
    }

    @Test func `recognises a message without a readable id only when it is redelivered`() throws {
        let fixture = try LedgerFixture()
        let first = ReceivedMessage.bytes(garbage)
        let again = ReceivedMessage.bytes(garbage, isRedelivered: true)
        #expect(try fixture.record(first, again).map(\.name) == ["malformed-json", "again malformed-json"])
        #expect(try fixture.record(first).map(\.name) == ["malformed-json"])
        #expect(try fixture.count("dead_letters") == 2)
    }

    @Test func `tells messages apart by their properties too`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.bytes(garbage, properties: MessageProperties(messageID: "a")))
        let outcomes = try fixture.record(
            .bytes(garbage, properties: MessageProperties(messageID: "b"), isRedelivered: true)
        )
        #expect(outcomes.map(\.name) == ["malformed-json"])
    }

    @Test func `closes it when its message is accepted later`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1", reason: "unknown"))
        #expect(try fixture.record(.termination("t-1", reason: "price")).map(\.name) == ["accepted"])
        let deadLetters = try fixture.ledger.deadLetters(limit: 10)
        #expect(deadLetters.map(\.state) == [.resolved])
        #expect(deadLetters[0].resolvedAt == LedgerFixture.now)
        #expect(try fixture.ledger.countDeadLetters(in: .open) == 0)
    }

    @Test func `closes it within the same batch`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1", reason: "unknown"), .termination("t-1", reason: "price"))
        #expect(try fixture.ledger.deadLetters(limit: 10).map(\.state) == [.resolved])
    }

    @Test func `leaves it open when another message is accepted`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1", reason: "unknown"), .termination("t-2"))
        #expect(try fixture.ledger.countDeadLetters(in: .open) == 1)
    }

    @Test func `says what is wrong by the settings that judged last`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1", reason: "unknown"))
        try fixture.apply(
            LedgerFixture.settings + "\n  - code: unknown\n    labels: {nl: X}\n    note: {rule: required}"
        )
        try fixture.record(.termination("t-1", reason: "unknown"))
        let deadLetter = try #require(try fixture.ledger.deadLetters(limit: 1).first)
        #expect(deadLetter.violations.map(\.code) == [.noteRequired])
        #expect(deadLetter.settingsVersion == 2)
    }

    @Test func `parks what cannot be judged without telling anybody`() throws {
        let fixture = try LedgerFixture()
        let outcome = try fixture.recorder.park(.termination("t-1", isRedelivered: true), at: LedgerFixture.now)
        #expect(outcome.name == "parked")
        let deadLetter = try #require(try fixture.ledger.deadLetters(limit: 1).first)
        #expect(deadLetter.source == .unjudgeable)
        #expect(deadLetter.messageID == "m-t-1")
        #expect(try fixture.count("events") == 0)
    }

    @Test func `gives pages, the latest first`() throws {
        let fixture = try LedgerFixture()
        for number in 1...5 { try fixture.record(.termination("t-\(number)", reason: "unknown")) }
        let first = try fixture.ledger.deadLetters(in: .open, limit: 2)
        let second = try fixture.ledger.deadLetters(in: .open, after: first.last?.id, limit: 10)
        #expect((first + second).map(\.messageID) == ["m-t-5", "m-t-4", "m-t-3", "m-t-2", "m-t-1"])
        #expect(try fixture.ledger.deadLetters(in: .resolved, limit: 10).isEmpty)
    }
}

@Suite(.everyEngine) struct `Counting attempts` {
    @Test func `rises with each redelivery and is forgotten with the outcome`() throws {
        let fixture = try LedgerFixture()
        let received = ReceivedMessage.termination("t-1", isRedelivered: true)
        let attempts = { try fixture.recorder.countAttempts([received.message], at: LedgerFixture.now) }
        #expect(try attempts() == [1])
        #expect(try attempts() == [2])
        try fixture.record(received)
        #expect(try fixture.count("attempts") == 0)
        #expect(try attempts() == [1])
    }

    @Test func `survives the process`() throws {
        let fixture = try LedgerFixture()
        let received = ReceivedMessage.termination("t-1", isRedelivered: true)
        _ = try fixture.recorder.countAttempts([received.message], at: LedgerFixture.now)
        fixture.ledger.close()
        let again = try Ledger(path: fixture.path)
        defer { again.close() }
        let recorder = Recorder(ledger: again, source: "urn:test")
        #expect(try recorder.countAttempts([received.message], at: LedgerFixture.now) == [2])
    }
}
