import JSON
import Terminations

extension JSONWriter {
    /// The rules that applied, in the words of the settings.
    ///
    /// - Parameter withReason: whether the rules of the reason may be told; those of a sensitive one tell which it is.
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
            strings(rule.rule.when.contractTypes)
            name("initiator")
            strings(rule.rule.when.initiators?.map(\.rawValue))
            name("terminationType")
            strings(rule.rule.when.terminationTypes?.map(\.rawValue))
            name("customerKind")
            strings(rule.rule.when.customerKinds?.map(\.rawValue))
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
        strings(reason.allowed.initiators?.map(\.rawValue))
        name("terminationType")
        strings(reason.allowed.terminationTypes?.map(\.rawValue))
        name("contractType")
        strings(reason.allowed.contractTypes)
        endObject()
        endObject()
    }

    /// In the order of the alphabet; null where nothing is asked for.
    private mutating func strings(_ texts: (some Collection<String>)?) {
        guard let texts else {
            null()
            return
        }
        beginArray()
        for text in texts.sorted() { string(text) }
        endArray()
    }
}
