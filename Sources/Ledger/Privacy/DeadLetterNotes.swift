import Foundation
import GRDB
import Terminations

/// The notes of a dead letter: in the body as it came and as it was mended, in the patches that the audit trail keeps, and
/// in headers that repeat it.
struct DeadLetterNotes: FoundNotes {
    private let number: Int64
    private let id: String
    private let body: NoteRedaction?
    private let mendedBody: NoteRedaction?
    private let transport: JSONValue?
    /// Correlation id, reply-to and trace state, which judging does not look at.
    private let properties: JSONValue?
    private var patches: [(entry: Int64, redaction: NoteRedaction)] = []
    /// In the bodies that an undo would bring back, by their rows.
    private var earlierBodies: [(row: Int64, redaction: NoteRedaction)] = []
    /// What is judged, as it reads before; nil where it was kept by an earlier redaction, or says nothing.
    private let digest: ContentDigest?

    var places: Int {
        [body != nil, mendedBody != nil, transport != nil, properties != nil].count { $0 } + patches.count
            + earlierBodies.count
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
                    SELECT id, body, mended_body, properties, transport, content_digest FROM dead_letters
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
        let texts = ((body?.removed ?? []) + (mendedBody?.removed ?? [])).flatMap(\.forms)
        transport = try JSONValue(kept: row[4] as String).without(texts)
        let judged = ["messageId", "contentType", "timestamp"]
        properties = try JSONValue(kept: row[3] as String).without(texts, butIn: judged)
        let isJudgedOtherwise = mended == nil ? body != nil : mendedBody != nil
        if isJudgedOtherwise, (row[5] as Data?) == nil {
            let message = IncomingMessage(
                body: mended ?? received,
                properties: try MessageProperties(text: row[3])
            )
            let limits = MessageLimits(maxBytes: .max, maxDepth: MessageLimits.deepest)
            digest = Reading(message, limits: limits).contentDigest
        } else {
            digest = nil
        }
        if places == 0 { return nil }
    }

    static func patches(of id: String, _ database: Database) throws -> [(entry: Int64, redaction: NoteRedaction)] {
        var patches: [(entry: Int64, redaction: NoteRedaction)] = []
        try HotStatement(
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
                    "SELECT id, mended_body FROM dead_letter_action_letters WHERE letter = ? AND mended_body IS NOT NULL"
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
                UPDATE dead_letters SET body = coalesce(?, body), mended_body = coalesce(?, mended_body),
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
            sql: "UPDATE dead_letter_action_letters SET mended_body = ? WHERE id = ?"
        )
        for (row, redaction) in earlierBodies { try earlier.execute(arguments: [Data(redaction.bytes), row]) }
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
    /// With null for every string that has one of these texts in it; nil where none has.
    ///
    /// - Parameter kept: members that are left as they are.
    fileprivate func without(_ texts: [[UInt8]], butIn kept: [String] = []) -> JSONValue? {
        let long = texts.filter { $0.count >= RemovedTexts.shortest }.map { Data($0) }
        guard !long.isEmpty else { return nil }
        let members = object?.members.map { member in
            kept.contains(member.name) ? member : .init(name: member.name, value: member.value.cleaned(of: long))
        }
        let cleaned = members.map { .object(JSONObject($0)) } ?? cleaned(of: long)
        return cleaned == self ? nil : cleaned
    }

    private func cleaned(of texts: [Data]) -> JSONValue {
        switch self {
        case .string(let text):
            // Headers of bytes are kept in Base64.
            let contents = [Data(text.utf8)] + (Data(base64Encoded: text).map { [$0] } ?? [])
            let isFound = contents.contains { content in texts.contains { content.range(of: $0) != nil } }
            return isFound ? .null : self
        case .array(let elements): return .array(elements.map { $0.cleaned(of: texts) })
        case .object(let object):
            return .object(JSONObject(object.members.map { .init(name: $0.name, value: $0.value.cleaned(of: texts)) }))
        case .null, .bool, .number: return self
        }
    }
}
