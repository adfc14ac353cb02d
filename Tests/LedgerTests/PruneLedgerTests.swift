import Foundation
import GRDB
import JSON
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Pruning a ledger` {
    private static let early = Instant(rfc3339: "2026-02-28T12:00:00Z")!
    private static let between = Instant(rfc3339: "2026-03-01T00:00:00Z")!
    /// The settings allow it to remove what is older than ``between`` by then.
    private static let yearsLater = Instant(rfc3339: "2028-03-01T00:00:00Z")!

    /// Terminations of long ago and of now, whose events are published.
    private func filled(_ count: Int = 20) throws -> LedgerFixture {
        let fixture = try LedgerFixture()
        for (range, at) in [(1...count, Self.early), (count + 1...2 * count, LedgerFixture.now)] {
            _ = try fixture.recorder.record(range.map { .termination("t-\($0)") }, at: at)
        }
        _ = try fixture.ledger.advanceRelay(to: Int64(2 * count))
        return fixture
    }

    private func prune(_ ledger: Ledger, _ kind: PrunedKind, before: Instant = Self.between, isRehearsal: Bool = false)
        throws -> Int
    {
        let retention =
            switch kind {
            case .messages: Retention(messagesBefore: before)
            case .events: Retention(eventsBefore: before)
            case .deadLetters: Retention(deadLettersBefore: before)
            }
        let run =
            isRehearsal ? nil : try ledger.startPruneRun(retention, by: "ann", reason: "", at: Self.yearsLater)
        var place: Int64?
        var pruned = 0
        while true {
            let step = try ledger.prune(kind, before: before, after: place, run: run, at: LedgerFixture.later)
            place = step.place
            pruned += step.pruned
            if step.isAtEnd { break }
        }
        if let run { try ledger.finishPruneRun(run, at: LedgerFixture.later) }
        return pruned
    }

    @Test func `refuses to remove messages that the settings still allow to be replayed or corrected`() throws {
        let fixture = try filled()
        let retention = Retention(messagesBefore: Self.between)
        // 365 days of back-dating, and a day for what heldFor adds.
        let days = try #require(try fixture.ledger.currentSettings()).settings.shortestRetentionDays
        let soonest = Self.between.advanced(by: .seconds(86_400 * days))
        for instant in [LedgerFixture.now, soonest.advanced(by: .seconds(-3600))] {
            let error = #expect(throws: LedgerError.self) {
                try fixture.ledger.startPruneRun(retention, by: "ann", reason: "", at: instant)
            }
            #expect(error?.code == .retentionTooShort)
            #expect(error?.description.hasPrefix("The minimum retention of messages is \(days) days:") == true)
            let preview = #expect(throws: LedgerError.self) {
                try fixture.ledger.requireRetention(retention, at: instant)
            }
            #expect(preview == error)
        }
        #expect(try fixture.count("prune_runs") == 0)
        try fixture.ledger.requireRetention(retention, at: soonest)
        // Events and dead letters have no such floor.
        try fixture.ledger.requireRetention(
            Retention(eventsBefore: .latest, deadLettersBefore: .latest),
            at: LedgerFixture.now
        )
    }

    @Test func `removes nothing that its run was not begun for`() throws {
        let fixture = try filled()
        let run = try fixture.ledger.startPruneRun(
            Retention(messagesBefore: Self.early.advanced(by: .seconds(1))),
            by: "ann",
            reason: "",
            at: Self.yearsLater
        )
        func refusal(_ kind: PrunedKind, before instant: Instant) -> LedgerError.Code? {
            let error = #expect(throws: LedgerError.self) {
                try fixture.ledger.prune(kind, before: instant, run: run, at: Self.yearsLater)
            }
            return error?.code
        }
        #expect(refusal(.messages, before: Self.between) == .notPlanned)
        #expect(refusal(.events, before: Self.early) == .notPlanned)
        #expect(refusal(.deadLetters, before: Self.early) == .notPlanned)
        let step = try fixture.ledger.prune(
            .messages,
            before: Self.early.advanced(by: .seconds(1)),
            run: run,
            at: Self.yearsLater
        )
        #expect(step.pruned == 20)
        try fixture.ledger.finishPruneRun(run, at: Self.yearsLater)
        #expect(refusal(.messages, before: Self.early) == .notPlanned)
    }

    @Test func `takes the bodies of old messages, and knows them still when they come again`() throws {
        let fixture = try filled()
        #expect(try prune(fixture.ledger, .messages, isRehearsal: true) == 20)
        #expect(try prune(fixture.ledger, .messages) == 20)
        #expect(try prune(fixture.ledger, .messages) == 0)
        #expect(try fixture.record(.termination("t-1"))[0].name == "duplicate")
        let other = ReceivedMessage.termination("t-1", message: "m-t-1", endDate: "2026-04-30")
        #expect(try fixture.record(other)[0].name.contains("message-id-reused"))
        let life = try #require(try fixture.ledger.terminationLife(of: "t-1"))
        #expect(life.revisions.map(\.isPruned) == [true])
        #expect(life.revisions[0].event?.publication == .published)
        let kept = try fixture.ledger.recordedMessages(limit: 100).messages.filter { !$0.body.isEmpty }
        #expect(kept.count == 20)
        #expect(try fixture.ledger.check().isEmpty)
    }

    @Test func `lets a correction and a withdrawal follow a termination whose message is gone`() throws {
        let fixture = try filled()
        _ = try prune(fixture.ledger, .messages)
        _ = try prune(fixture.ledger, .events)
        let correction =
            #"{"messageId":"x","action":"correct","terminationId":"t-1","revision":2,"contractId":"c-t-1","customerId":"K-1","reasonCode":"moved","endDate":"2026-04-30","occurredAt":"2026-03-01T11:00:00Z"}"#
        let withdrawal =
            #"{"messageId":"y","action":"withdraw","terminationId":"t-2","revision":2,"contractId":"c-t-2","customerId":"K-1","occurredAt":"2026-03-01T11:00:00Z"}"#
        let outcomes = try fixture.record(.bytes(Array(correction.utf8)), .bytes(Array(withdrawal.utf8)))
        #expect(outcomes.map(\.name) == ["accepted", "accepted"])
        let life = try #require(try fixture.ledger.terminationLife(of: "t-1"))
        #expect(life.revisions[1].hasUnknownChanges)
        #expect(life.revisions[0].event == nil)
        #expect(life.revisions[1].event?.contractSequence == 2)
        #expect(try fixture.ledger.check().isEmpty)
    }

    @Test func `removes old events from the beginning, and goes on counting`() throws {
        let fixture = try filled()
        #expect(try prune(fixture.ledger, .events, isRehearsal: true) == 20)
        #expect(try prune(fixture.ledger, .events) == 20)
        #expect(try fixture.ledger.events(after: 0, limit: 1).first?.sequence == 21)
        #expect(try prune(fixture.ledger, .events, before: .latest) == 19)
        #expect(try fixture.ledger.lastEventPosition() == 40)
        guard case .accepted(let sequence, _) = try fixture.record(.termination("t-99"))[0] else {
            Issue.record("not accepted")
            return
        }
        #expect(sequence == 41)
        #expect(try fixture.ledger.check().isEmpty)
    }

    @Test func `never removes an event that is not published, or is parked, nor the message behind it`() throws {
        let fixture = try LedgerFixture()
        _ = try fixture.recorder.record((1...20).map { .termination("t-\($0)") }, at: Self.early)
        #expect(try prune(fixture.ledger, .events) == 0)
        #expect(try prune(fixture.ledger, .messages) == 0)
        let parked = ParkedEvent(sequence: 5, failure: "312", attemptedAt: LedgerFixture.now)
        _ = try fixture.ledger.advanceRelay(to: 10, parking: [parked])
        #expect(try prune(fixture.ledger, .events) == 4)
        #expect(try prune(fixture.ledger, .messages) == 9)
        #expect(try fixture.ledger.check().isEmpty)
        _ = try fixture.ledger.advanceRelay(to: 20, unparking: [5])
        #expect(try prune(fixture.ledger, .messages) == 11)
        #expect(try prune(fixture.ledger, .events) == 15)
        #expect(try fixture.ledger.check().isEmpty)
    }

    @Test func `keeps the messages of a contract that has an open or held dead letter`() throws {
        let fixture = try filled()
        let id = try fixture.refuse(1...1)[0]
        #expect(try fixture.deadLetter(id).contractID == "c-t-1")
        #expect(try prune(fixture.ledger, .messages) == 19)
        _ = try fixture.ledger.discard([id], by: "ann", reason: "x", at: LedgerFixture.now)
        #expect(try prune(fixture.ledger, .messages) == 1)
    }

    @Test func `removes dead letters that are closed long enough, and what a replay still needs not`() throws {
        let fixture = try LedgerFixture()
        let receivedMessages = (1...6).map { ReceivedMessage.termination("t-\($0)", reason: "te-duur") }
        let ids = try fixture.recorder.record(receivedMessages, at: Self.early).compactMap(\.deadLetterID)
        _ = try fixture.ledger.edit(
            [ids[0]],
            with: .set(JSONPointer("note"), .string("A note that nobody is to find")),
            by: "ann",
            reason: "",
            at: Self.early
        )
        _ = try fixture.ledger.discard([ids[0], ids[1]], by: "ann", reason: "x", at: Self.early)
        _ = try fixture.ledger.discard([ids[2]], by: "ann", reason: "x", at: LedgerFixture.now)
        let run = try fixture.ledger.startReplayRun(
            matching: DeadLetterFilter(ids: [ids[3], ids[4]]),
            by: "ann",
            reason: "",
            at: Self.early
        )
        try fixture.apply(LedgerFixture.knowingSettings)
        // Taken by the run: its letter may go. The other is resolved by its message, and still the run's to take.
        _ = try fixture.recorder.replay(run: run.number, limit: 1, by: "ann", at: Self.early)
        _ = try fixture.recorder.record([.termination("t-5", reason: "te-duur")], at: Self.early)
        #expect(try prune(fixture.ledger, .deadLetters, isRehearsal: true) == 3)
        #expect(try prune(fixture.ledger, .deadLetters) == 3)
        let left = try fixture.ledger.deadLetters(matching: .all, order: .oldest, limit: 10)
        #expect(left.map(\.id) == [ids[2], ids[4], ids[5]])
        #expect(left.map(\.state) == [.discarded, .resolved, .open])
        #expect(try fixture.ledger.check().isEmpty)
        #expect(
            try fixture.recorder.replay(run: run.number, limit: 9, by: "ann", at: LedgerFixture.now).map(\.result) == [
                .notOpen(.resolved)
            ]
        )
        // What was done with them is still in the trail, and holds; the note in a patch has gone with its letter.
        #expect(try fixture.ledger.history(of: ids[0]).map(\.action) == [.mended, .discarded])
        #expect(try fixture.ledger.verifyAudit().defect == nil)
        #expect(try fixture.ledger.file.emptyLog())
        #expect(try !`Redacting notes`.holds(fixture.path, "A note that nobody is to find"))
    }

    @Test func `writes down what has gone, and until when`() throws {
        let fixture = try filled()
        _ = try prune(fixture.ledger, .messages)
        let details = try fixture.ledger.pool.read {
            try String.fetchOne($0, sql: "SELECT details FROM dead_letter_audit WHERE action = 'pruned'")
        }
        #expect(details == #"{"run":1,"messages":{"count":20,"before":"2026-03-01T00:00:00Z"}}"#)
        let run = try fixture.ledger.pool.read { try LedgerRow.fetchOne($0, sql: "SELECT * FROM prune_runs") }
        #expect(run?["messages"] == 20)
        #expect(run?["started_by"] == "ann")
    }

    @Test func `gives the space back`() throws {
        let fixture = try filled(600)
        #expect(try fixture.ledger.file.emptyLog())
        let before = try fixture.ledger.file.space()
        #expect(before.canShrink)
        _ = try prune(fixture.ledger, .messages)
        _ = try prune(fixture.ledger, .events)
        while try fixture.ledger.file.giveBackPages() {}
        #expect(try fixture.ledger.file.emptyLog())
        let after = try fixture.ledger.file.space()
        #expect(after.free == 0)
        #expect(after.size < before.size * 8 / 10)
        let size = try FileManager.default.attributesOfItem(atPath: fixture.path)[.size] as? Int
        #expect(size == after.size)
        #expect(try fixture.ledger.check().isEmpty)
    }

    @Test func `gives back the space of a file without auto_vacuum once it is written anew`() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "prune-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "ledger.sqlite").path
        var configuration = Configuration()
        configuration.prepareDatabase { LedgerFile.addFunctions(to: $0) }
        let old = try DatabasePool(path: path, configuration: configuration)
        try Schema.migrator.migrate(old)
        try old.close()
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        #expect(try !ledger.file.space().canShrink)
        #expect(try !ledger.file.giveBackPages())
        try ledger.file.rewriteFile()
        #expect(try ledger.file.space().canShrink)
        #expect(try ledger.check().isEmpty)
    }
}
