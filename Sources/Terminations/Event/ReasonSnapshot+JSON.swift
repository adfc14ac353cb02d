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

    private func write(to writer: inout JSONWriter, withholding isWithheld: Bool) {
        writer.beginObject()
        writer.member("code", isWithheld ? Self.withheld : code)
        writer.member("givenCode", isWithheld ? Self.withheld : givenCode)
        writer.member("label", isWithheld ? Self.withheld : label)
        writer.member("language", language)
        writer.name("labels")
        writer.beginObject()
        if !isWithheld {
            for (language, label) in labels.sorted(by: { $0.key < $1.key }) {
                writer.name(escaping: language)
                writer.string(label)
            }
        }
        writer.endObject()
        writer.member("category", category)
        writer.member("voluntary", voluntary)
        writer.member("settingsVersion", Int64(settingsVersion))
        writer.name("attributes")
        writer.value(.object(attributes))
        writer.endObject()
    }
}
