import GRDB
import Terminations

/// What people have written about a cause: who looks into it, and where.
struct CauseNote: Sendable, Equatable {
    var note: String
    var owner: String
    /// The name or the address of a ticket.
    var ticket: String
    let changedBy: String
    let changedAt: Instant

    var isEmpty: Bool { note.isEmpty && owner.isEmpty && ticket.isEmpty }
}

extension ConsoleStore {
    /// The notes by the fingerprints of their causes.
    func causeNotes() throws -> [String: CauseNote] {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT * FROM cause_notes")
            let notes = rows.compactMap { row in CauseNote(row).map { (row["fingerprint"] as String, $0) } }
            return Dictionary(notes) { first, _ in first }
        } ?? [:]
    }

    func causeNote(_ fingerprint: String) throws -> CauseNote? {
        try read { try CauseNote.fetch($0, fingerprint) } ?? nil
    }

    /// Keeps a note in the place of the one that somebody has seen. An empty one removes it.
    ///
    /// - Parameter seen: when the note was changed that the person has seen; nil where there was none.
    /// - Returns: the note that somebody else has written meanwhile, which stays; nil where the new one is kept.
    func keep(_ note: CauseNote, of fingerprint: String, seen: Instant?) throws -> CauseNote? {
        try write { database in
            let current = try CauseNote.fetch(database, fingerprint)
            if let current, current.changedAt != seen { return current }
            try database.execute(sql: "DELETE FROM cause_notes WHERE fingerprint = ?", arguments: [fingerprint])
            guard !note.isEmpty else { return nil }
            try database.execute(
                sql: """
                    INSERT INTO cause_notes (fingerprint, note, owner, ticket, changed_by, changed_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    fingerprint, note.note, note.owner, note.ticket, note.changedBy, note.changedAt.description,
                ]
            )
            return nil
        }
    }
}

extension CauseNote {
    /// Nil where the time is none, which this program never writes.
    fileprivate init?(_ row: Row) {
        let written: String = row["changed_at"]
        guard let instant = Instant(rfc3339: written) else { return nil }
        note = row["note"]
        owner = row["owner"]
        ticket = row["ticket"]
        changedBy = row["changed_by"]
        changedAt = instant
    }

    fileprivate static func fetch(_ database: Database, _ fingerprint: String) throws -> CauseNote? {
        try Row.fetchOne(database, sql: "SELECT * FROM cause_notes WHERE fingerprint = ?", arguments: [fingerprint])
            .flatMap(CauseNote.init)
    }
}
