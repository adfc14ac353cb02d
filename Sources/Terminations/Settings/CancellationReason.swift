import JSON

/// An entry of the settings: a stable code with labels and rules.
public struct CancellationReason: Sendable, Equatable {
    public let code: String
    /// By language. The settings' default language is always present.
    public let labels: [String: String]
    public let category: String?
    /// Whether the customer wanted to leave.
    public let voluntary: Bool?
    public let note: NoteRule
    public let allowed: AllowedUse
    public let validFrom: LocalDate?
    /// Inclusive. The reason is retired for terminations that occur later.
    public let validThrough: LocalDate?
    /// Other codes under which messages may name this reason.
    public let aliases: [String]
    /// The code of the reason into which this one was merged. It is retired at once unless it has a ``validThrough``.
    public let replacedBy: String?
    /// Whether its code and labels are withheld from logs and published events.
    public let isSensitive: Bool
    /// Copied unchanged into the event's reason.
    public let attributes: JSONObject

    /// Whether it was merged into another without a last day on which it may still be given.
    var isMergedAtOnce: Bool { replacedBy != nil && validThrough == nil }
}

/// A reason's rule for the note.
public struct NoteRule: Sendable, Equatable {
    public enum Presence: String, CaseIterable, Sendable {
        case required
        case optional
        case forbidden
    }

    public let presence: Presence
    /// The fewest Unicode scalars of a trimmed note, where there is a note.
    public let minLength: Int?

    public static let optional = NoteRule(presence: .optional, minLength: nil)
}

/// The terminations for which a reason may be used. nil means all.
public struct AllowedUse: Sendable, Equatable {
    public let initiators: Set<Initiator>?
    public let terminationTypes: Set<TerminationType>?
    public let contractTypes: Set<String>?

    public static let everywhere = AllowedUse(initiators: nil, terminationTypes: nil, contractTypes: nil)
}

extension CancellationReason {
    private static let fieldNames = [
        "code", "labels", "category", "voluntary", "note", "allowed", "validFrom", "validThrough", "aliases",
        "replacedBy", "sensitive", "attributes",
    ]

    /// Reads one reason; nil where it has no code. The result must not be used where the reader reports violations.
    static func read(_ fields: inout FieldReader, defaultLanguage: String?) -> CancellationReason? {
        fields.rejectFields(otherThan: fieldNames)
        let code = fields.required("code", CodeField())
        let labels = readLabels(&fields, defaultLanguage: defaultLanguage)
        let category = fields.optional("category", LineField(minLength: 1, maxLength: 64))
        let voluntary = fields.optional("voluntary", BoolField())
        let note = NoteRule.read(&fields)
        let allowed = AllowedUse.read(&fields)
        let validFrom = fields.optional("validFrom", DateField())
        let validThrough = fields.optional("validThrough", DateField())
        let aliases = fields.optional("aliases", listOf: CodeField())
        let replacedBy = fields.optional("replacedBy", CodeField())
        let isSensitive = fields.optional("sensitive", BoolField())
        let attributes = fields.optional("attributes", ObjectField(example: "{creditPolicy: none}"))

        if let from = validFrom.value, let through = validThrough.value, through < from {
            fields.report(.outOfRange, at: "validThrough", "The reason would be retired before it is valid.")
        }
        guard let code = code.value else { return nil }
        return CancellationReason(
            code: code,
            labels: labels,
            category: category.value,
            voluntary: voluntary.value,
            note: note,
            allowed: allowed,
            validFrom: validFrom.value,
            validThrough: validThrough.value,
            aliases: aliases.value ?? [],
            replacedBy: replacedBy.value,
            isSensitive: isSensitive.value ?? false,
            attributes: attributes.value ?? JSONObject()
        )
    }

    private static func readLabels(_ fields: inout FieldReader, defaultLanguage: String?) -> [String: String] {
        guard let object = fields.required("labels", ObjectField(example: "{nl: Te duur, en: Too expensive}")).value
        else { return [:] }
        var labels = FieldReader(object, at: fields.pointer.appending("labels"))
        var texts: [String: String] = [:]
        for member in object.members {
            if !LanguageField.isTag(member.name) {
                labels.report(
                    .unknownValue,
                    at: member.name,
                    "Labels are named by their language.",
                    expected: LanguageField().expected
                )
            }
            texts[member.name] = labels.required(member.name, LabelField()).value
        }
        if let defaultLanguage, object[defaultLanguage] == nil {
            labels.reportMissing(defaultLanguage, expected: "label in the default language")
        }
        fields.report(labels.violations)
        return texts
    }
}

extension NoteRule {
    fileprivate static func read(_ fields: inout FieldReader) -> NoteRule {
        guard let object = fields.optional("note", ObjectField(example: "{rule: required, minLength: 10}")).value else {
            return .optional
        }
        var note = FieldReader(object, at: fields.pointer.appending("note"))
        note.rejectFields(otherThan: ["rule", "minLength"])
        let presence = note.optional("rule", ChoiceField(Presence.self))
        let minLength = note.optional("minLength", IntegerField(1...100_000))
        fields.report(note.violations)
        return NoteRule(presence: presence.value ?? .optional, minLength: minLength.value.map { Int($0) })
    }
}

extension AllowedUse {
    fileprivate static func read(_ fields: inout FieldReader) -> AllowedUse {
        guard let object = fields.optional("allowed", ObjectField(example: "{initiator: [customer]}")).value else {
            return .everywhere
        }
        var allowed = FieldReader(object, at: fields.pointer.appending("allowed"))
        allowed.rejectFields(otherThan: ["initiator", "terminationType", "contractType"])
        let use = AllowedUse(
            initiators: allowed.optionalSet("initiator", of: ChoiceField()),
            terminationTypes: allowed.optionalSet("terminationType", of: ChoiceField()),
            contractTypes: allowed.optionalSet("contractType", of: LineField(maxLength: 64))
        )
        fields.report(allowed.violations)
        return use
    }
}
