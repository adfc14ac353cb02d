import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `A message that comes before its termination` {
    private static let expiry = LedgerFixture.now.advanced(by: .seconds(600))

    @Test func `waits, and is recorded with it, in order`() throws {
        let fixture = try LedgerFixture()
        let early = try fixture.record(
            .life("t-1", .withdraw, revision: 3),
            .life("t-1", .correct, revision: 2, endDate: "2026-04-30")
        )
        #expect(early.map(\.name) == ["held", "held"])
        #expect(try fixture.count("events") == 0)
        let outcomes = try fixture.record(.life("t-1"))
        #expect(outcomes.map(\.name) == ["accepted"])
        #expect(
            try fixture.types() == [
                "contract.terminated.v1", "contract.termination.corrected.v1", "contract.termination.withdrawn.v1",
            ]
        )
        #expect(try (1...3).map { try fixture.data(of: $0)["contractSequence"]?.integer } == [1, 2, 3])
        let ids = try fixture.ledger.events(after: 0, limit: 9).map(\.id)
        #expect(try fixture.data(of: 2)["supersedes"]?.string == ids[0])
        #expect(try fixture.data(of: 3)["supersedes"]?.string == ids[1])
        #expect(try fixture.ledger.events(after: 0, limit: 9).map(\.correlationID) == ["of t-1", "of t-1", "of t-1"])
        #expect(try fixture.count("dead_letters WHERE state = 'resolved'") == 2)
        guard case .accepted(_, let followUps) = outcomes[0] else { return }
        #expect(followUps.map(\.messageID) == ["t-1-2", "t-1-3"])
    }

    @Test func `is one message however often it comes`() throws {
        let fixture = try LedgerFixture()
        let withdrawal = ReceivedMessage.life("t-1", .withdraw, revision: 2)
        #expect(try fixture.record(withdrawal).map(\.name) == ["held"])
        #expect(try fixture.record(withdrawal, withdrawal).map(\.name) == ["again held", "again held"])
        #expect(try fixture.count("dead_letters") == 1)
        try fixture.record(.life("t-1"))
        #expect(try fixture.record(withdrawal).map(\.name) == ["duplicate"])
        #expect(try fixture.count("events") == 2)
    }

    @Test func `becomes an open dead letter after the waiting time, and the CRM is told once`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1", .withdraw, revision: 2, replyTo: "crm"))
        #expect(try fixture.ledger.nextExpiry()?.at == Self.expiry)
        #expect(try fixture.recorder.expireHeldMessages(at: Self.expiry.advanced(by: .milliseconds(-1))).isEmpty)
        let refused = try fixture.recorder.expireHeldMessages(at: Self.expiry)
        #expect(refused.map(\.messageID) == ["t-1-2"])
        #expect(try fixture.recorder.expireHeldMessages(at: Self.expiry).isEmpty)
        let event = try #require(try fixture.ledger.events(after: 0, limit: 9).first)
        #expect(event.type == "contract.termination.rejected.v1")
        let answer = try #require(try fixture.ledger.answers(after: 0, limit: 9).first)
        #expect(answer.replyTo == "crm")
        #expect(answer.body == event.body)
        let violation = try fixture.data(of: 1)["violations"]?.array?.first?.object
        #expect(violation?["code"]?.string == "unknown-termination")
        #expect(violation?["pointer"]?.string == "/terminationId")
        #expect(try fixture.data(of: 1)["receivedAt"]?.string == "2026-03-01T12:00:00Z")
        #expect(try fixture.ledger.verifyAudit().defect == nil)

        // Once its termination is there, a replay records it.
        try fixture.record(.life("t-1"))
        let id = try #require(refused.first?.deadLetterID)
        let outcomes = try fixture.recorder.replay([id], by: "ann", reason: "it is there", at: Self.expiry)
        #expect(outcomes.map(\.isResolved) == [true])
        #expect(try fixture.types().last == "contract.termination.withdrawn.v1")
    }

    @Test func `stays open when it is replayed and its termination is still not there`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1", .correct, revision: 2))
        let id = try #require(try fixture.recorder.expireHeldMessages(at: Self.expiry).first?.deadLetterID)
        let outcome = try fixture.recorder.replay([id], by: "ann", reason: "try", at: Self.expiry).first
        guard case .rejected(let violations, _, _) = outcome?.result else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(violations.map(\.code) == [.unknownTermination])
        #expect(try fixture.count("events") == 1)
    }

    @Test func `is refused at once for what is wrong with it anyway`() throws {
        let fixture = try LedgerFixture()
        #expect(
            try fixture.record(.life("t-1", .correct, revision: 2, reason: "prise")).map(\.name) == ["unknown-reason"]
        )
    }

    @Test func `is refused when its termination does not allow it`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1", .withdraw, revision: 2, customer: "k-2"))
        let outcomes = try fixture.record(.life("t-1"))
        guard case .accepted(_, let followUps) = outcomes[0], case .rejected(let violations) = followUps.first?.result
        else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(violations.map(\.code) == [.contractMismatch])
        #expect(try fixture.types() == ["contract.terminated.v1", "contract.termination.rejected.v1"])
        #expect(try fixture.count("dead_letters WHERE state = 'open'") == 1)
    }

    @Test func `waits for a replayed termination as for one that arrives`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1", .withdraw, revision: 2))
        let refused = try fixture.record(.life("t-1", reason: "prise"))
        try fixture.apply(
            LedgerFixture.settings.replacing("labels: {nl: Te duur", with: "aliases: [prise]\n    labels: {nl: Te duur")
        )
        let id = try #require(refused[0].deadLetterID)
        _ = try fixture.recorder.replay([id], by: "ann", reason: "alias", at: LedgerFixture.now)
        #expect(try fixture.types().suffix(2) == ["contract.terminated.v1", "contract.termination.withdrawn.v1"])
        #expect(try fixture.count("dead_letters WHERE state = 'resolved'") == 2)
    }

    @Test func `leaves nothing behind when what it waited for cannot be written`() throws {
        let fixture = try LedgerFixture()
        for number in 1...40 { try fixture.record(.life("t-1", .correct, revision: number + 1)) }
        try fixture.limitPages(try fixture.pageCount())
        #expect(throws: LedgerError.self) { try fixture.record(.life("t-1")) }
        #expect(try fixture.count("events") == 0)
        #expect(try fixture.count("dead_letters WHERE state = 'held'") == 40)
        try fixture.limitPages(1_000_000)
        try fixture.record(.life("t-1"))
        #expect(try fixture.count("events") == 41)
    }
}

