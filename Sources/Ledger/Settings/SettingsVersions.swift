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
    /// The way by which they were applied.
    public let via: Actor.Way
    /// Why, in their words; empty where they did not say.
    public let reason: String

    init(_ row: Row) throws {
        version = row["version"]
        document = row["document"]
        hash = row["hash"]
        appliedAt = Instant(milliseconds: row["applied_at"])
        appliedBy = row["applied_by"]
        via = try Actor.Way(stored: row["via"])
        reason = row["reason"]
    }
}

extension Ledger {
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

extension AppliedSettings {
    /// The document with its settings.
    ///
    /// - Throws: ``LedgerError`` with `damaged` where this version of Terminus cannot read it.
    public func settingsDocument() throws(LedgerError) -> SettingsDocument {
        do {
            return try SettingsDocument(parsing: document)
        } catch {
            throw LedgerError(
                .damaged,
                "Settings version \(version) in the ledger cannot be read by this version of Terminus.",
                remedy: .applyValidSettings
            )
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
            return SettingsVersion(number: number, settings: try SettingsDocument(parsing: document).settings)
        } catch {
            throw LedgerError(
                .damaged,
                "Settings version \(number) in the ledger cannot be read by this version of Terminus.",
                remedy: .applyValidSettings
            )
        }
    }
}
