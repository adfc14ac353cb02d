import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `The event log` {
    @Test func `is read in pages, in sequence order`() throws {
        let fixture = try LedgerFixture()
        for number in 1...5 { try fixture.record(.termination("t-\(number)")) }
        #expect(try fixture.ledger.events(after: 0, limit: 2).map(\.sequence) == [1, 2])
        #expect(try fixture.ledger.events(after: 2, limit: 10).map(\.sequence) == [3, 4, 5])
        #expect(try fixture.ledger.lastEventPosition() == 5)
    }

    @Test func `has a cursor that never moves back`() throws {
        let fixture = try LedgerFixture()
        #expect(try fixture.ledger.relayPosition() == 0)
        _ = try fixture.ledger.advanceRelay(to: 5)
        _ = try fixture.ledger.advanceRelay(to: 3)
        #expect(try fixture.ledger.relayPosition() == 5)
    }

    @Test func `keeps parked events until they are published`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1"), .termination("t-2"), .termination("t-3"))
        let failures = [1, 3].map { ParkedEvent(sequence: $0, failure: "returned", attemptedAt: LedgerFixture.now) }
        #expect(try fixture.ledger.advanceRelay(to: 3, parking: failures) == 2)
        #expect(try fixture.ledger.parkedEvents(after: 0, limit: 10).map(\.sequence) == [1, 3])
        #expect(try fixture.ledger.parkedEvents(after: 1, limit: 10).map(\.sequence) == [3])
        #expect(try fixture.ledger.advanceRelay(to: 3, parking: [failures[1]], unparking: [1]) == 1)
        #expect(try fixture.ledger.parkedEvents(after: 0, limit: 10).map(\.sequence) == [3])
        let attempts = try fixture.ledger.pool.read {
            try Int.fetchOne($0, sql: "SELECT attempts FROM parked_events WHERE sequence = 3")
        }
        #expect(attempts == 2)
    }

    @Test func `says which events wait behind a parked one of their contract`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1", contract: "a"), .termination("t-2", contract: "b"))
        try fixture.appendEvent(contract: "a", contractSequence: 2)
        let failure = ParkedEvent(sequence: 1, failure: "returned", attemptedAt: LedgerFixture.now)
        _ = try fixture.ledger.advanceRelay(to: 1, parking: [failure])
        #expect(try fixture.ledger.events(after: 0, limit: 10).map(\.isBehindParked) == [false, false, true])
    }

    @Test func `retries of a contract only the first parked event`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1", contract: "a"), .termination("t-2", contract: "b"))
        try fixture.appendEvent(contract: "a", contractSequence: 2)
        let failures = (1...3).map {
            ParkedEvent(sequence: $0, failure: "returned", attemptedAt: LedgerFixture.now)
        }
        _ = try fixture.ledger.advanceRelay(to: 3, parking: failures)
        #expect(try fixture.ledger.parkedEvents(after: 0, limit: 10).map(\.sequence) == [1, 2])
        _ = try fixture.ledger.advanceRelay(to: 3, unparking: [1])
        #expect(try fixture.ledger.parkedEvents(after: 0, limit: 10).map(\.sequence) == [2, 3])
    }
}

extension LedgerFixture {
    /// A further event of a contract, as later revisions of its termination make them.
    fileprivate func appendEvent(contract: String, contractSequence: Int) throws {
        try ledger.pool.write { database in
            try database.execute(
                sql: """
                    INSERT INTO events (id, type, contract_id, contract_sequence, recorded_at, body)
                    VALUES ('e', 'contract.termination.corrected.v1', ?, ?, 0, x'7B7D')
                    """,
                arguments: [contract, contractSequence]
            )
        }
    }
}
