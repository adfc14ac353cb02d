import GRDB
import Terminations

extension Batch {
    /// Writes a new termination with its first revision, and reserves the message id.
    ///
    /// - Returns: the row of the revision.
    mutating func insert(_ termination: Termination, body: [UInt8], contractSequence: Int) throws -> Int64 {
        let message = termination.message
        let reason = try termination.reason.map { try reasons.use($0, database) }
        try statements.insertTermination.execute {
            $0.text(message.terminationID)
            $0.text(message.contractID)
            $0.integer(contractSequence)
            $0.integer(message.revision)
            $0.text(message.customerID)
            $0.text(message.terminationType.rawValue)
            $0.text(message.initiator?.rawValue)
            $0.text(message.contractType)
            $0.text(message.customerKind?.rawValue)
            $0.integer(reason)
            $0.text(message.endDate.description)
            $0.integer(termination.billingStopsAt.milliseconds)
            $0.integer(message.occurredAt.milliseconds)
            $0.integer(settingsVersion)
            $0.integer(recordedAt.milliseconds)
        }
        let row = database.lastInsertedRowID
        try statements.insertRevision.execute {
            $0.integer(row)
            $0.integer(message.revision)
            $0.text(message.action.rawValue)
            $0.text(message.messageID)
            $0.blob(message.contentDigest.bytes)
            $0.integer(settingsVersion)
            $0.integer(recordedAt.milliseconds)
            $0.blob(body)
        }
        let revision = database.lastInsertedRowID
        ids.note(termination: row, message.terminationID, contract: message.contractID)
        ids.note(revision: revision, message: message.messageID)
        return revision
    }
}
