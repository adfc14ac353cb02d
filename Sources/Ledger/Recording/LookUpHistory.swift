import Terminations

/// What is recorded about one contract.
struct Contract {
    /// What ends its terms, with the rows: one for each term, and for a moment two where one is recorded together with its
    /// withdrawal.
    var inForce: [(termination: TerminationInForce, row: Int64)] = []
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
                if row.integer(1) == 0 {
                    guard let endDate = row.text(7).flatMap({ LocalDate($0) }) else {
                        throw LedgerError(.damaged, "A termination has an end date that is no date.")
                    }
                    let termination = TerminationInForce(
                        row.text(0) ?? "",
                        customerID: row.text(5) ?? "",
                        occurredAt: Instant(milliseconds: row.integer(3)),
                        startDate: row.text(6).flatMap { LocalDate($0) },
                        endDate: endDate
                    )
                    contract.inForce.append((termination, row.integer(4)))
                }
                contract.lastSequence = max(contract.lastSequence, Int(row.integer(2)))
            }
        }
        return contract
    }

    /// The content under which the message's id was accepted before.
    func acceptedContent(of parsed: ParsedMessage, among found: FoundRows) throws -> ContentDigest? {
        guard let id = parsed.messageID else { return nil }
        return try acceptedContent(underMessage: id, among: found.message)
    }

    /// Whether the message was recorded before, with this content.
    func isAccepted(_ parsed: ParsedMessage) throws -> Bool {
        guard let id = parsed.messageID, let digest = parsed.contentDigest else { return false }
        let found = try find(MessageIDs(message: id, termination: nil, contract: nil))
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

    /// What is recorded under the message's own revision, where that is below the termination's latest.
    func earlierContent(of parsed: ParsedMessage, below row: RecordedRow?) throws -> ContentDigest? {
        guard let row, let revision = parsed.message?.revision, revision < row.recorded.revision else { return nil }
        return try RawStatement(
            database,
            "SELECT content_digest FROM termination_revisions WHERE termination = ? AND revision = ?"
        )
        .first {
            $0.integer(row.id)
            $0.integer(revision)
        } _: {
            try ContentDigest(blob: $0.bytes(0))
        }
    }

    /// What is recorded under the message's termination id.
    func recordedTermination(of parsed: ParsedMessage, among found: FoundRows) throws -> RecordedRow? {
        guard let id = parsed.terminationID else { return nil }
        for row in found.termination {
            let recorded = try statements.recordedTermination.first {
                $0.integer(row)
                $0.text(id)
            } _: { row in
                try RecordedRow(RawRow(row))
            }
            if let recorded { return recorded }
        }
        return nil
    }
}
