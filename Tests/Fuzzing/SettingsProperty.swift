import JSON
import YAML

@testable import Terminations

/// The properties of a settings file that must hold for any bytes.
enum SettingsProperty {
    static func check(_ bytes: [UInt8]) throws {
        let document: SettingsDocument
        do {
            document = try Settings.parse(yamlOrJSON: String(decoding: bytes, as: UTF8.self))
        } catch {
            try require(!error.violations.isEmpty, "settings are refused without a violation")
            try checkRefusal(error)
            return
        }
        try checkCanonical(document)
        try checkUse(document.settings)
    }

    private static func checkRefusal(_ error: InvalidSettings) throws {
        for violation in error.violations {
            try require(
                JSONPointer(parsing: violation.pointer.description) != nil,
                "a violation's pointer is not valid by RFC 6901: \(violation.pointer)"
            )
        }
        let read = try JSONValue(parsing: Violation.json(error.violations)).array?.map(Violation.init(json:))
        try require(read == error.violations, "stored violations read differently")
    }

    /// The text that the ledger stores means the same settings, and they have the same text again.
    private static func checkCanonical(_ document: SettingsDocument) throws {
        let again = try Settings.parse(yamlOrJSON: document.canonicalJSON)
        try require(isSame(again.settings, document.settings), "the stored text means other settings")
        try require(again.canonicalJSON == document.canonicalJSON, "the stored text changes when it is stored again")
        try require(again.hash == document.hash, "the same settings have two hashes")
        try require(SettingsDifference(from: document, to: again).isEmpty, "the same settings differ")
        // From nothing, so that every field is compared.
        _ = SettingsDifference(from: nil, to: document)
    }

    /// The order of attributes does not matter: the stored text has them sorted.
    private static func isSame(_ one: Settings, _ other: Settings) -> Bool {
        one.timeZone == other.timeZone && one.defaultLanguage == other.defaultLanguage
            && one.reasonRequired == other.reasonRequired && one.note == other.note
            && one.maxBackdatingDays == other.maxBackdatingDays && one.maxForwardDays == other.maxForwardDays
            && one.heldFor == other.heldFor
            && one.reasons.count == other.reasons.count && zip(one.reasons, other.reasons).allSatisfy(isSame)
    }

    private static func isSame(_ one: CancellationReason, _ other: CancellationReason) -> Bool {
        one.code == other.code && one.labels == other.labels && one.category == other.category
            && one.voluntary == other.voluntary && one.note == other.note && one.allowed == other.allowed
            && one.validFrom == other.validFrom && one.validThrough == other.validThrough
            && one.aliases == other.aliases && one.replacedBy == other.replacedBy
            && one.isSensitive == other.isSensitive
            && JSONValue.object(one.attributes).isEqual(to: .object(other.attributes))
    }

    /// A message has a verdict under any settings.
    private static func checkUse(_ settings: Settings) throws {
        let today = LocalDate(year: 2026, month: 3, day: 1)
        if let today { _ = SettingsLint.findings(in: settings, on: today) }
        let judge = Judge(settings: SettingsVersion(number: 1, settings: settings))
        let codes = ["null", "\"price\"", "\"PRICE \""] + settings.reasons.prefix(3).map { quoted($0.code) }
        for code in codes {
            let parsed = ParsedMessage(IncomingMessage(body: message(reasonCode: code)))
            try require(parsed.message != nil, "the sample is invalid: \(parsed.formViolations)")
            switch judge.judge(parsed, history: .none) {
            case .accepted(let fact): try EventProperty.check(Event.announcing(fact, context: FuzzSettings.context))
            case .rejected(let violations): try ViolationProperty.check(violations)
            case .held, .duplicate, .stale:
                throw PropertyFailure(description: "a first message is neither accepted nor rejected")
            }
        }
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func message(reasonCode: String) -> [UInt8] {
        Array(
            """
            {"messageId":"m-1","action":"terminate","terminationId":"t-1","contractId":"c-1","customerId":"k-1",\
            "contractType":"lease","initiator":"customer","note":"Ten characters or more","reasonCode":\(reasonCode),\
            "endDate":"2026-03-31","occurredAt":"2026-03-01T10:15:30+01:00"}
            """.utf8
        )
    }
}
