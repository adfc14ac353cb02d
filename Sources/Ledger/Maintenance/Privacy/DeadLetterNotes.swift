import Foundation
import JSON
import Terminations

/// The notes of a dead letter: in the received and the edited body, in the patches of the audit trail, and where the
/// message repeated them: in its properties and headers, in the event of its refusal, and in waiting answers.
struct DeadLetterNotes: FoundNotes {
    private let number: Int64
    private let id: String
    private let body: NoteRedaction?
    private let mendedBody: NoteRedaction?
    private let transport: JSONValue?
    /// Correlation id, reply-to and trace state, which judging does not look at.
    private let properties: JSONValue?
    private let event: EventNotes?
    private let answers: AnswerNotes
    private var patches: [(entry: Int64, redaction: NoteRedaction)] = []
    /// In the bodies that an undo would bring back, by their rows.
    private var earlierBodies: [(row: Int64, redaction: NoteRedaction)] = []
    /// The content digest before the redaction; nil where an earlier redaction kept it, or there is none.
    private let digest: ContentDigest?

    var places: Int {
        [body != nil, mendedBody != nil, transport != nil, properties != nil].count { $0 } + patches.count
            + earlierBodies.count + (event?.places ?? 0) + answers.places
    }
    var removed: [RemovedText] {
        (body?.removed ?? []) + (mendedBody?.removed ?? []) + patches.flatMap(\.redaction.removed)
            + earlierBodies.flatMap(\.redaction.removed)
    }

    /// Nil where there is none.
    init?(_ number: Int64, _ database: Database) throws {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT id, body, edited_body, properties, transport, content_digest FROM dead_letters
                    WHERE number = ?
                    """
            ),
            arguments: [number]
        )
        guard let row else { return nil }
        self.number = number
        id = row[0]
        let received = [UInt8](row[1] as Data)
        let mended = (row[2] as Data?).map { [UInt8]($0) }
        body = NoteRedaction(ofMessage: received)
        mendedBody = mended.flatMap { NoteRedaction(ofMessage: $0) }
        patches = try Self.patches(of: id, database)
        earlierBodies = try Self.earlierBodies(of: number, database)
        let texts = NoteTexts(
            (body?.removed ?? []) + (mendedBody?.removed ?? []) + patches.flatMap(\.redaction.removed)
                + earlierBodies.flatMap(\.redaction.removed)
        )
        transport = try JSONValue(kept: row[4] as String).without(texts)
        let judged = ["messageId", "contentType", "timestamp"]
        properties = try JSONValue(kept: row[3] as String).without(texts, butIn: judged)
        answers = try AnswerNotes(of: id, repeating: texts, database)
        event = try Self.event(of: number, repeating: texts, database)
        let isJudgedOtherwise = mended == nil ? body != nil : mendedBody != nil
        if isJudgedOtherwise, (row[5] as Data?) == nil {
            let message = IncomingMessage(
                body: mended ?? received,
                properties: try MessageProperties(text: row[3])
            )
            let limits = MessageLimits(maxBytes: .max, maxDepth: JSONValue.maxDepth)
            digest = ParsedMessage(message, limits: limits).contentDigest
        } else {
            digest = nil
        }
        if places == 0 { return nil }
    }

    /// The notes of the event that announced the refusal.
    private static func event(
        of number: Int64,
        repeating texts: NoteTexts,
        _ database: Database
    ) throws -> EventNotes? {
        var event: EventNotes?
        try RawStatement(
            database,
            "SELECT \(EventNotes.columns) FROM events WHERE sequence = (SELECT event FROM dead_letters WHERE number = ?)"
        )
        .forEachRow {
            $0.integer(number)
        } _: { row in
            event = EventNotes(row, from: 0, repeating: texts)
        }
        return event
    }

    static func patches(of id: String, _ database: Database) throws -> [(entry: Int64, redaction: NoteRedaction)] {
        var patches: [(entry: Int64, redaction: NoteRedaction)] = []
        try RawStatement(
            database,
            "SELECT number, details FROM dead_letter_audit WHERE dead_letter = ? AND action = 'mended' ORDER BY number"
        )
        .forEachRow {
            $0.text(id)
        } _: { row in
            let details = try JSONValue(kept: row.text(1) ?? "")
            if let redaction = NoteRedaction(ofMending: details) { patches.append((row.integer(0), redaction)) }
        }
        return patches
    }

    private static func earlierBodies(
        of number: Int64,
        _ database: Database
    ) throws -> [(row: Int64, redaction: NoteRedaction)] {
        try Row.fetchAll(
            database.cachedStatement(
                sql:
                    "SELECT id, edited_body FROM dead_letter_action_letters WHERE letter = ? AND edited_body IS NOT NULL"
            ),
            arguments: [number]
        )
        .compactMap { row in NoteRedaction(ofMessage: [UInt8](row[1] as Data)).map { (row[0], $0) } }
    }

    func write(
        _ database: Database,
        _ trail: inout AuditTrail,
        by author: AuditTrail.Author,
        at now: Instant
    ) throws {
        try database.cachedStatement(
            sql: """
                UPDATE dead_letters SET body = coalesce(?, body), edited_body = coalesce(?, edited_body),
                    transport = coalesce(?, transport), properties = coalesce(?, properties), content_digest = coalesce(?, content_digest), redacted_at = ?,
                    version = version + 1
                WHERE number = ?
                """
        )
        .execute(arguments: [
            body.map { Data($0.bytes) }, mendedBody.map { Data($0.bytes) }, transport?.text, properties?.text,
            digest.map { Data($0.bytes) },
            now.milliseconds, number,
        ])
        let earlier = try database.cachedStatement(
            sql: "UPDATE dead_letter_action_letters SET edited_body = ? WHERE id = ?"
        )
        for (row, redaction) in earlierBodies { try earlier.execute(arguments: [Data(redaction.bytes), row]) }
        try event?.write(database)
        try answers.write(database)
        let changes = patches.map {
            AuditRedaction.Change(number: $0.entry, details: String(decoding: $0.redaction.bytes, as: UTF8.self))
        }
        let details = JSONValue.object(
            JSONObject([
                .init(name: "places", value: .number(JSONNumber(places))),
                .init(name: AuditRedaction.member, value: AuditRedaction.json(changes)),
            ])
        )
        try trail.append(.redacted, of: .deadLetter(id), by: author, details: details.text, at: now)
        try AuditRedaction.apply(changes, by: trail.count, database)
    }
}

extension JSONValue {
    /// With null for every string that has one of these texts in it, and without members that have one in their name; nil
    /// where none has.
    ///
    /// - Parameter kept: members that are left as they are.
    fileprivate func without(_ texts: NoteTexts, butIn kept: [String] = []) -> JSONValue? {
        guard !texts.isEmpty else { return nil }
        let members = object?.members.map { member in
            kept.contains(member.name) ? member : .init(name: member.name, value: member.value.cleaned(of: texts))
        }
        let cleaned = members.map { .object(JSONObject($0)) } ?? cleaned(of: texts)
        return cleaned == self ? nil : cleaned
    }

    private func cleaned(of texts: NoteTexts) -> JSONValue {
        switch self {
        case .string(let text): return texts.occur(in: Array(text.utf8)) ? .null : self
        case .array(let elements): return .array(elements.map { $0.cleaned(of: texts) })
        case .object(let object):
            let members = object.members.filter { !texts.occur(in: Array($0.name.utf8)) }
            return .object(JSONObject(members.map { .init(name: $0.name, value: $0.value.cleaned(of: texts)) }))
        case .null, .bool, .number: return self
        }
    }
}
