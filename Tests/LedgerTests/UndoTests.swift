import Foundation
import JSON
import SplitMix
import Terminations
import Testing
import YAML

@testable import Ledger

@Suite(.everyEngine) struct `Taking an action on dead letters back` {
    private let toPrice = JSONPatch.set(JSONPointer("reasonCode"), .string("price"))

    /// What a letter is, apart from what counts changes.
    private struct Condition: Equatable {
        let row: [SQLValue]
    }

    private func condition(_ fixture: LedgerFixture, _ id: String) throws -> Condition {
        let row = try fixture.ledger.pool.read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT state, held_until, discard_reason, edited_body, content_digest, violations, fingerprint,
                        settings_version, body
                    FROM dead_letters WHERE id = ?
                    """,
                arguments: [id]
            )
        }
        return Condition(row: try #require(row).values)
    }

    private func act(
        _ fixture: LedgerFixture,
        _ kind: DeadLetterAction.Kind,
        _ ids: [String],
        _ patch: JSONPatch? = nil
    ) throws -> Int64 {
        let ledger = fixture.ledger
        let now = LedgerFixture.later
        let action = try ledger.startDeadLetterAction(kind, of: ids.count, by: "ann", reason: "r", at: now).number
        switch kind {
        case .mended:
            _ = try ledger.edit(ids, with: patch ?? toPrice, action: action, by: "ann", reason: "r", at: now)
        case .discarded: _ = try ledger.discard(ids, action: action, by: "ann", reason: "r", at: now)
        case .restored: _ = try ledger.restore(ids, action: action, by: "ann", reason: "r", at: now)
        case .undone: Issue.record("undo is not done so")
        }
        try ledger.finishDeadLetterAction(action, at: now)
        return action
    }

    /// Takes all back that can be, and returns the number of that.
    @discardableResult
    private func undo(_ fixture: LedgerFixture, _ number: Int64, limit: Int = .max) throws -> Int64 {
        let plan = try #require(try fixture.ledger.planUndo(of: number))
        let undo = try fixture.ledger.startUndo(of: number, by: "bob", reason: "wrong", at: LedgerFixture.later)
        let outcomes = try fixture.ledger.undo(
            Array(plan.undoable.prefix(limit)),
            by: undo,
            actor: "bob",
            reason: "wrong",
            at: LedgerFixture.later
        )
        #expect(outcomes.allSatisfy { $0 == .undone })
        if plan.undoable.count <= limit {
            try fixture.ledger.finishDeadLetterAction(undo.number, at: LedgerFixture.later)
        }
        return undo.number
    }

    @Test func `opens what was discarded, and nothing that another discard has set aside`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...5)
        let meant = try act(fixture, .discarded, Array(ids[..<2]))
        let wrong = try act(fixture, .discarded, Array(ids[2...]))
        #expect([meant, wrong] == [1, 2])
        try undo(fixture, wrong)
        #expect(try ids.map { try fixture.deadLetter($0).state } == [.discarded, .discarded, .open, .open, .open])
        #expect(try fixture.ledger.history(of: ids[4]).map(\.action) == [.discarded, .undone])
        #expect(try fixture.ledger.history(of: ids[4]).map(\.actionNumber) == [2, 3])
        #expect(try fixture.ledger.verifyAudit().defect == nil)
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `puts the body of before back, whether that was received or mended`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        let received = try condition(fixture, id)
        let first = try act(fixture, .mended, [id])
        let mended = try condition(fixture, id)
        let second = try act(fixture, .mended, [id], .set(JSONPointer("note"), .string("n")))
        #expect(try fixture.ledger.planUndo(of: first)?.changedSince == [.mended: 1])
        try undo(fixture, second)
        #expect(try condition(fixture, id) == mended)
        // The first one is the last that is in effect again.
        try undo(fixture, first)
        #expect(try condition(fixture, id) == received)
        #expect(try !fixture.deadLetter(id).isEdited)
    }

    @Test func `takes an undo back, and that again`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...2)
        let discard = try act(fixture, .discarded, ids)
        let first = try undo(fixture, discard)
        #expect(try fixture.ledger.planUndo(of: discard)?.undoneBefore == 2)
        let second = try undo(fixture, first)
        #expect(try ids.map { try fixture.deadLetter($0).state } == [.discarded, .discarded])
        #expect(try fixture.deadLetter(ids[0]).discardReason == "r")
        #expect(try fixture.ledger.planUndo(of: first)?.undoneBefore == 2)
        // Either number leads back: the discard's own, and that of the undo that brought it again.
        #expect(try fixture.ledger.planUndo(of: second)?.undoable.count == 2)
        try undo(fixture, discard)
        #expect(try ids.map { try fixture.deadLetter($0).state } == [.open, .open])
        #expect(try fixture.ledger.deadLetterAction(discard)?.undoneBy == 4)
    }

    @Test func `discards again what was restored, with the reason of then`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        _ = try fixture.ledger.discard([id], by: "ann", reason: "spam", at: LedgerFixture.later)
        let before = try condition(fixture, id)
        try undo(fixture, try act(fixture, .restored, [id]))
        #expect(try condition(fixture, id) == before)
        #expect(try fixture.deadLetter(id).discardReason == "spam")
    }

    @Test func `leaves alone what was changed since, and says by what`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...5)
        let mend = try act(fixture, .mended, ids)
        _ = try fixture.replay([ids[0]])
        _ = try fixture.ledger.discard([ids[1]], by: "jo", reason: "x", at: LedgerFixture.later)
        _ = try act(fixture, .mended, [ids[2]], .set(JSONPointer("note"), .string("n")))
        let kept = try ids[..<3].map { try condition(fixture, $0) }
        let plan = try #require(try fixture.ledger.planUndo(of: mend))
        #expect(plan.changedSince == [.resolved: 1, .discarded: 1, .mended: 1])
        #expect(plan.changedSamples == Array(ids[..<3]))
        #expect(plan.undoable.count == 2)
        try undo(fixture, mend)
        #expect(try ids[..<3].map { try condition(fixture, $0) } == kept)
        #expect(try ids[3...].allSatisfy { try !fixture.deadLetter($0).isEdited })
    }

    @Test func `takes an edit back that was refused again, with what was wrong before`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        let before = try condition(fixture, id)
        let mend = try act(fixture, .mended, [id], .set(JSONPointer("endDate"), .string("soon")))
        guard case .rejected? = try fixture.replay([id]).first else {
            Issue.record("not refused")
            return
        }
        try undo(fixture, mend)
        #expect(try condition(fixture, id) == before)
        #expect(try fixture.deadLetter(id).attempts == 2)
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `opens a message that waited, since its sender was told that it is refused`() throws {
        let fixture = try LedgerFixture()
        let correction = { (id: String) in
            ReceivedMessage.bytes(
                Array(
                    """
                    {"messageId":"c-\(id)","action":"withdraw","terminationId":"\(id)","revision":2,"contractId":"k-\(id)",\
                    "customerId":"K-1","occurredAt":"2026-03-01T10:00:00+01:00"}
                    """.utf8
                )
            )
        }
        let ids = try fixture.recorder.record([correction("t-1"), correction("t-2")], at: LedgerFixture.now)
            .compactMap(\.deadLetterID)
        let versions = try ids.map { try fixture.deadLetter($0).version }
        #expect(try ids.map { try fixture.deadLetter($0).state } == [.held, .held])
        // Not by the ledger alone, which tells nobody.
        #expect(
            try fixture.ledger.discard(ids, by: "ann", reason: "r", at: LedgerFixture.later)
                == [.refused(state: .held), .refused(state: .held)]
        )
        let discard = try fixture.ledger.startDeadLetterAction(
            .discarded,
            of: 2,
            by: "ann",
            reason: "r",
            at: LedgerFixture.later
        )
        .number
        let changes = try fixture.recorder.discard(
            [
                DeadLetterVersion(id: ids[0], version: versions[0]),
                DeadLetterVersion(id: ids[1], version: versions[1] - 1),
            ],
            action: discard,
            by: "ann",
            reason: "r",
            at: LedgerFixture.later
        )
        #expect(changes == [.changed, .refused(state: .held)])
        #expect(try fixture.ledger.planUndo(of: discard)?.states == [.open: 1])
        let back = try undo(fixture, discard)
        #expect(try ids.map { try fixture.deadLetter($0).state } == [.open, .held])
        try undo(fixture, back)
        #expect(try ids.map { try fixture.deadLetter($0).state } == [.discarded, .held])
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `goes on under its number when it was interrupted`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...5)
        let discard = try act(fixture, .discarded, ids)
        let first = try undo(fixture, discard, limit: 2)
        #expect(try fixture.ledger.deadLetterAction(first)?.isFinished == false)
        #expect(try fixture.ledger.planUndo(of: discard)?.undoneBefore == 2)
        #expect(try undo(fixture, discard) == first)
        #expect(try fixture.ledger.deadLetterAction(first)?.changed == 5)
        #expect(try fixture.ledger.countDeadLetters(in: .open) == 5)
        // So its own number takes all of it back.
        try undo(fixture, first)
        #expect(try fixture.ledger.countDeadLetters(in: .discarded) == 5)
    }

    @Test func `begins anew where an interrupted undo was itself taken back`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...5)
        let discard = try act(fixture, .discarded, ids)
        let first = try undo(fixture, discard, limit: 2)
        try undo(fixture, first)
        #expect(try fixture.ledger.countDeadLetters(in: .discarded) == 5)
        #expect(try undo(fixture, discard) > first)
        #expect(try fixture.ledger.countDeadLetters(in: .open) == 5)
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `has a number only where something was changed`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...1)
        let nothing = try act(fixture, .restored, ids)
        #expect(try fixture.ledger.deadLetterAction(nothing) == nil)
        #expect(try fixture.ledger.planUndo(of: nothing) == nil)
        #expect(try fixture.ledger.deadLetterActions(limit: 10).isEmpty)
        let action = try act(fixture, .discarded, ids)
        let found = try #require(try fixture.ledger.deadLetterActions(limit: 10).first)
        #expect((found.number, found.kind, found.total, found.changed) == (action, .discarded, 1, 1))
        #expect((found.startedBy, found.reason, found.isFinished) == ("ann", "r", true))
    }

    @Test func `goes with the letters that retention removes`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...3)
        let discard = try act(fixture, .discarded, ids)
        _ = try fixture.ledger.restore([ids[2]], by: "jo", reason: "x", at: LedgerFixture.later)
        let end = LedgerFixture.later.advanced(by: .seconds(86_400))
        let run = try fixture.ledger.startPruneRun(
            Retention(deadLettersBefore: end),
            by: "jo",
            reason: "old",
            at: end
        )
        #expect(try fixture.ledger.prune(.deadLetters, before: end, run: run, at: end).pruned == 2)
        let plan = try #require(try fixture.ledger.planUndo(of: discard))
        #expect((plan.gone, plan.undoable.count, plan.changedSince) == (2, 0, [.restored: 1]))
        #expect(try fixture.count("dead_letter_action_letters") == 1)
        #expect(try fixture.ledger.check() == [])
    }

    @Test func `keeps a letter from retention for as long as after a discard`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        _ = try fixture.ledger.discard([id], by: "ann", reason: "spam", at: LedgerFixture.now)
        let restore = try act(fixture, .restored, [id])
        let late = LedgerFixture.later.advanced(by: .seconds(10 * 86_400))
        let undo = try fixture.ledger.startUndo(of: restore, by: "bob", reason: "x", at: late)
        let deadLetters = try #require(try fixture.ledger.planUndo(of: restore)).undoable
        _ = try fixture.ledger.undo(deadLetters, by: undo, actor: "bob", reason: "x", at: late)
        let before = late.advanced(by: .seconds(-86_400))
        #expect(try fixture.ledger.prune(.deadLetters, before: before, run: nil, at: late).pruned == 0)
        let after = late.advanced(by: .seconds(86_400))
        #expect(try fixture.ledger.prune(.deadLetters, before: after, run: nil, at: after).pruned == 1)
    }

    @Test func `brings no note back that was redacted, and keeps none`() throws {
        let fixture = try LedgerFixture()
        let id = try fixture.refuse(1...1)[0]
        let secret = "a note that nobody must read again"
        _ = try act(fixture, .mended, [id], .set(JSONPointer("note"), .string(secret)))
        let away = try act(fixture, .mended, [id], .set(JSONPointer("note"), .null))
        let discard = try act(fixture, .discarded, [id])
        var place = RedactionPlace()
        var removed = RemovedTexts()
        while !place.isAtEnd {
            let step = try fixture.ledger.redactNotes(
                matching: NoteFilter(),
                after: place,
                by: "jo",
                reason: "request",
                at: LedgerFixture.later
            )
            place = step.place
            for text in step.removed { removed.add(text) }
        }
        #expect(removed.count > 0)
        #expect(try fixture.ledger.planUndo(of: away)?.undoable.isEmpty == true)
        // A state holds no note.
        try undo(fixture, discard)
        #expect(try fixture.deadLetter(id).state == .open)
        #expect(try fixture.ledger.planUndo(of: away)?.changedSince == [.redacted: 1])
        #expect(try fixture.ledger.verifyAudit().defect == nil)
        // Numbers stay where a patch was redacted.
        #expect(try fixture.ledger.history(of: id).map(\.actionNumber) == [1, 2, 3, nil, 4])
        fixture.ledger.close()
        #expect(
            try LedgerFile.scanForResidue(of: removed, in: fixture.path)
                == Residue(inOtherRows: 0, places: [], leftOver: 0)
        )
    }

    /// Anything that people may do, in any order, against what each action has found.
    @Test(arguments: 1...12)
    func `leads back to what was before, whatever was done in between`(seed: UInt64) throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...6)
        var random = SplitMix64(seed: seed)
        /// Of each action: each letter that it changed, as it was before and after.
        var changes: [Int64: [String: (before: Condition, after: Condition)]] = [:]
        for step in 0..<60 {
            let before = try Dictionary(uniqueKeysWithValues: ids.map { ($0, try condition(fixture, $0)) })
            let some = ids.filter { _ in random.next() % 2 == 0 }
            let number: Int64
            switch random.next() % 6 {
            case 0: number = try act(fixture, .discarded, some)
            case 1: number = try act(fixture, .restored, some)
            case 2: number = try act(fixture, .mended, some, .set(JSONPointer("note"), .string("note \(step)")))
            case 3:
                _ = try fixture.replay(some)
                continue
            default:
                guard let earlier = changes.keys.sorted().randomElement(using: &random) else { continue }
                let plan = try #require(try fixture.ledger.planUndo(of: earlier))
                number = try undo(fixture, earlier)
                #expect(plan.gone == 0)
                for (id, change) in try #require(changes[earlier]) {
                    let now = try condition(fixture, id)
                    let deadLetter = try fixture.deadLetter(id)
                    if plan.undoable.contains(deadLetter.number) {
                        #expect(now == change.before, "seed \(seed), step \(step)")
                    } else {
                        #expect(now == before[id], "seed \(seed), step \(step)")
                    }
                }
                for id in ids where changes[earlier]?[id] == nil { #expect(try condition(fixture, id) == before[id]) }
            }
            let after = try Dictionary(uniqueKeysWithValues: ids.map { ($0, try condition(fixture, $0)) })
            let changed = try ids.filter { id in
                try fixture.ledger.history(of: id).last?.actionNumber == number
            }
            guard !changed.isEmpty else { continue }
            changes[number] = Dictionary(
                uniqueKeysWithValues: try changed.map { ($0, (try #require(before[$0]), try #require(after[$0]))) }
            )
        }
        #expect(try fixture.ledger.check() == [])
    }
}

@Suite(.everyEngine) struct `The values of a cause` {
    private func filled() throws -> (LedgerFixture, String) {
        let fixture = try LedgerFixture()
        for (range, reason) in [(1...4, "te-duur"), (5...6, "foo"), (7...7, "42")] {
            _ = try fixture.refuse(range, reason: reason)
        }
        let group = try #require(try fixture.ledger.deadLetterGroups(matching: .all).first)
        return (fixture, group.fingerprint)
    }

    @Test func `are counted, the most frequent first`() throws {
        let (fixture, fingerprint) = try filled()
        let found = try fixture.ledger.deadLetterValues(matching: .all, of: fingerprint, limit: 100)
        #expect(found.values.map(\.text) == ["te-duur", "foo", #""42""#])
        #expect(found.values.map(\.count) == [4, 2, 1])
        #expect(
            found.values.allSatisfy { $0.pointer == JSONPointer("reasonCode") && $0.firstSeen == LedgerFixture.now }
        )
        #expect(found.counted == 7)
        #expect(try fixture.ledger.deadLetterValues(matching: .all, of: fingerprint, limit: 3).counted == 3)
    }

    @Test func `select letters, in every way in which they are asked for`() throws {
        let (fixture, fingerprint) = try filled()
        let filter = DeadLetterFilter(states: [.open], fingerprint: fingerprint, value: "foo")
        #expect(try fixture.ledger.countDeadLetters(matching: filter) == 2)
        #expect(try fixture.ledger.deadLetters(matching: filter, limit: 10).map(\.terminationID) == ["t-6", "t-5"])
        #expect(try fixture.ledger.deadLetterGroups(matching: filter).map(\.count) == [2])
        #expect(try fixture.ledger.countDeadLetters(matching: DeadLetterFilter(value: "te-duur")) == 4)
        #expect(try fixture.ledger.countDeadLetters(matching: DeadLetterFilter(value: "42")) == 0)
        #expect(try fixture.ledger.countDeadLetters(matching: DeadLetterFilter(value: #""42""#)) == 1)
        // What stands elsewhere in a message is no reason why it is here.
        #expect(try fixture.ledger.countDeadLetters(matching: DeadLetterFilter(value: "2026-03-31")) == 0)
        let elsewhere = DeadLetterFilter(pointer: "/note", value: "foo")
        #expect(try fixture.ledger.countDeadLetters(matching: elsewhere) == 0)
        let run = try fixture.ledger.startReplayRun(matching: filter, by: "a", reason: "r", at: LedgerFixture.later)
        #expect(run.total == 2)
    }

    @Test func `never hold a note`() throws {
        let fixture = try LedgerFixture()
        let body = String(decoding: ReceivedMessage.termination("t-1").message.body, as: UTF8.self)
            .replacing("{\"messageId\"", with: "{\"note\":[\"geheim\"],\"messageId\"")
        _ = try fixture.record(.bytes(Array(body.utf8)))
        let group = try #require(try fixture.ledger.deadLetterGroups(matching: .all).first)
        #expect(group.cause == "wrong-type at /note")
        let found = try fixture.ledger.deadLetterValues(matching: .all, of: group.fingerprint, limit: 10)
        #expect(found.values.map(\.text) == ["(not shown)"])
        #expect(try fixture.ledger.countDeadLetters(matching: DeadLetterFilter(value: "(not shown)")) == 0)
    }

    @Test func `are of what is judged, once it was mended`() throws {
        let (fixture, fingerprint) = try filled()
        let id = try #require(try fixture.ledger.deadLetters(matching: .all, order: .oldest, limit: 1).first?.id)
        let patch = JSONPatch.set(JSONPointer("reasonCode"), .string("foo"))
        _ = try fixture.ledger.edit([id], with: patch, by: "a", reason: "r", at: LedgerFixture.later)
        let found = try fixture.ledger.deadLetterValues(matching: .all, of: fingerprint, limit: 100)
        #expect(found.values.map(\.count) == [3, 3, 1])
    }
}

@Suite(.everyEngine) struct `The list of the audit trail` {
    private func steps(
        _ fixture: LedgerFixture,
        _ filter: AuditFilter = AuditFilter(),
        joins: Bool = true
    ) throws -> [AuditStep] {
        var steps: [AuditStep] = []
        try fixture.ledger.auditSteps(matching: filter, joins: joins) { step in
            steps.append(step)
            return true
        }
        return steps
    }

    private func filled() throws -> LedgerFixture {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...6)
        let ledger = fixture.ledger
        let now = LedgerFixture.later
        let action = try ledger.startDeadLetterAction(.discarded, of: 4, by: "ann", reason: "spam", at: now).number
        _ = try ledger.discard(Array(ids[..<4]), action: action, by: "ann", reason: "spam", at: now)
        _ = try ledger.restore([ids[0]], by: "bob", reason: "no spam", at: now.advanced(by: .seconds(60)))
        let run = try ledger.startReplayRun(matching: .all, by: "cleo", reason: "again", at: now)
        try fixture.apply(LedgerFixture.knowingSettings)
        _ = try fixture.recorder.replay(run: run.number, limit: 10, by: "cleo", at: now.advanced(by: .seconds(120)))
        return fixture
    }

    @Test func `says by which way each change came in, and keeps the ways apart`() throws {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...3)
        let now = LedgerFixture.later
        let ways: [Actor.Way] = [.cli, .console, .api(token: "ci")]
        for (id, way) in zip(ids, ways) {
            _ = try fixture.ledger.discard([id], by: Actor("ann", by: way), reason: "spam", at: now)
        }
        #expect(try steps(fixture).map(\.via) == ways.reversed())
        #expect(try ids.map { try fixture.ledger.history(of: $0).map(\.via) } == ways.map { [$0] })
        #expect(try fixture.ledger.history(of: ids[2])[0].json.object?["via"]?.string == "api:ci")
        #expect(try fixture.ledger.verifyAudit().defect == nil)
    }

    @Test func `says so of runs, actions and settings`() throws {
        let fixture = try LedgerFixture()
        _ = try fixture.refuse(1...1)
        let (ledger, now) = (fixture.ledger, LedgerFixture.later)
        let actor = Actor("ann", by: .api(token: "ci"))
        let action = try ledger.startDeadLetterAction(.discarded, of: 1, by: actor, reason: "", at: now)
        let replay = try ledger.startReplayRun(matching: .all, by: actor, reason: "", at: now)
        let digest = [UInt8](repeating: 1, count: 32)
        let imported = try ledger.startImportRun(of: digest, size: 0, publishesEvents: false, by: actor, at: now)
        let selection = try ledger.select(EventFilter())
        _ = try ledger.advanceRelay(to: selection.last)
        let republished = try ledger.startRepublishing(
            selection,
            contractID: nil,
            total: 0,
            queue: nil,
            by: actor,
            at: now
        )
        #expect([action.via, replay.via, imported.via, republished.via] == Array(repeating: actor.way, count: 4))
        _ = try ledger.apply(
            try Settings.parse(yamlOrJSON: LedgerFixture.knowingSettings),
            by: actor,
            reason: "",
            basedOn: 1,
            source: "urn:test",
            at: now
        )
        #expect(try ledger.settingsHistory().map(\.via) == [.api(token: "ci"), .cli])
        let run = try ledger.startPruneRun(Retention(), by: actor, reason: "old", at: now)
        try ledger.finishPruneRun(run, at: now)
        #expect(try steps(fixture).first?.via == .api(token: "ci"))
    }

    @Test func `says who did what to how many, the latest first`() throws {
        let fixture = try filled()
        let steps = try steps(fixture)
        #expect(steps.map(\.actor) == ["cleo", "bob", "ann"])
        #expect(steps.map(\.counts) == [[.resolved: 3], [.restored: 1], [.discarded: 4]])
        #expect(steps.map(\.number) == [nil, nil, 1])
        #expect(steps.map(\.replay) == [1, nil, nil])
        #expect(steps.map(\.reason) == ["again", "no spam", "spam"])
        #expect(steps.map(\.firstEntry) == [6, 5, 1])
        #expect(steps.map(\.lastEntry) == [8, 5, 4])
        #expect(steps[2].deadLetterIDs.count == 3)
        #expect(try self.steps(fixture, joins: false).map(\.lastEntry) == [8, 7, 6, 5, 4, 3, 2, 1])
    }

    @Test func `is narrowed down by person, action, number and time`() throws {
        let fixture = try filled()
        let later = LedgerFixture.later.advanced(by: .seconds(60))
        for (filter, actors) in [
            (AuditFilter(actor: "ann"), ["ann"]), (AuditFilter(actions: [.restored, .discarded]), ["bob", "ann"]),
            (AuditFilter(number: 1), ["ann"]), (AuditFilter(since: later), ["cleo", "bob"]),
            (AuditFilter(until: later), ["ann"]), (AuditFilter(actor: "nobody"), []),
        ] {
            #expect(try steps(fixture, filter).map(\.actor) == actors)
        }
    }

    @Test func `ends after so many entries, and says that the last step is not complete`() throws {
        let fixture = try filled()
        for (most, counts, complete) in [
            (2, [2], [false]), (5, [3, 1, 1], [true, true, false]), (8, [3, 1, 4], [true, true, true]),
        ] {
            var steps: [AuditStep] = []
            try fixture.ledger.auditSteps(matching: AuditFilter(), mostEntries: Int64(most)) { step in
                steps.append(step)
                return true
            }
            #expect(steps.map(\.count) == counts && steps.map(\.isComplete) == complete)
        }
    }

    @Test func `ends where nobody wants more`() throws {
        let fixture = try filled()
        var taken = 0
        try fixture.ledger.auditSteps(matching: AuditFilter()) { _ in
            taken += 1
            return taken < 2
        }
        #expect(taken == 2)
    }

    /// An action of 700 dead letters, in which somebody else changes one in the middle, and a replay of 300.
    private func filledWithMany() throws -> LedgerFixture {
        let fixture = try LedgerFixture()
        let ids = try fixture.refuse(1...1000)
        let (ledger, now) = (fixture.ledger, LedgerFixture.later)
        let action = try ledger.startDeadLetterAction(.discarded, of: 700, by: "ann", reason: "spam", at: now).number
        _ = try ledger.discard(Array(ids[..<250]), action: action, by: "ann", reason: "spam", at: now)
        _ = try ledger.discard([ids[999]], by: "bob", reason: "another", at: now.advanced(by: .seconds(1)))
        _ = try ledger.discard(
            Array(ids[250..<700]),
            action: action,
            by: "ann",
            reason: "spam",
            at: now.advanced(by: .seconds(2))
        )
        let run = try ledger.startReplayRun(matching: .all, by: "cleo", reason: "again", at: now)
        try fixture.apply(LedgerFixture.knowingSettings)
        _ = try fixture.recorder.replay(run: run.number, limit: 1000, by: "cleo", at: now.advanced(by: .seconds(120)))
        return fixture
    }

    @Test func `counts what an action did to very many, and names the first of them`() throws {
        let fixture = try filledWithMany()
        let found = try steps(fixture)
        #expect(found.map(\.actor) == ["cleo", "ann", "bob", "ann"])
        #expect(found.map(\.count) == [299, 450, 1, 250])
        let each = try steps(fixture, joins: false)
        for step in found {
            let entries = each.filter { step.firstEntry...step.lastEntry ~= $0.firstEntry }.reversed()
            #expect(entries.count == step.count && step.startedAt == entries.first?.startedAt)
            #expect(step.endedAt == entries.last?.endedAt)
            #expect(step.deadLetterIDs == Array(entries.flatMap(\.deadLetterIDs).prefix(3)))
            #expect(step.counts == entries.reduce(into: [:]) { $0.merge($1.counts) { $0 + $1 } })
        }
        // Where the filter leaves out what lies between, the action is one step.
        for filter in [
            AuditFilter(actor: "ann"), AuditFilter(number: 1), AuditFilter(actions: [.discarded], number: 1),
        ] {
            let own = try steps(fixture, filter)
            #expect(own.map(\.count) == [700] && own.first?.firstEntry == 1)
        }
    }

    @Test func `goes on where it has ended, and no entry is left out or told twice`() throws {
        let fixture = try filledWithMany()
        for most: Int64 in [1, 100, 251, 500, 1000] {
            var (before, total, pieces) = (Int64.max, 0, 0)
            while true {
                var taken: [AuditStep] = []
                let next = try fixture.ledger.auditSteps(matching: AuditFilter(), before: before, mostEntries: most) {
                    taken.append($0)
                    return true
                }
                pieces += taken.count
                total += taken.reduce(0) { $0 + $1.count }
                guard let next else { break }
                #expect(next < before && taken.last?.isComplete == false)
                before = next
            }
            #expect(total == 1000 && (pieces == 4) == (most == 1000), "\(most)")
        }
        var taken: [AuditStep] = []
        let next = try fixture.ledger.auditSteps(matching: AuditFilter()) {
            taken.append($0)
            return taken.count < 2
        }
        #expect(next == 252 && taken.map(\.count) == [299, 450])
        #expect(try fixture.ledger.auditSteps(matching: AuditFilter(), before: 1) { _ in true } == nil)
    }
}
