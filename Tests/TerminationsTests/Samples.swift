import JSON
import Terminations
import YAML

/// A valid message of every field, and what tests change in it.
enum Sample {
    static let body = #"""
        {"messageId": "m-1", "action": "terminate", "terminationId": "t-1", "revision": 1, "contractId": "c-1",
         "customerId": "k-1", "contractType": "maintenance", "customerKind": "business", "terminationType": "ordinary",
         "initiator": "customer", "reasonCode": "price", "note": "Found a better offer", "receivedOn": "2026-03-01",
         "endDate": "2026-03-31", "timeZone": "Europe/Amsterdam",
         "contract": {"startDate": "2020-01-01", "termEndDate": "2026-12-31", "noticePeriod": "P1M",
                      "billedThrough": "2026-06-30", "billingPeriod": "P3M", "periodAmount": 12999, "currency": "EUR"},
         "batchId": "b-1", "channel": "portal", "requestedBy": "agent-7", "occurredAt": "2026-03-01T10:15:30+01:00"}
        """#

    /// The body with members set to JSON texts, or left out where the text is nil. `a.b` is `b` in `a`.
    static func changed(_ changes: KeyValuePairs<String, String?>) -> JSONValue {
        changes.reduce(try! JSONValue(parsing: body)) { changing($0, $1.key, to: $1.value) }
    }

    static func changing(_ value: JSONValue, _ path: String, to text: String?) -> JSONValue {
        set(path.split(separator: ".").map(String.init), to: text, in: value)
    }

    static func message(_ changes: KeyValuePairs<String, String?> = [:]) -> IncomingMessage {
        IncomingMessage(body: bytes(changed(changes)))
    }

    static func parsed(_ changes: KeyValuePairs<String, String?> = [:]) -> ParsedMessage {
        ParsedMessage(message(changes))
    }

    static func bytes(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(value)
        return writer.bytes
    }

    static func settings(_ yaml: String = "") -> SettingsVersion {
        let base = yaml.contains("timeZone:") ? "" : "timeZone: Europe/Amsterdam\n"
        let language = yaml.contains("defaultLanguage:") ? "" : "defaultLanguage: nl\n"
        let reasons = yaml.contains("reasons:") ? "" : "reasons:\n  - {code: price, labels: {nl: Te duur}}\n"
        return SettingsVersion(
            number: 7,
            settings: try! Settings.parse(yamlOrJSON: base + language + reasons + yaml).settings
        )
    }

    private static func set(_ path: [String], to text: String?, in value: JSONValue) -> JSONValue {
        var members = value.object?.members ?? []
        let index = members.firstIndex { $0.name == path[0] }
        var replacement = text.map { try! JSONValue(parsing: $0, maxDepth: 200) }
        if path.count > 1 {
            replacement = set(
                Array(path.dropFirst()),
                to: text,
                in: index.map { members[$0].value } ?? .object(.init())
            )
        }
        switch (index, replacement) {
        case (let index?, let value?): members[index] = JSONObject.Member(name: path[0], value: value)
        case (let index?, nil): members.remove(at: index)
        case (nil, let value?): members.append(JSONObject.Member(name: path[0], value: value))
        case (nil, nil): break
        }
        return .object(JSONObject(members))
    }
}

extension ParsedMessage {
    /// The violations of form as "code pointer".
    var lines: [String] { formViolations.lines }
}

extension [Violation] {
    var lines: [String] { map { "\($0.code.rawValue) \($0.pointer)" } }
}

extension Verdict {
    /// The verdict in one word, or the violations as "code pointer".
    var lines: [String] {
        switch self {
        case .accepted: ["accepted"]
        case .held: ["held"]
        case .duplicate: ["duplicate"]
        case .stale: ["stale"]
        case .rejected(let violations): violations.lines
        }
    }

    var staleness: Staleness? {
        switch self {
        case .stale(let staleness): staleness
        case .accepted, .duplicate, .held, .rejected: nil
        }
    }

    var violations: [Violation] {
        switch self {
        case .accepted, .duplicate, .stale, .held: []
        case .rejected(let violations): violations
        }
    }

    var termination: Termination? {
        switch self {
        case .accepted(.terminated(let termination)), .accepted(.corrected(let termination, _)): termination
        case .accepted(.withdrawn), .duplicate, .stale, .held, .rejected: nil
        }
    }
}

extension TerminationInForce {
    /// Another termination of the contract, made before all messages of the tests.
    static func other(
        _ terminationID: String,
        customerID: String = "k-1",
        from startDate: String? = nil,
        to endDate: String = "2026-06-30"
    ) -> TerminationInForce {
        TerminationInForce(
            terminationID,
            customerID: customerID,
            occurredAt: Instant(rfc3339: "2026-01-01T00:00:00Z")!,
            startDate: startDate.map { LocalDate($0)! },
            endDate: LocalDate(endDate)!
        )
    }
}
