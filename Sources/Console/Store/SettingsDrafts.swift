import Foundation
import GRDB
import Terminations

/// A change of the settings that somebody prepares: whole settings, made from one version.
///
/// Each change is valid by itself: what cannot be used stays in its form, with its faults named.
struct SettingsDraft: Sendable {
    struct Approval: Sendable, Equatable {
        let by: String
        let at: Instant
    }

    let owner: String
    /// The version that was in force when the draft was begun.
    let base: Int
    let document: SettingsDocument
    let changedAt: Instant
    /// Of exactly this document on this base: any change makes it void.
    let approval: Approval?

    var digest: String { document.hash }
}

extension ConsoleStore {
    /// The draft of a person; nil where there is none.
    ///
    /// - Throws: ``InvalidSettings`` where this version of Terminus cannot read it.
    func draft(of owner: String) throws -> SettingsDraft? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM drafts WHERE owner = ?", arguments: [owner])
                .map(SettingsDraft.init)
        } ?? nil
    }

    /// Every draft, the one that was changed last first. One that this version of Terminus cannot read is left out.
    func drafts() throws -> [SettingsDraft] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM drafts ORDER BY changed_at DESC, owner")
                .compactMap { try? SettingsDraft($0) }
        } ?? []
    }

    /// Keeps a change of a draft, or begins one.
    ///
    /// - Parameter digest: of the draft that the change was made on; nil where there must be none.
    /// - Returns: whether it was kept. False where the draft was changed meanwhile, as in another window.
    func keep(
        _ document: SettingsDocument,
        of owner: String,
        base: Int,
        over digest: String?,
        at now: Instant
    ) throws -> Bool {
        try write { database in
            let current = try Row.fetchOne(
                database,
                sql: "SELECT digest, base_version FROM drafts WHERE owner = ?",
                arguments: [owner]
            )
            guard current?["digest"] as String? == digest else { return false }
            // What changes nothing leaves an approval in force.
            if digest == document.hash, current?["base_version"] as Int? == base { return true }
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO drafts
                        (owner, base_version, text, digest, changed_at, approved_by, approved_at)
                    VALUES (?, ?, ?, ?, ?, NULL, NULL)
                    """,
                arguments: [owner, base, document.canonicalJSON, document.hash, now.description]
            )
            return true
        }
    }

    /// - Returns: whether exactly this draft was there.
    func approve(draftOf owner: String, base: Int, digest: String, by person: String, at now: Instant) throws -> Bool {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE drafts SET approved_by = ?, approved_at = ?
                    WHERE owner = ? AND base_version = ? AND digest = ? AND owner <> ?
                    """,
                arguments: [person, now.description, owner, base, digest, person]
            )
            return database.changesCount == 1
        }
    }

    /// Removes a draft, unless it was changed meanwhile.
    @discardableResult
    func discard(draftOf owner: String, digest: String) throws -> Bool {
        try write { database in
            try database.execute(sql: "DELETE FROM drafts WHERE owner = ? AND digest = ?", arguments: [owner, digest])
            return database.changesCount == 1
        }
    }
}

extension SettingsDraft {
    fileprivate init(_ row: Row) throws {
        owner = row["owner"]
        base = row["base_version"]
        document = try SettingsDocument(parsing: row["text"])
        changedAt = try Self.instant(row["changed_at"])
        if let by: String = row["approved_by"], let at: String = row["approved_at"] {
            approval = Approval(by: by, at: try Self.instant(at))
        } else {
            approval = nil
        }
    }

    private static func instant(_ text: String) throws -> Instant {
        guard let instant = Instant(rfc3339: text) else { throw CocoaError(.fileReadCorruptFile) }
        return instant
    }
}
