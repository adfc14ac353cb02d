import Terminations
import Testing

@testable import Ledger

extension ReceivedMessage {
    /// A message with whatever members; those that each message needs are filled in.
    fileprivate static func message(_ members: [String: String], replyTo: OpaqueProperty? = nil) -> ReceivedMessage {
        let all = [
            "action": "\"terminate\"", "contractId": "\"c-1\"", "customerId": "\"k-1\"", "reasonCode": "\"price\"",
            "occurredAt": "\"2026-02-20T10:00:00Z\"", "endDate": "\"2026-02-28\"",
        ].merging(members) { $1 }
        let kept = all["action"] == "\"withdraw\"" ? all.filter { $0.key != "endDate" && $0.key != "reasonCode" } : all
        let body = kept.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
        return .bytes(Array("{\(body)}".utf8), properties: MessageProperties(replyTo: replyTo))
    }

    fileprivate static func terminate(_ id: String, start: String? = nil, end: String, at: String? = nil)
        -> ReceivedMessage
    {
        var members = ["messageId": "\"\(id)-1\"", "terminationId": "\"\(id)\"", "endDate": "\"\(end)\""]
        members["contract"] = start.map { "{\"startDate\":\"\($0)\"}" }
        members["occurredAt"] = at.map { "\"\($0)\"" }
        return .message(members)
    }

    fileprivate static func withdraw(_ id: String, revision: Int = 2, at: String) -> ReceivedMessage {
        .message([
            "messageId": "\"\(id)-\(revision)\"", "terminationId": "\"\(id)\"", "action": "\"withdraw\"",
            "revision": "\(revision)", "occurredAt": "\"\(at)\"",
        ])
    }

    fileprivate static func correct(_ id: String, revision: Int, _ members: [String: String]) -> ReceivedMessage {
        .message(
            [
                "messageId": "\"\(id)-\(revision)\"", "terminationId": "\"\(id)\"", "action": "\"correct\"",
                "revision": "\(revision)",
            ].merging(members) { $1 }
        )
    }
}

extension Outcome {
    fileprivate var violations: [Violation] {
        if case .rejected(_, let violations, _) = self { violations } else { [] }
    }
}

@Suite(.everyEngine) struct `A contract that begins again` {
    @Test(arguments: [[0, 1], [1, 0]])
    func `is ended anew, in whatever order the messages arrive`(order: [Int]) throws {
        let fixture = try LedgerFixture()
        let receivedMessages = [
            ReceivedMessage.terminate("t-1", end: "2026-02-28"),
            .terminate("t-2", start: "2026-09-01", end: "2027-06-30", at: "2026-02-27T10:00:00Z"),
        ]
        for index in order { #expect(try fixture.record(receivedMessages[index])[0].name == "accepted") }
        let sequences = try (1...3).map { try fixture.data(of: $0)["contractSequence"]?.integer }
        #expect(sequences == [1, 2, 3])
        #expect(
            try fixture.types().sorted() == [
                "contract.terminated.v1", "contract.terminated.v1", "contract.termination.effective.v1",
            ]
        )
        #expect(try fixture.ledger.check() == [])
    }

    /// Both take effect in their turn, and count on.
    @Test func `has both of its ends take effect, with one sequence`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(
            .terminate("t-1", end: "2026-03-01"),
            .terminate("t-2", start: "2026-03-02", end: "2026-03-02")
        )
        try fixture.noteEffects()
        #expect(try fixture.recorder.takeEffects(at: Instant(rfc3339: "2026-03-02T00:00:00Z")!).taken == 1)
        #expect(try fixture.recorder.takeEffects(at: Instant(rfc3339: "2026-03-03T00:00:00Z")!).taken == 1)
        let events = try (1...4).map { try fixture.data(of: $0) }
        #expect(events.map { $0["contractSequence"]?.integer } == [1, 2, 3, 4])
        #expect(events.map { $0["terminationId"]?.string } == ["t-1", "t-2", "t-1", "t-2"])
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `is refused without its first day, and accepted once the message has it`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.terminate("t-1", end: "2026-02-28"))
        let refused = try fixture.record(.terminate("t-2", end: "2026-12-31"))
        #expect(refused[0].name == "contract-already-terminated")
        let violation = try #require(refused[0].violations.first)
        #expect(violation.expected == "contract.startDate after the recorded end date, 2026-02-28")
        #expect(try fixture.record(.terminate("t-2", start: "2026-03-01", end: "2026-12-31"))[0].name == "accepted")
        #expect(try fixture.count("dead_letters WHERE state = 'open'") == 0)
    }

    @Test func `makes room for a term that a correction or a withdrawal frees`() throws {
        for isCorrected in [true, false] {
            let fixture = try LedgerFixture()
            try fixture.record(.terminate("t-1", end: "2026-06-30"))
            let late = "2026-02-28T10:00:00Z"
            let other = try fixture.record(.terminate("t-2", start: "2026-04-01", end: "2026-12-31", at: late))
            #expect(other[0].name == "contract-already-terminated")
            let freeing =
                isCorrected
                ? ReceivedMessage.correct("t-1", revision: 2, ["endDate": "\"2026-03-31\""])
                : .withdraw("t-1", at: "2026-02-21T10:00:00Z")
            guard case .accepted(_, let followUps) = try fixture.record(freeing)[0] else {
                Issue.record("was not accepted")
                return
            }
            #expect(followUps.count == 1)
            #expect(try fixture.count("dead_letters WHERE state = 'open'") == 0)
            #expect(try fixture.ledger.check() == [])
        }
    }

    @Test func `says in the withdrawal of its last end that it goes on`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(
            .terminate("t-1", end: "2026-02-28"),
            .terminate("t-2", start: "2026-04-01", end: "2026-12-31"),
            .withdraw("t-2", at: "2026-02-28T10:00:00Z")
        )
        let last = try fixture.data(of: try fixture.types().count)
        #expect(last["terminationId"]?.string == "t-2")
        #expect(last["contractTerminatedBy"] == .null)
        // Without its first end the contract runs on, until the second.
        let second = try LedgerFixture()
        try second.record(
            .terminate("t-1", end: "2026-03-31"),
            .terminate("t-2", start: "2026-04-01", end: "2026-12-31"),
            .withdraw("t-1", at: "2026-02-28T10:00:00Z")
        )
        #expect(try second.data(of: 3)["contractTerminatedBy"]?.string == "t-2")
    }
}

