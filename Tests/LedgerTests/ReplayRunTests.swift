import Foundation
import Synchronization
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `A replay run` {
    private func start(_ fixture: LedgerFixture, _ filter: DeadLetterFilter = .all, limit: Int? = nil) throws
        -> ReplayRun
    {
        try fixture.ledger.startReplayRun(
            matching: filter,
            limit: limit,
            by: "ann",
            reason: "alias added",
            at: LedgerFixture.later
        )
    }

    @Test func `takes each letter of its snapshot once, page by page, the oldest first`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...5)
        let run = try start(fixture)
        #expect((run.number, run.total, run.taken) == (1, 5, 0))
        _ = try fixture.refuse(6...6)
        try fixture.apply(LedgerFixture.knowingSettings)
        var taken: [String] = []
        while true {
            let page = try fixture.recorder.replay(run: run.number, limit: 2, by: "ann", at: LedgerFixture.later)
            if page.isEmpty { break }
            taken += page.map(\.deadLetterID)
        }
        #expect(taken == ids)
        let after = try #require(try fixture.ledger.replayRun(run.number))
        #expect(after.isFinished)
        #expect((after.taken, after.accepted, after.rejected) == (5, 5, 0))
        #expect(try fixture.ledger.countDeadLetters(in: .open) == 1)
        #expect(try fixture.ledger.replayRuns(limit: 10) == [after])
    }

    @Test func `goes on where it was interrupted, in another process and by another person`() throws {
        let fixture = try LedgerFixture()
        _ = try fixture.refuse(1...10)
        let run = try start(fixture)
        try fixture.apply(LedgerFixture.knowingSettings)
        _ = try fixture.recorder.replay(run: run.number, limit: 4, by: "ann", at: LedgerFixture.later)
        fixture.ledger.close()

        let again = try Ledger(path: fixture.path)
        defer { again.close() }
        #expect(try again.replayRun(run.number)?.taken == 4)
        let recorder = Recorder(ledger: again, source: "urn:test")
        let rest = try recorder.replay(run: run.number, limit: 100, by: "bob", at: LedgerFixture.later)
        #expect(rest.count == 6)
        #expect(try again.replayRun(run.number)?.isFinished == true)
        let ids = try again.events(after: 10, limit: 100).map(\.id)
        #expect(Set(ids).count == 10)
        #expect(ids.count == 10)
    }

    @Test func `holds only open letters, and passes by those that somebody else has closed`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...3)
        _ = try fixture.ledger.discard([ids[0]], by: "ann", reason: "spam", at: LedgerFixture.later)
        let run = try start(fixture, DeadLetterFilter(states: [.open, .discarded]))
        #expect(run.total == 2)
        try fixture.apply(LedgerFixture.knowingSettings)
        _ = try fixture.replay([ids[1]])
        let page = try fixture.recorder.replay(run: run.number, limit: 10, by: "ann", at: LedgerFixture.later)
        #expect(page.map(\.result) == [.notOpen(.resolved), .accepted(terminationID: "t-3", revision: 1, sequence: 5)])
        #expect(try fixture.ledger.replayRun(run.number)?.notOpen == 1)
    }

    @Test func `holds the first so many`() throws {
        let fixture = try LedgerFixture()
        _ = try fixture.refuse(1...3)
        #expect(try start(fixture, limit: 2).total == 2)
        #expect(try start(fixture, DeadLetterFilter(code: "note-required")).total == 0)
    }

    @Test func `is not there under a number that nobody was given`() throws {
        let fixture = try LedgerFixture()
        #expect(try fixture.ledger.replayRun(7) == nil)
        #expect(throws: LedgerError(.other, "There is no replay with number 7.")) {
            try fixture.recorder.replay(run: 7, limit: 1, by: "ann", at: LedgerFixture.later)
        }
    }

    @Test func `is not held up by a letter whose rows the ledger refuses`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...20)
        try fixture.apply(LedgerFixture.knowingSettings)
        try fixture.ledger.pool.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER poison BEFORE INSERT ON terminations WHEN NEW.termination_id IN ('t-7', 't-12')
                    BEGIN SELECT RAISE(ABORT, 'poison'); END
                    """
            )
        }
        let run = try start(fixture)
        var outcomes: [ReplayOutcome] = []
        while true {
            let page = try fixture.recorder.replay(run: run.number, limit: 8, by: "ann", at: LedgerFixture.later)
            if page.isEmpty { break }
            outcomes += page
        }
        #expect(outcomes.map(\.deadLetterID) == ids)
        #expect(outcomes.filter { !$0.isResolved }.map(\.messageID) == ["m-t-7", "m-t-12"])
        #expect(try fixture.ledger.replayRun(run.number)?.rejected == 2)
        let again = try fixture.recorder.replay(ids, by: "ann", reason: "again", at: LedgerFixture.later)
        #expect(again.count == 20)
        #expect(try fixture.deadLetter(ids[6]).attempts == 3)
        let groups = try fixture.ledger.deadLetterGroups(matching: DeadLetterFilter(states: [.open]))
        #expect(groups.map(\.cause) == ["judging it failed each time"])
        #expect(groups.map(\.count) == [2])
    }

    @Test func `lets ten at once resolve each letter exactly once`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...1000)
        try fixture.apply(LedgerFixture.knowingSettings)
        let all = Mutex<[ReplayOutcome]>([])
        let path = fixture.path
        DispatchQueue.concurrentPerform(iterations: 10) { number in
            do {
                let ledger = try Ledger(path: path)
                defer { ledger.close() }
                let recorder = Recorder(ledger: ledger, source: "urn:test")
                for start in stride(from: 0, to: ids.count, by: 100) {
                    let page = Array(ids[start..<start + 100])
                    let outcomes = try recorder.replay(
                        page,
                        by: Actor("op-\(number)", by: .cli),
                        reason: "race",
                        at: LedgerFixture.later
                    )
                    all.withLock { $0 += outcomes }
                }
            } catch {
                Issue.record("\(error)")
            }
        }
        let outcomes = all.withLock { $0 }
        #expect(outcomes.count == 10_000)
        #expect(outcomes.filter(\.isResolved).map(\.deadLetterID).sorted() == ids.sorted())
        #expect(outcomes.count { $0.result == .notOpen(.resolved) } == 9000)
        #expect(try fixture.count("terminations") == 1000)
        let events = try fixture.ledger.events(after: 1000, limit: 2000)
        #expect(Set(events.map(\.id)).count == 1000)
        #expect(events.count == 1000)
        let audit = try fixture.ledger.verifyAudit()
        #expect(audit.defect == nil)
        #expect(audit.verified == 1000)
    }

    @Test func `lets ten at once take one run to its end`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...500)
        let run = try start(fixture)
        try fixture.apply(LedgerFixture.knowingSettings)
        let taken = Mutex<[String]>([])
        let path = fixture.path
        DispatchQueue.concurrentPerform(iterations: 10) { number in
            do {
                let ledger = try Ledger(path: path)
                defer { ledger.close() }
                let recorder = Recorder(ledger: ledger, source: "urn:test")
                while true {
                    let page = try recorder.replay(run: run.number, limit: 20, by: "op", at: LedgerFixture.later)
                    if page.isEmpty { break }
                    taken.withLock { $0 += page.map(\.deadLetterID) }
                }
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(taken.withLock { $0 }.sorted() == ids.sorted())
        #expect(try fixture.ledger.replayRun(run.number)?.accepted == 500)
    }
}
