import Terminations

/// The reasons that one transaction uses: each is kept once as it read then, however many terminations have it.
struct UsedReasons {
    private var ids: [String: Int64] = [:]
    private var changes: [Int64: Int] = [:]

    /// The row of a snapshot, which has one more use once ``write(_:)`` was called.
    ///
    /// Within a transaction one version of the settings judges, so that a given code always comes to the same reason.
    mutating func use(_ reason: ReasonSnapshot, _ database: Database) throws -> Int64 {
        let id = try ids[reason.givenCode] ?? UsedReasons.row(of: reason, database)
        ids[reason.givenCode] = id
        changes[id, default: 0] += 1
        return id
    }

    /// A termination has the reason in this row no longer.
    mutating func drop(_ id: Int64) { changes[id, default: 0] -= 1 }

    /// Writes the counts. Call it once, at the end of the transaction.
    mutating func write(_ database: Database) throws {
        guard !changes.isEmpty else { return }
        let statement = try database.cachedStatement(sql: "UPDATE reason_snapshots SET uses = uses + ? WHERE id = ?")
        for (id, change) in changes where change != 0 { try statement.execute(arguments: [change, id]) }
        changes = [:]
    }

    private static func row(of reason: ReasonSnapshot, _ database: Database) throws -> Int64 {
        let known = try database.cachedStatement(
            sql: "SELECT id FROM reason_snapshots WHERE settings_version = ? AND given_code = ?"
        )
        if let id = try Int64.fetchOne(known, arguments: [reason.settingsVersion, reason.givenCode]) { return id }
        try database.cachedStatement(
            sql: """
                INSERT INTO reason_snapshots (settings_version, given_code, code, label, is_sensitive, snapshot)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        )
        .execute(arguments: [
            reason.settingsVersion, reason.givenCode, reason.code, reason.label, reason.isSensitive, reason.text,
        ])
        return database.lastInsertedRowID
    }
}
