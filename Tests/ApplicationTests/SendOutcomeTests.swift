import JSON
import RabbitMQ
import Testing

@testable import Application

@Suite struct `The outcome of sending messages` {
    @Test func `names every message that the broker has not taken`() throws {
        let outcome = SendOutcome(
            [
                .returned(token: 3, replyCode: 312, replyText: "NO_ROUTE"), .confirmed(token: 0), .refused(token: 1),
                .failed(token: 4, RabbitMQError(.accessRefused, "It is refused.")),
            ],
            of: 6
        )
        #expect(outcome.sent == 1)
        #expect(outcome.failures.map(\.message) == [3, 1, 4, 2, 5])
        let answer = try json { outcome.write(to: &$0) { "one.ndjson:\($0 + 1)" } }
        #expect(answer["sent"]?.integer == 1)
        let failed = try #require(answer["failed"]?.array).map(\.object)
        #expect(
            failed.map { $0?["place"]?.string } == [
                "one.ndjson:4", "one.ndjson:2", "one.ndjson:5", "one.ndjson:3", "one.ndjson:6",
            ]
        )
        #expect(
            failed.map { $0?["reason"]?.string } == [
                "The broker returned it: 312 NO_ROUTE.", "The broker refused it.", "It is refused.",
                "The broker did not confirm it in time: it may have arrived or not.",
                "The broker did not confirm it in time: it may have arrived or not.",
            ]
        )
    }
}
