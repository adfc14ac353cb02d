import Foundation
import Terminations

/// The notes of an event: in its body where the settings publish notes, and where the message repeated them in
/// `correlation-id` or `tracestate`, which the event repeats.
struct EventNotes {
    private let sequence: Int64
    private let body: NoteRedaction?
    private let dropsCorrelation: Bool
    private let dropsTraceState: Bool

    /// How many columns of the event hold a note.
    var places: Int { [body != nil, dropsCorrelation, dropsTraceState].count { $0 } }
    var removed: [RemovedText] { body?.removed ?? [] }

    /// The columns that a statement must select for it, in this order, after its own.
    static let columns = "events.sequence, events.body, events.correlation_id, events.tracestate"

    /// Nil where there is none.
    ///
    /// - Parameters:
    ///   - first: the first of ``columns``.
    ///   - texts: the texts of the message's notes.
    init?(_ row: RawRow, from first: Int32, repeating texts: NoteTexts) {
        sequence = row.integer(first)
        var texts = texts
        let stored = row.bytes(first + 1)
        let note = NoteRedaction(ofEvent: stored)
        texts.add(note?.removed ?? [])
        dropsCorrelation = row.opaque(first + 2).map { texts.occur(in: $0.bytes) } ?? false
        dropsTraceState = row.text(first + 3).map { texts.occur(in: Array($0.utf8)) } ?? false
        // The envelope has of these what the columns have.
        body =
            dropsCorrelation || dropsTraceState
            ? NoteRedaction(ofEvent: stored, repeating: { texts.occur(in: $0) }) : note
        if places == 0 { return nil }
    }

    func write(_ database: Database) throws {
        try database.cachedStatement(
            sql: """
                UPDATE events SET body = coalesce(?, body), correlation_id = CASE WHEN NOT ? THEN correlation_id END,
                    tracestate = CASE WHEN NOT ? THEN tracestate END
                WHERE sequence = ?
                """
        )
        .execute(arguments: [body.map { Data($0.bytes) }, dropsCorrelation, dropsTraceState, sequence])
    }
}

/// The answers to a refused message that wait to be sent, or for the verdict, and repeat its note.
struct AnswerNotes {
    private var changes: [(position: Int64, body: [UInt8]?, dropsCorrelation: Bool, dropsTraceState: Bool)] = []
    /// Those whose queue's name repeats it. They can be sent nowhere else, so they are removed.
    private var unsendable: [Int64] = []

    var places: Int { changes.count + unsendable.count }

    init(of deadLetterID: String, repeating texts: NoteTexts, _ database: Database) throws {
        guard !texts.isEmpty else { return }
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT position, reply_to, correlation_id, tracestate, body FROM answers WHERE dead_letter = ?"
            ),
            arguments: [deadLetterID]
        )
        for row in rows {
            let bytes = (1...4).map { (row[$0] as Data?).map(Array.init) ?? [] }
            if texts.occur(in: bytes[0]) {
                unsendable.append(row[0])
                continue
            }
            let body = NoteRedaction(ofEvent: bytes[3], repeating: { texts.occur(in: $0) })?.bytes
            let (correlation, state) = (texts.occur(in: bytes[1]), texts.occur(in: bytes[2]))
            if body != nil || correlation || state { changes.append((row[0], body, correlation, state)) }
        }
    }

    func write(_ database: Database) throws {
        let update = try database.cachedStatement(
            sql: """
                UPDATE answers SET body = coalesce(?, body), correlation_id = CASE WHEN NOT ? THEN correlation_id END,
                    tracestate = CASE WHEN NOT ? THEN tracestate END
                WHERE position = ?
                """
        )
        for change in changes {
            let body = change.body.map { Data($0) }
            try update.execute(arguments: [body, change.dropsCorrelation, change.dropsTraceState, change.position])
        }
        let delete = try database.cachedStatement(sql: "DELETE FROM answers WHERE position = ?")
        for position in unsendable { try delete.execute(arguments: [position]) }
    }
}

/// The texts of notes, for the search in columns that may repeat them. Short texts occur anywhere by chance, and are
/// left out.
struct NoteTexts {
    private(set) var forms: [Data] = []

    var isEmpty: Bool { forms.isEmpty }

    init(_ removed: [RemovedText] = []) { add(removed) }

    mutating func add(_ removed: [RemovedText]) {
        forms += removed.flatMap(\.forms).filter { $0.count >= RemovedTexts.shortest }.map { Data($0) }
    }

    /// Also in Base64, the form of bytes that are no text.
    func occur(in bytes: [UInt8]) -> Bool {
        guard !forms.isEmpty, bytes.count >= RemovedTexts.shortest else { return false }
        let contents = [Data(bytes)] + (Data(base64Encoded: Data(bytes)).map { [$0] } ?? [])
        return contents.contains { content in forms.contains { content.range(of: $0) != nil } }
    }
}
