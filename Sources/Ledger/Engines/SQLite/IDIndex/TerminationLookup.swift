import GRDB

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
        // Compiling the statement takes longer than running it, and a what-if runs it for each dead letter.
        try Int64.fetchAll(try database.cachedStatement(sql: sql), arguments: arguments)
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
