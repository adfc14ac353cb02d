extension Judge {
    /// Judges the reason: whether one is required, whether it exists, whether it was valid, and whether it is allowed.
    ///
    /// - Parameter instant: when the dated rules are judged; nil where the message has no valid `occurredAt`.
    func judgeReason(
        _ fields: MessageFields,
        _ choice: ReasonDirectory.Choice,
        rulesAt instant: Instant?,
        _ violations: inout ViolationList
    ) {
        switch choice {
        case .unreadable: break
        case .none:
            if settings.settings.requiresReason(fields, at: instant) == true {
                violations.add(.reasonRequired, at: .reasonCode, "A reason is required for this termination.")
            }
        case .unknown(let code):
            violations.add(
                .unknownReason,
                at: .reasonCode,
                "The settings have no such reason.",
                suggestion: reasons.nearest(to: code)
            )
        case .reason(let reason) where reason.isMergedAtOnce:
            violations.add(
                .reasonRetired,
                at: .reasonCode,
                "The reason was merged into another.",
                suggestion: reasons.successor(of: reason)
            )
        case .reason(let reason):
            judgeValidity(of: reason, at: instant, &violations)
            judgeUse(of: reason, fields, &violations)
        }
    }

    /// Judges by the local date of the instant in the settings' zone.
    private func judgeValidity(of reason: CancellationReason, at instant: Instant?, _ violations: inout ViolationList) {
        guard reason.validFrom != nil || reason.validThrough != nil, let instant else {
            return
        }
        let date = settings.settings.timeZone.localDate(at: instant)
        if let from = reason.validFrom, date < from {
            violations.add(
                .reasonNotYetValid,
                at: .reasonCode,
                "The reason was not in force yet when the termination was made.",
                expected: "reason in force on \(date); this one is from \(from)"
            )
        }
        if let through = reason.validThrough, date > through {
            violations.add(
                .reasonRetired,
                at: .reasonCode,
                "The reason had been retired when the termination was made.",
                expected: "reason in force on \(date); this one was until \(through)",
                suggestion: reasons.successor(of: reason)
            )
        }
    }

    /// A restricted reason needs the field: a message without it is refused too.
    private func judgeUse(of reason: CancellationReason, _ fields: MessageFields, _ violations: inout ViolationList) {
        let allowed = reason.allowed
        if let initiators = allowed.initiators {
            judge(fields.initiator, among: initiators, at: .initiator, "initiator", \.rawValue, &violations)
        }
        if let types = allowed.terminationTypes {
            judge(
                fields.terminationType,
                among: types,
                at: .terminationType,
                "termination type",
                \.rawValue,
                &violations
            )
        }
        if let types = allowed.contractTypes {
            judge(fields.contractType, among: types, at: .contractType, "contract type", \.self, &violations)
        }
    }

    private func judge<Value: Hashable>(
        _ given: Parsed<Value>,
        among allowed: Set<Value>,
        at field: Field,
        _ dimension: String,
        _ text: (Value) -> String,
        _ violations: inout ViolationList
    ) {
        switch given {
        case .invalid: return
        case .value(let value) where allowed.contains(value): return
        case .absent, .value:
            violations.add(
                .reasonNotAllowed,
                at: field,
                "The reason is not allowed for this \(dimension).",
                expected: allowed.map(text).sorted().joined(separator: ", ")
            )
        }
    }
}

extension Judge {
    /// Judges the note by the limit for all notes and by the reason's rule.
    func judgeNote(_ fields: MessageFields, _ choice: ReasonDirectory.Choice, _ violations: inout ViolationList) {
        guard !fields.note.isInvalid else { return }
        let note = fields.note.value
        let maxLength = settings.settings.note.maxLength
        if let note, note.utf8.count > maxLength, note.unicodeScalars.count > maxLength {
            violations.add(
                .tooLong,
                at: .note,
                "The note is too long.",
                expected: "at most \(maxLength) characters"
            )
        }
        // A merged reason is refused, so its rule for notes no longer matters.
        guard let reason = choice.reason, !reason.isMergedAtOnce else { return }
        switch (reason.note.presence, note) {
        case (.required, nil):
            violations.add(.noteRequired, at: .note, "The reason demands a note.")
        case (.forbidden, _?):
            violations.add(.noteForbidden, at: .note, "The reason forbids a note.")
        case (.required, let note?), (.optional, let note?):
            if let minLength = reason.note.minLength, note.trimmed.unicodeScalars.count < minLength {
                violations.add(
                    .tooShort,
                    at: .note,
                    "The note is too short.",
                    expected: "at least \(minLength) characters"
                )
            }
        case (.optional, nil), (.forbidden, nil): break
        }
    }
}

extension Settings {
    /// Whether the settings require a reason for this message, by the last rule that matches.
    ///
    /// - Parameter instant: when the rules' dates are judged; nil where it is not known.
    /// - Returns: nil where the answer depends on an invalid field.
    func requiresReason(_ fields: MessageFields, at instant: Instant?) -> Bool? {
        switch decidingRule(for: fields, at: instant) {
        case .rule(let index): reasonRequired.rules[index].isRequired
        case .noRule: false
        case .unknown: nil
        }
    }

    /// The reason-required rule that decides.
    enum DecidingRule {
        /// Its index in the settings.
        case rule(Int)
        /// No rule matches, so no reason is required.
        case noRule
        /// The answer depends on an invalid field.
        case unknown
    }

    /// The last rule that matches a message.
    func decidingRule(for fields: MessageFields, at instant: Instant?) -> DecidingRule {
        let date = instant.map { timeZone.localDate(at: $0) }
        for (index, rule) in reasonRequired.rules.enumerated().reversed() {
            guard let matches = rule.matches(fields, date: date) else { return .unknown }
            if matches { return .rule(index) }
        }
        return .noRule
    }
}

extension ReasonRequirement.Rule {
    /// nil where the answer depends on an unknown date or an invalid field.
    fileprivate func matches(_ fields: MessageFields, date: LocalDate?) -> Bool? {
        let answers = [
            from.map { from in date.map { $0 >= from } } ?? true,
            Self.holds(when.contractTypes, fields.contractType),
            Self.holds(when.initiators, fields.initiator),
            Self.holds(when.terminationTypes, fields.terminationType),
            Self.holds(when.customerKinds, fields.customerKind),
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
