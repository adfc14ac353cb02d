import GRDB
import Terminations

extension Batch {
    /// Closes the open dead letters of a message id that is accepted now: the settings changed, or the CRM mended the
    /// message under the same id.
    func resolveDeadLetters(ofMessage id: String, by revision: Int64) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE dead_letters SET state = 'resolved', resolved_at = ?, resolved_by = ?
                WHERE message_id = ? AND state = 'open'
                """
        )
        try statement.execute(arguments: [recordedAt.milliseconds, revision, id])
    }
}
