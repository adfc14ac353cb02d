import GRDB
import Terminations

extension Ledger {
    /// The dead letters that a filter means, in an order.
    ///
    /// A page costs the same wherever it lies and however many there are, but for a filter with a text.
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
                let statement = try database.makeStatement(
                    sql: "SELECT \(DeadLetter.columns) FROM dead_letters WHERE number = ?"
                )
                return try numbers.compactMap { number in
                    try Row.fetchOne(statement, arguments: [number]).map { try DeadLetter($0, database) }
                }
            }
        }
    }

    /// How many dead letters a filter means. Counted beforehand, unless it asks for a contract, a customer, a time, a
    /// text or ids.
    public func countDeadLetters(matching filter: DeadLetterFilter) throws(LedgerError) -> Int {
        try reportingLedgerErrors {
            try pool.read { try DeadLetterQuery(filter, $0).count($0) }
        }
    }
}