@Suite(.everyEngine) struct `What came too late` {
    @Test func `is kept in the history, and shown`() throws {
        let fixture = try LedgerFixture()
        let names = try fixture.record(
            .terminate("t-1", end: "2026-03-31"),
            .correct("t-1", revision: 3, ["endDate": "\"2026-05-31\"", "occurredAt": "\"2026-02-22T10:00:00Z\""]),
            .correct("t-1", revision: 2, ["endDate": "\"2026-04-30\"", "occurredAt": "\"2026-02-21T10:00:00Z\""]),
            .correct("t-1", revision: 2, ["endDate": "\"2026-04-30\"", "occurredAt": "\"2026-02-21T10:00:00Z\""])
        )
        .map(\.name)
        #expect(names == ["accepted", "accepted", "stale", "duplicate"])
        let life = try #require(try fixture.ledger.terminationLife(of: "t-1"))
        #expect(life.revisions.map(\.revision) == [1, 2, 3])
        #expect(life.revisions.map(\.isSuperseded) == [false, true, false])
        // What changed is compared with what held.
        #expect(life.revisions[2].changes.first { $0.field == "endDate" }?.old == "2026-03-31")
        #expect(life.termination.endDate == LocalDate("2026-05-31"))
        #expect(try fixture.types().count == 2)
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `is noted where it says the same under another id`() throws {
        let fixture = try LedgerFixture()
        let again = ReceivedMessage.message([
            "messageId": "\"other\"", "terminationId": "\"t-1\"", "endDate": "\"2026-03-31\"",
        ])
        #expect(
            try fixture.record(.terminate("t-1", end: "2026-03-31"), again, again).map(\.name)
                == ["accepted", "stale", "stale"]
        )
        let life = try #require(try fixture.ledger.terminationLife(of: "t-1"))
        #expect(life.revisions.count == 1)
        #expect(life.revisions[0].repetitions.map(\.messageID) == ["other"])
    }

    /// crm.md 3 and 4: what was made later is never dropped.
    @Test func `is refused where it was made later`() throws {
        let fixture = try LedgerFixture()
        let names = try fixture.record(
            .terminate("t-1", end: "2026-03-31"),
            .correct("t-1", revision: 3, ["endDate": "\"2026-05-31\"", "occurredAt": "\"2026-02-21T10:00:00Z\""]),
            .withdraw("t-1", revision: 2, at: "2026-02-28T10:00:00Z"),
            .withdraw("t-1", revision: 4, at: "2026-02-28T11:00:00Z"),
            .message([
                "messageId": "\"st-3\"", "terminationId": "\"t-1\"", "endDate": "\"2026-05-31\"",
                "occurredAt": "\"2026-02-28T12:00:00Z\"",
            ])
        )
        .map(\.name)
        #expect(names == ["accepted", "accepted", "stale-revision", "accepted", "already-withdrawn"])
        #expect(try fixture.count("dead_letters WHERE state = 'open'") == 2)
    }

