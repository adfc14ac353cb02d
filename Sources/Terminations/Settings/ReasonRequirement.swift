/// Whether a termination must give a reason: dated rules with conditions, of which the last that matches decides.
public struct ReasonRequirement: Sendable, Equatable {
    public struct Rule: Sendable, Equatable {
        public let isRequired: Bool
        /// From the start of this day in the settings' zone, judged at `occurredAt`; nil is always.
        public let from: LocalDate?
        public let when: Condition
    }

    /// What a message must say for a rule to match; nil matches whatever it says.
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
