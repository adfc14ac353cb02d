extension Judge {
    /// Judges the reason: whether there must be one, whether it exists, whether it was valid then, and may be used here.
    ///
    /// - Parameter instant: when the dated rules are judged; nil where the message does not say when it was made.
    func judgeReason(
        _ draft: MessageFields,
        _ choice: ReasonDirectory.Choice,
        rulesAt instant: Instant?,
        _ findings: inout Findings
    ) {
        switch choice {
        case .unreadable: break
        case .none:
            if settings.settings.requiresReason(draft, at: instant) == true {
                findings.note(.reasonRequired, at: .reasonCode, "A reason is required for this termination.")
            }
        case .unknown(let code):
            findings.note(
                .unknownReason,
                at: .reasonCode,
                "The settings have no such reason.",
                suggestion: reasons.nearest(to: code)
            )
        case .reason(let reason) where reason.isMergedAtOnce:
            findings.note(
                .reasonRetired,
                at: .reasonCode,
                "The reason was merged into another.",
                suggestion: reasons.successor(of: reason)
            )
        case .reason(let reason):
            judgeValidity(of: reason, at: instant, &findings)
            judgeUse(of: reason, draft, &findings)
        }
    }

    /// By the local date, in the settings' zone, of that instant.
    private func judgeValidity(of reason: CancellationReason, at instant: Instant?, _ findings: inout Findings) {
        guard reason.validFrom != nil || reason.validThrough != nil, let instant else {
            return
        }
        let date = settings.settings.timeZone.localDate(at: instant)
        if let from = reason.validFrom, date < from {
            findings.note(
                .reasonNotYetValid,
                at: .reasonCode,
                "The reason was not in force yet when the termination was made.",
                expected: "reason in force on \(date); this one is from \(from)"
            )
        }
        if let through = reason.validThrough, date > through {
            findings.note(
                .reasonRetired,
                at: .reasonCode,
                "The reason had been retired when the termination was made.",
                expected: "reason in force on \(date); this one was until \(through)",
                suggestion: reasons.successor(of: reason)
            )
        }
    }

    /// A reason that is restricted needs the fact: a message that does not say is not allowed either.
    private func judgeUse(of reason: CancellationReason, _ draft: MessageFields, _ findings: inout Findings) {
        let allowed = reason.allowed
        if let initiators = allowed.initiators {
            judge(draft.initiator, among: initiators, at: .initiator, "initiator", \.rawValue, &findings)
        }
        if let types = allowed.terminationTypes {
            judge(draft.terminationType, among: types, at: .terminationType, "termination type", \.rawValue, &findings)
        }
        if let types = allowed.contractTypes {
            judge(draft.contractType, among: types, at: .contractType, "contract type", \.self, &findings)
        }
    }

    private func judge<Value: Hashable>(
        _ given: Parsed<Value>,
        among allowed: Set<Value>,
        at field: Field,
        _ dimension: String,
        _ text: (Value) -> String,
        _ findings: inout Findings
    ) {
        switch given {
        case .invalid: return
        case .value(let value) where allowed.contains(value): return
        case .absent, .value:
            findings.note(
                .reasonNotAllowed,
                at: field,
                "The reason is not allowed for this \(dimension).",
                expected: allowed.map(text).sorted().joined(separator: ", ")
            )
        }
    }
}
