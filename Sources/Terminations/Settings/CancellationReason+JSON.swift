extension CancellationReason {
    private static let fieldNames = [
        "code", "labels", "category", "voluntary", "note", "allowed", "validFrom", "validThrough", "aliases",
        "replacedBy", "sensitive", "attributes",
    ]

    /// Reads one reason; nil where it has no code. It stands for nothing where the reader has noted violations.
    static func read(_ fields: inout FieldReader, defaultLanguage: String?) -> CancellationReason? {
        fields.refuse(fieldsOtherThan: fieldNames)
        let code = fields.required("code", CodeField())
        let labels = readLabels(&fields, defaultLanguage: defaultLanguage)
        let category = fields.optional("category", TextField(minLength: 1, maxLength: 64))
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
            fields.note(.outOfRange, at: "validThrough", "The reason would be retired before it is valid.")
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
                labels.note(
                    .unknownValue,
                    at: member.name,
                    "Labels are named by their language.",
                    expected: LanguageField().expected
                )
            }
            texts[member.name] = labels.required(member.name, LabelField()).value
        }
        if let defaultLanguage, object[defaultLanguage] == nil {
            labels.missing(defaultLanguage, expected: "label in the default language")
        }
        fields.note(labels.violations)
        return texts
    }
}

extension NoteRule {
    fileprivate static func read(_ fields: inout FieldReader) -> NoteRule {
        guard let object = fields.optional("note", ObjectField(example: "{rule: required, minLength: 10}")).value else {
            return .optional
        }
        var note = FieldReader(object, at: fields.pointer.appending("note"))
        note.refuse(fieldsOtherThan: ["rule", "minLength"])
        let presence = note.optional("rule", ChoiceField(Presence.self))
        let minLength = note.optional("minLength", IntegerField(1...100_000))
        fields.note(note.violations)
        return NoteRule(presence: presence.value ?? .optional, minLength: minLength.value.map { Int($0) })
    }
}

extension AllowedUse {
    fileprivate static func read(_ fields: inout FieldReader) -> AllowedUse {
        guard let object = fields.optional("allowed", ObjectField(example: "{initiator: [customer]}")).value else {
            return .everywhere
        }
        var allowed = FieldReader(object, at: fields.pointer.appending("allowed"))
        allowed.refuse(fieldsOtherThan: ["initiator", "terminationType", "contractType"])
        let use = AllowedUse(
            initiators: allowed.optionalSet("initiator", of: ChoiceField()),
            terminationTypes: allowed.optionalSet("terminationType", of: ChoiceField()),
            contractTypes: allowed.optionalSet("contractType", of: TextField(maxLength: 64))
        )
        fields.note(allowed.violations)
        return use
    }
}
