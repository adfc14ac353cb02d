import Foundation
import JSON
import Terminations

/// A dead letter as it is judged again.
struct StoredMessage {
    let number: Int64
    let id: String
    let state: DeadLetter.State
    let version: Int64
    let attempts: Int
    let fingerprint: String
    let messageID: String?
    let terminationID: String?
    let receivedAt: Instant
    let isRedacted: Bool
    let origin: MessageSource
    /// As it was received, or with the edited body, which is JSON in UTF-8 whatever was received.
    let message: IncomingMessage

    var deadLetter: OpenDeadLetter { OpenDeadLetter(number: number, id: id, version: version) }

    static let columns = """
        number, id, state, version, attempts, fingerprint, message_id, properties, coalesce(edited_body, body), \
        termination_id, received_at, content_digest, redacted_at, import_run, \
        (SELECT publishes_events FROM import_runs WHERE import_runs.number = import_run), edited_body IS NOT NULL
        """

    /// Reads a row of ``columns``, in that order.
    init(_ row: RawRow) throws {
        guard let state = DeadLetter.State(rawValue: row.text(2) ?? "") else {
            throw LedgerError(.damaged, "A dead letter has a state that this version does not know.")
        }
        number = row.integer(0)
        id = row.text(1) ?? ""
        self.state = state
        version = row.integer(3)
        attempts = Int(row.integer(4))
        fingerprint = row.text(5) ?? ""
        messageID = row.text(6)
        terminationID = row.text(9)
        receivedAt = Instant(milliseconds: row.integer(10))
        isRedacted = row.optionalInteger(12) != nil
        origin =
            row.optionalInteger(13).map { .imported(run: $0, publishesEvents: row.integer(14) != 0) } ?? .received
        let digest = row.bytes(11)
        var properties = try MessageProperties(text: row.text(7) ?? "")
        if row.integer(15) != 0 {
            properties.contentEncoding = nil
            properties.truncatedBody = nil
        }
        message = IncomingMessage(
            body: row.bytes(8),
            properties: properties,
            redactedDigest: digest.isEmpty ? nil : try ContentDigest(blob: digest)
        )
    }

    /// The message after a patch.
    func patched(by patch: JSONPatch) throws(JSONPatchError) -> IncomingMessage {
        var message = message
        message.body = try body(patchedBy: patch)
        message.properties.contentEncoding = nil
        message.properties.truncatedBody = nil
        message.redactedDigest = nil
        return message
    }

    /// The body after a patch. Pointers lead into `data_base64` of a CloudEvent as into `data`.
    func body(patchedBy patch: JSONPatch) throws(JSONPatchError) -> [UInt8] {
        if patch.changesNothing { throw JSONPatchError("The patch changes nothing.") }
        if message.properties.truncatedBody != nil, !patch.replacesDocument {
            throw JSONPatchError(
                "Only the beginning of the body was kept: only a patch that replaces the whole document can mend it."
            )
        }
        guard let document = try? JSONValue(parsing: message.body, maxDepth: JSONValue.maxDepth) else {
            // There is no document to change; a whole new one can take its place.
            guard patch.replacesDocument else {
                throw JSONPatchError("The body is no JSON: only a patch that replaces the whole document can mend it.")
            }
            return Array(try patch.apply(to: .null).text.utf8)
        }
        if patch.leadsIntoEncodedData, let decoded = document.withDecodedData {
            return Array(try patch.apply(to: decoded).withEncodedData.text.utf8)
        }
        return Array(try patch.apply(to: document).text.utf8)
    }
}

extension StoredMessage {
    /// Which dead letters a transaction takes.
    enum Selection {
        /// As they are, whatever version they have.
        case ids([String])
        case versions([DeadLetterVersion])
        /// Those of a replay run, at most so many, after this position.
        case run(Int64, after: Int, limit: Int)
    }
}

extension StoredMessage.Selection {
    /// Calls `take` with each dead letter in turn: the version that the selection names, and what is stored; nil for an id
    /// that no dead letter has.
    func forEach(_ database: Database, _ take: (DeadLetterVersion, StoredMessage?) throws -> Void) throws {
        switch self {
        case .ids(let ids):
            try Self.forEach(ids, database) { id, stored in
                try take(DeadLetterVersion(id: id, version: stored.map { Int($0.version) } ?? 0), stored)
            }
        case .versions(let versions):
            var next = versions.makeIterator()
            try Self.forEach(versions.lazy.map(\.id), database) { _, stored in
                if let version = next.next() { try take(version, stored) }
            }
        case .run(let number, let position, let limit):
            // One at a time: a dead letter can be large, and a statement that is still reading could see a change.
            let statement = try RawStatement(
                database,
                """
                SELECT \(StoredMessage.columns), position FROM replay_run_letters
                JOIN dead_letters ON dead_letters.number = letter
                WHERE run = ? AND position > ? ORDER BY position LIMIT 1
                """
            )
            var last = Int64(position)
            for _ in 0..<limit {
                let next = try statement.first {
                    $0.integer(number)
                    $0.integer(last)
                } _: { row in
                    (position: row.integer(16), message: try StoredMessage(row))
                }
                guard let next else { return }
                last = next.position
                try take(DeadLetterVersion(id: next.message.id, version: Int(next.message.version)), next.message)
            }
        }
    }

    private static func forEach(
        _ ids: some Sequence<String>,
        _ database: Database,
        _ take: (String, StoredMessage?) throws -> Void
    ) throws {
        let statement = try RawStatement(database, "SELECT \(StoredMessage.columns) FROM dead_letters WHERE id = ?")
        for id in ids {
            let stored = try statement.first {
                $0.text(id)
            } _: {
                try StoredMessage($0)
            }
            try take(id, stored)
        }
    }

    /// What became of each dead letter, in order. One that has another version than the selection names is not replayed.
    func outcomes(
        _ database: Database,
        _ replay: (StoredMessage) throws -> ReplayOutcome.Result
    ) throws -> [ReplayOutcome] {
        var outcomes: [ReplayOutcome] = []
        try forEach(database) { seen, stored in
            let result: ReplayOutcome.Result
            if let stored {
                let isChanged = stored.state == .open && seen.version != stored.version
                result = isChanged ? .changedMeanwhile : try replay(stored)
            } else {
                result = .unknown
            }
            outcomes.append(
                ReplayOutcome(
                    deadLetterID: seen.id,
                    fingerprint: stored?.fingerprint,
                    messageID: stored?.messageID,
                    result: result
                )
            )
        }
        return outcomes
    }
}
