import Foundation
import GRDB

/// What the file of a ledger is made of.
struct LedgerShares {
    /// Bytes of each table with its indexes, the largest first.
    let tables: [(name: String, bytes: Int)]
    let total: Int

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(path: path, configuration: configuration)
        let rows = try database.read { database in
            // The number of pages, since the sum of their bytes does not fit into what dbstat counts them in.
            try Row.fetchAll(
                database,
                sql: """
                    SELECT coalesce(object.tbl_name, page.name) AS name, sum(page.count) * page_size AS bytes
                    FROM (SELECT name, pageno AS count FROM dbstat WHERE aggregate = TRUE) AS page, pragma_page_size
                    LEFT JOIN sqlite_schema AS object ON object.name = page.name
                    GROUP BY 1 ORDER BY 2 DESC
                    """
            )
        }
        try database.close()
        tables = rows.map { ($0["name"], $0["bytes"]) }
        total = tables.map(\.bytes).reduce(0, +)
    }
}
