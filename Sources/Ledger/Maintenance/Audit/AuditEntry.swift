import JSON
public import Terminations

extension Ledger {
    /// The entries about a dead letter, in order.
    public func history(of id: String) throws(LedgerError) -> [AuditEntry] {
        try reportingLedgerErrors {
            try pool.read { try AuditEntry.fetch($0, of: id) }
        }
    }
}

extension AuditEntry {
    static func fetch(_ database: Database, of id: String) throws -> [AuditEntry] {
        let sql = "SELECT \(columns) FROM dead_letter_audit WHERE dead_letter = ? ORDER BY number"
        return try fetch(RawStatement(database, sql), id)
    }

    /// The entries about a termination itself: what was redacted of it.
    static func fetch(_ database: Database, ofTermination id: String) throws -> [AuditEntry] {
        let sql = "SELECT \(columns) FROM dead_letter_audit WHERE termination = ? ORDER BY number"
        return try fetch(RawStatement(database, sql), id)
    }

    static let columns = """
        number, at, dead_letter, termination, actor, reason, action, details, hash, redacted_by, via
        """

    private static func fetch(_ statement: RawStatement, _ id: String) throws -> [AuditEntry] {
        var entries: [AuditEntry] = []
        try statement.forEachRow {
            $0.text(id)
        } _: { row in
            entries.append(try AuditEntry(row))
        }
        return entries
    }

    init(_ row: RawRow) throws {
        guard let action = Action(rawValue: row.text(6) ?? "") else {
            throw LedgerError(.damaged, "The audit trail has an action that this version does not know.")
        }
        number = row.integer(0)
        at = Instant(milliseconds: row.integer(1))
        deadLetterID = row.text(2)
        terminationID = row.text(3)
        actor = row.text(4) ?? ""
        via = try Actor.Way(stored: row.text(10))
        reason = row.text(5) ?? ""
        self.action = action
        details = try JSONValue(kept: row.text(7) ?? "")
        redactedBy = row.optionalInteger(9)
        hash = AuditEntry.hexadecimal(row.bytes(8))
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// An entry of the audit trail: a change of a dead letter, or a removal from the ledger.
public struct AuditEntry: Sendable, Equatable {
    public enum Action: String, Sendable, CaseIterable {
        /// Its message is recorded now.
        case resolved
        /// Judged again and refused again.
        case refused
        case mended
        case discarded
        case restored
        /// A note was removed.
        case redacted
        /// Rows older than their retention were removed.
        case pruned
        /// The change by an action was undone.
        case undone
    }

    /// From 1, without gaps, over the whole trail.
    public let number: Int64
    /// Nil where the entry is not about one.
    public let deadLetterID: String?
    /// Nil where the entry is not about one by itself.
    public let terminationID: String?
    public let at: Instant
    /// A person's login name, or `terminus` for what the worker did by itself.
    public let actor: String
    /// The interface through which the request came.
    public let via: Actor.Way
    /// Why, in the actor's words.
    public let reason: String
    public let action: Action
    /// Details of the action: the resulting revision, the violations, the patch. May hold a note.
    public let details: JSONValue
    /// The entry that records the redaction of these details; nil where they are unchanged.
    public let redactedBy: Int64?
    /// SHA-256 over the hash before it and this entry, in hexadecimal.
    public let hash: String
}
