import Crypto
import Foundation
import Terminations

/// Appends to the audit trail, inside the transaction of the change that an entry is about.
///
/// Each entry's hash is SHA-256 over the hash before it (32 zero bytes for the first) and the entry's number, time, dead
/// letter, termination, actor, way, reason, action and the digest of its details in hexadecimal, as UTF-8 text, each after its
/// length in bytes as eight bytes, the lowest first. A field that an entry does not have is the empty text. The digest is SHA-256
/// over sixteen random bytes, the salt, and the details: so details can be redacted while the chain still holds,
/// and without the salt nobody can guess what they were. The head keeps the number of entries and the last hash.
struct AuditTrail {
    /// Who acts, and why in their words.
    struct Author {
        var actor: Actor
        var reason: String
        /// The number of the replay in which it is done.
        var replay: Int64?

        static func worker(_ reason: String) -> Author { Author(actor: .worker, reason: reason) }
    }

    /// The subject of an entry.
    enum Subject {
        case deadLetter(String)
        case termination(String)
        /// More than one, or none.
        case ledger

        init(deadLetterID: String?, terminationID: String?) {
            if let deadLetterID {
                self = .deadLetter(deadLetterID)
            } else if let terminationID {
                self = .termination(terminationID)
            } else {
                self = .ledger
            }
        }

        var deadLetterID: String? { if case .deadLetter(let id) = self { id } else { nil } }
        var terminationID: String? { if case .termination(let id) = self { id } else { nil } }
    }

    private let insertEntry: Insertion
    private let updateHead: RawStatement
    /// How many entries there are: the number of the last.
    private(set) var count: Int64
    private var hash: [UInt8]

    init(_ database: Database) throws {
        insertEntry = try Insertion(database)
        updateHead = try RawStatement(database, "UPDATE dead_letter_audit_head SET count = ?, hash = ?")
        guard let head = try Head.fetch(database) else {
            throw LedgerError(
                .damaged,
                "The head of the audit trail is missing: nothing can be appended to it.",
                remedy: .verifyAudit
            )
        }
        count = head.count
        hash = head.hash
    }

    mutating func append(
        _ action: AuditEntry.Action,
        of subject: Subject,
        by author: Author,
        details: String,
        at now: Instant
    ) throws {
        let content = Content(
            number: count + 1,
            milliseconds: now.milliseconds,
            subject: subject,
            actor: author.actor.name,
            via: author.actor.way.text,
            reason: author.reason,
            action: action.rawValue,
            details: details
        )
        let next = try insertEntry.execute(content, after: hash)
        try updateHead.execute {
            $0.integer(content.number)
            $0.blob(next)
        }
        count = content.number
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

    static func digest(salt: [UInt8], details: String) -> [UInt8] {
        Array(SHA256.hash(data: salt + Array(details.utf8)))
    }

    /// The last entry, as it is kept beside the trail.
    struct Head {
        var count: Int64
        var hash: [UInt8]

        static func fetch(_ database: Database) throws -> Head? {
            try RawStatement(database, "SELECT count, hash FROM dead_letter_audit_head").first { _ in
            } _: { row in
                Head(count: row.integer(0), hash: row.bytes(1))
            }
        }
    }
}

extension AuditTrail {
    /// An entry that is to be chained to the one before it.
    struct Content {
        let number: Int64
        let milliseconds: Int64
        let subject: Subject
        let actor: String
        let via: String
        let reason: String
        let action: String
        let details: String

        /// - Parameter digest: of salt and details.
        func hash(after hash: [UInt8], digest: [UInt8]) -> [UInt8] {
            AuditTrail.hash(
                after: hash,
                number: number,
                milliseconds: milliseconds,
                [
                    subject.deadLetterID ?? "", subject.terminationID ?? "", actor, via, reason, action,
                    AuditEntry.hexadecimal(digest),
                ]
            )
        }
    }

    /// Writes entries.
    struct Insertion {
        private let statement: RawStatement

        init(_ database: Database) throws {
            statement = try RawStatement(
                database,
                """
                INSERT INTO dead_letter_audit
                    (number, dead_letter, termination, at, actor, via, reason, action, details, salt, digest, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
            )
        }

        /// - Returns: the entry's hash.
        func execute(_ content: Content, after hash: [UInt8]) throws -> [UInt8] {
            let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
            let digest = AuditTrail.digest(salt: salt, details: content.details)
            let next = content.hash(after: hash, digest: digest)
            try statement.execute {
                $0.integer(content.number)
                $0.text(content.subject.deadLetterID)
                $0.text(content.subject.terminationID)
                $0.integer(content.milliseconds)
                $0.text(content.actor)
                $0.text(content.via)
                $0.text(content.reason)
                $0.text(content.action)
                $0.text(content.details)
                $0.blob(salt)
                $0.blob(digest)
                $0.blob(next)
            }
            return next
        }
    }
}
