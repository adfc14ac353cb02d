extension Settings {
    /// Whether the settings demand a reason of this message: what the last rule that matches says.
    ///
    /// - Parameter instant: when the rules' dates are judged; nil where it is not known.
    /// - Returns: nil where that hangs on a field that is broken.
    func requiresReason(_ draft: MessageFields, at instant: Instant?) -> Bool? {
        switch decidingRule(for: draft, at: instant) {
        case .rule(let index): reasonRequired.rules[index].isRequired
        case .noRule: false
        case .unknown: nil
        }
    }

    /// Which of the reason-required rules decides.
    enum DecidingRule {
        /// Its place in the settings, from 0.
        case rule(Int)
        /// None matches: no reason is required.
        case noRule
        /// That hangs on a field that is broken.
        case unknown
    }

    /// The last rule that matches a message.
    func decidingRule(for draft: MessageFields, at instant: Instant?) -> DecidingRule {
        let date = instant.map { timeZone.localDate(at: $0) }
        for (index, rule) in reasonRequired.rules.enumerated().reversed() {
            guard let matches = rule.matches(draft, date: date) else { return .unknown }
            if matches { return .rule(index) }
        }
        return .noRule
    }
}

extension ReasonRequirement.Rule {
    /// nil where it cannot be told.
    fileprivate func matches(_ draft: MessageFields, date: LocalDate?) -> Bool? {
        let answers = [
            from.map { from in date.map { $0 >= from } } ?? true,
            Self.holds(when.contractTypes, draft.contractType),
            Self.holds(when.initiators, draft.initiator),
            Self.holds(when.terminationTypes, draft.terminationType),
            Self.holds(when.customerKinds, draft.customerKind),
        ]
        if answers.contains(false) { return false }
        return answers.contains(nil) ? nil : true
    }

    private static func holds<Value>(_ wanted: Set<Value>?, _ given: Parsed<Value>) -> Bool? {
        guard let wanted else { return true }
        switch given {
        case .absent: return false
        case .invalid: return nil
        case .value(let value): return wanted.contains(value)
        }
    }
}
