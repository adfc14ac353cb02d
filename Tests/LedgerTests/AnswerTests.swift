import Foundation
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `The answers to refused deliveries` {
    /// The same refused message, as it is delivered each time.
    private func delivery(_ correlationID: OpaqueProperty?, replyTo: OpaqueProperty?, reason: String = "unknown")
        -> ReceivedMessage
    {
        .bytes(
            ReceivedMessage.termination("t-1", reason: reason).message.body,
            properties: MessageProperties(correlationID: correlationID, replyTo: replyTo)
        )
    }

    private func member(_ name: String, of answer: StoredAnswer) throws -> String? {
        try JSONValue(parsing: answer.body).object?[name]?.string
    }

    @Test func `are one for each delivery, under one id, each with its own correlation id and address`() throws {
        let fixture = try LedgerFixture()
        let addresses: [OpaqueProperty] = ["a", "b", .bytes([0xFF, 0x00])]
        let correlations: [OpaqueProperty?] = ["one", .bytes([0xC3, 0x28]), nil]
        for (address, correlation) in zip(addresses, correlations) {
            try fixture.record(delivery(correlation, replyTo: address))
        }
        let answers = try fixture.ledger.answers(after: 0, limit: 10)
        #expect(answers.map(\.replyTo) == addresses)
        #expect(answers.map(\.correlationID) == correlations)
        #expect(try answers.map { try member("correlationid", of: $0) } == ["one", nil, nil])
        #expect(answers.map(\.messageID) == ["m-t-1", "m-t-1", "m-t-1"])
        #expect(Set(answers.map(\.deadLetterID)).count == 1)

        // One event goes to the exchange, and every answer is a copy of it but for what is the delivery's.
        let events = try fixture.ledger.events(after: 0, limit: 10)
        #expect(events.count == 1)
        #expect(answers[0].body == events[0].body)
        #expect(try Set(answers.map { try member("id", of: $0) }) == [events[0].id])
        #expect(try Set(answers.map { try member("sequence", of: $0) }) == ["1"])
    }

    @Test(arguments: [nil, ""] as [OpaqueProperty?])
    func `are none for who asks for none`(replyTo: OpaqueProperty?) throws {
        let fixture = try LedgerFixture()
        try fixture.record(delivery("one", replyTo: replyTo), delivery("two", replyTo: replyTo))
        #expect(try fixture.count("answers") == 0)
        #expect(!fixture.recorder.takeLeftAnswers())
    }

    @Test func `are none where a message is accepted`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(delivery("one", replyTo: "crm", reason: "price"))
        #expect(try fixture.count("answers") == 0)
    }

    @Test func `go to each who sent a message that waited in vain, to none who sent it from the same place again`()
        throws
    {
        let fixture = try LedgerFixture()
        let expiry = LedgerFixture.now.advanced(by: .seconds(600))
        let first = ReceivedMessage.life("t-1", .withdraw, revision: 2, replyTo: "crm")
        func again(_ correlationID: OpaqueProperty, _ replyTo: OpaqueProperty) -> ReceivedMessage {
            .bytes(
                first.message.body,
                properties: MessageProperties(correlationID: correlationID, replyTo: replyTo)
            )
        }
        try fixture.record(first, first, again("other", "crm"), again("other", "crm"), again("of t-1", "crm-2"))
        #expect(try fixture.ledger.answers(after: 0, limit: 10).isEmpty)
        #expect(try fixture.recorder.expireHeldMessages(at: expiry).count == 1)
        #expect(fixture.recorder.takeLeftAnswers())
        let answers = try fixture.ledger.answers(after: 0, limit: 10)
        #expect(answers.map(\.replyTo) == ["crm", "crm", "crm-2"])
        #expect(answers.map(\.correlationID) == ["of t-1", "other", "of t-1"])
        #expect(try Set(answers.map { try member("id", of: $0) }).count == 1)
        #expect(try Set(answers.map { try member("sequence", of: $0) }) == ["1"])

        // It is refused from now on, and says so.
        #expect(try fixture.record(again("late", "crm")).map(\.name) == ["again unknown-termination"])
        #expect(try fixture.ledger.answers(after: 0, limit: 10).last?.correlationID == "late")
        #expect(try fixture.count("events") == 1)
        #expect(try fixture.count("dead_letters") == 1)
    }

    @Test func `are none where what waited is accepted in the end`() throws {
        let fixture = try LedgerFixture()
        let first = ReceivedMessage.life("t-1", .withdraw, revision: 2, replyTo: "crm")
        let other = ReceivedMessage.bytes(first.message.body, properties: MessageProperties(replyTo: "crm-2"))
        try fixture.record(first, other)
        #expect(try fixture.count("answers") == 1)
        try fixture.record(.life("t-1"))
        #expect(try fixture.ledger.answers(after: 0, limit: 10).isEmpty)
        #expect(try fixture.ledger.trimAnswers(to: 10) == 0)
        #expect(try fixture.count("answers") == 0)
    }

    @Test func `are removed once they were sent, and the oldest where too many wait`() throws {
        let fixture = try LedgerFixture()
        for number in 1...5 { try fixture.record(delivery("\(number)", replyTo: "crm")) }
        #expect(try fixture.ledger.trimAnswers(to: 5) == 0)
        #expect(try fixture.ledger.trimAnswers(to: 3) == 2)
        #expect(try fixture.ledger.answers(after: 0, limit: 10).map(\.position) == [3, 4, 5])
        try fixture.ledger.removeAnswers([3, 4, 5])
        // A position is not used again: who has read up to 5 sees the next one.
        try fixture.record(delivery("6", replyTo: "crm"))
        #expect(try fixture.ledger.answers(after: 5, limit: 10).map(\.position) == [6])
    }

    @Test func `keep bytes that are no text through a replay`() throws {
        let fixture = try LedgerFixture()
        let bytes = OpaqueProperty.bytes(Array(repeating: 0xE9, count: 255))
        let received = ReceivedMessage.bytes(
            ReceivedMessage.termination("t-1", reason: "te-duur").message.body,
            properties: MessageProperties(correlationID: bytes, replyTo: .bytes([0xFE]))
        )
        let id = try #require(try fixture.record(received)[0].deadLetterID)
        try fixture.apply(LedgerFixture.knowingSettings)
        #expect(try fixture.replay([id]) == [.accepted(terminationID: "t-1", revision: 1, sequence: 2)])
        let events = try fixture.ledger.events(after: 0, limit: 10)
        #expect(events.map(\.correlationID) == [bytes, bytes])
        #expect(try fixture.ledger.check().isEmpty)
    }
}
