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
        publishedText = ReasonSnapshot.text(
            code: isSensitive ? ReasonSnapshot.withheld : code,
            givenCode: isSensitive ? ReasonSnapshot.withheld : givenCode,
            label: isSensitive ? ReasonSnapshot.withheld : label,
            language: language,
            labels: isSensitive ? [:] : labels,
            category: category,
            voluntary: voluntary,
            settingsVersion: settingsVersion,
            attributes: attributes
        )
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
