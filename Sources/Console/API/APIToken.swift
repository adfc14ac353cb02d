import Crypto
import Foundation
import GRDB
public import Terminations

/// What a program shows to the HTTP API. Only its hash is kept.
public struct APIToken: Sendable, Equatable {
    /// What every token begins with, by which scanners for leaked secrets know it.
    static let prefix = "trm_"
    /// Days.
    public static let lifetimes = 1...366
    public static let standardLifetime = 90

    /// The name of the actor in the audit trail.
    public let name: String
    public let permissions: Set<Permission>
    public let createdAt: Instant
    public let createdBy: String
    public let expiresAt: Instant
    /// To the minute; nil where it was never used.
    public let lastUsedAt: Instant?

    public func isExpired(at now: Instant) -> Bool { expiresAt <= now }

    /// Whether a text of an address holds a token, or most of one. Ids that begin like a token are shorter.
    static func isContained(in text: String) -> Bool {
        Fields.decoded(text, plusIsSpace: false).contains(/trm_[0-9A-Fa-f]{40}/)
    }

    static func isContained(in pair: (name: String, value: String)) -> Bool {
        isContained(in: pair.name) || isContained(in: pair.value)
    }

    /// Whether it can be the name of a token: letters, digits, dots, underscores and hyphens.
    public static func isName(_ text: String) -> Bool {
        1...64 ~= text.utf8.count
            && text.utf8.allSatisfy { byte in
                0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || "._-".utf8.contains(byte)
            }
    }

    fileprivate static func hash(_ text: String) -> Data { Data(SHA256.hash(data: Data(text.utf8))) }
}

extension APIToken {
    fileprivate init?(_ row: Row) {
        let moment = { (name: String) in (row[name] as String?).flatMap { Instant(rfc3339: $0) } }
        guard let createdAt = moment("created_at"), let expiresAt = moment("expires_at") else { return nil }
        name = row["name"]
        // A permission that this version does not know grants nothing.
        permissions = Set(
            (row["permissions"] as String).split(separator: ",").compactMap { Permission(rawValue: String($0)) }
        )
        self.createdAt = createdAt
        createdBy = row["created_by"]
        self.expiresAt = expiresAt
        lastUsedAt = moment("last_used_at")
    }
}

extension ConsoleStore {
    /// A token of this name is there already.
    public struct TokenNameTaken: Error {}

    /// - Returns: the token, and the text of it, which nobody can read again.
    /// - Throws: ``TokenNameTaken``.
    public func createToken(
        name: String,
        permissions: Set<Permission>,
        days: Int,
        by person: String,
        at now: Instant
    ) throws -> (token: APIToken, text: String) {
        let text = APIToken.prefix + Token().text
        let token = APIToken(
            name: name,
            permissions: permissions,
            createdAt: now,
            createdBy: person,
            expiresAt: now.advanced(by: .seconds(days * 86_400)),
            lastUsedAt: nil
        )
        try write { database in
            let isTaken = try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM tokens WHERE name = ?)",
                arguments: [name]
            )
            if isTaken == true { throw TokenNameTaken() }
            try database.execute(
                sql: """
                    INSERT INTO tokens (name, hash, permissions, created_at, created_by, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    name, APIToken.hash(text), permissions.map(\.rawValue).sorted().joined(separator: ","),
                    now.description, person, token.expiresAt.description,
                ]
            )
        }
        return (token, text)
    }

    /// By name. Those that have expired are among them, until they are revoked.
    public func tokens() throws -> [APIToken] {
        try read { try Row.fetchAll($0, sql: "SELECT * FROM tokens ORDER BY name").compactMap(APIToken.init) } ?? []
    }

    /// A request with it is refused from now on.
    ///
    /// - Returns: the token; nil where there is none of this name.
    public func revokeToken(_ name: String) throws -> APIToken? {
        guard let token = try tokens().first(where: { $0.name == name }) else { return nil }
        try write { database in
            try database.execute(sql: "DELETE FROM tokens WHERE name = ?", arguments: [name])
            // The next token of this name must not be given this one's answers.
            try database.execute(sql: "DELETE FROM idempotency_keys WHERE token = ?", arguments: [name])
        }
        return token
    }

    /// The token of this text; nil where there is none. It may have expired.
    func token(_ text: String) throws -> APIToken? {
        let hash = APIToken.hash(text)
        return try read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM tokens WHERE hash = ?", arguments: [hash])
                .flatMap(APIToken.init)
        } ?? nil
    }

    /// Notes the minute in which a token was used. Where that cannot be written, the request is answered all the same.
    func noteUse(of token: APIToken, at now: Instant) {
        if let last = token.lastUsedAt, last.duration(until: now) < .seconds(60) { return }
        try? write { database in
            try database.execute(
                sql: "UPDATE tokens SET last_used_at = ? WHERE name = ?",
                arguments: [now.description, token.name]
            )
        }
    }
}
