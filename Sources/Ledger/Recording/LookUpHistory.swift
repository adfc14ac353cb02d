import GRDB
import Terminations

/// What is recorded about one contract.
struct Contract {
    /// The termination in force, if any.
    var inForce: String?
    /// The last `contractSequence` that was given out, 0 when none.
    var lastSequence = 0

    static func fetch(_ database: Database, id: String?) throws -> Contract {
        var contract = Contract()
        guard let id else { return contract }
        let statement = try database.cachedStatement(
            sql: "SELECT termination_id, ended, contract_sequence FROM terminations WHERE contract_id = ?"
        )
        let rows = try Row.fetchCursor(statement, arguments: [id])
        while let row = try rows.next() {
            if row[1] as Int64 == 0 { contract.inForce = row[0] }
            contract.lastSequence = max(contract.lastSequence, row[2])
        }
        return contract
    }
}

extension Batch {
    /// Gathers what the ledger knows that bears on one message.
    func fetchHistory(of reading: Reading, contract: Contract) throws -> History {
        var history = History.none
        history.terminationInForce = contract.inForce
        if let messageID = reading.messageID {
            history.acceptedContent = try acceptedContent(underMessage: messageID)
        }
        if let terminationID = reading.terminationID {
            history.termination = try recordedTermination(terminationID)
        }
        return history
    }

    private func acceptedContent(underMessage id: String) throws -> ContentDigest? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT content_digest FROM messages
                JOIN termination_revisions ON termination_revisions.id = messages.revision
                WHERE messages.message_id = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [id]).map { try ContentDigest(blob: $0[0]) }
    }

    private func recordedTermination(_ id: String) throws -> History.RecordedTermination? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT contract_id, customer_id, terminations.revision, ended, content_digest FROM terminations
                JOIN termination_revisions
                    ON termination = terminations.id AND termination_revisions.revision = terminations.revision
                WHERE termination_id = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [id]).map { row in
            History.RecordedTermination(
                terminationID: id,
                contractID: row[0],
                customerID: row[1],
                revision: row[2],
                contentDigest: try ContentDigest(blob: row[4]),
                isWithdrawn: row[3] as Int64 != 0
            )
        }
    }
}
