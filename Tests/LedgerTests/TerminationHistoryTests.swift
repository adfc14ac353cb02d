import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `The life of a termination` {
    private func life(_ id: String, in fixture: LedgerFixture) throws -> TerminationHistory {
        try #require(try fixture.ledger.terminationLife(of: id))
    }

    private static func instant(_ text: String) -> Instant { Instant(rfc3339: text)! }

    @Test func `has each revision, with what changed and the settings that judged it`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1", endDate: "2026-12-31"))
        try fixture.apply(LedgerFixture.settings.replacing("nl: Verhuisd", with: "nl: Verhuizing"))
        try fixture.record(.life("t-1", .correct, revision: 2, endDate: "2026-11-30", reason: "moved"))
        let life = try life("t-1", in: fixture)
        #expect(life.revisions.map(\.action) == [.terminate, .correct])
        #expect(life.revisions.map(\.messageID) == ["t-1-1", "t-1-2"])
        #expect(life.revisions.map(\.settingsVersion) == [1, 2])
        #expect(life.revisions.map { $0.rules?.settingsVersion } == [1, 2])
        #expect(life.revisions.map(\.reason?.label) == ["Te duur", "Verhuizing"])
        #expect(life.revisions[0].changes.isEmpty)
        #expect(
            life.revisions[1].changes == [
                MessageChange("reasonCode", from: "price", to: "moved"),
                MessageChange("endDate", from: "2026-12-31", to: "2026-11-30"),
            ]
        )
        #expect(
            life.revisions.map { $0.event?.type } == ["contract.terminated.v1", "contract.termination.corrected.v1"]
        )
        #expect(life.termination.state == .inForce)
        #expect(life.timeZone.name == "Europe/Amsterdam")
        #expect(life.effects.isEmpty)
    }

    @Test func `keeps the reason as it read when a revision was recorded`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1"))
        try fixture.apply(LedgerFixture.settings.replacing("nl: Te duur", with: "nl: Prijs"))
        #expect(try life("t-1", in: fixture).revisions[0].reason?.label == "Te duur")
    }

    @Test func `compares a correction with the revision before it, however many there are`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(
            .life("t-1", endDate: "2026-12-31"),
            .life("t-1", .correct, revision: 3, endDate: "2026-11-30"),
            .life("t-1", .correct, revision: 7, endDate: "2026-12-31"),
            .life("t-1", .withdraw, revision: 9)
        )
        let changes = try life("t-1", in: fixture).revisions.map { $0.changes.map(\.new) }
        #expect(changes == [[], ["2026-11-30"], ["2026-12-31"], []])
    }

    @Test func `has each time that it took effect, and what took that back`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1"))
        try fixture.noteEffects()
        _ = try fixture.recorder.takeEffects(at: Self.instant("2026-03-31T22:00:00Z"))
        var life = try life("t-1", in: fixture)
        #expect(life.effects.map(\.revision) == [1])
        #expect(life.effects.map(\.supersededBy) == [nil])
        _ = try fixture.recorder.record(
            [.life("t-1", .correct, revision: 2, endDate: "2026-04-30")],
            at: Self.instant("2026-04-02T00:00:00Z")
        )
        _ = try fixture.recorder.takeEffects(at: Self.instant("2026-04-30T22:00:00Z"))
        life = try self.life("t-1", in: fixture)
        #expect(life.effects.map(\.revision) == [1, 2])
        #expect(life.effects.map(\.supersededBy) == [2, nil])
        #expect(life.revisions.map(\.supersededEffect) == [nil, 2])
        #expect(life.effects.map(\.event.sequence) == [2, 4])
        _ = try fixture.recorder.record(
            [.life("t-1", .withdraw, revision: 3)],
            at: Self.instant("2026-05-02T00:00:00Z")
        )
        life = try self.life("t-1", in: fixture)
        #expect(life.effects.map(\.supersededBy) == [2, 3])
        #expect(life.termination.state == .withdrawn)
        #expect(life.timeZone.name == "Europe/Amsterdam")
    }

    @Test func `says of each event whether it is published, waits or is parked`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(
            .life("t-1", endDate: "2026-12-31"),
            .life("t-1", .correct, revision: 2, endDate: "2026-11-30"),
            .life("t-1", .correct, revision: 3, endDate: "2026-10-31")
        )
        let (first, last) = (Self.instant("2026-03-01T12:00:01Z"), Self.instant("2026-03-01T12:00:31Z"))
        for at in [first, last] {
            let parked = ParkedEvent(sequence: 2, failure: "312 NO_ROUTE", attemptedAt: at)
            _ = try fixture.ledger.advanceRelay(to: 2, parking: [parked])
        }
        let events = try life("t-1", in: fixture).revisions.map(\.event)
        #expect(
            events.map { $0?.publication } == [
                .published, .parked(failure: "312 NO_ROUTE", attempts: 2, since: first, lastAttemptAt: last), .waiting,
            ]
        )
        #expect(events.map { $0?.contractSequence } == [1, 2, 3])
        #expect(
            events.map { $0?.id } == [
                Event.id(of: .terminated, terminationID: "t-1", revision: 1),
                Event.id(of: .corrected, terminationID: "t-1", revision: 2),
                Event.id(of: .corrected, terminationID: "t-1", revision: 3),
            ]
        )
    }

    @Test func `has the messages that waited for it and those that were refused`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1", .correct, revision: 2, endDate: "2026-06-30"))
        try fixture.record(.life("t-1"), .life("t-1", .correct, revision: 3, reason: "nonsense"), .life("t-2"))
        // Of another termination, and of this one with another contract.
        try fixture.record(.life("t-2", .correct, revision: 2, reason: "nonsense"))
        try fixture.record(.life("t-1", .correct, revision: 5, contract: "c-9"))
        let deadLetters = try life("t-1", in: fixture).deadLetters
        #expect(deadLetters.map { $0.deadLetter.messageID } == ["t-1-2", "t-1-3", "t-1-5"])
        #expect(deadLetters.map(\.waitedAtFirst) == [true, false, false])
        #expect(deadLetters.map { $0.deadLetter.state } == [.resolved, .open, .open])
        #expect(deadLetters.map(\.revision) == [2, 3, 5])
        #expect(deadLetters[0].history.map(\.action) == [.resolved])
        #expect(deadLetters.allSatisfy { $0.heldUntil == nil })
    }

    @Test func `does not guess whether a letter waited that was judged again since`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1", .correct, revision: 2, message: "early", endDate: "2026-06-30"))
        _ = try fixture.recorder.expireHeldMessages(at: LedgerFixture.now.advanced(by: .seconds(601)))
        try fixture.record(.life("t-1"))
        let deadLetter = try #require(try life("t-1", in: fixture).deadLetters.first)
        #expect(deadLetter.waitedAtFirst == nil)
        #expect(deadLetter.history.map(\.action) == [.refused])
    }

    @Test func `reads what came in a CloudEvent`() throws {
        let fixture = try LedgerFixture()
        let message = ReceivedMessage.life("t-1").message
        let text = "{\"specversion\":\"1.0\",\"data\":\(String(decoding: message.body, as: UTF8.self))}"
        let properties = MessageProperties(contentType: "application/cloudevents+json")
        #expect(try fixture.record(.bytes(Array(text.utf8), properties: properties)).map(\.name) == ["accepted"])
        let revision = try #require(try life("t-1", in: fixture).revisions.first)
        #expect(revision.message?.endDate == LocalDate("2026-03-31"))
        #expect(revision.reason?.code == "price")
    }

    @Test func `is unknown where nothing is recorded`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1", .withdraw, revision: 2))
        #expect(try fixture.ledger.terminationLife(of: "t-1") == nil)
    }
}
