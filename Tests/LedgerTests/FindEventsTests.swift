import Foundation
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Finding events of the log` {
    private func instant(_ hour: Int) -> Instant { LedgerFixture.now.advanced(by: .seconds(hour * 3600)) }

    /// Each hour one termination is recorded, and the second one is corrected.
    private func fixture() throws -> LedgerFixture {
        let fixture = try LedgerFixture()
        for number in 1...5 {
            _ = try fixture.recorder.record([.life("t-\(number)")], at: instant(number))
        }
        _ = try fixture.recorder.record([.life("t-2", .correct, revision: 2, endDate: "2026-05-31")], at: instant(6))
        return fixture
    }

    private func found(_ filter: EventFilter, in fixture: LedgerFixture) throws -> [Int64] {
        let ledger = fixture.ledger
        let selection = try ledger.select(filter)
        var found: [Int64] = []
        var position: Int64 = 0
        while let page = selection.nextPage(after: position) {
            found += try ledger.events(in: selection, page: page).map(\.sequence)
            position = page.upperBound
        }
        var backwards: [Int64] = []
        position = .max
        while let page = selection.pageBefore(position) {
            backwards += try ledger.loggedEvents(in: selection, page: page).map(\.record.sequence).reversed()
            position = page.lowerBound
        }
        #expect(backwards.reversed() == found)
        #expect(try ledger.count(selection) == found.count)
        return found
    }

    @Test func `has all where nothing is asked for`() throws {
        #expect(try found(EventFilter(), in: fixture()) == [1, 2, 3, 4, 5, 6])
        #expect(try found(EventFilter(), in: LedgerFixture()) == [])
    }

    @Test func `has those of a contract, of a type, of positions and of a time`() throws {
        let ledger = try fixture()
        #expect(try found(EventFilter(contractID: "c-t-2"), in: ledger) == [2, 6])
        #expect(try found(EventFilter(contractID: "c-t-9"), in: ledger) == [])
        #expect(try found(EventFilter(types: [.corrected]), in: ledger) == [6])
        #expect(try found(EventFilter(first: 2, last: 4), in: ledger) == [2, 3, 4])
        #expect(try found(EventFilter(since: instant(2), until: instant(4)), in: ledger) == [2, 3])
        #expect(try found(EventFilter(contractID: "c-t-2", since: instant(3)), in: ledger) == [6])
        #expect(try found(EventFilter(types: [.corrected], until: instant(6)), in: ledger) == [])
        #expect(try found(EventFilter(since: instant(7)), in: ledger) == [])
    }

    @Test func `has the effects of a contract, also those that no longer hold`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.life("t-1", endDate: "2026-02-28"))
        try fixture.record(.life("t-1", .correct, revision: 2, endDate: "2026-02-27"))
        #expect(try fixture.types().count == 4)
        #expect(try found(EventFilter(contractID: "c-t-1"), in: fixture) == [1, 2, 3, 4])
    }

    @Test func `leads from an id to its position`() throws {
        let fixture = try fixture()
        let id = Event.id(of: .terminated, terminationID: "t-4", revision: 1)
        #expect(try fixture.ledger.eventPosition(id: id) == 4)
        #expect(try fixture.ledger.eventPosition(id: "nothing") == nil)
    }

    @Test func `moves a republication on in one process at a time`() throws {
        let fixture = try fixture()
        _ = try fixture.ledger.advanceRelay(to: 6)
        let selection = try fixture.ledger.select(EventFilter())
        let run = try fixture.ledger.startRepublishing(
            selection,
            contractID: nil,
            total: 6,
            queue: "billing",
            by: "ann",
            at: LedgerFixture.now
        )
        #expect(!run.isFinished)
        let next = try fixture.ledger.advance(run, to: 4, confirmed: 4)
        #expect(next.published == 4)
        #expect(throws: LedgerError.self) { try fixture.ledger.advance(run, to: 5, confirmed: 5) }
        #expect(try fixture.ledger.unfinishedRepublications() == [next])
        #expect(try fixture.ledger.advance(next, to: 6, confirmed: 2).isFinished)
    }

    @Test func `publishes nothing again that the relay has not published`() throws {
        let fixture = try fixture()
        _ = try fixture.ledger.advanceRelay(to: 4)
        func begin(through last: Int64) throws -> RepublishRun {
            try fixture.ledger.startRepublishing(
                try fixture.ledger.select(EventFilter(last: last)),
                contractID: nil,
                total: Int(last),
                queue: "billing",
                by: "ann",
                at: LedgerFixture.now
            )
        }
        let error = #expect(throws: LedgerError.self) { try begin(through: 5) }
        #expect(error?.code == .notPublished)
        #expect(
            error?.description == "Events after position 4 are not published yet: they cannot be published again."
        )
        #expect(try fixture.ledger.unfinishedRepublications().isEmpty)
        #expect(try begin(through: 4).last == 4)
    }
}
