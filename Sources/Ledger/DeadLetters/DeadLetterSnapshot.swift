import Foundation
import Terminations

/// A dead letter as it was before an action, in `dead_letter_action_letters`.
struct DeadLetterSnapshot {
    let action: Int64
    let deadLetter: Int64
    /// The entry of the audit trail about this action and this dead letter.
    let entry: Int64
    /// The state after the action.
    let stateAfter: String
    let state: String
    let discardReason: String?
    /// Nil where the action changed only the state.
    let body: Body?

    /// The columns that an edit changes, and that judging the edited body changes afterwards.
    struct Body {
        let mendedBody: Data?
        let contentDigest: Data?
        let violations: String
        let fingerprint: String
        let settingsVersion: Int?
    }

    private static let columnNames = [
        "action", "letter", "entry", "state_after", "state", "discard_reason", "edited_body", "content_digest",
        "violations", "fingerprint", "settings_version",
    ]
    static let columns = columnNames.joined(separator: ", ")

    /// With the name of the table before each.
    static func columns(_ table: String) -> String { columnNames.map { "\(table).\($0)" }.joined(separator: ", ") }

    /// Reads a row that begins with ``columns``.
    init(_ row: Row) {
        action = row[0]
        deadLetter = row[1]
        entry = row[2]
        stateAfter = row[3]
        state = row[4]
        discardReason = row[5]
        body = (row[8] as String?).map { violations in
            Body(
                mendedBody: row[6],
                contentDigest: row[7],
                violations: violations,
                fingerprint: row[9],
                settingsVersion: row[10]
            )
        }
    }

    static func fetch(_ database: Database, action: Int64, deadLetter: Int64) throws -> DeadLetterSnapshot? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT \(columns) FROM dead_letter_action_letters WHERE action = ? AND letter = ?"
            ),
            arguments: [action, deadLetter]
        )
        .map(DeadLetterSnapshot.init)
    }

    /// Stores the dead letter as it is before the change, in the same transaction.
    static func keep(
        _ number: Int64,
        in action: Int64,
        entry: Int64,
        ofBody isOfBody: Bool,
        _ after: DeadLetter.State,
        _ database: Database
    ) throws {
        let body = "edited_body, content_digest, violations, fingerprint, settings_version"
        try database.cachedStatement(
            sql: """
                INSERT INTO dead_letter_action_letters (\(columns))
                SELECT ?, number, ?, ?, state, discard_reason,
                    \(isOfBody ? body : "NULL, NULL, NULL, NULL, NULL")
                FROM dead_letters WHERE number = ?
                """
        )
        .execute(arguments: [action, entry, after.rawValue, number])
    }

    /// Adds to the number of dead letters that an action has changed.
    static func count(_ count: Int, of action: Int64, _ database: Database) throws {
        guard count > 0 else { return }
        try database.cachedStatement(
            sql: "UPDATE dead_letter_actions SET changed = changed + ? WHERE number = ?"
        )
        .execute(arguments: [count, action])
        guard database.changesCount == 1 else { throw LedgerError(.other, "There is no action \(action).") }
    }
}
