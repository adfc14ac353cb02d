extension ReasonRequirement {
    /// The cost of judging and checking is bounded by it.
    private static let maxCount = 1000

    /// Reads `reasonRequired`: true, false, or a list of dated rules.
    ///
    /// What is returned stands for nothing where the reader has noted violations.
    static func read(_ fields: inout FieldReader) -> ReasonRequirement {
        switch fields.optional("reasonRequired", BoolOrListField()) {
        case .absent, .invalid: return .always(false)
        case .value(.bool(let isRequired)): return .always(isRequired)
        case .value(.list(let elements)):
            let pointer = fields.pointer.appending("reasonRequired")
            guard elements.count <= maxCount else {
                let expected = "at most \(maxCount) rules"
                fields.note([
                    Violation(.tooLarge, at: pointer, "reasonRequired has \(elements.count) rules.", expected: expected)
                ])
                return .always(false)
            }
            var list = FieldReader(elements, at: pointer)
            var rules: [Rule] = []
            for index in elements.indices {
                guard let object = list.required(String(index), ObjectField()).value else { continue }
                var rule = FieldReader(object, at: pointer.appending(index))
                rules.append(Rule.read(&rule))
                list.note(rule.violations)
            }
            fields.note(list.violations)
            return ReasonRequirement(rules: rules)
        }
    }
}

extension ReasonRequirement.Rule {
    fileprivate static func read(_ fields: inout FieldReader) -> ReasonRequirement.Rule {
        fields.refuse(fieldsOtherThan: ["required", "from", "when"])
        let isRequired = fields.required("required", BoolField())
        let from = fields.optional("from", DateField())
        var condition = ReasonRequirement.Condition.always
        if let object = fields.optional("when", ObjectField()).value {
            var when = FieldReader(object, at: fields.pointer.appending("when"))
            condition = ReasonRequirement.Condition.read(&when)
            fields.note(when.violations)
        }
        return ReasonRequirement.Rule(isRequired: isRequired.value ?? false, from: from.value, when: condition)
    }
}

extension ReasonRequirement.Condition {
    fileprivate static func read(_ fields: inout FieldReader) -> ReasonRequirement.Condition {
        fields.refuse(fieldsOtherThan: ["contractType", "initiator", "terminationType", "customerKind"])
        return ReasonRequirement.Condition(
            contractTypes: fields.optionalSet("contractType", of: TextField(maxLength: 64)),
            initiators: fields.optionalSet("initiator", of: ChoiceField()),
            terminationTypes: fields.optionalSet("terminationType", of: ChoiceField()),
            customerKinds: fields.optionalSet("customerKind", of: ChoiceField())
        )
    }
}

extension FieldReader {
    /// A list of at least one entry, as a set; nil where it is absent.
    mutating func optionalSet<Kind: FieldKind>(_ name: String, of kind: Kind) -> Set<Kind.Value>?
    where Kind.Value: Hashable {
        optional(name, listOf: kind, minCount: 1).value.map { Set($0) }
    }
}

/// `true`, `false`, or a list.
private struct BoolOrListField: FieldKind {
    enum Value {
        case bool(Bool)
        case list([JSONValue])
    }

    var expected: String { "true, false, or a list of dated rules" }

    func read(_ value: JSONValue) throws(FieldDefect) -> Value {
        switch value {
        case .bool(let value): return .bool(value)
        case .array(let elements): return .list(elements)
        case .null, .number, .string, .object:
            throw FieldDefect(.wrongType, "is neither true nor false nor a list of dated rules")
        }
    }
}
