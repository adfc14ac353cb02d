import Foundation
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Finding dead letters` {
    /// Five letters, a minute apart: three with an unknown reason, two that end before they begin to be known.
    private func filled() throws -> (LedgerFixture, [String]) {
        let fixture = try LedgerFixture()
        var ids: [String] = []
        for number in 1...5 {
            let received = ReceivedMessage.termination(
                "t-\(number)",
                contract: "c-\(number % 2)",
                customer: "K-\(number % 3)",
                reason: number <= 3 ? "te-duur" : "price",
                endDate: number <= 3 ? "2026-03-31" : "2020-01-01"
            )
            let outcome = try fixture.recorder.record([received], at: Self.minute(number))[0]
            ids.append(try #require(outcome.deadLetterID))
        }
        return (fixture, ids)
    }

    private static func minute(_ number: Int) -> Instant {
        Instant(rfc3339: "2026-03-01T12:0\(number):00Z")!
    }

    private static let filters: [(DeadLetterFilter, [Int])] = [
        (.all, [1, 2, 3, 4, 5]), (.init(states: [.open]), [1, 2, 3, 4, 5]), (.init(states: [.resolved]), []),
        (.init(states: [.open, .discarded]), [1, 2, 3, 4, 5]),
        (.init(code: "unknown-reason"), [1, 2, 3]), (.init(code: "note-required"), []),
        (.init(pointer: "/endDate"), [4, 5]), (.init(code: "unknown-reason", pointer: "/endDate"), []),
        (.init(code: "unknown-reason", pointer: "/reasonCode"), [1, 2, 3]),
        (.init(contractID: "c-1"), [1, 3, 5]), (.init(code: "unknown-reason", contractID: "c-1"), [1, 3]),
        (.init(customerID: "K-1"), [1, 4]), (.init(contractID: "c-0", customerID: "K-1"), [4]),
        (.init(since: minute(2)), [2, 3, 4, 5]), (.init(until: minute(2)), [1]),
        (.init(since: minute(2), until: minute(4)), [2, 3]),
        (.init(code: "unknown-reason", since: minute(2)), [2, 3]),
        (.init(text: "te-duur"), [1, 2, 3]), (.init(text: "m-t-4"), [4]), (.init(text: "backdated"), [4, 5]),
        (.init(text: "%"), []), (.init(contractID: "c-1", text: "t-3"), [3]), (.init(ids: []), []),
    ]

    private static let filtersByValue: [(DeadLetterFilter, [Int])] = [
        (.init(value: "te-duur"), [1, 2, 3]), (.init(value: "2020-01-01"), [4, 5]), (.init(value: "te-duu"), []),
        (.init(value: "c-1"), []), (.init(pointer: "/endDate", value: "te-duur"), []),
        (.init(states: [.discarded], value: "te-duur"), []),
        (.init(code: "unknown-reason", value: "te-duur"), [1, 2, 3]),
        (.init(code: "backdated-too-far", value: "2020-01-01"), [4, 5]),
        (.init(pointer: "/endDate", value: "2020-01-01"), [4, 5]), (.init(code: "note-required", value: "te-duur"), []),
        (.init(pointer: "/reasonCode", value: "te-duur", contractID: "c-1"), [1, 3]),
        (.init(code: "unknown-reason", value: "te-duur", since: minute(2)), [2, 3]),
    ]

    @Test(arguments: filters + filtersByValue)
    func `lists and counts what the filter means, in each order`(filter: DeadLetterFilter, numbers: [Int]) throws {
        let (fixture, ids) = try filled()
        let expected = numbers.map { ids[$0 - 1] }
        let ledger = fixture.ledger
        #expect(try ledger.deadLetters(matching: filter, order: .oldest, limit: 10).map(\.id) == expected)
        #expect(try ledger.deadLetters(matching: filter, order: .newest, limit: 10).map(\.id) == expected.reversed())
        #expect(try ledger.deadLetters(matching: filter, order: .lastSeen, limit: 10).map(\.id) == expected.reversed())
        #expect(try ledger.countDeadLetters(matching: filter) == expected.count)
        #expect(try ledger.deadLetterGroups(matching: filter).reduce(0) { $0 + $1.count } == expected.count)
        for order in DeadLetterOrder.allCases {
            var paged: [String] = []
            while true {
                let page = try ledger.deadLetters(matching: filter, order: order, after: paged.last, limit: 2)
                if page.isEmpty { break }
                paged += page.map(\.id)
            }
            #expect(paged == (order == .oldest ? expected : expected.reversed()), "\(order)")
        }
    }

    @Test(arguments: filtersByValue)
    func `lists and counts alike where many have the value`(filter: DeadLetterFilter, numbers: [Int]) throws {
        let (fixture, ids) = try filled()
        _ = try fixture.ledger.discard([ids[4]], by: "ann", reason: "x", at: LedgerFixture.later)
        var filters = [(filter, numbers)]
        for states: Set<DeadLetter.State> in [[.open], [.discarded], [.discarded, .open], [.resolved]] {
            var one = filter
            if one.states.isEmpty { one.states = states }
            filters.append((one, numbers.filter { one.states.contains($0 == 5 ? .discarded : .open) }))
        }
        for (filter, numbers) in filters {
            let expected = try numbers.map { Int64(try fixture.deadLetter(ids[$0 - 1]).number) }
            try fixture.ledger.pool.read { database in
                let query = try DeadLetterQuery(filter, database, rare: 0)
                #expect(!query.lanes.contains { if case .value = $0 { true } else { false } })
                #expect(try query.numbers(database, order: .oldest, limit: 10) == expected)
                #expect(try query.numbers(database, order: .newest, limit: 5000) == expected.reversed())
                #expect(try query.count(database) == expected.count)
            }
        }
    }

    @Test(
        arguments: [
            (nil, nil), (minute(2), nil), (minute(4), nil), (nil, minute(5)), (minute(2), minute(4)), (minute(6), nil),
        ] as [(Instant?, Instant?)]
    )
    func `groups have the figures of their dead letters`(since: Instant?, until: Instant?) throws {
        let (fixture, ids) = try filled()
        _ = try fixture.ledger.discard([ids[1]], by: "ann", reason: "x", at: LedgerFixture.later)
        // The first one came again, later than all others.
        let again = ReceivedMessage.termination("t-1", contract: "c-1", customer: "K-1", reason: "te-duur")
        _ = try fixture.recorder.record([again], at: Self.minute(9))
        let filter = DeadLetterFilter(since: since, until: until)
        let letters = try fixture.ledger.deadLetters(matching: filter, limit: 10)
        let groups = try fixture.ledger.deadLetterGroups(matching: filter)
        #expect(Set(groups.map(\.fingerprint)) == Set(letters.map(\.fingerprint)))
        for group in groups {
            let own = letters.filter { $0.fingerprint == group.fingerprint }
            #expect(group.count == own.count)
            #expect(group.firstSeen == own.map(\.receivedAt).min())
            #expect(group.lastSeen == own.map(\.lastSeenAt).max())
            #expect(group.sampleID == own.max { $0.receivedAt < $1.receivedAt }?.id)
        }
    }

    @Test func `finds by ids and by fingerprint`() throws {
        let (fixture, ids) = try filled()
        let some = DeadLetterFilter(ids: [ids[3], ids[0], "none"])
        #expect(try fixture.ledger.deadLetters(matching: some, order: .oldest, limit: 9).map(\.id) == [ids[0], ids[3]])
        let cause = DeadLetterFilter(fingerprint: try fixture.deadLetter(ids[4]).fingerprint)
        #expect(
            try fixture.ledger.deadLetters(matching: cause, order: .oldest, limit: 9).map(\.id) == [ids[3], ids[4]]
        )
        #expect(try fixture.ledger.countDeadLetters(matching: cause) == 2)
    }

    @Test func `puts first what came again last, where that is asked for`() throws {
        let (fixture, ids) = try filled()
        let again = ReceivedMessage.termination("t-2", contract: "c-0", customer: "K-2", reason: "te-duur")
        _ = try fixture.recorder.record([again], at: Self.minute(9))
        let listed = try fixture.ledger.deadLetters(matching: .all, order: .lastSeen, limit: 2).map(\.id)
        #expect(listed == [ids[1], ids[4]])
    }

    @Test func `groups by cause, the largest first`() throws {
        let (fixture, ids) = try filled()
        let groups = try fixture.ledger.deadLetterGroups(matching: .all)
        #expect(groups.map(\.cause) == ["unknown-reason at /reasonCode", "backdated-too-far at /endDate"])
        #expect(groups.map(\.count) == [3, 2])
        #expect(groups.map(\.sampleID) == [ids[2], ids[4]])
        #expect(groups.map(\.firstSeen) == [Self.minute(1), Self.minute(4)])
        #expect(groups.map(\.lastSeen) == [Self.minute(3), Self.minute(5)])
        let recent = try fixture.ledger.deadLetterGroups(matching: DeadLetterFilter(since: Self.minute(3)))
        #expect(recent.map(\.count) == [2, 1])
        #expect(recent.map(\.firstSeen) == [Self.minute(4), Self.minute(3)])
    }

    @Test func `moves letters between groups and states as they change`() throws {
        let (fixture, ids) = try filled()
        try fixture.apply(LedgerFixture.knowingSettings + "\n    note: {rule: required}")
        _ = try fixture.replay([ids[0]])
        _ = try fixture.ledger.discard([ids[1]], by: "ann", reason: "x", at: LedgerFixture.later)
        let open = DeadLetterFilter(states: [.open])
        #expect(
            Set(try fixture.ledger.deadLetterGroups(matching: open).map { "\($0.cause) \($0.count)" }) == [
                "unknown-reason at /reasonCode 1", "note-required at /note 1", "backdated-too-far at /endDate 2",
            ]
        )
        #expect(try fixture.ledger.deadLetterGroups(matching: .all).map(\.count) == [2, 2, 1])
        #expect(try fixture.ledger.countDeadLetters(matching: open) == 4)
    }

    @Test func `gives what could not be judged a cause of its own`() throws {
        let fixture = try LedgerFixture()
        _ = try fixture.recorder.park(.termination("t-1", isRedelivered: true), at: LedgerFixture.now)
        let groups = try fixture.ledger.deadLetterGroups(matching: DeadLetterFilter(code: "unjudgeable"))
        #expect(groups.map(\.cause) == ["judging it failed each time"])
    }
}