@Suite(.everyEngine) struct `A contract that is terminated again` {
    private func instant(_ hour: Int) -> Instant { Instant(rfc3339: "2026-03-01T0\(hour):00:00Z")! }

    @Test func `is not terminated by what was made while it was terminated already`() throws {
        let fixture = try LedgerFixture()
        let names = try fixture.record(
            .life("t-1", contract: "c", occurredAt: instant(1)),
            .life("t-2", contract: "c", occurredAt: instant(2)),
            .life("t-1", .withdraw, revision: 2, contract: "c", occurredAt: instant(3))
        )
        .map(\.name)
        #expect(names == ["accepted", "contract-already-terminated", "accepted"])
        #expect(try fixture.types().last == "contract.termination.withdrawn.v1")
        #expect(try fixture.count("dead_letters WHERE state = 'open'") == 1)
    }

    @Test func `is terminated by what was made after the withdrawal and came before it`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(
            .life("t-1", contract: "c", occurredAt: instant(1)),
            .life("t-2", contract: "c", occurredAt: instant(3)),
            .life("t-1", .withdraw, revision: 2, contract: "c", occurredAt: instant(2))
        )
        #expect(
            try fixture.types() == [
                "contract.terminated.v1", "contract.termination.rejected.v1", "contract.termination.withdrawn.v1",
                "contract.terminated.v1",
            ]
        )
        #expect(try fixture.data(of: 4)["contractSequence"]?.integer == 3)
        #expect(try fixture.count("dead_letters WHERE state = 'open'") == 0)
    }

    @Test func `never is in the hands of a withdrawal that is not one`() throws {
        let fixture = try LedgerFixture()
        // The withdrawal of another customer's termination does not make room for it.
        try fixture.record(
            .life("t-2", contract: "c", occurredAt: instant(3)),
            .life("t-1", .withdraw, revision: 2, contract: "c", customer: "k-2", occurredAt: instant(2)),
            .life("t-1", contract: "c", occurredAt: instant(1))
        )
        #expect(try fixture.types() == ["contract.terminated.v1", "contract.termination.rejected.v1"])
        // Nor does one that has the message id of its own termination.
        try fixture.record(
            .life("t-3", .withdraw, revision: 2, contract: "c", message: "m", occurredAt: instant(2)),
            .life("t-3", contract: "c", message: "m", occurredAt: instant(1))
        )
        #expect(try fixture.count("terminations") == 1)
    }

    @Test func `has its events in one sequence, also when an older termination comes late`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(
            .life("t-2", contract: "c", occurredAt: instant(3)),
            .life("t-1", contract: "c", occurredAt: instant(1)),
            .life("t-1", .withdraw, revision: 2, contract: "c", occurredAt: instant(2))
        )
        try fixture.noteEffects()
        #expect(try fixture.recorder.takeEffects(at: .latest).taken == 1)
        let events = try fixture.ledger.events(after: 0, limit: 9).filter {
            $0.type != "contract.termination.rejected.v1"
        }
        #expect(
            events.map(\.type) == [
                "contract.terminated.v1", "contract.terminated.v1", "contract.termination.withdrawn.v1",
                "contract.termination.effective.v1",
            ]
        )
        let sequences = try events.map { try fixture.data(of: Int($0.sequence))["contractSequence"]?.integer }
        #expect(sequences == [1, 2, 3, 4])
    }
}

