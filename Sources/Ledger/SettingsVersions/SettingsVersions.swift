import GRDB
public import Terminations

/// One applied version of the settings, as the history shows it.
public struct AppliedSettings: Sendable {
    /// From 1, without gaps.
    public let version: Int
    /// The canonical JSON.
    public let document: String
    /// SHA-256 of the document, in hexadecimal.
    public let hash: String
    public let appliedAt: Instant
    public let appliedBy: String

    init(_ row: Row) {
        version = row["version"]
        document = row["document"]
        hash = row["hash"]
        appliedAt = Instant(milliseconds: row["applied_at"])
        appliedBy = row["applied_by"]
    }
}

extension Ledger {
    /// Makes a document the current settings.
    ///
    /// - Returns: the version that holds it, and whether it is new: applying the current settings again changes
    ///   nothing.
    public func apply(
        _ document: SettingsDocument,
        by actor: String,
        at now: Instant
    ) throws(LedgerError) -> (version: Int, isNew: Bool) {
        try reportingLedgerErrors {
            try pool.write { database in
                let current = try Row.fetchOne(
                    database,
                    sql: "SELECT version, hash FROM settings_versions ORDER BY version DESC LIMIT 1"
                )
                if let current, current["hash"] == document.hash {
                    return (current["version"], false)
                }
                let version = (current?["version"] ?? 0) + 1
                try database.execute(
                    sql: """
                        INSERT INTO settings_versions (version, document, hash, applied_at, applied_by)
                        VALUES (?, ?, ?, ?, ?)
                        """,
                    arguments: [version, document.canonicalJSON, document.hash, now.milliseconds, actor]
                )
                return (version, true)
            }
        }
    }

    /// The number of the current settings, nil as long as none were applied.
    public func currentSettingsVersion() throws(LedgerError) -> Int? {
        try reportingLedgerErrors {
            try pool.read { try Int.fetchOne($0, sql: "SELECT max(version) FROM settings_versions") }
        }
    }

    /// One version as it was applied; the current one when `number` is nil. Nil when there is no such version.
    public func appliedSettings(_ number: Int? = nil) throws(LedgerError) -> AppliedSettings? {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchOne(
                    database,
                    sql: """
                        SELECT * FROM settings_versions
                        WHERE version = coalesce(?, (SELECT max(version) FROM settings_versions))
                        """,
                    arguments: [number]
                ).map(AppliedSettings.init)
            }
        }
    }

    /// Every version, the latest first.
    public func settingsHistory() throws(LedgerError) -> [AppliedSettings] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(database, sql: "SELECT * FROM settings_versions ORDER BY version DESC")
                    .map(AppliedSettings.init)
            }
        }
    }

    /// The settings that judge now, compiled; nil as long as none were applied.
    public func currentSettings() throws(LedgerError) -> SettingsVersion? {
        try reportingLedgerErrors {
            try pool.read { database in
                guard let number = try Int.fetchOne(database, sql: "SELECT max(version) FROM settings_versions") else {
                    return nil
                }
                return try SettingsVersion.fetch(database, number: number)
            }
        }
    }
}

extension SettingsVersion {
    static func fetch(_ database: Database, number: Int) throws -> SettingsVersion {
        let document = try String.fetchOne(
            database,
            sql: "SELECT document FROM settings_versions WHERE version = ?",
            arguments: [number]
        )
        guard let document else {
            throw LedgerError(.damaged, "Settings version \(number) is missing from the ledger.")
        }
        do {
            return SettingsVersion(number: number, settings: try Settings.parse(yamlOrJSON: document).settings)
        } catch {
            throw LedgerError(
                .damaged,
                "Settings version \(number) in the ledger cannot be read by this version of Terminus.",
                hint: "Apply valid settings again: terminus settings apply FILE"
            )
        }
    }
}
