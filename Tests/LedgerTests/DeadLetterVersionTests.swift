import JSON
import Terminations
import Testing

@testable import Ledger

/// What somebody decided about one version of a dead letter is not done to another.
@Suite(.everyEngine) struct `A dead letter that has changed since somebody looked at it` {
    private let toPrice = JSONPatch.set(JSONPointer("reasonCode"), .string("price"))

    /// Two dead letters as somebody saw them; the first was edited since.
    private func seen(_ fixture: LedgerFixture) throws -> [DeadLetterVersion] {
        let ids = try fixture.refuse(1...2)
        let seen = try fixture.ledger.currentVersions(ids)
        let note = JSONPatch.set(JSONPointer("note"), .string("phoned"))
        #expect(
            try fixture.ledger.edit([ids[0]], with: note, by: "bob", reason: "first", at: LedgerFixture.later)
                == [.changed]
        )
        return seen
    }

    @Test(arguments: [
        "0190b3c4-5d6e-7f80-91a2-b3c4d5e6f708", "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "0190B3C4-5d6e-7f80-91a2-b3c4d5e6f708", "0190b3c4-5d6e-7f80-91a2-b3c4d5e6f70",
        "0190b3c4-5d6e-7f80-91a2-b3c4d5e6f7080",
        "0190b3c45d6e-7f80-91a2-b3c4d5e6f708-", "0190b3c4-5d6e-7f80-91a2-b3c4d5e6f70g", "", "none", "é",
    ])
    func `has the id that it was made with`(id: String) {
        let version = DeadLetterVersion(id: id, version: 3)
        #expect(version.id == id && version.version == 3)
        #expect(version == DeadLetterVersion(id: version.id, version: 3))
        #expect(version != DeadLetterVersion(id: id + "0", version: 3))
    }

    @Test func `is not edited`() throws {
        let fixture = try LedgerFixture()
        let seen = try seen(fixture)
        let changes = try fixture.ledger.edit(
            seen,
            with: [.patch(toPrice), .patch(toPrice)],
            by: "ann",
            reason: "typo",
            at: LedgerFixture.later
        )
        #expect(changes == [.changedMeanwhile, .changed])
        #expect(try fixture.ledger.history(of: seen[0].id).map(\.actor) == ["bob"])
    }

    @Test func `is not discarded`() throws {
        let fixture = try LedgerFixture()
        let seen = try seen(fixture)
        let changes = try fixture.ledger.discard(seen, by: "ann", reason: "spam", at: LedgerFixture.later)
        #expect(changes == [.changedMeanwhile, .changed])
        #expect(try fixture.deadLetter(seen[0].id).state == .open)
    }

    @Test func `is not refused and discarded while it waits for its termination`() throws {
        let fixture = try LedgerFixture()
        let id = try #require(try fixture.record(.life("t-9", .withdraw, revision: 2))[0].deadLetterID)
        #expect(try fixture.deadLetter(id).state == .held)
        let wrong = DeadLetterVersion(id: id, version: try fixture.deadLetter(id).version + 1)
        let changes = try fixture.recorder.discard([wrong], by: "ann", reason: "spam", at: LedgerFixture.later)
        #expect(changes == [.refused(state: .held)])
        #expect(try fixture.deadLetter(id).state == .held)
    }

    @Test func `is not restored`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...2)
        _ = try fixture.ledger.discard(ids, by: "ann", reason: "spam", at: LedgerFixture.later)
        let seen = try fixture.ledger.currentVersions(ids)
        _ = try fixture.ledger.restore([ids[0]], by: "bob", reason: "no spam", at: LedgerFixture.later)
        _ = try fixture.ledger.discard([ids[0]], by: "bob", reason: "spam after all", at: LedgerFixture.later)
        let changes = try fixture.ledger.restore(seen, by: "ann", reason: "no spam", at: LedgerFixture.later)
        #expect(changes == [.changedMeanwhile, .changed])
        #expect(try fixture.deadLetter(ids[0]).discardReason == "spam after all")
    }

    @Test func `is not replayed`() throws {
        let fixture = try LedgerFixture()
        let seen = try seen(fixture)
        try fixture.apply(LedgerFixture.knowingSettings)
        let outcomes = try fixture.recorder.replay(seen, by: "ann", reason: "alias", at: LedgerFixture.later)
        #expect(
            outcomes.map(\.result) == [
                .changedMeanwhile, .accepted(terminationID: "t-2", revision: 1, sequence: 3),
            ]
        )
        #expect(try fixture.deadLetter(seen[0].id).state == .open)
    }

    @Test func `is not held by a replay run, and is counted`() throws {
        let fixture = try LedgerFixture()
        let seen = try seen(fixture)
        let closed = try fixture.refuse(3...3)
        let unknown = DeadLetterVersion(id: "none", version: 1)
        let all = try seen + fixture.ledger.currentVersions(closed) + [unknown]
        _ = try fixture.ledger.discard(closed, by: "bob", reason: "spam", at: LedgerFixture.later)
        let (run, changedMeanwhile) = try fixture.ledger.startReplayRun(
            of: all,
            settingsVersion: 1,
            by: "ann",
            reason: "alias",
            at: LedgerFixture.later
        )
        #expect((run.total, changedMeanwhile) == (1, 3))
        try fixture.apply(LedgerFixture.knowingSettings)
        let outcomes = try fixture.recorder.replay(run: run.number, limit: 9, by: "ann", at: LedgerFixture.later)
        #expect(outcomes.map(\.deadLetterID) == [seen[1].id])
        #expect(try fixture.ledger.replayRun(run.number)?.isFinished == true)
    }

    @Test func `is not replayed under other settings than somebody looked at`() throws {
        let fixture = try LedgerFixture()
        let seen = try fixture.ledger.currentVersions(try fixture.refuse(1...1))
        try fixture.apply(LedgerFixture.knowingSettings)
        let error = #expect(throws: LedgerError.self) {
            try fixture.ledger.startReplayRun(
                of: seen,
                settingsVersion: 1,
                by: "ann",
                reason: "alias",
                at: LedgerFixture.later
            )
        }
        #expect(error?.code == .settingsChanged)
        #expect(
            error?.description == "Version 2 of the settings is in force now; the replay was planned under version 1."
        )
        #expect(try fixture.ledger.replayRuns(limit: 1).isEmpty)
    }

    @Test func `has a version for each that a filter means, the oldest first`() throws {
        let fixture = try LedgerFixture()
        let seen = try seen(fixture)
        let now = try fixture.ledger.deadLetterVersions(matching: .all)
        #expect(now == [DeadLetterVersion(id: seen[0].id, version: seen[0].version + 1), seen[1]])
        #expect(try fixture.ledger.deadLetterVersions(matching: .all, limit: 1) == [now[0]])
    }
}
