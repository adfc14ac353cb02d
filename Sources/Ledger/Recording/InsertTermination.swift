import Foundation
import GRDB
import Terminations

extension Batch {
    /// Writes a new termination with its first revision, and reserves the message id.
    ///
    /// - Returns: the row of the revision.
    func insert(_ termination: Termination, body: [UInt8], contractSequence: Int) throws -> Int64 {
        let message = termination.message
        let terminations = try database.cachedStatement(
            sql: """
                INSERT INTO terminations (
                    termination_id, contract_id, contract_sequence, revision, customer_id, termination_type, initiator,
                    contract_type, reason, end_date, billing_stops_at, occurred_at, settings_version, recorded_at
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try terminations.execute(arguments: [
            message.terminationID, message.contractID, contractSequence, message.revision, message.customerID,
            message.terminationType.rawValue, message.initiator?.rawValue, message.contractType,
            termination.reason?.text, message.endDate.description, termination.billingStopsAt.milliseconds,
            message.occurredAt.milliseconds, settingsVersion, recordedAt.milliseconds,
        ])
        let row = database.lastInsertedRowID

        let revisions = try database.cachedStatement(
            sql: """
                INSERT INTO termination_revisions (
                    termination, revision, action, message_id, content_digest, settings_version, recorded_at, body
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try revisions.execute(arguments: [
            row, message.revision, message.action.rawValue, message.messageID, message.contentDigest.blob,
            settingsVersion, recordedAt.milliseconds, Data(body),
        ])
        let revision = database.lastInsertedRowID

        let messages = try database.cachedStatement(sql: "INSERT INTO messages (message_id, revision) VALUES (?, ?)")
        try messages.execute(arguments: [message.messageID, revision])
        return revision
    }
}
