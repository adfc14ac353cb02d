import Foundation
import JSON
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Replaying dead letters` {
    @Test func `records what is accepted now, tells of it and resolves the letter, all at once`() throws {
        let fixture = try LedgerFixture()
        let message = IncomingMessage(
            body: ReceivedMessage.termination("t-1", reason: "te-duur").message.body,
            properties: MessageProperties(messageID: "m-t-1", correlationID: "corr", replyTo: "answers")
        )
        let received = ReceivedMessage(message: message, parsed: ParsedMessage(message))
        let id = try #require(try fixture.record(received)[0].deadLetterID)
        try fixture.apply(LedgerFixture.knowingSettings)

        #expect(try fixture.replay([id]) == [.accepted(terminationID: "t-1", revision: 1, sequence: 2)])
        let deadLetter = try fixture.deadLetter(id)
        #expect(deadLetter.state == .resolved)
        #expect(deadLetter.resolution == .init(terminationID: "t-1", revision: 1, messageID: "m-t-1"))
        #expect(deadLetter.resolvedAt == LedgerFixture.later)
        #expect(deadLetter.attempts == 2)
        #expect(deadLetter.settingsVersion == 2)

        let event = try #require(try fixture.ledger.events(after: 1, limit: 10).first)
        #expect(event.type == "contract.terminated.v1")
        #expect(event.id == Event.id(of: .terminated, terminationID: "t-1", revision: 1))
        #expect(event.correlationID == "corr")
        #expect(try fixture.ledger.answers(after: 1, limit: 10).isEmpty)
        #expect(try JSONValue(parsing: event.body).object?["causationid"]?.string == "m-t-1")

        let history = try fixture.ledger.history(of: id)
        #expect(history.map(\.action) == [.resolved])
        #expect(history.map(\.actor) == ["ann"])
        #expect(history.map(\.reason) == ["alias added"])
        #expect(history.first?.details.text == #"{"terminationId":"t-1","revision":1,"settingsVersion":2}"#)
        #expect(try fixture.ledger.verifyAudit().defect == nil)
    }

    @Test func `keeps what is refused again open, with what is wrong now, and tells nobody twice`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        let before = try fixture.deadLetter(id).fingerprint
        try fixture.apply(LedgerFixture.knowingSettings + "\n    note: {rule: required}")
        let results = try fixture.replay([id])
        guard case .rejected(let violations, let fingerprint, 2) = results[0] else {
            Issue.record("\(results)")
            return
        }
        #expect(violations.map(\.code) == [.noteRequired])
        let deadLetter = try fixture.deadLetter(id)
        #expect(deadLetter.state == .open)
        #expect(deadLetter.violations == violations)
        #expect(deadLetter.fingerprint == fingerprint)
        #expect(fingerprint != before)
        #expect(deadLetter.settingsVersion == 2)
        #expect(deadLetter.occurrences == 1)
        #expect(try fixture.count("events") == 1)
        #expect(try fixture.ledger.history(of: id).map(\.action) == [.refused])
    }

    @Test func `resolves what was recorded meanwhile by that revision`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...2)
        try fixture.apply(LedgerFixture.knowingSettings)
        // As if it had come again before anybody closed letters.
        try fixture.ledger.pool.write {
            try $0.execute(sql: "UPDATE dead_letters SET message_id = 'x', termination_id = 'x'")
        }
        try fixture.record(.termination("t-1", reason: "te-duur"))
        try fixture.record(.termination("t-2", message: "other", reason: "te-duur"))
        #expect(
            try fixture.replay(ids) == [
                .alreadyRecorded(terminationID: "t-1", revision: 1),
                .alreadyRecorded(terminationID: "t-2", revision: 1),
            ]
        )
        #expect(try fixture.deadLetter(ids[1]).resolution?.messageID == "other")
        #expect(try fixture.count("terminations") == 2)
    }

    @Test func `judges each by what the ones before it left`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.recorder.record(
            [
                .termination("t-1", contract: "c", reason: "te-duur"),
                .termination("t-2", contract: "c", reason: "te-duur"),
            ],
            at: LedgerFixture.now
        ).compactMap(\.deadLetterID)
        try fixture.apply(LedgerFixture.knowingSettings)
        let results = try fixture.replay(ids)
        #expect(results[0] == .accepted(terminationID: "t-1", revision: 1, sequence: 3))
        guard case .rejected(let violations, _, _) = results[1] else {
            Issue.record("\(results)")
            return
        }
        #expect(violations.map(\.code) == [.contractAlreadyTerminated])
    }

    @Test func `takes only open letters, and says of the others why not`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...2)
        try fixture.apply(LedgerFixture.knowingSettings)
        _ = try fixture.ledger.discard([ids[1]], by: "ann", reason: "spam", at: LedgerFixture.later)
        _ = try fixture.replay([ids[0]])
        #expect(try fixture.replay(ids + ["none"]) == [.notOpen(.resolved), .notOpen(.discarded), .unknown])
        #expect(try fixture.deadLetter(ids[0]).attempts == 2)
        #expect(try fixture.ledger.history(of: ids[0]).count == 1)
    }

    @Test func `resolves other letters of the same message id too, as the worker's doing`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.recorder.record(
            [.termination("t-1", reason: "te-duur"), .termination("t-1", reason: "unknown")],
            at: LedgerFixture.now
        ).compactMap(\.deadLetterID)
        try fixture.apply(LedgerFixture.knowingSettings)
        _ = try fixture.replay([ids[0]])
        #expect(try ids.map { try fixture.deadLetter($0).state } == [.resolved, .resolved])
        #expect(try ids.map { try fixture.ledger.history(of: $0).map(\.actor) } == [["ann"], ["terminus"]])
        #expect(try ids.map { try fixture.deadLetter($0).attempts } == [2, 1])
    }

    @Test func `judges dated rules when the termination was made, or now where that is asked for`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...2)
        try fixture.apply(LedgerFixture.knowingSettings + "\n    validFrom: 2026-03-02")
        guard case .rejected(let violations, _, _) = try fixture.replay([ids[0]])[0] else {
            Issue.record("not rejected")
            return
        }
        #expect(violations.map(\.code) == [.reasonNotYetValid])
        #expect(
            try fixture.replay([ids[1]], asOf: .now) == [.accepted(terminationID: "t-2", revision: 1, sequence: 3)]
        )
        let occurredAt = try fixture.ledger.pool.read {
            try Int64.fetchOne($0, sql: "SELECT occurred_at FROM terminations")
        }
        #expect(occurredAt == Instant(rfc3339: "2026-03-01T10:00:00+01:00")?.milliseconds)
    }

    @Test func `judges a message again that could not be judged`() throws {
        let fixture = try LedgerFixture()
        let outcome = try fixture.recorder.park(.termination("t-1", isRedelivered: true), at: LedgerFixture.now)
        let id = try #require(outcome.deadLetterID)
        #expect(try fixture.replay([id]) == [.accepted(terminationID: "t-1", revision: 1, sequence: 1)])
    }

    @Test func `leaves nothing behind when the disk is full, and does it all afterwards`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...100)
        try fixture.apply(LedgerFixture.knowingSettings)
        try fixture.limitPages(try fixture.pageCount() + 2)
        #expect(throws: LedgerError.self) { try fixture.replay(ids) }
        try fixture.limitPages(1_000_000)
        #expect(try fixture.ledger.countDeadLetters(in: .open) == 100)
        #expect(try fixture.count("dead_letter_audit") == 0)
        let outcomes = try fixture.recorder.replay(ids, by: "ann", reason: "again", at: LedgerFixture.later)
        #expect(outcomes.allSatisfy { $0.isResolved })
        #expect(try fixture.ledger.verifyAudit().verified == 100)
    }
}

