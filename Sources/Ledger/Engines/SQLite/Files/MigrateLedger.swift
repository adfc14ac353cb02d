/// From which version of the ledger's tables to which.
public struct LedgerMigration: Sendable, Equatable {
    /// The version that the file has; 0 for a file without tables.
    public let from: Int
    /// The version that this program writes.
    public let to: Int
    /// The migrations that are missing, in order, each beginning with the number of its version.
    public let steps: [String]

    public var isNeeded: Bool { !steps.isEmpty }
}

extension LedgerFile {
    /// What opening the file for writing would do to its tables. Changes nothing.
    ///
    /// - Throws: ``LedgerError``; `foreign` where the file is another program's, or of a newer version.
    public static func migration(of path: String) throws(LedgerError) -> LedgerMigration {
        let file = try LedgerFile(path: path, access: .readOnlyOfAnyVersion)
        defer { file.close() }
        return try file.migration()
    }

    /// Brings the tables up to date. Each step is one transaction: interrupted, it continues with the missing step.
    public static func migrate(_ path: String) throws(LedgerError) {
        try Ledger(path: path, access: .readWrite).close()
    }
}