@Suite(.everyEngine) struct `Discarding a message that waits` {
    @Test func `tells its sender that it is refused, since silence would read as acceptance`() throws {
        let fixture = try LedgerFixture()
        let waiting = ReceivedMessage.life("t-1", .correct, revision: 2)
        let message = IncomingMessage(
            body: waiting.message.body,
            properties: MessageProperties(correlationID: .text("k-1"), replyTo: .text("crm.answers"))
        )
        let received = ReceivedMessage(message: message, parsed: ParsedMessage(message), transport: { .null })
        guard case .held(let id, _) = try fixture.record(received)[0] else {
            Issue.record("not held")
            return
        }
        #expect(
            try fixture.ledger.discard([id], by: "ann", reason: "a test", at: LedgerFixture.later) == [
                .refused(state: .held)
            ]
        )
        let changes = try fixture.recorder.discard([id], by: "ann", reason: "a test", at: LedgerFixture.later)
        #expect(changes == [.changed])
        #expect(try fixture.deadLetter(id).state == .discarded)
        #expect(try fixture.ledger.history(of: id).map(\.action) == [.refused, .discarded])
        let events = try fixture.ledger.events(after: 0, limit: 9)
        #expect(events.map(\.type) == ["contract.termination.rejected.v1"])
        let answers = try fixture.ledger.answers(after: 0, limit: 9)
        #expect(answers.map(\.replyTo) == [.text("crm.answers")])
        #expect(answers.map(\.correlationID) == [.text("k-1")])
        #expect(try fixture.ledger.check().isEmpty)
        // Nothing waits for it any more: its termination is recorded, and it stays aside.
        try fixture.record(.life("t-1"))
        #expect(try fixture.deadLetter(id).state == .discarded)
    }
}

@Suite(.everyEngine) struct `Correcting and withdrawing` {
    @Test func `keeps every revision, and the reason of each`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1"), .life("t-1", .correct, revision: 4, endDate: "2026-04-30", reason: "moved"))
        #expect(try fixture.count("termination_revisions") == 2)
        #expect(try fixture.data(of: 2)["reason"]?.object?["label"]?.string == "Verhuisd")
        #expect(try fixture.data(of: 1)["reason"]?.object?["label"]?.string == "Te duur")
        let uses = try fixture.ledger.pool.read {
            try Row.fetchAll($0, sql: "SELECT code, uses FROM reason_snapshots ORDER BY code")
                .map { "\($0[0] as String) \($0[1] as Int)" }
        }
        #expect(uses == ["moved 1", "price 0"])
    }

    @Test func `is refused in the words of the tables`() throws {
        let fixture = try LedgerFixture()
        let outcomes = try fixture.record(
            .life("t-1"),
            .life("t-1", .correct, revision: 3),
            .life("t-1", .correct, revision: 2),
            .life("t-1", .correct, revision: 3, message: "m-9"),
            .life("t-1", .correct, revision: 3, message: "m-8", endDate: "2026-05-31"),
            .life("t-1", .correct, revision: 4, contract: "c-other"),
            .life("t-1", .withdraw, revision: 4, message: "t-1-3"),
            .life("t-1", .withdraw, revision: 5),
            .life("t-1", .correct, revision: 6),
            .life("t-1", .withdraw, revision: 7),
            .life("t-1", .correct, revision: 4)
        )
        #expect(
            outcomes.map(\.name) == [
                "accepted", "accepted", "stale", "stale", "revision-conflict", "contract-mismatch",
                "message-id-reused", "accepted", "already-withdrawn", "already-withdrawn", "stale",
            ]
        )
    }

    @Test func `is refused when the contract ended too long ago`() throws {
        let fixture = try LedgerFixture()
        let late = Instant(rfc3339: "2027-04-01T10:00:00Z")!
        let names = try fixture.recorder.record(
            [
                .life("t-1"),
                .life("t-1", .withdraw, revision: 2, occurredAt: late),
                .life("t-1", .correct, revision: 3, endDate: "2027-06-30", occurredAt: late),
                .life("t-1", .withdraw, revision: 4, occurredAt: late.advanced(by: .seconds(-86_400))),
            ],
            at: late
        )
        .map(\.name)
        #expect(names == ["accepted", "backdated-too-far", "backdated-too-far", "accepted"])
    }
}
