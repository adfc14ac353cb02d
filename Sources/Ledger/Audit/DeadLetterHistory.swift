import GRDB
import Terminations

extension Ledger {
    /// What was done with a dead letter, in order; empty when nothing was, or when there is none with this id.
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
