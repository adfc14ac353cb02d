import JSON
import Terminations

extension Ledger {
    /// So many rows are read in one transaction at most: a long reader keeps the log from being checkpointed.
    static let terminationPage: Int64 = 20_000

    /// The terminations that a filter means, the one that was recorded last first.
    ///
    /// With an id in the filter the price is the same however many there are. Otherwise rows or their packed facts are read,
    /// some thousands a transaction, until there are enough: what changes meanwhile may be seen before or after.
    ///
    /// - Parameter after: the termination id of the last one of the page before; unknown ids begin at the beginning.
    public func terminations(
        matching filter: TerminationFilter,
        after: String? = nil,
        limit: Int
    ) throws(LedgerError) -> [TerminationSummary] {
        try terminations(matching: filter, after: after, limit: limit, page: Ledger.terminationPage)
    }

    /// - Parameter page: how many rows one transaction reads at most.
    func terminations(
        matching filter: TerminationFilter,
        after: String? = nil,
        limit: Int,
        page: Int64
    ) throws(LedgerError) -> [TerminationSummary] {
        try reportingLedgerErrors {
            let (named, first, facts) = try pool.read { database in
                (
                    try filter.namedRows(database), try TerminationQuery.firstRow(database, after: after),
                    try TerminationFactFilter(filter, database)
                )
            }
            let query = TerminationQuery(filter: filter)
            if let named {
                let rows = named.filter { $0 <= first }
                return try pool.read { try query.fetch($0, among: rows, limit: limit) }
            }
            var found: [TerminationSummary] = []
            var last = first
            while last > 0, found.count < limit {
                let rows = max(last - page, 0) + 1...last
                found += try pool.read { database in
                    if let some = try facts?.rows(among: rows, database), some.count < rows.count / 8 {
                        return try query.fetch(database, among: some, limit: limit - found.count)
                    }
                    return try query.fetch(database, rows: rows, limit: limit - found.count)
                }
                last = rows.lowerBound - 1
            }
            return found
        }
    }

    /// Whether a reason with this code was sensitive when a termination was recorded with it: who may not see it must
    /// not find terminations by it either.
    public func isSensitiveReason(_ code: String) throws(LedgerError) -> Bool {
        try reportingLedgerErrors {
            try pool.read { database in
                try Bool.fetchOne(
                    database,
                    sql: """
                        SELECT EXISTS (
                            SELECT 1 FROM reason_snapshots WHERE code = ? COLLATE NOCASE AND is_sensitive = 1)
                        """,
                    arguments: [code]
                ) ?? false
            }
        }
    }
}

/// The SQL of a ``TerminationFilter``.
struct TerminationQuery {
    let filter: TerminationFilter

    /// The row with which a list begins.
    static func firstRow(_ database: Database, after id: String?) throws -> Int64 {
        let after = try id.flatMap { try database.connection.recordedRows(.termination, $0).first }
        return try after.map { $0 - 1 } ?? Int64.fetchOne(database, sql: "SELECT max(id) FROM terminations") ?? 0
    }

    /// Those among these rows, the last one first.
    func fetch(_ database: Database, among rows: [Int64], limit: Int) throws -> [TerminationSummary] {
        var values = values
        values["rows"] = "[\(rows.map(String.init).joined(separator: ","))]"
        return try fetch(database, "terminations.id IN \(EngineSQL.list(":rows"))", values, limit)
    }

    /// Those in a range of rows, the last one first.
    func fetch(_ database: Database, rows: ClosedRange<Int64>, limit: Int) throws -> [TerminationSummary] {
        var values = values
        values["first"] = rows.lowerBound
        values["last"] = rows.upperBound
        return try fetch(database, "terminations.id BETWEEN :first AND :last", values, limit)
    }

