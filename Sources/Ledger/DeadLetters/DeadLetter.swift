import Foundation
import JSON
public import Terminations

/// A message that was not accepted, kept with its bytes, its violations and its history.
public struct DeadLetter: Sendable {
    public enum State: String, Sendable, CaseIterable {
        case open, held, resolved, discarded
    }

    /// Who gave up on the message.
    public enum Source: String, Sendable, CaseIterable {
        /// The judge refused it.
        case refused
        /// Judging it failed each time.
        case unjudgeable
        /// The broker dead-lettered it.
        case broker
    }

    /// Rises with each dead letter; shorter to type than ``id``.
    public let number: Int
    public let id: String
    public let state: State
    public let source: Source
    public let messageID: String?
    public let terminationID: String?
    public let contractID: String?
    public let customerID: String?
    public let fingerprint: String
    public let violations: [Violation]
    /// How often it was judged on purpose: on arrival, and with each replay.
    public let attempts: Int
    /// How often the same message came.
    public let occurrences: Int
    /// The settings that judged it last; nil when none did.
    public let settingsVersion: Int?
    public let receivedAt: Instant
    public let lastSeenAt: Instant
    /// Until when it waits for its termination; nil unless it is held.
    public let heldUntil: Instant?
    public let resolvedAt: Instant?
    /// The revision that its message became, or that was recorded already; nil unless it is resolved.
    public let resolution: Resolution?
    /// Why it was discarded; nil unless it is.
    public let discardReason: String?
    /// Whether an edited body is judged instead of the one that was received.
    public let isEdited: Bool
    /// When its note was redacted; nil where it was not.
    public let redactedAt: Instant?
    /// The import that it came with; nil where it came from the broker.
    public let importRun: Int64?
    /// Rises with each change that the audit trail keeps; see ``DeadLetterVersion``.
    public let version: Int

    /// A recorded revision of a termination.
    public struct Resolution: Sendable, Equatable {
        public let terminationID: String
        public let revision: Int
        public let messageID: String
    }
}

/// How a dead letter came, and its bytes.
public struct DeadLetterContent: Sendable {
    /// Properties, headers, exchange and routing key.
    public let transport: JSONValue
    /// Exactly what was received; its beginning where ``truncatedBody`` is set.
    public let body: [UInt8]
    /// Size and digest of a body of which only the beginning was kept.
    public let truncatedBody: TruncatedBody?
    /// The body that is judged instead, once it was edited.
    public let mendedBody: [UInt8]?
}

extension DeadLetter {
    static let columns = """
        number, id, state, source, message_id, termination_id, contract_id, customer_id, fingerprint, violations, attempts, \
        occurrences, settings_version, received_at, last_seen_at, resolved_at, resolved_by, discard_reason, \
        edited_body IS NOT NULL AS is_mended, version, held_until, redacted_at, import_run
        """

    /// Reads a row that has at least ``columns``.
    ///
    /// - Parameter database: has the revision that resolved it.
    init(_ row: Row, _ database: Database) throws {
        guard let state = State(rawValue: row["state"]), let source = Source(rawValue: row["source"]) else {
            throw LedgerError(.damaged, "A dead letter has a state or source that this version does not know.")
        }
        number = row["number"]
        id = row["id"]
        self.state = state
        self.source = source
        messageID = row["message_id"]
        terminationID = row["termination_id"]
        contractID = row["contract_id"]
        customerID = row["customer_id"]
        fingerprint = row["fingerprint"]
        violations = try Violation.list(text: row["violations"])
        attempts = row["attempts"]
        occurrences = row["occurrences"]
        settingsVersion = row["settings_version"]
        receivedAt = Instant(milliseconds: row["received_at"])
        lastSeenAt = Instant(milliseconds: row["last_seen_at"])
        heldUntil = (row["held_until"] as Int64?).map(Instant.init(milliseconds:))
        resolvedAt = (row["resolved_at"] as Int64?).map(Instant.init(milliseconds:))
        resolution = try (row["resolved_by"] as Int64?).flatMap { try Resolution.fetch(database, revision: $0) }
        discardReason = row["discard_reason"]
        isEdited = row["is_mended"]
        redactedAt = (row["redacted_at"] as Int64?).map(Instant.init(milliseconds:))
        importRun = row["import_run"]
        version = row["version"]
    }
}

extension DeadLetter.Resolution {
    /// The revision in this row of `termination_revisions`.
    static func fetch(_ database: Database, revision: Int64) throws -> DeadLetter.Resolution? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT termination_id, termination_revisions.revision, message_id FROM termination_revisions
                JOIN terminations ON terminations.id = termination WHERE termination_revisions.id = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [revision]).map { row in
            DeadLetter.Resolution(terminationID: row[0], revision: row[1], messageID: row[2])
        }
    }
}
