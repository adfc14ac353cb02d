import JSON

extension Settings {
    private static let fieldNames = [
        "timeZone", "defaultLanguage", "reasonRequired", "note", "maxBackdatingDays", "maxForwardDays", "heldFor",
        "reasons",
    ]

    /// Reads settings from JSON. Absent fields have defaults: no reason required, notes of at most 2,000 characters that
    /// are not published, 365 days of backdating, 3,660 days ahead, 10 minutes of waiting, no reasons.
    ///
    /// - Throws: all violations at once. Unknown fields are violations too, because a mistyped rule would silently not
    ///   apply.
    public init(json: JSONValue) throws(InvalidSettings) {
        guard let object = json.object else {
            throw InvalidSettings(
                violations: [Violation(.notAnObject, at: .root, "Settings are an object.", expected: "object")]
            )
        }
        var fields = FieldReader(object, at: .root)
        fields.rejectFields(otherThan: Self.fieldNames)
        let timeZone = fields.required("timeZone", ZoneField())
        let language = fields.required("defaultLanguage", LanguageField())
        let reasonRequired = ReasonRequirement.read(&fields)
        let note = NoteSettings.read(&fields)
        let maxBackdatingDays = fields.optional("maxBackdatingDays", IntegerField(0...36_500))
        let maxForwardDays = fields.optional("maxForwardDays", IntegerField(0...36_500))
        let heldFor = fields.optional("heldFor", TimeSpanField())
        let reasons = ReasonList.read(&fields, defaultLanguage: language.value)

        guard fields.violations.isEmpty, let timeZone = timeZone.value, let language = language.value else {
            throw InvalidSettings(violations: fields.violations)
        }
        self.init(
            timeZone: timeZone,
            defaultLanguage: language,
            reasonRequired: reasonRequired,
            note: note,
            maxBackdatingDays: Int(maxBackdatingDays.value ?? 365),
            maxForwardDays: Int(maxForwardDays.value ?? 3660),
            heldFor: heldFor.value ?? .seconds(600),
            reasons: reasons
        )
    }
}

extension NoteSettings {
    fileprivate static func read(_ fields: inout FieldReader) -> NoteSettings {
        guard let object = fields.optional("note", ObjectField(example: "{maxLength: 2000, publish: false}")).value
        else { return .standard }
        var note = FieldReader(object, at: fields.pointer.appending("note"))
        note.rejectFields(otherThan: ["maxLength", "publish"])
        let maxLength = note.optional("maxLength", IntegerField(1...100_000))
        let publish = note.optional("publish", BoolField())
        fields.report(note.violations)
        return NoteSettings(
            maxLength: maxLength.value.map { Int($0) } ?? standard.maxLength,
            publish: publish.value ?? standard.publish
        )
    }
}
