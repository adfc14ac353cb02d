import Foundation
import GRDB
import Terminations

/// Compares published messages with the ledger and with the events that billing received.
struct Reconciliation {
    /// Distinct messages.
    var published = 0
    /// Accepted messages.
    var recorded = 0
    var eventsDistinct = 0
    var eventsRepeated = 0
    /// Counts by source: `refused`, `unjudgeable`, `broker`.
    var deadLetters: [String: Int] = [:]
    /// Messages without an outcome, and events that billing should have received.
    var lost: [String] = []
    /// Messages with two outcomes, and events with two positions.
    var recordedTwice: [String] = []
    var outOfOrder = 0

    var holds: Bool { lost.isEmpty && recordedTwice.isEmpty && outOfOrder == 0 }

    /// - Parameters:
    ///   - published: the number of distinct messages.
    ///   - doubtful: messages that the broker may have twice although they were published once.
    init(published: Int, doubtful: Set<String>, ledger: LedgerReader, billing: SubscriberStub.Received) throws {
        ledger.update()
        self.published = published
        outOfOrder = billing.outOfOrder
        eventsDistinct = billing.identifiers.count
        eventsRepeated = billing.repeated
        lost = ledger.pending.sorted()
        try ledger.read { database in
            recorded = try database.count("SELECT count(*) FROM termination_revisions WHERE superseded = 0")
            let sources = try Row.fetchAll(
                database,
                sql: "SELECT source, count(*) FROM dead_letters WHERE state <> 'resolved' GROUP BY source"
            )
            deadLetters = Dictionary(uniqueKeysWithValues: sources.map { ($0[0], $0[1]) })
            try findLostEvents(database, billing)
            try findDoubles(database, doubtful: doubtful)
        }
    }

    private mutating func findLostEvents(_ database: Database, _ billing: SubscriberStub.Received) throws {
        let events = try Row.fetchCursor(database, sql: "SELECT id, type FROM events ORDER BY sequence")
        while let row = try events.next() {
            let (id, type): (String, String) = (row[0], row[1])
            // A refusal needs no subscriber, so it may be unheard while billing's queue is deleted.
            let mayBeUnroutable = EventType(rawValue: type)?.mayBeUnroutable ?? false
            if !mayBeUnroutable, !billing.identifiers.contains(id) { lost.append("event \(id)") }
        }
    }

    private mutating func findDoubles(_ database: Database, doubtful: Set<String>) throws {
        recordedTwice += try String.fetchAll(
            database,
            sql: "SELECT message_id FROM termination_revisions GROUP BY message_id HAVING count(*) > 1"
        )
        recordedTwice += try String.fetchAll(
            database,
            sql: "SELECT 'event ' || id FROM events GROUP BY id HAVING count(*) > 1"
        )
        recordedTwice += try String.fetchAll(
            database,
            sql: """
                SELECT message_id FROM dead_letters
                WHERE state IN ('open', 'held') AND message_id IN (SELECT message_id FROM termination_revisions)
                """
        )
        let deadLetters = try Row.fetchAll(
            database,
            sql: """
                SELECT max(message_id), substr(max(body), 1, 40) FROM dead_letters WHERE state IN ('open', 'held')
                GROUP BY coalesce(message_id, ''), content_key HAVING count(*) > 1
                """
        )
        for deadLetter in deadLetters {
            let (id, begin): (String?, Data) = (deadLetter[0], deadLetter[1])
            let key = id ?? String(decoding: begin, as: UTF8.self)
            // Without an id, two copies are two messages.
            if !doubtful.contains(key) { recordedTwice.append(key) }
        }
    }

    /// The last line of the output.
    var line: String {
        let deadLetterCount = deadLetters.values.reduce(0, +)
        let kinds = deadLetters.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "published \(published), recorded \(recorded), events distinct \(eventsDistinct), events repeated "
            + "\(eventsRepeated), dead letters \(deadLetterCount)\(kinds.isEmpty ? "" : " (\(kinds))"), lost \(lost.count), "
            + "recorded twice \(recordedTwice.count), out of order \(outOfOrder)"
    }
}
