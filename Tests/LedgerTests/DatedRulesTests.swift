import Foundation
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `A reason that is mandatory from a date` {
    private static func settings(_ required: String) -> String {
        "timeZone: Europe/Amsterdam\ndefaultLanguage: nl\nreasonRequired: \(required)\n"
            + "reasons: [{code: price, labels: {nl: Te duur}}]"
    }

    private static func withoutReason(_ id: String, occurredAt: String) -> ReceivedMessage {
        let body = """
            {"messageId":"m-\(id)","action":"terminate","terminationId":"\(id)","contractId":"c-\(id)",
             "customerId":"k-1","endDate":"2026-03-31","occurredAt":"\(occurredAt)"}
            """
        return .bytes(Array(body.utf8))
    }

    // An hour apart, at the border of the day in Amsterdam; both of the same day in UTC.
    private static let before = withoutReason("before", occurredAt: "2026-03-01T22:30:00Z")
    private static let after = withoutReason("after", occurredAt: "2026-03-01T23:30:00Z")

    @Test func `is judged at the instant of the termination, whenever the message comes`() throws {
        let fixture = try LedgerFixture(settings: Self.settings("[{required: true, from: 2026-03-02}]"))
        #expect(try fixture.record(Self.before, Self.after).map(\.name) == ["accepted", "reason-required"])

        let weekLater = LedgerFixture.now.advanced(by: .seconds(7 * 86_400))
        let deadLetter = try #require(try fixture.ledger.deadLetters(limit: 1).first)
        let again = try fixture.recorder.replay([deadLetter.id], by: "ops", reason: "again", at: weekLater)
        guard case .rejected(let violations, _, _) = again[0].result else {
            Issue.record("\(again[0].result)")
            return
        }
        #expect(violations.map(\.code) == [.reasonRequired])
    }

    @Test func `is judged so again on a replay a week later`() throws {
        let fixture = try LedgerFixture(settings: Self.settings("true"))
        let refused = try fixture.record(Self.before, Self.after).map(\.name)
        #expect(refused == ["reason-required", "reason-required"])
        try fixture.apply(Self.settings("[{required: true, from: 2026-03-02}]"))

        let weekLater = LedgerFixture.now.advanced(by: .seconds(7 * 86_400))
        let ids = try fixture.ledger.deadLetters(limit: 9).map(\.id)
        let outcomes = try fixture.recorder.replay(ids, by: "ops", reason: "dated now", at: weekLater)
        #expect(outcomes.filter(\.isResolved).map(\.messageID) == ["m-before"])
        #expect(outcomes.filter { !$0.isResolved }.map(\.messageID) == ["m-after"])
    }
}
