import Foundation
import JSON
import SplitMix
import Terminations
import Testing

@testable import Ledger

/// What happened to one contract, in the order in which it happened: terminations one after another, each corrected some
/// times. Each but perhaps the last was withdrawn, or the contract began again after its end, with a new term.
struct RandomHistory {
    struct Step {
        let action: Action
        let terminationID: String
        let revision: Int
        let messageID: String
        /// Hours after the first.
        let hour: Int
        let endDate: String?
        /// The first day of the term, where the CRM says so.
        let startDate: String?
        let reason: String?

        init(
            _ action: Action,
            _ terminationID: String,
            revision: Int,
            hour: Int,
            endDate: String?,
            startDate: String? = nil
        ) {
            self.action = action
            self.terminationID = terminationID
            self.revision = revision
            messageID = "\(terminationID)-\(revision)"
            self.hour = hour
            self.endDate = endDate
            self.startDate = startDate
            reason = action == .withdraw ? nil : hour.isMultiple(of: 2) ? "price" : "moved"
        }

        func received(_ contract: String) -> ReceivedMessage {
            var members = [
                "messageId": "\"\(messageID)\"", "action": "\"\(action.rawValue)\"",
                "terminationId": "\"\(terminationID)\"", "revision": "\(revision)", "contractId": "\"\(contract)\"",
                "customerId": "\"k\"",
                "occurredAt": "\"2026-02-\(10 + hour / 24)T\(hour % 24 < 10 ? "0" : "")\(hour % 24):00:00Z\"",
            ]
            members["endDate"] = endDate.map { "\"\($0)\"" }
            members["contract"] = startDate.map { "{\"startDate\":\"\($0)\"}" }
            members["reasonCode"] = reason.map { "\"\($0)\"" }
            let body = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
            return .bytes(Array("{\(body)}".utf8))
        }
    }

    let contract: String
    let steps: [Step]

    init(contract: String, steps: [Step]) {
        self.contract = contract
        self.steps = steps
    }

    init(contract: String, _ random: inout SplitMix64) {
        var steps: [Step] = []
        let count = Int.random(in: 1...3, using: &random)
        // Each term has a year of its own. The CRM says nothing of the first day of the first one, or says it.
        var year = 2026
        let saysStart = Bool.random(using: &random)
        for number in 1...count {
            var revision = 1
            let id = "\(contract)-\(number)"
            let corrections = Int.random(in: 0...2, using: &random)
            let isWithdrawn = Bool.random(using: &random)
            let actions = [.terminate] + Array(repeating: Action.correct, count: corrections)
            for action in actions + (isWithdrawn ? [.withdraw] : []) {
                // Some of them are over when they are recorded, on 1 March.
                let day = ["02-15", "02-28", "03-31", "12-31"].randomElement(using: &random) ?? "12-31"
                let endDate = "\(year)-\(day)"
                steps.append(
                    Step(
                        action,
                        id,
                        revision: revision,
                        hour: steps.count,
                        endDate: action == .withdraw ? nil : endDate,
                        startDate: action == .withdraw || year == 2026 && !saysStart ? nil : "\(year)-01-01"
                    )
                )
                revision += Int.random(in: 1...3, using: &random)
            }
            if !isWithdrawn { year += 1 }
        }
        self.init(contract: contract, steps: steps)
    }

    /// All messages, some of them more than once, in any order.
    func receivedMessages(_ random: inout SplitMix64) -> [ReceivedMessage] {
        let again = steps.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
        return (steps + again + again.prefix(1)).shuffled(using: &random).map { $0.received(contract) }
    }

    /// One termination in the end. What a withdrawn one had said holds no longer: a correction that comes after the
    /// withdrawal is stale.
    struct Ending: Equatable {
        var revision: Int
        var endDate: String?
        var reason: String?
        var isWithdrawn = false
        var isEffective = false
    }

