import GRDB
import JSON
import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Looking up terminations` {
    private static let settings = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasons:
          - {code: price, labels: {nl: Te duur}, aliases: [cost]}
          - {code: fraud, labels: {nl: Fraude}, sensitive: true}
        """

    /// Four terminations: of 1 March, in force; of 2 March, in effect; of 3 March, withdrawn; of 4 March, in force.
    private func makeFixture() throws -> LedgerFixture {
        let fixture = try LedgerFixture(settings: Self.settings)
        try record("2026-03-01", fixture, .with("t-1", ["reasonCode": "cost", "endDate": "2026-12-31"]))
        try record("2026-03-02", fixture, .with("t-2", ["reasonCode": "fraud", "endDate": "2026-02-28"]))
        try record(
            "2026-03-03",
            fixture,
            .with("t-3", ["customerId": "k-3", "contractType": "lease", "initiator": "provider"]),
            .life("t-3", .withdraw, revision: 2, customer: "k-3")
        )
        try record(
            "2026-03-04",
            fixture,
            .with("t-4", ["contractId": "c-3", "terminationType": "mutual", "occurredAt": "2026-03-04T00:00:00Z"])
        )
        return fixture
    }

    private func record(_ day: String, _ fixture: LedgerFixture, _ receivedMessages: ReceivedMessage...) throws {
        let at = try #require(Instant(rfc3339: "\(day)T12:00:00Z"))
        #expect(try fixture.recorder.record(receivedMessages, at: at).allSatisfy { $0.name == "accepted" })
    }

    private static func noon(_ day: String) -> Instant { Instant(rfc3339: "\(day)T12:00:00Z")! }

    @Test(arguments: [
        (TerminationFilter.all, ["t-4", "t-3", "t-2", "t-1"]),
        (TerminationFilter(states: [.inForce]), ["t-4", "t-1"]),
        (TerminationFilter(states: [.effective]), ["t-2"]),
        (TerminationFilter(states: [.withdrawn]), ["t-3"]),
        (TerminationFilter(states: [.withdrawn, .effective]), ["t-3", "t-2"]),
        (TerminationFilter(terminationID: "t-2"), ["t-2"]), (TerminationFilter(terminationID: "c-2"), []),
        (TerminationFilter(messageID: "t-3-2"), ["t-3"]), (TerminationFilter(messageID: "t-3"), []),
        (TerminationFilter(contractID: "c-3"), ["t-4"]), (TerminationFilter(contractID: "c-t-3"), ["t-3"]),
        (TerminationFilter(terminationID: "t-3", contractID: "c-3"), []),
        (TerminationFilter(states: [.inForce], contractID: "c-t-3"), []),
        (TerminationFilter(customerID: "k-3"), ["t-3"]), (TerminationFilter(reasonCode: "PRICE"), ["t-1"]),
        (TerminationFilter(reasonCode: "cost"), []), (TerminationFilter(reasonCode: "fraud"), ["t-2"]),
        (TerminationFilter(hasNoReason: true), ["t-4", "t-3"]), (TerminationFilter(contractType: "lease"), ["t-3"]),
        (TerminationFilter(initiator: .provider), ["t-3"]), (TerminationFilter(terminationType: .mutual), ["t-4"]),
        (TerminationFilter(endsFrom: LocalDate("2026-03-31")), ["t-4", "t-3", "t-1"]),
        (TerminationFilter(endsFrom: LocalDate("2026-04-01")), ["t-1"]),
        (TerminationFilter(endsThrough: LocalDate("2026-02-28")), ["t-2"]),
        (TerminationFilter(endsThrough: LocalDate("2026-02-27")), []),
        (TerminationFilter(occurredSince: Instant(rfc3339: "2026-03-04T00:00:00Z")), ["t-4"]),
        (TerminationFilter(occurredUntil: Instant(rfc3339: "2026-03-04T00:00:00Z")), ["t-3", "t-2", "t-1"]),
        (TerminationFilter(recordedSince: noon("2026-03-03")), ["t-4", "t-3"]),
        (TerminationFilter(recordedUntil: noon("2026-03-03")), ["t-2", "t-1"]),
    ])
    func `by what is recorded of them`(filter: TerminationFilter, ids: [String]) throws {
        let fixture = try makeFixture()
        let ledger = fixture.ledger
        #expect(try ledger.terminations(matching: filter, limit: 9).map(\.terminationID) == ids)
        while try fixture.recorder.packReportFacts() > 0 {}
        #expect(try ledger.terminations(matching: filter, limit: 9).map(\.terminationID) == ids)
    }

    /// A filter and what the terminations must be like that it means.
    private static let rare: [(filter: TerminationFilter, isMeant: @Sendable (TerminationSummary) -> Bool)] = [
        (TerminationFilter(states: [.withdrawn]), { $0.state == .withdrawn }),
        (
            TerminationFilter(states: [.inForce, .effective], contractType: "lease"),
            {
                $0.state != .withdrawn && $0.contractType == "lease"
            }
        ),
        (TerminationFilter(reasonCode: "FRAUD"), { $0.reason?.code == "fraud" }),
        (
            TerminationFilter(contractType: "léase"),
            { $0.contractType?.unicodeScalars.elementsEqual("léase".unicodeScalars) == true }
        ),
        (TerminationFilter(contractType: "none"), { _ in false }),
        (TerminationFilter(initiator: .provider), { $0.initiator == .provider }),
        (TerminationFilter(terminationType: .mutual), { $0.terminationType == .mutual }),
        (TerminationFilter(endsFrom: LocalDate("2026-12-01")), { $0.endDate >= LocalDate("2026-12-01")! }),
        (TerminationFilter(endsFrom: LocalDate("2026-12-01"), endsThrough: LocalDate("2026-01-01")), { _ in false }),
        (TerminationFilter(occurredSince: noon("2026-03-10")), { $0.occurredAt >= noon("2026-03-10") }),
    ]

    /// Most rows are not read where few terminations are meant: the packed facts of reports say which may be.
    @Test func `among many, whether their facts are packed, changed since or not packed yet`() throws {
        let fixture = try LedgerFixture(settings: Self.settings)
        let ledger = fixture.ledger
        func record(_ numbers: ClosedRange<Int>) throws {
            let messages = numbers.map { number -> ReceivedMessage in
                switch number {
                case 5, 4103: .with("t-\(number)", ["contractType": "lease", "initiator": "provider"])
                case 7: .with("t-\(number)", ["contractType": "l\u{E9}ase", "terminationType": "mutual"])
                case 8: .with("t-\(number)", ["contractType": "le\u{301}ase", "endDate": "2026-12-31"])
                case 9, 4200: .with("t-\(number)", ["reasonCode": "fraud"])
                case 4201: .with("t-\(number)", ["occurredAt": "2026-03-10T23:30:00Z"])
                default: .termination("t-\(number)")
                }
            }
            for start in stride(from: 0, to: messages.count, by: 500) {
                let at = Self.noon("2026-03-11")
                let some = Array(messages[start..<min(start + 500, messages.count)])
                #expect(try fixture.recorder.record(some, at: at).allSatisfy { $0.name == "accepted" })
            }
        }
        func expectAll(_ comment: Comment) throws {
            let all = try ledger.terminations(matching: .all, limit: .max)
            for (index, (filter, isMeant)) in Self.rare.enumerated() {
                let meant = all.filter(isMeant)
                for page: Int64 in [100, 5000, 20_000] {
                    let found = try ledger.terminations(matching: filter, limit: .max, page: page)
                    #expect(found == meant, "\(comment): filter \(index), page \(page)")
                }
            }
        }
        try record(1...4150)
        while try fixture.recorder.packReportFacts() > 0 {}
        try expectAll("packed")
        try record(4151...4210)
        try expectAll("some are not packed yet")
        _ = try fixture.recorder.record([.life("t-11", .withdraw, revision: 2)], at: Self.noon("2026-03-12"))
        try expectAll("one changed since")
        while try fixture.recorder.packReportFacts() > 0 {}
        try expectAll("packed again")
    }

    @Test func `says what each has come to`() throws {
        let fixture = try makeFixture()
        let ledger = fixture.ledger
        let found = try #require(
            try ledger.terminations(matching: TerminationFilter(terminationID: "t-2"), limit: 1).first
        )
        #expect(found.state == .effective)
        #expect(found.effectiveAt == Instant(rfc3339: "2026-02-28T23:00:00Z"))
        #expect(found.billingStopsAt == found.effectiveAt)
        #expect(found.reason?.isSensitive == true)
        let withdrawn = try #require(try ledger.terminations(named: "t-3", limit: 1).first)
        #expect(withdrawn.revision == 2)
        #expect(withdrawn.recordedAt == Self.noon("2026-03-03"))
    }

    @Test(arguments: [1, 2, 3, 20_000])
    func `pages through all of them, however few rows one transaction reads`(page: Int64) throws {
        let fixture = try LedgerFixture()
        let receivedMessages = (1...10).map {
            ReceivedMessage.termination("t-\($0)", customer: $0 % 3 == 0 ? "K-3" : "K-1")
        }
        _ = try fixture.recorder.record(receivedMessages, at: LedgerFixture.now)
        let filter = TerminationFilter(customerID: "K-1")
        var pages: [[String]] = []
        repeat {
            let last = pages.last?.last
            pages.append(
                try fixture.ledger.terminations(matching: filter, after: last, limit: 3, page: page).map(
                    \.terminationID
                )
            )
        } while pages.last?.isEmpty == false
        #expect(pages == [["t-10", "t-8", "t-7"], ["t-5", "t-4", "t-2"], ["t-1"], []])
    }

    @Test func `begins after a termination also where the filter names a contract`() throws {
        let fixture = try LedgerFixture()
        for number in 1...3 {
            try fixture.record(
                .life("t-\(number)", contract: "c-1"),
                .life("t-\(number)", .withdraw, revision: 2, contract: "c-1")
            )
        }
        let filter = TerminationFilter(contractID: "c-1")
        let first = try fixture.ledger.terminations(matching: filter, limit: 2)
        #expect(first.map(\.terminationID) == ["t-3", "t-2"])
        #expect(
            try fixture.ledger.terminations(matching: filter, after: "t-2", limit: 2).map(\.terminationID) == ["t-1"]
        )
    }

    @Test func `finds ids in the index and those that are not in it yet`() throws {
        let fixture = try LedgerFixture()
        // So few that most are written to the index while the last are not.
        let ids = IDIndex(threshold: 7, runLimit: 1, slice: 5)
        let recorder = Recorder(ledger: fixture.ledger, source: "urn:test", ids: ids)
        for number in 1...40 {
            _ = try recorder.record([.termination("t-\(number)")], at: LedgerFixture.now)
        }
        let indexed = try fixture.ledger.pool.read {
            try Int.fetchOne($0, sql: "SELECT termination FROM recorded_ids_progress") ?? 0
        }
        #expect((1..<40).contains(indexed))
        for number in 1...40 {
            for name in ["t-\(number)", "m-t-\(number)", "c-t-\(number)"] {
                #expect(try fixture.ledger.terminations(named: name, limit: 9).map(\.terminationID) == ["t-\(number)"])
            }
        }
        #expect(try fixture.ledger.terminations(named: "t-41", limit: 9).isEmpty)
    }

    @Test(arguments: ["t-1", "m-t-1", "c-t-1"])
    func `tells ids with one key apart`(name: String) throws {
        let fixture = try LedgerFixture()
        _ = try fixture.recorder.record((1...3).map { .termination("t-\($0)") }, at: LedgerFixture.now)
        let kind: IDKey.Kind = name.hasPrefix("t") ? .termination : name.hasPrefix("m") ? .message : .contract
        // As if all three had the key of this id.
        try fixture.ledger.pool.write { database in
            for row in 1...3 {
                try database.execute(
                    sql: "INSERT INTO recorded_ids (key, row) VALUES (?, ?)",
                    arguments: [IDKey(kind, name).value, row]
                )
            }
            try database.execute(sql: "UPDATE recorded_ids_progress SET revision = 3, termination = 3")
        }
        #expect(try fixture.ledger.terminations(named: name, limit: 9).map(\.terminationID) == ["t-1"])
    }

    @Test func `takes a name for a termination first, then for a message, then for a contract`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(
            .termination("a", contract: "x", message: "m"),
            .termination("b", contract: "m", message: "a"),
            .termination("c", contract: "y", message: "x")
        )
        for (name, id) in [("a", "a"), ("m", "a"), ("x", "c"), ("y", "c"), ("b", "b")] {
            #expect(try fixture.ledger.terminations(named: name, limit: 9).map(\.terminationID) == [id], "\(name)")
        }
    }

    @Test func `lists every termination of a contract, the last first`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(
            .life("t-1", contract: "c-1"),
            .life("t-1", .withdraw, revision: 2, contract: "c-1"),
            .life("t-2", contract: "c-1")
        )
        let found = try fixture.ledger.terminations(named: "c-1", limit: 9)
        #expect(found.map(\.terminationID) == ["t-2", "t-1"])
        #expect(found.map(\.state) == [.inForce, .withdrawn])
    }

    @Test func `knows which reasons may not be asked for`() throws {
        let fixture = try makeFixture()
        let ledger = fixture.ledger
        #expect(try ledger.isSensitiveReason("Fraud"))
        #expect(try !ledger.isSensitiveReason("price"))
        #expect(try !ledger.isSensitiveReason("unknown"))
    }

    @Test func `never reads every row for an id`() throws {
        let fixture = try LedgerFixture()
        for kind in [IDKey.Kind.termination, .message, .contract] {
            let plan = try fixture.ledger.file.pool.read { database in
                let rows = TerminationLookup(kind: kind, id: "x")
                return try GRDB.Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + rows.sql, arguments: rows.arguments)
                    .map { $0["detail"] as String }
            }
            #expect(!plan.contains { $0.hasPrefix("SCAN ter") }, "\(plan)")
        }
    }
}

extension ReceivedMessage {
    /// A message of ``termination(_:contract:customer:message:reason:revision:endDate:replyTo:isRedelivered:)`` without
    /// a reason, with members set.
    fileprivate static func with(_ id: String, _ members: [String: String]) -> ReceivedMessage {
        var all = [
            "messageId": "m-\(id)", "action": "terminate", "terminationId": id, "contractId": "c-\(id)",
            "customerId": "k-1", "endDate": "2026-03-31", "occurredAt": "2026-03-01T09:00:00Z",
        ]
        all.merge(members) { _, new in new }
        var writer = JSONWriter()
        writer.value(.object(JSONObject(all.map { JSONObject.Member(name: $0.key, value: .string($0.value)) })))
        return .bytes(writer.bytes)
    }
}
