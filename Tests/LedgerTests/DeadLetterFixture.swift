import JSON
import Foundation
import Terminations
import Testing

@testable import Ledger

extension LedgerFixture {
    /// Settings in which the reason that the cases use is known.
    static let knowingSettings = settings + "\n  - code: te-duur\n    labels: {nl: X}"

    /// Records messages with an unknown reason, and returns their dead letters' ids in that order.
    func refuse(_ numbers: ClosedRange<Int>, reason: String = "te-duur") throws -> [String] {
        let receivedMessages = numbers.map { ReceivedMessage.termination("t-\($0)", reason: reason) }
        return try recorder.record(receivedMessages, at: Self.now).compactMap(\.deadLetterID)
    }

    func deadLetter(_ id: String) throws -> DeadLetter {
        try #require(try ledger.deadLetters(idPrefix: id).first)
    }

    func replay(_ ids: [String], asOf clock: JudgingTime = .occurred) throws -> [ReplayOutcome.Result] {
        try recorder.replay(ids, asOf: clock, by: "ann", reason: "alias added", at: Self.later).map(\.result)
    }

    static let later = Instant(rfc3339: "2026-03-02T12:00:00Z")!
}

/// Changes of dead letters as they are now, for tests that are not about what changed since somebody looked.
extension Ledger {
    func currentVersions(_ ids: [String]) throws -> [DeadLetterVersion] {
        let found = try deadLetterVersions(matching: DeadLetterFilter(ids: ids))
        let versions = Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0.version) })
        return ids.map { DeadLetterVersion(id: $0, version: versions[$0] ?? 0) }
    }

    func edit(
        _ ids: [String],
        with patch: JSONPatch,
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws -> [DeadLetterChange] {
        let edits = Array(repeating: DeadLetterEdit.patch(patch), count: ids.count)
        return try edit(currentVersions(ids), with: edits, action: action, by: actor, reason: reason, at: now)
    }

    func discard(
        _ ids: [String],
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws -> [DeadLetterChange] {
        try discard(currentVersions(ids), action: action, by: actor, reason: reason, at: now)
    }

    func restore(
        _ ids: [String],
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws -> [DeadLetterChange] {
        try restore(currentVersions(ids), action: action, by: actor, reason: reason, at: now)
    }

    func startReplayRun(
        matching filter: DeadLetterFilter,
        limit: Int? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws -> ReplayRun {
        var filter = filter
        filter.states = [.open]
        return try startReplayRun(
            of: deadLetterVersions(matching: filter, limit: limit),
            settingsVersion: currentSettingsVersion(),
            by: actor,
            reason: reason,
            at: now
        ).run
    }
}

extension Recorder {
    func discard(
        _ ids: [String],
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws -> [DeadLetterChange] {
        try discard(ledger.currentVersions(ids), action: action, by: actor, reason: reason, at: now)
    }

    func replay(
        _ ids: [String],
        asOf clock: JudgingTime = .occurred,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws -> [ReplayOutcome] {
        try replay(ledger.currentVersions(ids), asOf: clock, by: actor, reason: reason, at: now)
    }

    /// - Parameter patch: judges each message as it would read after this patch.
    func previewReplay(
        _ ids: [String],
        patch: JSONPatch,
        at now: Instant
    ) throws -> (outcomes: [ReplayOutcome], events: [StoredEvent]) {
        let edits = Dictionary(uniqueKeysWithValues: ids.map { ($0, DeadLetterEdit.patch(patch)) })
        return try previewReplay(ids, edits: edits, at: now)
    }
}

extension Outcome {
    var deadLetterID: String? {
        switch self {
        case .rejected(let id, _, _), .held(let id, _), .parked(let id): id
        case .accepted, .duplicate, .stale: nil
        }
    }
}
