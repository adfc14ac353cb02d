import JSON

/// A reason as it was at the moment of judging. It does not change with the settings.
///
/// A class for the same reason as ``TerminationMessage``.
public final class ReasonSnapshot: Sendable {
    public let code: String
    /// The code or alias that the message gave, trimmed.
    public let givenCode: String
    /// In ``language``.
    public let label: String
    public let language: String
    public let labels: [String: String]
    public let category: String?
    public let voluntary: Bool?
    public let settingsVersion: Int
    public let attributes: JSONObject
    /// Whether its code and labels are withheld from logs and published events.
    public let isSensitive: Bool
    /// The JSON in events, encoded once because many events have the same reason.
    let publishedText: [UInt8]
    /// The JSON in the ledger.
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

extension ReasonSnapshot {
    /// Replaces a sensitive reason's code and label.
    static let withheld = "withheld"

    /// Writes the snapshot for events, where a sensitive reason has neither code nor labels.
    public func writePublished(to writer: inout JSONWriter) {
        writer.text(publishedText)
    }

    /// Writes the snapshot for the ledger, where a sensitive reason has its code and labels.
    public func writeComplete(to writer: inout JSONWriter) {
        writer.text(completeText)
    }

    /// Reads what ``writeComplete(to:)`` wrote; nil for anything else. The ledger stores separately whether it is sensitive.
    public convenience init?(json: JSONValue, isSensitive: Bool = false) {
        guard let object = json.object, let code = object["code"]?.string, let givenCode = object["givenCode"]?.string,
            let label = object["label"]?.string, let language = object["language"]?.string,
            let labels = object["labels"]?.object, let version = object["settingsVersion"]?.integer
        else { return nil }
        self.init(
            code: code,
            givenCode: givenCode,
            label: label,
            language: language,
            labels: Dictionary(uniqueKeysWithValues: labels.members.map { ($0.name, $0.value.string ?? "") }),
            category: object["category"]?.string,
            voluntary: object["voluntary"]?.bool,
            settingsVersion: Int(version),
            attributes: object["attributes"]?.object ?? JSONObject(),
            isSensitive: isSensitive
        )
    }
}

extension JSONWriter {
    /// Writes the member `reason` of an event: the snapshot for events, or null where no reason was given.
    mutating func reason(_ snapshot: ReasonSnapshot?) {
        name("reason")
        if let snapshot { snapshot.writePublished(to: &self) } else { null() }
    }
}
