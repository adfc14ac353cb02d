import JSON
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

extension JSONValue {
    /// The text where it is one, otherwise compact JSON.
    var inline: String {
        if let string { return string }
        var writer = JSONWriter()
        writer.value(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
