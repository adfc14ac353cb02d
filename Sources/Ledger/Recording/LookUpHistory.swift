import Terminations

/// What is recorded about one contract.
struct Contract {
    /// The termination in force, if any.
    var inForce: String?
    /// The last `contractSequence` that was given out, 0 when none.
    var lastSequence = 0
}

extension Batch {
    func fetchContract(_ id: String?) throws -> Contract {
        var contract = Contract()
        guard let id else { return contract }
        try statements.contract.forEachRow {
            $0.text(id)
        } _: { row in
            if row.integer(1) == 0 { contract.inForce = row.text(0) }
            contract.lastSequence = max(contract.lastSequence, Int(row.integer(2)))
        }
        return contract
    }

    /// Gathers what the ledger knows that bears on one message.
    func fetchHistory(of reading: Reading, contract: Contract) throws -> History {
        var history = History.none
        history.terminationInForce = contract.inForce
        if let messageID = reading.messageID {
            history.acceptedContent = try statements.acceptedContent.first {
                $0.text(messageID)
            } _: { row in
                try ContentDigest(blob: row.bytes(0))
            }
        }
        if let terminationID = reading.terminationID {
            history.termination = try recordedTermination(terminationID)
        }
        return history
    }

    private func recordedTermination(_ id: String) throws -> History.RecordedTermination? {
        try statements.recordedTermination.first {
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
    }
}
