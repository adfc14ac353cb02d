import Crypto
import Foundation
import JSON
import Terminations

/// Removes values from the details of entries in the audit trail, in the transaction of the entry that records it.
///
/// The redacting entry names each redacted one and the SHA-256 of its details after that. Any other change of
/// details is found as before.
struct AuditRedaction {
    /// An entry with its new details.
    struct Change {
        let number: Int64
        let details: String
    }

    /// The member of the redacting entry's details that names the entries.
    static let member = "auditEntries"

    static func json(_ changes: [Change]) -> JSONValue {
        .object(
            JSONObject(
                changes.map { .init(name: String($0.number), value: .string(digest(of: $0.details))) }
            )
        )
    }

    /// Writes the changes, once the entry that names them is appended.
    static func apply(_ changes: [Change], by redaction: Int64, _ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "UPDATE dead_letter_audit SET details = ?, salt = NULL, redacted_by = ? WHERE number = ?"
        )
        for change in changes {
            try statement.execute(arguments: [change.details, redaction, change.number])
        }
    }

    /// Whether the entry `redaction` records these details of the entry `number`.
    static func allows(_ details: String, of number: Int64, by redaction: Int64, _ database: Database) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: """
                SELECT details FROM dead_letter_audit
                WHERE number = ? AND action IN ('redacted', 'pruned') AND redacted_by IS NULL
                """
        )
        // Details that cannot be read allow nothing: the entry is found as changed.
        guard redaction > number, let text = try String.fetchOne(statement, arguments: [redaction]),
            let named = try? JSONValue(kept: text).object?[member]?.object
        else { return false }
        return named[String(number)]?.string == digest(of: details)
    }

    private static func digest(of details: String) -> String {
        AuditEntry.hexadecimal(Array(SHA256.hash(data: Array(details.utf8))))
    }
}
