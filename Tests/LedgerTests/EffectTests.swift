import Foundation
import Synchronization
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `A termination takes effect` {
    /// Expected by Python's zoneinfo, minute by minute: the first minute after which the local date is never again the last
    /// day. Nights when clocks change, nights without a midnight or with two, the day that Samoa skipped, leap days and
    /// month ends are among them.
    @Test(arguments: [
        ("Europe/Amsterdam", "2026-01-31", "2026-01-31T23:00:00Z"),
        ("Europe/Amsterdam", "2026-02-28", "2026-02-28T23:00:00Z"),
        ("Europe/Amsterdam", "2024-02-29", "2024-02-29T23:00:00Z"),
        ("Europe/Amsterdam", "2026-03-28", "2026-03-28T23:00:00Z"),
        ("Europe/Amsterdam", "2026-03-29", "2026-03-29T22:00:00Z"),
        ("Europe/Amsterdam", "2026-03-30", "2026-03-30T22:00:00Z"),
        ("Europe/Amsterdam", "2026-06-30", "2026-06-30T22:00:00Z"),
        ("Europe/Amsterdam", "2026-10-24", "2026-10-24T22:00:00Z"),
        ("Europe/Amsterdam", "2026-10-25", "2026-10-25T23:00:00Z"),
        ("Europe/Amsterdam", "2026-10-26", "2026-10-26T23:00:00Z"),
        ("Europe/Amsterdam", "2026-12-31", "2026-12-31T23:00:00Z"),
        ("Europe/Amsterdam", "2025-12-31", "2025-12-31T23:00:00Z"),
        ("America/New_York", "2026-01-31", "2026-02-01T05:00:00Z"),
        ("America/New_York", "2026-02-28", "2026-03-01T05:00:00Z"),
        ("America/New_York", "2028-02-29", "2028-03-01T05:00:00Z"),
        ("America/New_York", "2026-03-07", "2026-03-08T05:00:00Z"),
        ("America/New_York", "2026-03-08", "2026-03-09T04:00:00Z"),
        ("America/New_York", "2026-04-30", "2026-05-01T04:00:00Z"),
        ("America/New_York", "2026-10-31", "2026-11-01T04:00:00Z"),
        ("America/New_York", "2026-11-01", "2026-11-02T05:00:00Z"),
        ("America/New_York", "2026-12-31", "2027-01-01T05:00:00Z"),
        ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-28", "2011-12-29T10:00:00Z"),
        ("Pacific/Apia", "2012-01-31", "2012-01-31T10:00:00Z"),
        ("Pacific/Apia", "2012-03-31", "2012-03-31T10:00:00Z"),
        ("Pacific/Apia", "2012-04-01", "2012-04-01T11:00:00Z"),
        ("Pacific/Apia", "2020-09-26", "2020-09-26T11:00:00Z"),
        ("Pacific/Apia", "2020-09-27", "2020-09-27T10:00:00Z"),
        ("Pacific/Apia", "2021-04-03", "2021-04-03T10:00:00Z"),
        ("Pacific/Apia", "2021-04-04", "2021-04-04T11:00:00Z"),
        ("Pacific/Apia", "2026-02-28", "2026-02-28T11:00:00Z"),
        ("Pacific/Apia", "2028-02-29", "2028-02-29T11:00:00Z"),
        ("America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00:00Z"),
        ("America/Sao_Paulo", "2018-02-17", "2018-02-18T03:00:00Z"),
        ("America/Havana", "2026-03-07", "2026-03-08T05:00:00Z"),
        ("America/Havana", "2026-10-31", "2026-11-01T04:00:00Z"),
        ("Africa/Cairo", "2026-04-23", "2026-04-23T22:00:00Z"),
        ("Africa/Cairo", "2026-10-29", "2026-10-29T22:00:00Z"),
        ("Asia/Kathmandu", "2026-07-31", "2026-07-31T18:15:00Z"),
        ("Pacific/Kiritimati", "2026-12-31", "2026-12-31T10:00:00Z"),
        ("UTC", "2026-06-30", "2026-07-01T00:00:00Z"),
    ])
    func `at the first instant after its last day`(zone: String, endDate: String, instant: String) throws {
        let fixture = try LedgerFixture()
        let due = try #require(Instant(rfc3339: instant))
        let made = due.advanced(by: .seconds(-60 * 86_400))
        _ = try fixture.recorder.record([.life("t-1", endDate: endDate, timeZone: zone, occurredAt: made)], at: made)
        try fixture.noteEffects()
        #expect(try fixture.ledger.nextEffect()?.at == due)
        #expect(try fixture.recorder.takeEffects(at: due.advanced(by: .milliseconds(-1))).taken == 0)
        #expect(try fixture.types() == ["contract.terminated.v1"])
        #expect(try fixture.recorder.takeEffects(at: due).taken == 1)
        #expect(try fixture.types() == ["contract.terminated.v1", "contract.termination.effective.v1"])
        #expect(try fixture.data(of: 2)["billingStopsAt"]?.string == instant)
        #expect(try fixture.data(of: 2)["contractSequence"]?.integer == 2)
        #expect(try fixture.recorder.takeEffects(at: due.advanced(by: .seconds(86_400))).taken == 0)
    }

    @Test func `at once when its last day is over, right behind its own event`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1", endDate: "2026-02-27"), .life("t-2", endDate: "2026-02-28"), .life("t-3"))
        #expect(
            try fixture.types() == [
                "contract.terminated.v1", "contract.termination.effective.v1", "contract.terminated.v1",
                "contract.termination.effective.v1", "contract.terminated.v1",
            ]
        )
        try fixture.noteEffects()
        #expect(try fixture.recorder.takeEffects(at: LedgerFixture.now).taken == 0)
    }

    @Test func `once, whoever asks and however often`() throws {
        let fixture = try LedgerFixture()
        _ = try fixture.recorder.record((1...300).map { .life("t-\($0)") }, at: LedgerFixture.now)
        let due = try #require(Instant(rfc3339: "2026-03-31T22:00:00Z"))
        let taken = Mutex(0)
        let path = fixture.path
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            do {
                let ledger = try Ledger(path: path)
                defer { ledger.close() }
                let recorder = Recorder(ledger: ledger, source: "urn:test")
                while try recorder.notePendingEffects(limit: 70) > 0 {}
                while true {
                    let (seen, count) = try recorder.takeEffects(at: due, limit: 40)
                    taken.withLock { $0 += count }
                    if seen < 40 { break }
                }
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(taken.withLock { $0 } == 300)
        #expect(try fixture.count("events WHERE type = 'contract.termination.effective.v1'") == 300)
        #expect(try fixture.ledger.nextEffect() == nil)
    }

    @Test func `or not at all: what cannot be written is due again`() throws {
        let fixture = try LedgerFixture()
        _ = try fixture.recorder.record((1...200).map { .life("t-\($0)") }, at: LedgerFixture.now)
        try fixture.noteEffects()
        let due = try #require(Instant(rfc3339: "2026-03-31T22:00:00Z"))
        try fixture.limitPages(try fixture.pageCount())
        #expect(throws: LedgerError.self) { try fixture.recorder.takeEffects(at: due) }
        #expect(try fixture.count("events") == 200)
        try fixture.limitPages(1_000_000)
        #expect(try fixture.recorder.takeEffects(at: due).taken == 200)
    }

    @Test func `never when it was withdrawn`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1"))
        try fixture.noteEffects()
        try fixture.record(.life("t-1", .withdraw, revision: 2))
        #expect(try fixture.recorder.takeEffects(at: .latest).taken == 0)
        #expect(try fixture.types() == ["contract.terminated.v1", "contract.termination.withdrawn.v1"])
    }

    @Test(arguments: [("2026-03-15", "2026-03-15T23:00:00Z"), ("2026-04-30", "2026-04-30T22:00:00Z")])
    func `at the new date when it was corrected`(endDate: String, instant: String) throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1"))
        try fixture.noteEffects()
        try fixture.record(.life("t-1", .correct, revision: 2, endDate: endDate))
        let due = try #require(Instant(rfc3339: instant))
        let old = try #require(Instant(rfc3339: "2026-03-31T22:00:00Z"))
        #expect(try fixture.recorder.takeEffects(at: due.advanced(by: .milliseconds(-1))).taken == 0)
        #expect(try fixture.recorder.takeEffects(at: due).taken == 1)
        #expect(try fixture.recorder.takeEffects(at: max(old, due)).taken == 0)
        #expect(try fixture.data(of: 3)["revision"]?.integer == 2)
        #expect(try fixture.data(of: 3)["endDate"]?.string == endDate)
    }

    @Test func `again at the new date when it was corrected after it had, and says so`() throws {
        let fixture = try LedgerFixture()
        let effect = "2026-02-28T23:00:00Z"
        try fixture.record(.life("t-1", endDate: "2026-02-28"))
        try fixture.record(.life("t-1", .correct, revision: 2, endDate: "2026-02-28", reason: "moved"))
        try fixture.record(.life("t-1", .correct, revision: 3, endDate: "2026-04-30"))
        try fixture.noteEffects()
        let due = try #require(Instant(rfc3339: "2026-04-30T22:00:00Z"))
        #expect(try fixture.recorder.takeEffects(at: due).taken == 1)
        _ = try fixture.recorder.record([.life("t-1", .withdraw, revision: 4)], at: due)
        #expect(
            try fixture.types().map { $0.split(separator: ".").dropLast().last } == [
                "terminated", "effective", "corrected", "corrected", "effective", "withdrawn",
            ]
        )
        #expect(
            try (1...6).map { try fixture.data(of: $0)["tookEffectAt"]?.string } == [
                nil, nil, effect, effect, nil, "2026-04-30T22:00:00Z",
            ]
        )
        let superseded = try fixture.ledger.pool.read {
            try Row.fetchAll($0, sql: "SELECT superseded_effect FROM termination_revisions ORDER BY id")
                .map { $0[0] as Int? }
        }
        #expect(superseded == [nil, nil, 2, 5])
    }

    @Test func `soon after it was recorded, though nobody has noted yet when`() throws {
        let fixture = try LedgerFixture()
        let due = try #require(Instant(rfc3339: "2026-03-31T22:00:00Z"))
        _ = try fixture.recorder.record([.life("t-1")], at: due.advanced(by: .seconds(-30)))
        #expect(try fixture.ledger.nextEffect()?.at == due)
        #expect(try fixture.recorder.takeEffects(at: due).taken == 1)
    }
}
