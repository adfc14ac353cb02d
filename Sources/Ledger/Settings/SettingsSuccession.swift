import Foundation
import Terminations

/// A version of the settings that follows the current one, inside a transaction.
struct SettingsSuccession {
    struct Author {
        let actor: Actor
        let reason: String
    }

    let document: SettingsDocument
    /// nil as long as none were applied.
    let current: Int?
    let isNew: Bool
    let difference: SettingsDifference

    var version: Int { isNew ? (current ?? 0) + 1 : current ?? 1 }
    /// The changes to publish.
    var changes: [ReasonChanged] {
        isNew
            ? difference.reasons.compactMap {
                ReasonChanged($0, in: SettingsVersion(number: version, settings: document.settings))
            } : []
    }
    var application: SettingsApplication {
        SettingsApplication(
            version: version,
            isNew: isNew,
            base: current,
            difference: difference,
            eventCount: changes.count
        )
    }

    init(_ database: Database, to document: SettingsDocument) throws {
        self.document = document
        let row = try Row.fetchOne(
            database,
            sql: "SELECT version, hash, document FROM settings_versions ORDER BY version DESC LIMIT 1"
        )
        current = row?["version"]
        isNew = row?["hash"] != document.hash
        // Applying others repairs settings that this version of Terminus cannot read.
        let before = row.flatMap { try? SettingsDocument(parsing: $0["document"]) }
        difference = SettingsDifference(from: before, to: document)
    }

    /// - Parameter base: nil requires that these are the first settings.
    /// - Throws: `settingsChanged` where another version than `base` is current.
    func require(base: Int?) throws(LedgerError) {
        guard base != current else { return }
        let now = current.map { "version \($0) is in force now" } ?? "no settings were ever applied"
        guard let base else {
            throw LedgerError(
                .settingsChanged,
                "The settings were to be the first, but \(now).",
                remedy: .reviewSettings
            )
        }
        throw LedgerError(
            .settingsChanged,
            "The settings were to follow version \(base), but \(now).",
            remedy: .reviewSettingsChanges(since: base)
        )
    }

    /// - Throws: `reasonInUse` where recorded terminations have reasons that the document does not have. All are named.
    func demandUsedReasons(_ database: Database) throws {
        let refused = try missingReasons(database)
        guard !refused.isEmpty else { return }
        throw MissingReason.error(refused)
    }

    /// The reasons of recorded terminations that the document does not have, or spells otherwise, by code.
    func missingReasons(_ database: Database) throws -> [MissingReason] {
        let used = try Row.fetchAll(
            database,
            sql: "SELECT code, sum(uses) FROM reason_snapshots WHERE uses > 0 GROUP BY code ORDER BY code"
        )
        return used.compactMap { row in
            let (code, uses): (String, Int) = (row[0], row[1])
            let spelling = document.settings.reason(code)?.code
            if let spelling, Array(spelling.utf8) == Array(code.utf8) { return nil }
            return MissingReason(code: code, count: uses, spelling: spelling)
        }
    }

    /// Writes the version and its events; nothing where the document is in force already.
    ///
    /// - Parameter source: nil publishes no event.
    func record(_ database: Database, by author: Author, source: String?, at now: Instant) throws -> SettingsApplication
    {
        guard isNew else { return application }
        try demandUsedReasons(database)
        try insert(database, by: author, at: now)
        guard let source else { return application }
        let last = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM events") ?? 0
        for (offset, change) in changes.enumerated() {
            try append(change, at: last + Int64(offset) + 1, database, source: source, now)
        }
        return application
    }

    func insert(_ database: Database, by author: Author, at now: Instant) throws {
        try database.execute(
            sql: """
                INSERT INTO settings_versions (version, document, hash, applied_at, applied_by, via, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                version, document.canonicalJSON, document.hash, now.milliseconds, author.actor.name,
                author.actor.way.text, author.reason,
            ]
        )
    }

    private func append(
        _ change: ReasonChanged,
        at sequence: Int64,
        _ database: Database,
        source: String,
        _ now: Instant
    ) throws {
        let context = EventContext(
            sequence: sequence,
            contractSequence: 0,
            source: source,
            recordedAt: Instant(milliseconds: now.milliseconds)
        )
        let event = Event.reasonChanged(change, context: context)
        try database.cachedStatement(
            sql: "INSERT INTO events (sequence, id, type, recorded_at, body) VALUES (?, ?, ?, ?, ?)"
        )
        .execute(arguments: [sequence, event.id, event.type.rawValue, now.milliseconds, Data(event.body)])
    }
}
