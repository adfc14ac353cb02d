import Foundation
import JSON
import Terminations

extension Ledger {
    /// The dead letters in a state (any, when nil), the latest first.
    ///
    /// - Parameter after: the id of the last one of the page before.
    public func deadLetters(
        in state: DeadLetter.State? = nil,
        after: String? = nil,
        limit: Int
    ) throws(LedgerError) -> [DeadLetter] {
        try reportingLedgerErrors {
            try pool.read { database in
                let last = try after.flatMap { id in
                    try Int64.fetchOne(
                        database,
                        sql: "SELECT number FROM dead_letters WHERE id = ?",
                        arguments: [id]
                    )
                }
                let states = state.map { [$0] } ?? DeadLetter.State.allCases
                return try Row.fetchAll(
                    database,
                    sql: """
                        SELECT \(DeadLetter.columns) FROM dead_letters
                        WHERE number < ? AND state IN \(EngineSQL.list("?")) ORDER BY number DESC LIMIT ?
                        """,
                    arguments: [last ?? Int64.max, JSONValue.array(states.map { .string($0.rawValue) }).text, limit]
                )
                .map { try DeadLetter($0, database) }
            }
        }
    }

    public func countDeadLetters(in state: DeadLetter.State) throws(LedgerError) -> Int {
        try countDeadLetters(matching: DeadLetterFilter(states: [state]))
    }

    /// The dead letters whose id begins with `prefix`, at most `limit`.
    public func deadLetters(idPrefix prefix: String, limit: Int = 2) throws(LedgerError) -> [DeadLetter] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT \(DeadLetter.columns) FROM dead_letters
                        WHERE id >= ?1 AND substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT ?2
                        """,
                    arguments: [prefix.lowercased(), limit]
                ).map { try DeadLetter($0, database) }
            }
        }
    }

    /// The bytes and the transport of one dead letter; nil when there is none with this id.
    public func deadLetterContent(id: String) throws(LedgerError) -> DeadLetterContent? {
        try reportingLedgerErrors {
            try pool.read { database in
                let row = try Row.fetchOne(
                    database,
                    sql: "SELECT transport, body, edited_body, properties FROM dead_letters WHERE id = ?",
                    arguments: [id]
                )
                guard let row else { return nil }
                return DeadLetterContent(
                    transport: try JSONValue(kept: row["transport"] as String),
                    body: [UInt8](row["body"] as Data),
                    truncatedBody: try MessageProperties(text: row["properties"]).truncatedBody,
                    mendedBody: (row["edited_body"] as Data?).map { [UInt8]($0) }
                )
            }
        }
    }
}

extension Ledger {
    /// The dead letters that a filter selects, in an order.
    ///
    /// A page costs the same wherever it begins and however many there are, except for a filter with a text.
    ///
    /// - Parameter after: the id of the last one of the page before.
    public func deadLetters(
        matching filter: DeadLetterFilter,
        order: DeadLetterOrder = .newest,
        after: String? = nil,
        limit: Int
    ) throws(LedgerError) -> [DeadLetter] {
        try reportingLedgerErrors {
            try pool.read { database in
                let place = try after.flatMap { try DeadLetterQuery.Place.fetch(database, id: $0, order: order) }
                let query = try DeadLetterQuery(filter, database)
                let numbers = try query.numbers(database, order: order, after: place, limit: limit)
                let statement = try database.cachedStatement(
                    sql: "SELECT \(DeadLetter.columns) FROM dead_letters WHERE number = ?"
                )
                return try numbers.compactMap { number in
                    try Row.fetchOne(statement, arguments: [number]).map { try DeadLetter($0, database) }
                }
            }
        }
    }

    /// The current versions of the dead letters that a filter selects, the oldest first. Reads no bodies.
    ///
    /// - Parameter limit: only the first so many.
    public func deadLetterVersions(
        matching filter: DeadLetterFilter,
        limit: Int? = nil
    ) throws(LedgerError) -> [DeadLetterVersion] {
        try reportingLedgerErrors {
            let numbers = try pool.read { database in
                try DeadLetterQuery(filter, database).numbers(database, order: .oldest, limit: limit ?? .max)
            }
            var versions: [DeadLetterVersion] = []
            versions.reserveCapacity(numbers.count)
            // Page by page: no long reader starves the checkpoints.
            for start in stride(from: 0, to: numbers.count, by: 5000) {
                try pool.read { database in
                    let statement = try RawStatement(database, "SELECT id, version FROM dead_letters WHERE number = ?")
                    for number in numbers[start..<min(start + 5000, numbers.count)] {
                        try statement.forEachRow {
                            $0.integer(number)
                        } _: { row in
                            let version = row.integer(1)
                            row.withBytes(0) { versions.append(DeadLetterVersion(id: $0, version: version)) }
                        }
                    }
                }
            }
            return versions
        }
    }

    /// How many dead letters a filter selects. The ledger keeps these counts, unless the filter has a contract, a customer,
    /// a time, a text or ids.
    public func countDeadLetters(matching filter: DeadLetterFilter) throws(LedgerError) -> Int {
        try reportingLedgerErrors {
            try pool.read { try DeadLetterQuery(filter, $0).count($0) }
        }
    }
}

extension Ledger {
    /// The dead letters that a person may mean by `name`, the latest first: the one with this id; otherwise those of the
    /// message with this id, and the one with this number; otherwise those whose id contains it.
    ///
    /// Any part of an id counts, since ids that were made at one time begin alike.
    public func deadLetters(named name: String, limit: Int) throws(LedgerError) -> [DeadLetter] {
        guard !name.isEmpty else { return [] }
        let part = name.lowercased()
        let number = Int64(name).flatMap { String($0) == name && $0 > 0 ? $0 : nil }
        return try reportingLedgerErrors {
            try pool.read { database in
                for (condition, argument) in [
                    ("id = ?1 AND ?2 IS ?2", part), ("(message_id = ?1 OR number = ?2)", name),
                    ("\(EngineSQL.text("id", contains: "?1")) AND ?2 IS ?2", part),
                ] {
                    let found = try Row.fetchAll(
                        database,
                        sql: """
                            SELECT \(DeadLetter.columns) FROM dead_letters
                            WHERE \(condition) ORDER BY number DESC LIMIT ?3
                            """,
                        arguments: [argument, number, limit]
                    )
                    if !found.isEmpty { return try found.map { try DeadLetter($0, database) } }
                }
                return []
            }
        }
    }
}