    @Test func `keeps no note after a redaction`() throws {
        let fixture = try LedgerFixture()
        let note = "speaks of her illness"
        try fixture.record(
            .terminate("t-1", end: "2026-03-31"),
            .correct("t-1", revision: 3, ["occurredAt": "\"2026-02-22T10:00:00Z\""]),
            .correct("t-1", revision: 2, ["note": "\"\(note)\"", "occurredAt": "\"2026-02-21T10:00:00Z\""])
        )
        var place = RedactionPlace()
        while !place.isAtEnd {
            place = try fixture.ledger.redactNotes(
                matching: NoteFilter(terminationID: "t-1"),
                after: place,
                by: "ann",
                reason: "asked",
                at: LedgerFixture.later
            ).place
        }
        #expect(try fixture.count("termination_revisions WHERE instr(body, '\(note)') > 0") == 0)
    }
}

@Suite(.everyEngine) struct `A message that is mended under another id` {
    @Test func `closes the dead letter of its termination and revision`() throws {
        let fixture = try LedgerFixture()
        let wrong = ["messageId": "\"m-1\"", "terminationId": "\"t-1\"", "reasonCode": "\"nonsense\""]
        #expect(try fixture.record(.message(wrong))[0].name == "unknown-reason")
        let mended = ["messageId": "\"m-2\"", "terminationId": "\"t-1\"", "reasonCode": "\"price\""]
        #expect(try fixture.record(.message(mended))[0].name == "accepted")
        #expect(try fixture.count("dead_letters WHERE state = 'resolved'") == 1)
        #expect(try fixture.ledger.verifyAudit().defect == nil)
    }

    /// Another step of the termination, or another contract under the same id, is not what was mended.
    @Test(arguments: [
        ["action": "\"correct\"", "revision": "2"], ["action": "\"withdraw\"", "revision": "1", "note": "[]"],
        ["contractId": "\"c-2\""],
    ])
    func `leaves what asked for something else`(others: [String: String]) throws {
        let fixture = try LedgerFixture()
        try fixture.record(.terminate("t-0", end: "2026-03-31"))
        let wrong = ["messageId": "\"m-1\"", "terminationId": "\"t-1\"", "contractId": "\"c-9\"", "note": "[]"]
        let refused = try fixture.record(.message(wrong.merging(others) { $1 }))
        #expect(refused[0].deadLetterID != nil)
        let mended = ["messageId": "\"m-2\"", "terminationId": "\"t-1\"", "contractId": "\"c-9\""]
        #expect(try fixture.record(.message(mended))[0].name == "accepted")
        #expect(try fixture.count("dead_letters WHERE state = 'open'") == 1)
    }
}

@Suite(.everyEngine) struct `A correction that was refused` {
    /// For its reason, which the settings know now.
    @Test func `waits for its termination when it comes again`() throws {
        let fixture = try LedgerFixture()
        let correction = ReceivedMessage.correct(
            "t-1",
            revision: 2,
            ["reasonCode": "\"new\"", "endDate": "\"2026-04-30\""]
        )
        #expect(try fixture.record(correction)[0].name == "unknown-reason")
        try fixture.apply(LedgerFixture.settings + "\n  - {code: new, labels: {nl: Nieuw}}\n")
        #expect(try fixture.record(correction)[0].name == "held")
        guard case .accepted(_, let followUps) = try fixture.record(.terminate("t-1", end: "2026-03-31"))[0] else {
            Issue.record("was not accepted")
            return
        }
        #expect(followUps.count == 1)
        #expect(try fixture.ledger.terminationLife(of: "t-1")?.termination.endDate == LocalDate("2026-04-30"))
        #expect(try fixture.count("dead_letters WHERE state IN ('open', 'held')") == 0)
    }
}

@Suite(.everyEngine) struct `The event of an effect` {
    private func written(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(value)
        return writer.bytes
    }

    @Test func `is as complete as what told of the termination`() throws {
        let fixture = try LedgerFixture()
        let facts = "{\"startDate\":\"2025-01-01\",\"billedThrough\":\"2026-06-30\",\"billingPeriod\":\"P1M\","
        try fixture.record(
            .message([
                "messageId": "\"m-1\"", "terminationId": "\"t-1\"", "endDate": "\"2026-03-01\"", "channel": "\"web\"",
                "contract": facts + "\"periodAmount\":500,\"currency\":\"EUR\"}",
            ])
        )
        try fixture.noteEffects()
        #expect(try fixture.recorder.takeEffects(at: Instant(rfc3339: "2026-03-02T00:00:00Z")!).taken == 1)
        let told = try fixture.data(of: 1).members.filter { !["contractSequence", "recordedAt"].contains($0.name) }
        let effect = try fixture.data(of: 2).members.filter { !["contractSequence", "recordedAt"].contains($0.name) }
        #expect(effect.map(\.name) == told.map(\.name))
        #expect(effect.map { written($0.value) } == told.map { written($0.value) })
        #expect(effect.first { $0.name == "overbilled" }?.value.object?["through"]?.string == "2026-06-30")
    }
}
