import JSON
import Terminations

extension SettingsDocument {
    /// The document as JSON.
    ///
    /// Reading it cannot fail: it was written by this program, and the depth of what people write is below the reader's.
    var object: JSONObject {
        (try? JSONValue(parsing: canonicalJSON, maxDepth: JSONValue.maxDepth))?.object ?? JSONObject()
    }

    /// The document with other values of some members, and everything else as it is.
    ///
    /// - Parameter members: by name; nil removes one, so that its default counts.
    /// - Throws: every violation of the document that would come of it.
    public func replacing(_ members: KeyValuePairs<String, JSONValue?>) throws(InvalidSettings) -> SettingsDocument {
        var object = object
        for (name, value) in members { object = object.replacing(name, with: value) }
        return try SettingsDocument(json: .object(object))
    }

    /// The document without a reason, such as one that was added by mistake and is in no version yet.
    public func removing(reason code: String) throws(InvalidSettings) -> SettingsDocument {
        let reasons = object["reasons"]?.array ?? []
        return try replacing(["reasons": .array(reasons.filter { $0.object?["code"]?.string != code })])
    }

    /// The document with other labels in one language.
    ///
    /// - Parameter labels: by the codes of reasons; nil removes a label.
    public func replacing(
        labels: [String: String?],
        in language: String
    ) throws(InvalidSettings) -> SettingsDocument {
        let reasons = object["reasons"]?.array ?? []
        let changed = reasons.map { value -> JSONValue in
            guard let reason = value.object, let code = reason["code"]?.string, let label = labels[code] else {
                return value
            }
            let old = reason["labels"]?.object ?? JSONObject()
            let new = old.replacing(language, with: label.map { .string($0) })
            return .object(reason.replacing("labels", with: .object(new)))
        }
        return try replacing(["reasons": .array(changed)])
    }

    /// The mandatory rules as they are written; one rule where the document only says yes or no.
    public var ruleValues: [JSONValue] {
        let value = object["reasonRequired"]
        if let list = value?.array { return list }
        guard let value = value?.bool else { return [] }
        return [.object(JSONObject([JSONObject.Member(name: "required", value: .bool(value))]))]
    }

    /// The document with these mandatory rules.
    public func replacing(rules: [JSONValue]) throws(InvalidSettings) -> SettingsDocument {
        try replacing(["reasonRequired": rules.isEmpty ? nil : .array(rules)])
    }
}

extension JSONObject {
    /// - Parameter value: nil removes the member.
    fileprivate func replacing(_ name: String, with value: JSONValue?) -> JSONObject {
        JSONObject(members.filter { $0.name != name } + (value.map { [Member(name: name, value: $0)] } ?? []))
    }
}
