import Foundation
import JSON
import Terminations

extension DeadLetterTimeline {
    /// The dead letters of a termination, as they came: those that name it with its contract or its customer, those that
    /// wait for it, and those of its messages.
    ///
    /// One that names the termination with another contract and another customer has no index by which it could be found
    /// once it is open.
    static func fetch(
        _ database: Database,
        of termination: TerminationSummary,
        _ revisions: [RecordedRevision],
        limit: Int
    ) throws -> [DeadLetterTimeline] {
        let messages = JSONValue.array(revisions.map { .string($0.messageID) }).text
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT \(DeadLetter.columns), held_until, properties, body FROM dead_letters
                WHERE number IN (
                    SELECT number FROM dead_letters \(EngineSQL.index("dead_letters_by_contract"))
                    WHERE contract_id = :contract AND termination_id = :termination
                    UNION SELECT number FROM dead_letters \(EngineSQL.index("dead_letters_by_customer"))
                    WHERE customer_id = :customer AND termination_id = :termination
                    UNION SELECT number FROM dead_letters \(EngineSQL.index("dead_letters_held_by_termination"))
                    WHERE state = 'held' AND termination_id = :termination
                    UNION SELECT number FROM dead_letters \(EngineSQL.index("dead_letters_by_message"))
                    WHERE message_id IN \(EngineSQL.list(":messages"))
                ) ORDER BY number LIMIT :limit
                """,
            arguments: [
                "contract": termination.contractID, "customer": termination.customerID,
                "termination": termination.terminationID, "messages": messages, "limit": limit,
            ]
        )
        return try rows.map { try DeadLetterTimeline($0, database) }
    }

    private init(_ row: Row, _ database: Database) throws {
        let deadLetter = try DeadLetter(row, database)
        let properties = try MessageProperties(text: row["properties"])
        let message = ParsedMessage(IncomingMessage(body: [UInt8](row["body"] as Data), properties: properties)).message
        let history = try AuditEntry.fetch(database, of: deadLetter.id)
        self.init(
            deadLetter: deadLetter,
            action: message?.action,
            revision: message?.revision,
            waitedAtFirst: DeadLetterTimeline.waitedAtFirst(deadLetter, history),
            heldUntil: (row["held_until"] as Int64?).map(Instant.init(milliseconds:)),
            history: history
        )
    }

    /// A dead letter that was judged again has the violations of that judgement, no longer the first ones.
    private static func waitedAtFirst(_ deadLetter: DeadLetter, _ history: [AuditEntry]) -> Bool? {
        let isAsItCame = history.allSatisfy { entry in
            switch entry.action {
            case .resolved, .discarded, .restored, .redacted, .pruned: true
            case .refused, .mended, .undone: false
            }
        }
        return isAsItCame ? deadLetter.fingerprint == DeadLetterCause.waiting.fingerprint : nil
    }
}
