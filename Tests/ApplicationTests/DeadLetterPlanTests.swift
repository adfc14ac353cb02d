import JSON
import Foundation
import Ledger
import Terminations
import TestSupport
import Testing
import Threads
import YAML

@testable import Application

/// A ledger with refused messages, and the actions on it.
private final class RefusedMessages {
    private let folder: URL
    let application: Application
    var ledger: Ledger { application.ledger }
    static let actor = Actor("ann", by: .console)

    /// - Parameter count: how many messages were refused because the settings do not have their reason.
    init(_ count: Int) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "application-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let ledger = try Ledger(path: folder.appending(path: "ledger.sqlite").path)
        application = Application(ledger: ledger, source: "urn:test", limits: MessageLimits())
        try apply(knowing: [])
        let messages = (1...count).map { number in
            IncomingMessage(
                body: Sample.message(
                    "t-\(number)",
                    messageID: "m-\(number)",
                    contract: "c-\(number)",
                    reason: "te-duur",
                    endDate: "2026-03-31"
                )
            )
        }
        _ = try application.recorder.record(
            messages.map { ReceivedMessage(message: $0, parsed: ParsedMessage($0)) },
            at: .now
        )
    }

    deinit {
        application.ledger.close()
        try? FileManager.default.removeItem(at: folder)
    }

    func apply(knowing aliases: [String]) throws {
        let settings = """
            timeZone: Europe/Amsterdam
            defaultLanguage: nl
            reasonRequired: true
            reasons:
              - code: price
                labels: {nl: Te duur}
                aliases: [\(aliases.joined(separator: ", "))]
            """
        _ = try ledger.apply(
            try Settings.parse(yamlOrJSON: settings),
            by: Actor("tests", by: .cli),
            at: .now
        )
    }

    /// Somebody else edits this dead letter, so that it has another version.
    func editMeanwhile(_ name: String) throws {
        let seen = DeadLetterVersion(try application.deadLetter(named: name))
        let changes = try ledger.edit(
            [seen],
            with: [.patch(.set(JSONPointer("note"), .string("phoned")))],
            by: Actor("bob", by: .cli),
            reason: "note",
            at: .now
        )
        #expect(changes == [.changed])
    }

    func states() throws -> [String: DeadLetter.State] {
        let all = try ledger.deadLetters(matching: .all, limit: 1000)
        return Dictionary(uniqueKeysWithValues: all.map { ($0.messageID ?? "", $0.state) })
    }
}

private let all = DeadLetterSelection()
private let toPrice = BodyChange(patch: .set(JSONPointer("reasonCode"), .string("price")))

@Suite struct `A plan about dead letters` {
    @Test func `discards what it has seen, and leaves what has changed since`() throws {
        let messages = try RefusedMessages(3)
        let plan = try messages.application.plan(DiscardDeadLetters(all))
        #expect(plan.possible == 3)
        #expect(plan.causes.map(\.group.cause) == ["unknown-reason at /reasonCode"])
        try messages.editMeanwhile("m-2")
        var progress: [Int] = []
        let outcome = try plan.execute(
            by: RefusedMessages.actor,
            because: "test messages",
            progress: { progress.append($0) }
        )
        #expect(outcome.changed.count == 2)
        #expect(outcome.changedMeanwhile == 1)
        #expect(progress == [3])
        #expect(try messages.states() == ["m-1": .discarded, "m-2": .open, "m-3": .discarded])
    }

    @Test func `needs a reason for a discard`() throws {
        let messages = try RefusedMessages(1)
        let plan = try messages.application.plan(DiscardDeadLetters(all))
        let error = #expect(throws: ApplicationError.self) { try plan.execute(by: RefusedMessages.actor, because: " ") }
        #expect(error?.remedy == .giveReason)
        #expect(try messages.states() == ["m-1": .open])
    }

