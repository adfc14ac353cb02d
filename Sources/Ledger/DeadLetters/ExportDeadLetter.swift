import Foundation
public import Terminations

extension Ledger {
    /// One dead letter with everything that is known of it, bytes in Base64; nil when there is none with this id.
    public func exportDeadLetter(id: String) throws(LedgerError) -> JSONValue? {
        try reportingLedgerErrors {
            try pool.read { database in
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT \(DeadLetter.columns), transport, properties, body, edited_body FROM dead_letters
                        WHERE id = ?
                        """,
                    arguments: [id]
                )
                guard let row else { return nil }
                let deadLetter = try DeadLetter(row, database)
                var members = try deadLetter.members
                members.append(.init(name: "properties", value: try JSONValue(kept: row["properties"] as String)))
                members.append(.init(name: "transport", value: try JSONValue(kept: row["transport"] as String)))
                members.append(.init(name: "bodyBase64", value: .string((row["body"] as Data).base64EncodedString())))
                if let mended = row["edited_body"] as Data? {
                    members.append(.init(name: "mendedBodyBase64", value: .string(mended.base64EncodedString())))
                }
                let history = try AuditEntry.fetch(database, of: id).map(\.json)
                members.append(.init(name: "history", value: .array(history)))
                return .object(JSONObject(members))
            }
        }
    }
}

extension DeadLetter {
    fileprivate var members: [JSONObject.Member] {
        get throws {
            var members: [JSONObject.Member] = []
            func add(_ name: String, _ value: JSONValue?) {
                members.append(.init(name: name, value: value ?? .null))
            }
            add("id", .string(id))
            add("number", .number(JSONNumber(number)))
            add("state", .string(state.rawValue))
            add("source", .string(source.rawValue))
            add("messageId", messageID.map(JSONValue.string))
            add("terminationId", terminationID.map(JSONValue.string))
            add("contractId", contractID.map(JSONValue.string))
            add("customerId", customerID.map(JSONValue.string))
            add("fingerprint", .string(fingerprint))
            add("violations", try JSONValue(kept: Violation.text(violations)))
            add("attempts", .number(JSONNumber(attempts)))
            add("occurrences", .number(JSONNumber(occurrences)))
            add("settingsVersion", settingsVersion.map { .number(JSONNumber($0)) })
            add("receivedAt", .string(receivedAt.description))
            add("lastSeenAt", .string(lastSeenAt.description))
            if let importRun { add("importRun", .number(JSONNumber(Int(importRun)))) }
            if let resolvedAt { add("resolvedAt", .string(resolvedAt.description)) }
            if let resolution {
                add(
                    "resolution",
                    .object(
                        JSONObject([
                            .init(name: "terminationId", value: .string(resolution.terminationID)),
                            .init(name: "revision", value: .number(JSONNumber(resolution.revision))),
                            .init(name: "messageId", value: .string(resolution.messageID)),
                        ])
                    )
                )
            }
            if let discardReason { add("discardReason", .string(discardReason)) }
            if let redactedAt { add("redactedAt", .string(redactedAt.description)) }
            add("version", .number(JSONNumber(version)))
            return members
        }
    }
}

extension AuditEntry {
    /// The entry for programs: everything that its hash is made of but the salt, and the hash.
    public var json: JSONValue {
        let subject: [(String, JSONValue?)] = [
            ("deadLetterId", deadLetterID.map(JSONValue.string)),
            ("terminationId", terminationID.map(JSONValue.string)),
        ]
        let members: [(String, JSONValue?)] =
            [("number", .number(JSONNumber(number)))] + subject + [
                ("at", .string(at.description)), ("actor", .string(actor)), ("via", .string(via.text)),
                ("reason", .string(reason)),
                ("action", .string(action.rawValue)), ("details", details),
                ("redactedBy", redactedBy.map { .number(JSONNumber(Int($0))) }), ("hash", .string(hash)),
            ]
        return .object(JSONObject(members.compactMap { name, value in value.map { .init(name: name, value: $0) } }))
    }
}
