import Foundation
import JSON
import Terminations

/// The notes of a termination: in the messages as received, and in their events.
struct TerminationNotes: FoundNotes {
    private let terminationID: String
    private var revisions: [(row: Int64, number: Int, redaction: NoteRedaction?)] = []
    private var events: [EventNotes] = []

    var places: Int { revisions.count { $0.redaction != nil } + events.reduce(0) { $0 + $1.places } }
    var removed: [RemovedText] { revisions.flatMap { $0.redaction?.removed ?? [] } + events.flatMap(\.removed) }

    /// Nil where there is none.
    ///
    /// - Parameter before: only of messages that were recorded before this instant.
    init?(_ row: Int64, before: Instant?, _ database: Database) throws {
        guard
            let id = try String.fetchOne(
                database.cachedStatement(sql: "SELECT termination_id FROM terminations WHERE id = ?"),
                arguments: [row]
            )
        else { return nil }
        terminationID = id
        let messages = try RawStatement(
            database,
            """
            SELECT termination_revisions.id, revision, termination_revisions.body, \(EventNotes.columns)
            FROM termination_revisions LEFT JOIN events ON sequence = event
            WHERE termination = ?1 AND (?2 IS NULL OR termination_revisions.recorded_at < ?2)
            """
        )
        var texts = NoteTexts()
        try messages.forEachRow {
            $0.integer(row)
            $0.integer(before?.milliseconds)
        } _: { row in
            let message = NoteRedaction(ofMessage: row.bytes(2))
            texts.add(message?.removed ?? [])
            let event = row.optionalInteger(3) == nil ? nil : EventNotes(row, from: 3, repeating: texts)
            guard message != nil || event != nil else { return }
            revisions.append((row.integer(0), Int(row.integer(1)), message))
            if let event { events.append(event) }
        }
        // An event of the effect repeats what the revision's event had.
        let effects = try RawStatement(
            database,
            """
            SELECT \(EventNotes.columns) FROM events WHERE (?2 IS NULL OR recorded_at < ?2) AND sequence IN (
                SELECT effective_event FROM terminations WHERE id = ?1
                UNION SELECT superseded_effect FROM termination_revisions WHERE termination = ?1)
            """
        )
        try effects.forEachRow {
            $0.integer(row)
            $0.integer(before?.milliseconds)
        } _: { row in
            if let event = EventNotes(row, from: 0, repeating: texts) { events.append(event) }
        }
        if revisions.isEmpty, events.isEmpty { return nil }
    }

    func write(
        _ database: Database,
        _ trail: inout AuditTrail,
        by author: AuditTrail.Author,
        at now: Instant
    ) throws {
        let body = try database.cachedStatement(sql: "UPDATE termination_revisions SET body = ? WHERE id = ?")
        let mark = try database.cachedStatement(
            sql: "INSERT INTO redacted_revisions (revision, at) VALUES (?, ?) ON CONFLICT DO NOTHING"
        )
        for revision in revisions {
            if let redaction = revision.redaction {
                try body.execute(arguments: [Data(redaction.bytes), revision.row])
            }
            try mark.execute(arguments: [revision.row, now.milliseconds])
        }
        for event in events { try event.write(database) }
        let details = JSONValue.object(
            JSONObject([
                .init(name: "places", value: .number(JSONNumber(places))),
                .init(name: "revisions", value: .array(revisions.map { .number(JSONNumber($0.number)) })),
            ])
        )
        try trail.append(.redacted, of: .termination(terminationID), by: author, details: details.text, at: now)
    }
}