@Suite(.everyEngine) struct `Previewing a replay` {
    @Test func `tells the outcomes and the events, and changes nothing`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...3)
        _ = try fixture.refuse(4...4, reason: "unknown")
        try fixture.apply(LedgerFixture.knowingSettings)
        let all = try fixture.ledger.deadLetters(matching: .all, order: .oldest, limit: 10).map(\.id)
        let preview = try fixture.recorder.previewReplay(all, at: LedgerFixture.later)
        #expect(preview.outcomes.map(\.isResolved) == [true, true, true, false])
        #expect(
            preview.events.map(\.id)
                == (1...3).map {
                    Event.id(of: .terminated, terminationID: "t-\($0)", revision: 1)
                }
        )
        #expect(try fixture.count("events") == 4)
        #expect(try fixture.count("terminations") == 0)
        #expect(try fixture.count("dead_letter_audit") == 0)
        #expect(try fixture.deadLetter(ids[0]).version == 1)
        #expect(try fixture.recorder.previewReplay(all, at: LedgerFixture.later).outcomes == preview.outcomes)
        let real = try fixture.recorder.replay(all, by: "ann", reason: "now", at: LedgerFixture.later)
        #expect(real == preview.outcomes)
        #expect(try fixture.ledger.events(after: 4, limit: 10) == preview.events)
        // What the preview learnt and forgot must not make the recorder blind.
        #expect(try fixture.record(.termination("t-1", reason: "te-duur")).map(\.name) == ["duplicate"])
    }

    @Test func `judges what a patch would make of the messages`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...2)
        let patch = JSONPatch.set(JSONPointer("reasonCode"), .string("price"))
        let preview = try fixture.recorder.previewReplay(ids, patch: patch, at: LedgerFixture.later)
        #expect(preview.outcomes.allSatisfy { $0.isResolved })
        let bad = try JSONPatch(parsing: #"[{"op":"remove","path":"/none"}]"#)
        let refused = try fixture.recorder.previewReplay([ids[0]], patch: bad, at: LedgerFixture.later)
        #expect(refused.outcomes.map(\.result) == [.unpatchable("There is no value at /none.")])
        #expect(try fixture.deadLetter(ids[0]).isEdited == false)
    }
}