    @Test func `restores what it has seen, and can be undone`() throws {
        let messages = try RefusedMessages(2)
        let application = messages.application
        _ = try application.plan(DiscardDeadLetters(all)).execute(by: RefusedMessages.actor, because: "spam")
        let restored = try application.plan(RestoreDeadLetters(all)).execute(by: RefusedMessages.actor, because: "")
        #expect(restored.changed.count == 2)
        let number = try #require(restored.action?.number)
        let undo = try application.plan(UndoDeadLetterAction(number))
        #expect(undo.found.undoable.count == 2)
        let outcome = try undo.execute(by: RefusedMessages.actor, because: "wrong")
        #expect((outcome.undone, outcome.notUndone) == (2, 0))
        #expect(try messages.states() == ["m-1": .discarded, "m-2": .discarded])
        let again = try application.plan(UndoDeadLetterAction(number))
        let error = #expect(throws: ApplicationError.self) {
            try again.execute(by: RefusedMessages.actor, because: "wrong")
        }
        #expect(error?.remedy == .undo(action: outcome.action?.number ?? 0))
    }

    @Test func `ends an undo whose process ended after its last dead letter`() throws {
        let messages = try RefusedMessages(2)
        let application = messages.application
        let actor = RefusedMessages.actor
        let discarded = try application.plan(DiscardDeadLetters(all)).execute(by: actor, because: "spam")
        let number = try #require(discarded.action?.number)
        // What a killed process leaves.
        let begun = try application.ledger.startUndo(of: number, by: actor, reason: "wrong", at: .now)
        let undoable = try application.plan(UndoDeadLetterAction(number)).found.undoable
        _ = try application.ledger.undo(undoable, by: begun, actor: actor, reason: "wrong", at: .now)
        #expect(try application.ledger.deadLetterAction(begun.number)?.isFinished == false)
        var started: [Int64] = []
        let outcome = try application.plan(UndoDeadLetterAction(number)).execute(
            by: actor,
            because: "wrong",
            onStart: { started.append($0.number) }
        )
        #expect(started == [begun.number] && outcome.undone == 0)
        #expect(outcome.action?.isFinished == true && outcome.action?.changed == 2)
        #expect(throws: ApplicationError.self) {
            try application.plan(UndoDeadLetterAction(number)).execute(by: actor, because: "wrong")
        }
    }

    @Test func `says what there is instead of an action that is not there`() throws {
        let messages = try RefusedMessages(1)
        let none = #expect(throws: ApplicationError.self) { try messages.application.plan(UndoDeadLetterAction(9)) }
        #expect(none?.remedy == .listActions(latest: nil))
        let plan = try messages.application.plan(ReplayJob(all))
        _ = try plan.execute(by: RefusedMessages.actor, because: "try")
        let replay = #expect(throws: ApplicationError.self) { try messages.application.plan(UndoDeadLetterAction(1)) }
        #expect(replay?.remedy == .correctTerminations(replay: 1))
    }

    @Test func `edits what it has seen, and replays exactly that`() throws {
        let messages = try RefusedMessages(3)
        let plan = try messages.application.plan(EditDeadLetters(all, toPrice))
        #expect(plan.dryRun.summary.counts.accepted == 3)
        #expect(plan.samples.map(\.messageID) == ["m-1", "m-2", "m-3"])
        #expect(try messages.states().values.allSatisfy { $0 == .open })
        try messages.editMeanwhile("m-1")
        let outcome = try plan.execute(by: RefusedMessages.actor, because: "typo")
        #expect((outcome.changed.count, outcome.changedMeanwhile) == (2, 1))
        try messages.editMeanwhile("m-2")
        let replayed = try plan.replay(outcome, ReplayOptions()).execute(by: RefusedMessages.actor, because: "typo")
        #expect((replayed.run.total, replayed.summary.counts.accepted, replayed.changedMeanwhile) == (1, 1, 1))
        #expect(try messages.states() == ["m-1": .open, "m-2": .open, "m-3": .resolved])
    }

    @Test func `edits a whole body only as it was shown`() throws {
        let messages = try RefusedMessages(1)
        let application = messages.application
        let body = try #require(try application.editableBody(all))
        let document = try #require(body.document)
        #expect(body.change(to: document) == nil)
        let change = try #require(body.change(to: .object(JSONObject([]))))
        try messages.editMeanwhile("m-1")
        let error = #expect(throws: ApplicationError.self) {
            try application.plan(EditDeadLetters(all, change), seen: DeadLetterVersion(body.deadLetter))
        }
        #expect(error?.code == .changedMeanwhile)
    }

    @Test func `replays what it has seen, and leaves what has changed since`() throws {
        let messages = try RefusedMessages(3)
        try messages.apply(knowing: ["te-duur"])
        let plan = try messages.application.plan(ReplayJob(all))
        let dryRun = try plan.dryRun()
        #expect((plan.count, dryRun.summary.counts.accepted) == (3, 3))
        // Their last days are over, so that they take effect at once.
        #expect(dryRun.eventCounts == ["contract.terminated.v1": 3, "contract.termination.effective.v1": 3])
        try messages.editMeanwhile("m-3")
        var started: [Int64] = []
        let outcome = try plan.execute(
            by: RefusedMessages.actor,
            because: "alias added",
            progress: { run, summary in if summary.counts.total == 0 { started.append(run.number) } }
        )
        #expect(started == [1])
        #expect((outcome.run.total, outcome.summary.counts.accepted, outcome.changedMeanwhile) == (2, 2, 1))
        #expect(outcome.interruption == nil)
        #expect(try messages.states() == ["m-1": .resolved, "m-2": .resolved, "m-3": .open])
    }

    @Test func `replays nothing under other settings than it was made with`() throws {
        let messages = try RefusedMessages(1)
        let plan = try messages.application.plan(ReplayJob(all))
        try messages.apply(knowing: ["te-duur"])
        let error = #expect(throws: LedgerError.self) { try plan.execute(by: RefusedMessages.actor, because: "x") }
        #expect(error?.code == .settingsChanged)
        let edit = try messages.application.plan(EditDeadLetters(all, toPrice))
        let edited = try edit.execute(by: RefusedMessages.actor, because: "x")
        try messages.apply(knowing: [])
        let replay = try edit.replay(edited, ReplayOptions())
        #expect(throws: LedgerError.self) { try replay.execute(by: RefusedMessages.actor, because: "x") }
        #expect(try messages.application.replayRuns().isEmpty)
    }

    @Test func `stops where it is asked to, and is resumed`() throws {
        let messages = try RefusedMessages(5)
        let application = messages.application
        try messages.apply(knowing: ["te-duur"])
        let stop = StopRequest()
        let stopped = try application.plan(ReplayJob(all, ReplayOptions(rate: 10))).execute(
            by: RefusedMessages.actor,
            because: "alias",
            progress: { _, summary in if summary.counts.total == 2 { stop.make() } },
            stop: stop
        )
        #expect(stopped.ending == .stopped)
        #expect(stopped.run.taken == 2)
        #expect(stopped.interruption?.remedy == .resumeReplay(number: 1))
        let rest = try application.planResumingReplay(1)
        #expect(rest.count == 3)
        let outcome = try rest.execute(by: RefusedMessages.actor, because: "")
        #expect((outcome.summary.counts.accepted, outcome.run.accepted) == (3, 5))
        let error = #expect(throws: ApplicationError.self) { try application.planResumingReplay(7) }
        #expect(error?.remedy == .chooseUnfinishedReplay([]))
    }

    @Test func `takes a name for one dead letter only`() throws {
        let messages = try RefusedMessages(2)
        let application = messages.application
        #expect(try application.deadLetter(named: "m-2").terminationID == "t-2")
        let unknown = #expect(throws: ApplicationError.self) { try application.deadLetter(named: "nobody") }
        #expect(unknown?.code == .notFound)
        let several = #expect(throws: AmbiguousDeadLetter.self) { try application.deadLetter(named: "-") }
        #expect(several?.found.count == 2)
        let resolved = DeadLetterSelection(filter: DeadLetterFilter(states: [.resolved]))
        let wrong = #expect(throws: ApplicationError.self) { try application.plan(DiscardDeadLetters(resolved)) }
        #expect(wrong?.description == "This works only for dead letters that are held or open.")
    }
}
