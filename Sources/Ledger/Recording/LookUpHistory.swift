import Terminations

/// What is recorded about one contract.
struct Contract {
    /// The termination in force, if any.
    var inForce: String?
    /// The last `contractSequence` that was given out, 0 when none.
    var lastSequence = 0
}

extension Batch {
    /// - Parameter rows: those that may be of the contract.
    func fetchContract(_ id: String?, among rows: [Int64]) throws -> Contract {
        var contract = Contract()
        guard let id else { return contract }
        for row in rows {
            try statements.contract.forEachRow {
                $0.integer(row)
                $0.text(id)
            } _: { row in
                if row.integer(1) == 0 { contract.inForce = row.text(0) }
                contract.lastSequence = max(contract.lastSequence, Int(row.integer(2)))
            }
        }
        return contract
    }

    /// Gathers what the ledger knows that bears on one message.
    func fetchHistory(of reading: Reading, contract: Contract, among found: FoundRows) throws -> History {
        var history = History.none
        history.terminationInForce = contract.inForce
        if let id = reading.messageID {
            history.acceptedContent = try acceptedContent(underMessage: id, among: found.message)
        }
        if let id = reading.terminationID {
            history.termination = try recordedTermination(id, among: found.termination)
        }
        return history
    }

    /// Whether the message was recorded before, with this content.
    func isAccepted(_ reading: Reading) throws -> Bool {
        guard let id = reading.messageID, let digest = reading.contentDigest else { return false }
        let found = try ids.find(MessageIDs(message: id, termination: nil, contract: nil))
        return try acceptedContent(underMessage: id, among: found.message) == digest
    }

    private func acceptedContent(underMessage id: String, among rows: [Int64]) throws -> ContentDigest? {
        for row in rows {
            let digest = try statements.acceptedContent.first {
                $0.integer(row)
                $0.text(id)
            } _: { row in
                try ContentDigest(blob: row.bytes(0))
            }
            if let digest { return digest }
        }
        return nil
    }

    private func recordedTermination(
        _ id: String,
        among rows: [Int64]
    ) throws -> History.RecordedTermination? {
        for row in rows {
            let recorded = try statements.recordedTermination.first {
                $0.integer(row)
                $0.text(id)
            } _: { row in
                History.RecordedTermination(
                    terminationID: id,
                    contractID: row.text(0) ?? "",
                    customerID: row.text(1) ?? "",
                    revision: Int(row.integer(2)),
                    contentDigest: try ContentDigest(blob: row.bytes(4)),
                    isWithdrawn: row.integer(3) != 0
                )
            }
            if let recorded { return recorded }
        }
        return nil
    }
}
