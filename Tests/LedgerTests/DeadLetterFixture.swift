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

    func replay(_ ids: [String], asOf clock: ReplayClock = .occurred) throws -> [ReplayOutcome.Result] {
        try recorder.replay(ids, asOf: clock, by: "ann", reason: "alias added", at: Self.later).map(\.result)
    }

    static let later = Instant(rfc3339: "2026-03-02T12:00:00Z")!
}

extension Outcome {
    var deadLetterID: String? {
        switch self {
        case .rejected(let id, _, _), .held(let id, _), .parked(let id): id
        case .accepted, .duplicate, .stale: nil
        }
    }
}
