import Crypto
import Foundation
import GRDB
import Terminations

/// The audit trail as it was up to version 5 of the ledger: each hash was made of the details themselves, so that a note in
/// them could never be taken out.
///
/// It is verified, written anew in the form of ``AuditTrail``, and closed by an entry that holds its last hash: whoever has
/// kept that hash can compare.
struct AuditChain1 {
    let count: Int64
    let headHash: [UInt8]

    /// Goes through the old trail; nil where it is empty.
    ///
    /// - Throws: ``LedgerError`` with `damaged` where it does not hold: to write it anew would hide that.
    static func verified(_ database: Database) throws -> AuditChain1? {
        var hash = AuditTrail.noHash
        var count: Int64 = 0
        try RawStatement(
            database,
            "SELECT number, at, dead_letter, actor, reason, action, details, hash FROM dead_letter_audit ORDER BY number"
        )
        .forEachRow { _ in
        } _: { row in
            let texts = (2...6).map { row.text($0) ?? "" }
            let number = row.integer(0)
            let next = AuditTrail.hash(after: hash, number: number, milliseconds: row.integer(1), texts)
            guard number == count + 1, next == row.bytes(7) else { throw broken(at: count + 1) }
            hash = next
            count = number
        }
        guard let head = try AuditTrail.Head.fetch(database), head.count == count, head.hash == hash else {
            throw broken(at: count)
        }
        return count == 0 ? nil : AuditChain1(count: count, headHash: hash)
    }

    private static func broken(at number: Int64) -> LedgerError {
        LedgerError(
            .damaged,
            "The audit trail does not hold at entry \(number): it was changed behind Terminus' back. The upgrade would hide that.",
            hint:
                "Restore a backup whose audit trail holds. The version of Terminus that wrote it still opens the ledger."
        )
    }

    /// Chains the entries anew: the same numbers and the same content, with the digest of the details in the hash.
    func rewrite(_ database: Database) throws {
        let insert = try AuditTrail.Insertion(database)
        var hash = AuditTrail.noHash
        try RawStatement(
            database,
            "SELECT number, at, dead_letter, actor, reason, action, details FROM dead_letter_audit_5 ORDER BY number"
        )
        .forEachRow { _ in
        } _: { row in
            let entry = AuditTrail.Content(
                number: row.integer(0),
                milliseconds: row.integer(1),
                subject: .deadLetter(row.text(2) ?? ""),
                actor: row.text(3) ?? "",
                reason: row.text(4) ?? "",
                action: row.text(5) ?? "",
                details: row.text(6) ?? ""
            )
            hash = try insert.execute(entry, after: hash)
        }
        // Its guard is not there yet: the count stays, and the hash is that of the new form.
        try database.execute(sql: "UPDATE dead_letter_audit_head SET hash = ?", arguments: [Data(hash)])
    }

    /// Appends what the old trail came to.
    func sealTakeOver(_ database: Database) throws {
        let at = try Int64.fetchOne(database, sql: "SELECT max(at) FROM dead_letter_audit") ?? 0
        var trail = try AuditTrail(database)
        try trail.append(
            .takenOver,
            of: .ledger,
            by: .worker("The ledger was brought to version 6, in which details can be redacted."),
            details: "{\"entries\":\(count),\"hash\":\"\(AuditEntry.hexadecimal(headHash))\"}",
            at: Instant(milliseconds: at)
        )
    }
}
