extension ReasonSnapshot {
    /// What stands instead of a sensitive reason's code and label.
    static let withheld = "withheld"

    /// Writes the snapshot for events: a sensitive reason without its code and labels.
    public func writePublished(to writer: inout JSONWriter) {
        write(to: &writer, withholding: isSensitive)
    }

    /// Writes the snapshot as the ledger keeps it, a sensitive reason with its code and labels.
    public func writeComplete(to writer: inout JSONWriter) {
        write(to: &writer, withholding: false)
    }

    /// Reads what ``writeComplete(to:)`` wrote; nil where it is something else. Whether it is sensitive stands beside it.
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

    private func write(to writer: inout JSONWriter, withholding isWithheld: Bool) {
        writer.beginObject()
        writer.member("code", isWithheld ? Self.withheld : code)
        writer.member("givenCode", isWithheld ? Self.withheld : givenCode)
        writer.member("label", isWithheld ? Self.withheld : label)
        writer.member("language", language)
        writer.name("labels")
        writer.text(isWithheld ? Array("{}".utf8) : labelsText)
        writer.member("category", category)
        writer.member("voluntary", voluntary)
        writer.member("settingsVersion", Int64(settingsVersion))
        writer.name("attributes")
        writer.text(attributesText)
        writer.endObject()
    }

    static func text(ofLabels labels: [String: String]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for (language, label) in labels.sorted(by: { $0.key < $1.key }) {
            writer.name(escaping: language)
            writer.string(label)
        }
        writer.endObject()
        return writer.bytes
    }

    static func text(ofAttributes attributes: JSONObject) -> [UInt8] {
        var writer = JSONWriter(capacity: 2)
        writer.value(.object(attributes))
        return writer.bytes
    }
}

extension JSONWriter {
    /// The member `reason` of an event: the snapshot as it may be published, or null where no reason was given.
    mutating func reason(_ snapshot: ReasonSnapshot?) {
        name("reason")
        if let snapshot { snapshot.writePublished(to: &self) } else { null() }
    }
}
