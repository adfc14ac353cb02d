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
        guard let id else { return Contract() }
        return try transaction.contract(id, among: rows)
    }

    /// The content under which the message's id was accepted before.
    func acceptedContent(of parsed: ParsedMessage, among found: FoundRows) throws -> ContentDigest? {
        guard let id = parsed.messageID else { return nil }
        return try transaction.acceptedContent(ofMessage: id, among: found.message)
    }

    /// Whether the message was recorded before, with this content.
    func isAccepted(_ parsed: ParsedMessage) throws -> Bool {
        guard let id = parsed.messageID, let digest = parsed.contentDigest else { return false }
        let found = try find(MessageIDs(message: id, termination: nil, contract: nil))
        return try transaction.acceptedContent(ofMessage: id, among: found.message) == digest
    }

    /// What is recorded under the message's own revision, where that is below the termination's latest.
    func earlierContent(of parsed: ParsedMessage, below row: TerminationRow?) throws -> ContentDigest? {
        guard let row, let revision = parsed.message?.revision, revision < row.recorded.revision else { return nil }
        return try transaction.revision(revision, of: row.id)?.content
    }

    /// What is recorded under the message's termination id.
    func recordedTermination(of parsed: ParsedMessage, among found: FoundRows) throws -> TerminationRow? {
        guard let id = parsed.terminationID else { return nil }
        return try transaction.termination(id, among: found.termination)
    }
}
