extension ReasonSnapshot {
    /// What stands instead of a sensitive reason's code and label.
    static let withheld = "withheld"

    /// Writes the snapshot for events: a sensitive reason without its code and labels.
    public func writePublished(to writer: inout JSONWriter) {
        writer.text(publishedText)
    }

    /// Writes the snapshot as the ledger keeps it, a sensitive reason with its code and labels.
    public func writeComplete(to writer: inout JSONWriter) {
        writer.text(completeText)
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
}

extension JSONWriter {
    /// The member `reason` of an event: the snapshot as it may be published, or null where no reason was given.
    mutating func reason(_ snapshot: ReasonSnapshot?) {
        name("reason")
        if let snapshot { snapshot.writePublished(to: &self) } else { null() }
    }
}
