import JSON

/// Whether a termination must give a reason: dated rules with conditions. The last rule that matches decides.
public struct ReasonRequirement: Sendable, Equatable {
    public struct Rule: Sendable, Equatable {
        public let isRequired: Bool
        /// The rule applies to terminations that occur from this day on, in the settings' zone; nil means always.
        public let from: LocalDate?
        public let when: Condition
    }

    /// The values that a message must have for a rule to match. nil matches any value.
    public struct Condition: Sendable, Equatable {
        public let contractTypes: Set<String>?
        public let initiators: Set<Initiator>?
        public let terminationTypes: Set<TerminationType>?
        public let customerKinds: Set<CustomerKind>?

        public static let always = Condition(
            contractTypes: nil,
            initiators: nil,
            terminationTypes: nil,
            customerKinds: nil
        )
    }

    /// Where no rule matches, no reason is required.
    public let rules: [Rule]

    public static func always(_ isRequired: Bool) -> ReasonRequirement {
        ReasonRequirement(rules: [Rule(isRequired: isRequired, from: nil, when: .always)])
    }
}

extension ReasonRequirement {
    /// The limit bounds the cost of judging and of checking settings.
    private static let maxCount = 1000

    /// Reads `reasonRequired`: true, false, or a list of dated rules.
    ///
    /// The result must not be used where the reader reports violations.
    static func read(_ fields: inout FieldReader) -> ReasonRequirement {
        switch fields.optional("reasonRequired", BoolOrListField()) {
        case .absent, .invalid: return .always(false)
        case .value(.bool(let isRequired)): return .always(isRequired)
        case .value(.list(let elements)):
            let pointer = fields.pointer.appending("reasonRequired")
            guard elements.count <= maxCount else {
                let expected = "at most \(maxCount) rules"
                fields.report([
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
                list.report(rule.violations)
            }
            fields.report(list.violations)
            return ReasonRequirement(rules: rules)
        }
    }
}

extension ReasonRequirement.Rule {
    fileprivate static func read(_ fields: inout FieldReader) -> ReasonRequirement.Rule {
        fields.rejectFields(otherThan: ["required", "from", "when"])
        let isRequired = fields.required("required", BoolField())
        let from = fields.optional("from", DateField())
        var condition = ReasonRequirement.Condition.always
        if let object = fields.optional("when", ObjectField()).value {
            var when = FieldReader(object, at: fields.pointer.appending("when"))
            condition = ReasonRequirement.Condition.read(&when)
            fields.report(when.violations)
        }
        return ReasonRequirement.Rule(isRequired: isRequired.value ?? false, from: from.value, when: condition)
    }
}

extension ReasonRequirement.Condition {
    fileprivate static func read(_ fields: inout FieldReader) -> ReasonRequirement.Condition {
        fields.rejectFields(otherThan: ["contractType", "initiator", "terminationType", "customerKind"])
        return ReasonRequirement.Condition(
            contractTypes: fields.optionalSet("contractType", of: LineField(maxLength: 64)),
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
