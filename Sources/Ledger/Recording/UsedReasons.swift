import GRDB
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

extension UsedReasons {
    /// Moves the snapshots of version 1 of the schema, which each termination had for itself, into their own table.
    ///
    /// - Returns: the SQL function `reason_snapshot`, which leads from such a text to its row.
    static func moveOutOfTerminations(_ database: Database) throws -> DatabaseFunction {
        var rows: [String: Int64] = [:]
        var settings: [Int: SettingsVersion] = [:]
        let used = try Row.fetchAll(
            database,
            sql: "SELECT reason, count(*) FROM terminations WHERE reason IS NOT NULL GROUP BY reason"
        )
        for row in used {
            let text: String = row[0]
            guard let plain = try? ReasonSnapshot(json: JSONValue(kept: text)) else {
                throw LedgerError(.damaged, "A recorded reason cannot be read.")
            }
            let version =
                try settings[plain.settingsVersion]
                ?? SettingsVersion.fetch(database, number: plain.settingsVersion)
            settings[plain.settingsVersion] = version
            let isSensitive = version.settings.reasons.contains { $0.code == plain.code && $0.isSensitive }
            let reason = try ReasonSnapshot.stored(text, isSensitive: isSensitive)
            let id = try UsedReasons.row(of: reason, database)
            try database.execute(
                sql: "UPDATE reason_snapshots SET uses = uses + ? WHERE id = ?",
                arguments: [row[1] as Int, id]
            )
            rows[text] = id
        }
        let known = rows
        return DatabaseFunction("reason_snapshot", argumentCount: 1, pure: true) { values in
            String.fromDatabaseValue(values[0]).flatMap { known[$0] }
        }
    }
}