    /// What happened, by a model of its own: each step in its turn.
    var endings: [String: Ending] {
        var endings: [String: Ending] = [:]
        for step in steps {
            endings[step.terminationID] = Ending(
                revision: step.revision,
                endDate: step.endDate,
                reason: step.reason,
                isWithdrawn: step.action == .withdraw,
                isEffective: step.endDate.map { $0 < "2026-03-01" } ?? false
            )
        }
        return endings
    }

    /// - Parameter position: of the last event before this story began.
    func expectRecorded(in fixture: LedgerFixture, after position: Int64) throws {
        let recorded = try recorded(in: fixture)
        try #require(recorded == endings, "\(contract)")
        let events = try fixture.ledger.pool.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM events WHERE sequence > ? AND contract_sequence IS NOT NULL ORDER BY sequence",
                arguments: [position]
            )
        }
        #expect(events.map { $0["contract_sequence"] as Int } == Array(1...events.count), "\(contract)")
        #expect(Set(events.map { $0["id"] as String }).count == events.count, "\(contract)")
        #expect(try Self.followed(events) == endings, "\(contract)")
        try expectHistory(in: fixture)
        let waiting = try fixture.ledger.pool.read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM dead_letters WHERE contract_id = ? AND state IN ('open', 'held')",
                arguments: [contract]
            )
        }
        #expect(waiting == 0, "\(contract)")
    }

    /// Whatever came too late is a part of the history, too: each message is there once, in whatever order they came.
    private func expectHistory(in fixture: LedgerFixture) throws {
        for id in Set(steps.map(\.terminationID)) {
            let life = try #require(try fixture.ledger.terminationLife(of: id))
            let sent = steps.filter { $0.terminationID == id }
            try #require(life.revisions.map(\.messageID) == sent.map(\.messageID), "\(contract)")
            #expect(life.revisions.last?.isSuperseded == false, "\(contract)")
            #expect(life.revisions.allSatisfy { ($0.event == nil) == $0.isSuperseded }, "\(contract)")
        }
    }

    private func recorded(in fixture: LedgerFixture) throws -> [String: Ending] {
        let rows = try fixture.ledger.pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT termination_id, revision, end_date, code, ended <> 0 AS is_withdrawn,
                        effective_at IS billing_stops_at AS is_effective
                    FROM terminations LEFT JOIN reason_snapshots ON reason_snapshots.id = reason WHERE contract_id = ?
                    """,
                arguments: [contract]
            )
        }
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                (
                    row["termination_id"] as String,
                    Ending(
                        revision: row["revision"],
                        endDate: row["is_withdrawn"] ? nil : row["end_date"],
                        reason: row["is_withdrawn"] ? nil : row["code"],
                        isWithdrawn: row["is_withdrawn"],
                        isEffective: row["is_effective"]
                    )
                )
            }
        )
    }

    /// What a subscriber knows who follows the events, as docs/lifecycle.md says.
    private static func followed(_ events: [Row]) throws -> [String: Ending] {
        var known: [String: Ending] = [:]
        var stopsAt: [String: String] = [:]
        for event in events {
            let body = try JSONValue(parsing: Array(event["body"] as Data)).object
            let data = try #require(body?["data"]?.object)
            let id = try #require(data["terminationId"]?.string)
            let stop = data["billingStopsAt"]?.string
            var ending = known[id] ?? Ending(revision: 0)
            ending.revision = Int(try #require(data["revision"]?.integer))
            ending.endDate = try #require(data["endDate"]?.string)
            ending.reason = data["reason"]?.object?["code"]?.string
            switch EventType(rawValue: event["type"]) {
            case .withdrawn:
                ending = Ending(revision: ending.revision, isWithdrawn: true)
            case .effective: ending.isEffective = true
            case .terminated: break
            case .corrected: ending.isEffective = ending.isEffective && stopsAt[id] == stop
            case .rejected, .reasonChanged, nil: Issue.record("no event of a contract's sequence")
            }
            stopsAt[id] = stop
            known[id] = ending
        }
        return known
    }
}
