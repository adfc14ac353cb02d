import JSON

/// What a form knows of a termination when it asks for the reason.
public struct FormFacts: Sendable {
    /// When the termination is made: dated rules are judged then.
    public var occurredAt: Instant
    public var contractType: String?
    public var initiator: Initiator?
    public var terminationType: TerminationType?
    public var customerKind: CustomerKind?

    public init(
        occurredAt: Instant,
        contractType: String? = nil,
        initiator: Initiator? = nil,
        terminationType: TerminationType? = nil,
        customerKind: CustomerKind? = nil
    ) {
        self.occurredAt = occurredAt
        self.contractType = contractType
        self.initiator = initiator
        self.terminationType = terminationType
        self.customerKind = customerKind
    }
}

extension Settings {
    /// The reasons that the form can offer, in their order: none that a message with these facts would be refused for.
    ///
    /// A reason that is restricted by a fact that the form does not know is offered: its ``AllowedUse`` says what the message
    /// must have.
    public func reasons(for facts: FormFacts) -> [CancellationReason] {
        let date = timeZone.localDate(at: facts.occurredAt)
        return reasons.filter { reason in
            !reason.isMergedAtOnce
                && reason.validFrom.map { $0 <= date } ?? true
                && reason.validThrough.map { date <= $0 } ?? true
                && Self.isAllowed(facts.initiator, among: reason.allowed.initiators)
                && Self.isAllowed(facts.terminationType, among: reason.allowed.terminationTypes)
                && Self.isAllowed(facts.contractType, among: reason.allowed.contractTypes)
        }
    }

    private static func isAllowed<Value: Hashable>(_ value: Value?, among allowed: Set<Value>?) -> Bool {
        guard let value, let allowed else { return true }
        return allowed.contains(value)
    }

    /// Whether a message with these facts must have a reason. What is not known is left out of it.
    public func requiresReason(for facts: FormFacts) -> Bool {
        let members: [(String, String?)] = [
            (Field.contractType.rawValue, facts.contractType), (Field.initiator.rawValue, facts.initiator?.rawValue),
            (Field.terminationType.rawValue, facts.terminationType?.rawValue),
            (Field.customerKind.rawValue, facts.customerKind?.rawValue),
        ]
        var reader = FieldReader(
            JSONObject(
                members.compactMap { name, text in text.map { JSONObject.Member(name: name, value: .string($0)) } }
            ),
            at: .root
        )
        return requiresReason(MessageFields(&reader), at: facts.occurredAt) ?? false
    }
}
