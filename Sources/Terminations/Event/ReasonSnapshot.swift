/// A reason as it read at the moment of judging. It never changes when the settings do.
///
/// A class for the same reason as ``TerminationMessage``.
public final class ReasonSnapshot: Sendable {
    public let code: String
    /// As the message gave it, trimmed; an alias perhaps.
    public let givenCode: String
    /// In ``language``.
    public let label: String
    public let language: String
    public let labels: [String: String]
    public let category: String?
    public let voluntary: Bool?
    public let settingsVersion: Int
    public let attributes: JSONObject
    /// Whether code and label stay out of logs and published events.
    public let isSensitive: Bool
    /// As events have it, in JSON: made once, for many events have the same reason.
    let publishedText: [UInt8]
    /// As the ledger has it, in JSON.
    let completeText: [UInt8]

    init(
        code: String,
        givenCode: String,
        label: String,
        language: String,
        labels: [String: String],
        category: String?,
        voluntary: Bool?,
        settingsVersion: Int,
        attributes: JSONObject,
        isSensitive: Bool
    ) {
        self.code = code
        self.givenCode = givenCode
        self.label = label
        self.language = language
        self.labels = labels
        self.category = category
        self.voluntary = voluntary
        self.settingsVersion = settingsVersion
        self.attributes = attributes
        self.isSensitive = isSensitive

        func text(withholding isWithheld: Bool) -> [UInt8] {
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("code", isWithheld ? ReasonSnapshot.withheld : code)
            writer.member("givenCode", isWithheld ? ReasonSnapshot.withheld : givenCode)
            writer.member("label", isWithheld ? ReasonSnapshot.withheld : label)
            writer.member("language", language)
            writer.name("labels")
            writer.beginObject()
            for (language, label) in labels.sorted(by: { $0.key < $1.key }) where !isWithheld {
                writer.name(escaping: language)
                writer.string(label)
            }
            writer.endObject()
            writer.member("category", category)
            writer.member("voluntary", voluntary)
            writer.member("settingsVersion", Int64(settingsVersion))
            writer.name("attributes")
            writer.value(.object(attributes))
            writer.endObject()
            return writer.bytes
        }
        publishedText = text(withholding: isSensitive)
        completeText = isSensitive ? text(withholding: false) : publishedText
    }
}

extension ReasonSnapshot: Equatable {
    public static func == (left: ReasonSnapshot, right: ReasonSnapshot) -> Bool {
        left === right
            || left.code == right.code && left.givenCode == right.givenCode && left.label == right.label
                && left.language == right.language && left.labels == right.labels && left.category == right.category
                && left.voluntary == right.voluntary && left.settingsVersion == right.settingsVersion
                && left.attributes == right.attributes && left.isSensitive == right.isSensitive
    }
}
