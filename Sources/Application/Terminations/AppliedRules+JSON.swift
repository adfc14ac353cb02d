import JSON
import Terminations

extension JSONWriter {
    /// Writes the rules that applied, with the member names of the settings.
    ///
    /// - Parameter withReason: whether the rules of the reason are part of it. Those of a sensitive reason identify it.
    mutating func rules(_ rules: AppliedRules, withReason: Bool) {
        beginObject()
        name("judgedOn")
        date(rules.judgedOn)
        name("timeZone")
        string(rules.timeZone.name)
        name("reasonRequired")
        if let rule = rules.reasonRule {
            beginObject()
            name("rule")
            integer(rule.number)
            name("of")
            integer(rule.count)
            name("required")
            bool(rule.rule.isRequired)
            name("from")
            dateOrNull(rule.rule.from)
            name("when")
            beginObject()
            name("contractType")
            sortedOrNull(rule.rule.when.contractTypes)
            name("initiator")
            sortedOrNull(rule.rule.when.initiators?.map(\.rawValue))
            name("terminationType")
            sortedOrNull(rule.rule.when.terminationTypes?.map(\.rawValue))
            name("customerKind")
            sortedOrNull(rule.rule.when.customerKinds?.map(\.rawValue))
            endObject()
            endObject()
        } else {
            null()
        }
        name("reason")
        if let reason = rules.reason, withReason { self.reason(reason, isAlias: rules.isAlias) } else { null() }
        name("maxNoteLength")
        integer(rules.maxNoteLength)
        name("maxBackdatingDays")
        integer(rules.maxBackdatingDays)
        name("maxForwardDays")
        integer(rules.maxForwardDays)
        endObject()
    }

    private mutating func reason(_ reason: CancellationReason, isAlias: Bool) {
        beginObject()
        name("code")
        string(reason.code)
        name("isAlias")
        bool(isAlias)
        name("validFrom")
        dateOrNull(reason.validFrom)
        name("validThrough")
        dateOrNull(reason.validThrough)
        name("note")
        beginObject()
        name("rule")
        string(reason.note.presence.rawValue)
        name("minLength")
        integerOrNull(reason.note.minLength)
        endObject()
        name("allowed")
        beginObject()
        name("initiator")
        sortedOrNull(reason.allowed.initiators?.map(\.rawValue))
        name("terminationType")
        sortedOrNull(reason.allowed.terminationTypes?.map(\.rawValue))
        name("contractType")
        sortedOrNull(reason.allowed.contractTypes)
        endObject()
        endObject()
    }

    /// Writes an array in alphabetical order; null for nil.
    private mutating func sortedOrNull(_ texts: (some Collection<String>)?) {
        guard let texts else { return null() }
        beginArray()
        for text in texts.sorted() { string(text) }
        endArray()
    }
}
