import Crypto
import Foundation
import GRDB
import Terminations

/// Appends to the audit trail of dead letters, inside the transaction of the change that an entry tells.
///
/// Each entry's hash is SHA-256 over the hash before it (32 zero bytes for the first) and the entry's number, time,
/// dead letter, actor, reason, action and details, as UTF-8 text, each after its length in bytes as eight bytes, the
/// lowest first. The head keeps how many entries there are and the last hash.
struct AuditTrail {
    /// Who acts, and why in their words.
    struct Author {
        var actor: String
        var reason: String

        static func worker(_ reason: String) -> Author { Author(actor: "terminus", reason: reason) }
    }

    private let insertEntry: HotStatement
    private let updateHead: HotStatement
    private var count: Int64
    private var hash: [UInt8]

    init(_ database: Database) throws {
        insertEntry = try HotStatement(
            database,
            """
            INSERT INTO dead_letter_audit (number, dead_letter, at, actor, reason, action, details, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        updateHead = try HotStatement(database, "UPDATE dead_letter_audit_head SET count = ?, hash = ?")
        guard let head = try Head.fetch(database) else {
            throw LedgerError(
                .damaged,
                "The head of the audit trail is missing: nothing can be appended to it.",
                hint: "Run: terminus dead-letters audit verify"
            )
        }
        count = head.count
        hash = head.hash
    }

    mutating func append(
        _ action: AuditEntry.Action,
        of deadLetterID: String,
        by author: Author,
        details: String,
        at now: Instant
    ) throws {
        let number = count + 1
        let next = AuditTrail.hash(
            after: hash,
            number: number,
            milliseconds: now.milliseconds,
            [deadLetterID, author.actor, author.reason, action.rawValue, details]
        )
        try insertEntry.execute {
            $0.integer(number)
            $0.text(deadLetterID)
            $0.integer(now.milliseconds)
            $0.text(author.actor)
            $0.text(author.reason)
            $0.text(action.rawValue)
            $0.text(details)
            $0.blob(next)
        }
        try updateHead.execute {
            $0.integer(number)
            $0.blob(next)
        }
        count = number
        hash = next
    }

    static let noHash = [UInt8](repeating: 0, count: 32)

    static func hash(after hash: [UInt8], number: Int64, milliseconds: Int64, _ texts: [String]) -> [UInt8] {
        var content = hash
        content.reserveCapacity(512)
        for text in [String(number), String(milliseconds)] + texts {
            let length = UInt64(text.utf8.count)
            for index in 0..<8 { content.append(UInt8(truncatingIfNeeded: length >> (8 * UInt64(index)))) }
            content.append(contentsOf: text.utf8)
        }
        return Array(SHA256.hash(data: content))
    }

    /// The last entry, as it is kept beside the trail.
    struct Head {
        var count: Int64
        var hash: [UInt8]

        static func fetch(_ database: Database) throws -> Head? {
            try HotStatement(database, "SELECT count, hash FROM dead_letter_audit_head").first { _ in
            } _: { row in
                Head(count: row.integer(0), hash: row.bytes(1))
            }
        }
    }
}