@Suite(.everyEngine) struct `Ids in a rehearsal` {
    @Test func `are found while it lasts and forgotten with it, whatever else is known`() throws {
        let fixture = try LedgerFixture()
        // Small, so that ids are in memory, being written and written.
        let recorded = IDIndex(threshold: 2, runLimit: 2, slice: 4)
        let recorder = Recorder(ledger: fixture.ledger, source: "urn:test", ids: recorded)
        let other = try Ledger(path: fixture.path)
        defer { other.close() }
        let otherRecorder = Recorder(ledger: other, source: "urn:test")
        let twice = (1...40).map { number in
            ReceivedMessage.termination("t-\(number)", contract: "c-\(number / 2)", reason: "te-duur")
        }
        let ids = try recorder.record(twice, at: LedgerFixture.now).compactMap(\.deadLetterID)
        try fixture.apply(LedgerFixture.knowingSettings)
        for start in stride(from: 0, to: 40, by: 4) {
            let page = Array(ids[start..<start + 4])
            let preview = try recorder.previewReplay(ids, at: LedgerFixture.later).outcomes
            let expected = preview.filter { page.contains($0.deadLetterID) }.map(\.isResolved)
            let chosen = start % 8 == 0 ? recorder : otherRecorder
            let real = try chosen.replay(page, by: "ann", reason: "r", at: LedgerFixture.later)
            #expect(real.map(\.isResolved) == expected)
        }
        #expect(try fixture.count("terminations") == 21)
        #expect(
            try recorder.record([.termination("t-1", contract: "c-0", reason: "te-duur")], at: LedgerFixture.now).map(
                \.name
            ) == ["duplicate"]
        )
    }
}