    private func fetch(
        _ database: Database,
        _ rows: String,
        _ values: [String: (any SQLConvertible)?],
        _ limit: Int
    ) throws -> [TerminationSummary] {
        var values = values
        values["limit"] = limit
        let statement = try database.cachedStatement(
            sql: """
                SELECT \(TerminationSummary.columns) FROM \(TerminationSummary.tables)
                WHERE \(rows) AND \(Self.conditions) ORDER BY terminations.id DESC LIMIT :limit
                """
        )
        return try Row.fetchAll(statement, arguments: StatementArguments(values)).map { try TerminationSummary($0) }
    }

    /// A value that is NULL asks for nothing.
    private static let conditions = """
        (:customer IS NULL OR customer_id = :customer)
            AND (:states IS NULL OR \(TerminationSummary.state) IN \(EngineSQL.list(":states")))
            AND (:reason IS NULL OR terminations.reason IN
                (SELECT id FROM reason_snapshots WHERE code = :reason COLLATE NOCASE))
            AND (NOT :noReason OR terminations.reason IS NULL)
            AND (:contractType IS NULL OR contract_type = :contractType)
            AND (:initiator IS NULL OR initiator = :initiator)
            AND (:type IS NULL OR termination_type = :type)
            AND (:endsFrom IS NULL OR end_date >= :endsFrom) AND (:endsThrough IS NULL OR end_date <= :endsThrough)
            AND (:occurredSince IS NULL OR occurred_at >= :occurredSince)
            AND (:occurredUntil IS NULL OR occurred_at < :occurredUntil)
            AND (:recordedSince IS NULL OR recorded_at >= :recordedSince)
            AND (:recordedUntil IS NULL OR recorded_at < :recordedUntil)
        """

    private var values: [String: (any SQLConvertible)?] {
        let states = filter.states.map { JSONValue.string($0.rawValue) }
        return [
            "customer": filter.customerID, "states": states.isEmpty ? nil : JSONValue.array(states).text,
            "reason": filter.reasonCode, "noReason": filter.hasNoReason, "contractType": filter.contractType,
            "initiator": filter.initiator?.rawValue, "type": filter.terminationType?.rawValue,
            "endsFrom": filter.endsFrom?.description, "endsThrough": filter.endsThrough?.description,
            "occurredSince": filter.occurredSince?.milliseconds, "occurredUntil": filter.occurredUntil?.milliseconds,
            "recordedSince": filter.recordedSince?.milliseconds, "recordedUntil": filter.recordedUntil?.milliseconds,
        ]
    }
}

extension Ledger {
    /// The terminations that a person may mean by `name`, the one that was recorded last first: the one that has it for
    /// its id; otherwise the one that a message of this id is part of; otherwise those of the contract with this id.
    public func terminations(named name: String, limit: Int) throws(LedgerError) -> [TerminationSummary] {
        try reportingLedgerErrors {
            try pool.read { database in
                for kind in [IDKey.Kind.termination, .message, .contract] {
                    let rows = try database.connection.recordedRows(kind, name)
                    if rows.isEmpty { continue }
                    return try TerminationQuery(filter: .all).fetch(database, among: rows, limit: limit)
                }
                return []
            }
        }
    }

    /// The life of the termination with this id; nil when there is none.
    public func terminationLife(of terminationID: String) throws(LedgerError) -> TerminationHistory? {
        try reportingLedgerErrors {
            try pool.read { database in
                let rows = try database.connection.recordedRows(.termination, terminationID)
                let found = try TerminationQuery(filter: .all).fetch(database, among: rows, limit: 1)
                return try found.first.map { try TerminationHistory($0, database) }
            }
        }
    }
}

extension TerminationFilter {
    /// The rows that the ids in the filter lead to; nil where it names no id.
    func namedRows(_ database: Database) throws -> [Int64]? {
        let named = [(IDKey.Kind.termination, terminationID), (.message, messageID), (.contract, contractID)]
        var rows: Set<Int64>?
        for case (let kind, let id?) in named {
            let found = Set(try database.connection.recordedRows(kind, id))
            rows = rows?.intersection(found) ?? found
        }
        return rows.map { $0.sorted() }
    }
}
