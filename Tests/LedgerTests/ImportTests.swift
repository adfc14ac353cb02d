import Foundation
import Synchronization
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Importing what came before` {
    private let past = "2025-12-31"
    private let effective = "contract.termination.effective.v1"

    @Test func `records what is over as in effect, and tells nobody`() throws {
        let fixture = try LedgerFixture()
        let (run, _) = try fixture.importing([.life("t-1", endDate: past), .life("t-2", endDate: past)])
        #expect(run.accepted == 2)
        #expect(run.isFinished)
        try fixture.noteEffects()
        #expect(try fixture.recorder.takeEffects(at: LedgerFixture.later).taken == 0)
        #expect(try fixture.types() == [])
        let found = try fixture.ledger.terminations(matching: TerminationFilter(), limit: 10)
        #expect(found.map(\.state) == [.effective, .effective])
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `lets what is yet to end take effect with the first event of its contract`() throws {
        let fixture = try LedgerFixture()
        try fixture.importing([.life("t-1", endDate: "2026-03-31")])
        try fixture.noteEffects()
        let due = try #require(Instant(rfc3339: "2026-03-31T22:00:00Z"))
        #expect(try fixture.recorder.takeEffects(at: due).taken == 1)
        #expect(try fixture.types() == [effective])
        #expect(try fixture.data(of: 1)["contractSequence"]?.integer == 1)
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `lets a correction from the queue be the first event, and name the one that never was`() throws {
        let fixture = try LedgerFixture()
        try fixture.importing([.life("t-1", endDate: past)])
        try fixture.record(.life("t-1", .correct, revision: 2, endDate: "2026-04-30"))
        #expect(try fixture.types() == ["contract.termination.corrected.v1"])
        let data = try fixture.data(of: 1)
        #expect(data["contractSequence"]?.integer == 1)
        let never = Event.id(of: .terminated, terminationID: "t-1", revision: 1)
        #expect(data["supersedes"]?.string == never)
        #expect(data["tookEffectAt"]?.string == "2025-12-31T23:00:00Z")
        try fixture.record(.life("t-1", .withdraw, revision: 3))
        #expect(try fixture.data(of: 2)["contractSequence"]?.integer == 2)
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `tells nobody of corrections and withdrawals of what nobody was told of`() throws {
        let fixture = try LedgerFixture()
        try fixture.importing([
            .life("t-1", endDate: past), .life("t-1", .correct, revision: 2, endDate: "2026-01-31"),
            .life("t-2", endDate: past), .life("t-2", .withdraw, revision: 2),
            .life("t-3", contract: "c-t-2", endDate: past),
        ])
        try fixture.noteEffects()
        _ = try fixture.recorder.takeEffects(at: LedgerFixture.later)
        #expect(try fixture.types() == [])
        let found = try fixture.ledger.terminations(matching: TerminationFilter(), limit: 10)
        #expect(found.map(\.state) == [.effective, .withdrawn, .effective])
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `tells of a correction of what was told, whoever brings it`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1"))
        try fixture.importing([.life("t-1", .correct, revision: 2, endDate: "2026-04-30")])
        #expect(try fixture.types() == ["contract.terminated.v1", "contract.termination.corrected.v1"])
        #expect(try fixture.data(of: 2)["contractSequence"]?.integer == 2)
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `tells of a withdrawal of what has taken effect with an event`() throws {
        let fixture = try LedgerFixture()
        try fixture.importing([.life("t-1", endDate: "2026-03-01")])
        try fixture.noteEffects()
        #expect(try fixture.recorder.takeEffects(at: LedgerFixture.later).taken == 1)
        try fixture.importing([.life("t-1", .withdraw, revision: 2)], at: LedgerFixture.later)
        #expect(try fixture.types() == [effective, "contract.termination.withdrawn.v1"])
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `tells of each where it is asked to`() throws {
        let fixture = try LedgerFixture()
        try fixture.importing([.life("t-1", endDate: past), .life("t-2", reason: "prise")], publishesEvents: true)
        #expect(
            try fixture.types() == ["contract.terminated.v1", effective, "contract.termination.rejected.v1"]
        )
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `records nothing twice, whether it is run again or the queue brings the same`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1", endDate: past))
        let messages = (1...3).map { ReceivedMessage.life("t-\($0)", endDate: past) }
        #expect(try fixture.importing(messages).run.alreadyRecorded == 1)
        #expect(try fixture.importing(messages).run.alreadyRecorded == 3)
        #expect(try fixture.record(.life("t-3", endDate: past)).map(\.name) == ["duplicate"])
        #expect(try fixture.count("terminations") == 3)
        #expect(try fixture.types() == ["contract.terminated.v1", effective])
    }

    @Test func `refuses a correction without its termination at once, and tells nobody, now or later`() throws {
        let fixture = try LedgerFixture()
        let (run, _) = try fixture.importing([.life("t-1", .correct, revision: 2, endDate: past)])
        #expect(run.rejected == 1)
        #expect(try fixture.ledger.countDeadLetters(in: .open) == 1)
        #expect(try fixture.ledger.countDeadLetters(in: .held) == 0)
        #expect(try fixture.types() == [])
    }

    @Test func `tells nobody of a refused message that is replayed, as the import would have`() throws {
        let fixture = try LedgerFixture()
        let (run, _) = try fixture.importing([
            .life("t-1", endDate: past, reason: "te-duur"), .life("t-2", reason: "te-duur"),
        ])
        let deadLetters = try fixture.openDeadLetters()
        #expect(deadLetters.map(\.importRun) == [run.number, run.number])
        try fixture.apply(LedgerFixture.knowingSettings)
        #expect(
            try fixture.replay(deadLetters.map(\.id)) == [
                .accepted(terminationID: "t-1", revision: 1, sequence: 0),
                .accepted(terminationID: "t-2", revision: 1, sequence: 0),
            ]
        )
        #expect(try fixture.types() == [])
        let found = try fixture.ledger.terminations(matching: TerminationFilter(), limit: 10)
        #expect(Set(found.map(\.state.rawValue)) == ["effective", "in-force"])
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `counts among the codes of lately only what also occurred lately, and finds its dead letters`() throws {
        let fixture = try LedgerFixture()
        let old = try #require(Instant(rfc3339: "2026-01-02T09:00:00Z"))
        let since = try #require(Instant(rfc3339: "2026-02-01T00:00:00Z"))
        func uses() throws -> [String] {
            try fixture.ledger.recentReasonUses(since: since).map {
                "\($0.givenCode) \($0.terminationType) \($0.count)"
            }
        }
        #expect(try uses() == [])
        let (run, _) = try fixture.importing([
            .life("t-1", endDate: past, occurredAt: old), .life("t-2", endDate: past), .life("t-3", reason: "te-duur"),
        ])
        #expect(try uses() == ["price ordinary 1"])
        // The queue brings it now, whenever it occurred.
        try fixture.record(.life("t-4", endDate: past, occurredAt: old), .life("t-5", reason: "te-duur"))
        #expect(try uses() == ["price ordinary 2"])
        #expect(try fixture.ledger.recentReasonUses(since: LedgerFixture.later) == [])
        let filter = DeadLetterFilter(states: [.open], importRun: run.number)
        #expect(try fixture.ledger.deadLetters(matching: filter, limit: 10).map(\.messageID) == ["t-3-1"])
        #expect(try fixture.ledger.countDeadLetters(matching: filter) == 1)
        #expect(try fixture.ledger.countDeadLetters(matching: DeadLetterFilter(importRun: run.number + 1)) == 0)
    }

    @Test func `tells of a refused message, once, when the queue brings it too`() throws {
        let fixture = try LedgerFixture()
        let refused = ReceivedMessage.life("t-1", reason: "te-duur")
        try fixture.importing([refused])
        let imported = try fixture.openDeadLetters()
        try fixture.record(refused, refused)
        #expect(try fixture.types() == ["contract.termination.rejected.v1"])
        let deadLetters = try fixture.openDeadLetters()
        #expect(deadLetters.map(\.id) == imported.map(\.id))
        #expect(deadLetters.map(\.importRun) == [nil])
        #expect(deadLetters.map(\.occurrences) == [3])
        try fixture.importing([refused])
        try fixture.apply(LedgerFixture.knowingSettings)
        _ = try fixture.replay(deadLetters.map(\.id))
        #expect(try fixture.types() == ["contract.termination.rejected.v1", "contract.terminated.v1"])
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `tells of a refused correction at once when the queue brings it too`() throws {
        let fixture = try LedgerFixture()
        let correction = ReceivedMessage.life("t-1", .correct, revision: 2, endDate: "2026-04-30")
        try fixture.importing([correction])
        try fixture.record(correction)
        #expect(try fixture.types() == ["contract.termination.rejected.v1"])
        #expect(try fixture.openDeadLetters().map(\.importRun) == [nil])
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `keeps a letter of its own for a redelivery of what was refused by an import and discarded`() throws {
        let fixture = try LedgerFixture()
        try fixture.importing([.life("t-1", reason: "te-duur")])
        let imported = try fixture.openDeadLetters().map(\.id)
        _ = try fixture.ledger.discard(imported, by: "ann", reason: "no", at: LedgerFixture.now)
        try fixture.record(.life("t-1", reason: "te-duur", isRedelivered: true))
        let open = try fixture.openDeadLetters()
        #expect(open.count == 1 && open.map(\.id) != imported)
        #expect(try fixture.types() == ["contract.termination.rejected.v1"])
    }

    @Test func `lets a message that the queue brings and nobody can judge be told once it is replayed`() throws {
        let fixture = try LedgerFixture()
        let refused = ReceivedMessage.life("t-1", reason: "te-duur")
        try fixture.importing([refused])
        _ = try fixture.recorder.park(refused, at: LedgerFixture.now)
        try fixture.apply(LedgerFixture.knowingSettings)
        _ = try fixture.replay(try fixture.openDeadLetters().map(\.id))
        #expect(try fixture.types() == ["contract.terminated.v1"])
    }

    @Test func `tells of a refused message that an import with events brings`() throws {
        let fixture = try LedgerFixture()
        let refused = ReceivedMessage.life("t-1", reason: "te-duur")
        try fixture.importing([refused])
        let run = try fixture.importing([refused], publishesEvents: true).run
        #expect(try fixture.types() == ["contract.termination.rejected.v1"])
        #expect(try fixture.openDeadLetters().map(\.importRun) == [run.number])
    }

    @Test func `goes on where it was, in one process at a time`() throws {
        let fixture = try LedgerFixture()
        let first = try fixture.importing([.life("t-1"), .life("t-2")], size: 4).run
        #expect(!first.isFinished)
        let second = try fixture.importing([.life("t-3")], on: first).run
        #expect(second.accepted == 3)
        #expect(throws: LedgerError.self) { try fixture.importing([.life("t-3"), .life("t-4")], on: first) }
        #expect(try fixture.count("terminations") == 3)
        #expect(try fixture.ledger.importRun(first.number) == second)
    }

    @Test func `continues an unfinished import of the same file, and only with the same events`() throws {
        let fixture = try LedgerFixture()
        let first = try fixture.importing([.life("t-1"), .life("t-2")], size: 3).run
        let error = #expect(throws: LedgerError.self) { try fixture.startImport(of: 3, publishesEvents: true) }
        #expect(error?.code == .notPlanned)
        #expect(error?.description == "Import 1 of this file was begun with --events none.")
        #expect(try fixture.startImport(of: 3) == first)
        #expect(try fixture.startImport(of: 3, file: 8, publishesEvents: true).number == 2)
        // Once it is finished, the same file is another import.
        try fixture.importing([.life("t-3")], on: first)
        #expect(try fixture.startImport(of: 3, publishesEvents: true).number == 3)
    }

    @Test func `is refused to the second of two that continue it at once, and records nothing for that one`() throws {
        let fixture = try LedgerFixture()
        let run = try fixture.startImport(of: 4)
        let moved = try fixture.importing([.life("t-1")], on: run).run
        let error = #expect(throws: LedgerError.self) { try fixture.importing([.life("t-2")], on: run) }
        #expect(error?.code == .runTaken)
        let parked = #expect(throws: LedgerError.self) {
            try fixture.recorder.park(.life("t-3"), of: run, end: 1, at: LedgerFixture.now)
        }
        #expect(parked?.code == .runTaken)
        #expect(try fixture.count("terminations") == 1)
        #expect(try fixture.count("dead_letters") == 0)
        #expect(try fixture.ledger.importRun(run.number) == moved)
    }

    @Test func `leaves nothing behind when the disk is full, and goes on when there is room`() throws {
        let fixture = try LedgerFixture()
        let run = try fixture.startImport(of: 500)
        try fixture.limitPages(try fixture.pageCount())
        let messages = (1...500).map { ReceivedMessage.life("t-\($0)", endDate: past) }
        #expect(throws: LedgerError.self) { try fixture.importing(messages, on: run) }
        #expect(try fixture.ledger.importRun(run.number) == run)
        try fixture.limitPages(1_000_000)
        #expect(try fixture.importing(messages, on: run).run.accepted == 500)
    }

    @Test func `records each message once when several import at once`() throws {
        let fixture = try LedgerFixture()
        let path = fixture.path
        let recorded = Mutex(0)
        let past = past
        let runs = try (0..<4).map { try fixture.startImport(of: 400, file: UInt8($0)) }
        DispatchQueue.concurrentPerform(iterations: 4) { number in
            do {
                let ledger = try Ledger(path: path)
                defer { ledger.close() }
                let recorder = Recorder(ledger: ledger, source: "urn:test")
                var run = runs[number]
                for start in stride(from: 1, through: 400, by: 50) {
                    let receivedMessages = (start..<start + 50).map { ReceivedMessage.life("t-\($0)", endDate: past) }
                    let page = ImportPage(receivedMessages, end: Int64(start + 49))
                    run = try recorder.record(page, of: run, keepsRejected: true, at: LedgerFixture.now).run
                }
                recorded.withLock { [accepted = run.accepted] in $0 += accepted }
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(recorded.withLock { $0 } == 400)
        #expect(try fixture.count("terminations") == 400)
        #expect(try fixture.ledger.check() == [])
    }
}

extension LedgerFixture {
    /// Imports messages as if each were a byte of a file, in one transaction.
    ///
    /// - Parameter run: one that goes on; nil for a new one.
    @discardableResult
    fileprivate func importing(
        _ receivedMessages: [ReceivedMessage],
        publishesEvents: Bool = false,
        on run: ImportRun? = nil,
        size: Int? = nil,
        at now: Instant = LedgerFixture.now
    ) throws -> (run: ImportRun, outcomes: [ImportOutcome]) {
        let run = try run ?? startImport(of: size ?? receivedMessages.count, publishesEvents: publishesEvents)
        let page = ImportPage(receivedMessages, end: run.position + Int64(receivedMessages.count))
        return try recorder.record(page, of: run, keepsRejected: true, at: now)
    }

    fileprivate func openDeadLetters() throws -> [DeadLetter] {
        try ledger.deadLetters(in: .open, after: nil, limit: 10).sorted { $0.messageID ?? "" < $1.messageID ?? "" }
    }

    fileprivate func startImport(of size: Int, file: UInt8 = 7, publishesEvents: Bool = false) throws -> ImportRun {
        try ledger.startImportRun(
            of: [UInt8](repeating: file, count: 32),
            size: Int64(size),
            publishesEvents: publishesEvents,
            by: "ann",
            at: Self.now
        )
    }
}
