import Foundation
public import JSON
import Terminations

extension Ledger {
    /// Everything that is kept of one termination: what it is now, each message as it came, each event as it was published,
    /// and what was redacted. Nil where there is none.
    ///
    /// Holds notes and sensitive reasons. Who redacted something is left out: that is somebody else's name.
    ///
    /// - Parameter row: of ``CustomerRows/terminations``.
    public func exportTermination(_ row: Int64) throws(LedgerError) -> JSONValue? {
        try reportingLedgerErrors {
            try pool.read { database in
                let found = try Row.fetchOne(
                    database,
                    sql: "SELECT terminations.*, snapshot FROM \(TerminationSummary.tables) WHERE terminations.id = ?",
                    arguments: [row]
                )
                guard let found else { return nil }
                var object = ExportedObject()
                try object.addTermination(found)
                object.add("revisions", .array(try Self.exportRevisions(database, of: row)))
                let effect: Int64? = found["effective_event"]
                object.add("effect", try effect.flatMap { try Self.exportEvent(database, at: $0) })
                let redactions = try AuditEntry.fetch(database, ofTermination: found["termination_id"])
                object.add("redactions", .array(redactions.map(\.jsonWithoutActor)))
                return object.json
            }
        }
    }

    /// One dead letter with everything that is known of it, as ``exportDeadLetter(id:)``, without the names of actors,
    /// and with the event of its refusal.
    public func exportDeadLetter(id: String, rejectedBy sequence: Int64?) throws(LedgerError) -> JSONValue? {
        guard let deadLetter = try exportDeadLetter(id: id)?.object else { return nil }
        let history = try history(of: id).map(\.jsonWithoutActor)
        return try reportingLedgerErrors {
            let event = try sequence.flatMap { sequence in
                try pool.read { try Self.exportEvent($0, at: sequence) }
            }
            let members = deadLetter.members.filter { $0.name != "history" }
            return .object(
                JSONObject(
                    members + [
                        .init(name: "rejection", value: event ?? .null), .init(name: "history", value: .array(history)),
                    ]
                )
            )
        }
    }

    private static func exportRevisions(_ database: Database, of termination: Int64) throws -> [JSONValue] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT *, (SELECT \(EngineSQL.array(of: "message_id")) FROM repeated_messages
                    WHERE repeated_messages.revision = termination_revisions.id) AS repeated_by
                FROM termination_revisions WHERE termination = ? ORDER BY revision
                """,
            arguments: [termination]
        )
        .map { row in
            var object = ExportedObject()
            object.add("revision", row["revision"] as Int)
            object.add("action", row["action"] as String)
            object.add("messageId", row["message_id"] as String)
            object.add("superseded", .bool(row["superseded"]))
            object.add("repeatedBy", try JSONValue(parsing: row["repeated_by"] as String))
            object.add("settingsVersion", row["settings_version"] as Int)
            object.add("recordedAt", Instant(milliseconds: row["recorded_at"]))
            let body = row["body"] as Data
            object.add("pruned", .bool(body.isEmpty))
            object.add("message", body.isEmpty ? nil : document(body))
            object.add("event", try (row["event"] as Int64?).flatMap { try exportEvent(database, at: $0) })
            if let superseded = row["superseded_effect"] as Int64? {
                object.add("supersededEffect", try exportEvent(database, at: superseded))
            }
            return object.json
        }
    }

    /// Nil where the event is older than events are kept.
    private static func exportEvent(_ database: Database, at sequence: Int64) throws -> JSONValue? {
        try Data.fetchOne(database, sql: "SELECT body FROM events WHERE sequence = ?", arguments: [sequence])
            .map(document)
    }

    /// Bytes that are no JSON in Base64.
    private static func document(_ bytes: Data) -> JSONValue {
        (try? JSONValue(parsing: [UInt8](bytes), maxDepth: JSONValue.maxDepth))
            ?? .string(bytes.base64EncodedString())
    }
}

/// A JSON object that is put together member by member.
private struct ExportedObject {
    private var members: [JSONObject.Member] = []

    var json: JSONValue { .object(JSONObject(members)) }

    mutating func add(_ name: String, _ value: JSONValue?) {
        members.append(.init(name: name, value: value ?? .null))
    }

    mutating func add(_ name: String, _ text: String?) { add(name, text.map(JSONValue.string)) }
    mutating func add(_ name: String, _ number: Int?) { add(name, number.map { .number(JSONNumber($0)) }) }
    mutating func add(_ name: String, _ instant: Instant?) { add(name, instant?.description) }

    mutating func addTermination(_ row: Row) throws {
        for (name, column) in [
            ("terminationId", "termination_id"), ("contractId", "contract_id"), ("customerId", "customer_id"),
            ("customerKind", "customer_kind"), ("contractType", "contract_type"),
            ("terminationType", "termination_type"), ("initiator", "initiator"), ("channel", "channel"),
            ("endDate", "end_date"), ("receivedOn", "received_on"), ("currency", "currency"),
        ] { add(name, row[column] as String?) }
        add("monthlyAmount", row["monthly_amount"] as Int?)
        add("revision", row["revision"] as Int?)
        add("withdrawn", .bool(row["ended"] as Int64 != 0))
        for (name, column) in [
            ("billingStopsAt", "billing_stops_at"), ("effectiveAt", "effective_at"), ("occurredAt", "occurred_at"),
            ("recordedAt", "recorded_at"),
        ] { add(name, (row[column] as Int64?).map(Instant.init(milliseconds:))) }
        add("reason", try (row["snapshot"] as String?).map { try JSONValue(kept: $0) })
    }
}

extension AuditEntry {
    /// For the person whom the entry concerns: what was done, when and why, without the actor and the chain.
    fileprivate var jsonWithoutActor: JSONValue {
        var object = ExportedObject()
        object.add("at", at)
        object.add("by", actor == "terminus" ? "terminus" : "operator")
        object.add("action", action.rawValue)
        object.add("reason", reason)
        object.add("details", details)
        return object.json
    }
}
