import Ledger
import Terminations

extension CancellationReason {
    /// When it may be given, for a narrow column.
    var validity: String {
        switch (validFrom, validThrough) {
        case (let from?, let through?): "\(from) – \(through)"
        case (let from?, nil): replacedBy == nil ? "from \(from)" : "no longer"
        case (nil, let through?): "through \(through)"
        case (nil, nil): replacedBy == nil ? "always" : "no longer"
        }
    }

    /// What it says, one field a line, in the words of a settings file.
    var fieldLines: [(name: String, text: String)] {
        var lines = labels.sorted { $0.key < $1.key }.map { (name: "label (\($0.key))", text: $0.value) }
        let add = { (name: String, text: String?) in if let text { lines.append((name, text)) } }
        add("category", category)
        add("voluntary", voluntary.map { $0 ? "yes" : "no" })
        let minLength = note.minLength.map { ", at least \($0) characters" } ?? ""
        add("note", note.presence.rawValue + minLength)
        add("initiator", allowed.initiators.map { $0.map(\.rawValue).sorted().joined(separator: ", ") })
        add("termination type", allowed.terminationTypes.map { $0.map(\.rawValue).sorted().joined(separator: ", ") })
        add("contract type", allowed.contractTypes.map { $0.sorted().joined(separator: ", ") })
        add("valid", validity)
        add("aliases", aliases.isEmpty ? nil : aliases.joined(separator: ", "))
        add("merged into", replacedBy)
        add("sensitive", isSensitive ? "yes: its code and label stay out of logs and events" : nil)
        for attribute in attributes.members { add("attribute \(attribute.name)", attribute.value.inline) }
        return lines
    }
}

extension JSONWriter {
    /// The members of a reason, all of them always there.
    mutating func members(of reason: CancellationReason) {
        name("code")
        string(reason.code)
        name("labels")
        beginObject()
        for (language, label) in reason.labels.sorted(by: { $0.key < $1.key }) {
            name(escaping: language)
            string(label)
        }
        endObject()
        name("category")
        stringOrNull(reason.category)
        name("voluntary")
        if let voluntary = reason.voluntary { bool(voluntary) } else { null() }
        name("note")
        string(reason.note.presence.rawValue)
        name("noteMinLength")
        if let minLength = reason.note.minLength { integer(minLength) } else { null() }
        name("allowed")
        beginObject()
        list("initiator", reason.allowed.initiators?.map(\.rawValue))
        list("terminationType", reason.allowed.terminationTypes?.map(\.rawValue))
        list("contractType", reason.allowed.contractTypes.map(Array.init))
        endObject()
        name("validFrom")
        stringOrNull(reason.validFrom?.description)
        name("validThrough")
        stringOrNull(reason.validThrough?.description)
        name("replacedBy")
        stringOrNull(reason.replacedBy)
        name("aliases")
        beginArray()
        for alias in reason.aliases { string(alias) }
        endArray()
        name("sensitive")
        bool(reason.isSensitive)
        name("attributes")
        value(.object(reason.attributes))
    }

    private mutating func list(_ name: StaticString, _ texts: [String]?) {
        self.name(name)
        guard let texts else { return null() }
        beginArray()
        for text in texts.sorted() { string(text) }
        endArray()
    }

    mutating func use(_ use: ReasonUse, countedUnder code: String) {
        beginObject()
        name("code")
        string(use.code)
        name("givenCode")
        string(use.givenCode)
        name("label")
        string(use.label)
        name("settingsVersion")
        integer(use.settingsVersion)
        name("recorded")
        integer(use.count)
        name("countedUnder")
        string(code)
        endObject()
    }
}

extension JSONValue {
    /// The text where it is one, otherwise compact JSON.
    var inline: String {
        if let string { return string }
        var writer = JSONWriter()
        writer.value(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
