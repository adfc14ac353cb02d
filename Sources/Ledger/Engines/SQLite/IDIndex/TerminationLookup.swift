import GRDB
import JSON

/// The rows of `terminations` that are recorded under an id, found without reading the others.
///
/// `recorded_ids` leads to most; it is complete up to `recorded_ids_progress`. The rows after that, some 200,000 at most
/// while a worker keeps up, have no index: they are read one by one.
///
/// Guarantees: exactly the rows with that id, compared byte by byte; several only for a contract.
struct TerminationLookup {
    let kind: IDKey.Kind
    let id: String

    /// Reads the progress and the rows in the transaction that the caller is in: between two, ids may move.
    func fetch(_ database: GRDB.Database) throws -> [Int64] {
        try Int64.fetchAll(database, sql: sql, arguments: arguments)
    }

    /// The termination ids among these that are recorded. The rows without an index are read once for all of them: for each
    /// alone, a what-if over ten thousand dead letters took two minutes.
    static func recorded(among ids: [String], _ database: GRDB.Database) throws -> Set<[UInt8]> {
        let list = JSONValue.array(ids.map(JSONValue.string)).text
        var recorded = Set(
            try String.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT termination_id FROM terminations
                        WHERE id > (SELECT termination FROM recorded_ids_progress)
                            AND termination_id IN (SELECT value FROM json_each(?))
                        """
                ),
                arguments: [list]
            )
            .map { Array($0.utf8) }
        )
        let indexed = try database.cachedStatement(
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM terminations
                    WHERE id IN (SELECT row FROM recorded_ids WHERE key = ?) AND termination_id = ?)
                """
        )
        for id in ids {
            let bytes = Array(id.utf8)
            guard !recorded.contains(bytes) else { continue }
            let isIndexed = try Bool.fetchOne(indexed, arguments: [IDKey(.termination, id).value, id])
            if isIndexed == true { recorded.insert(bytes) }
        }
        return recorded
    }

    var sql: String {
        """
        SELECT \(termination) FROM \(table)
        WHERE id IN (SELECT row FROM recorded_ids WHERE key = :key) AND \(column) = :id
        UNION
        SELECT \(termination) FROM \(table)
        WHERE id > (SELECT \(progress) FROM recorded_ids_progress) AND \(column) = :id
        """
    }

    var arguments: GRDB.StatementArguments { ["key": IDKey(kind, id).value, "id": id] }

    private var table: String {
        switch kind {
        case .message: "termination_revisions"
        case .termination, .contract: "terminations"
        }
    }

    /// The column with the id.
    private var column: String {
        switch kind {
        case .message: "message_id"
        case .termination: "termination_id"
        case .contract: "contract_id"
        }
    }

    /// The column with the row of `terminations`.
    private var termination: String {
        switch kind {
        case .message: "termination"
        case .termination, .contract: "id"
        }
    }

    private var progress: String {
        switch kind {
        case .message: "revision"
        case .termination, .contract: "termination"
        }
    }
}
