import JSON
import Ledger
import Terminations

extension TerminationHistory {
    /// Writes one JSON object with everything that happened to the termination.
    ///
    /// - Parameter isConfidential: whether notes, sensitive reasons and bodies are part of it.
    public func write(to line: inout JSONWriter, isConfidential: Bool) {
        line.beginObject()
        termination.writeMembers(to: &line, isConfidential: isConfidential)
        line.name("timeZone")
        line.string(timeZone.name)
        line.name("revisions")
        line.beginArray()
        var last: ReasonSnapshot?
        for revision in revisions {
            line.revision(revision, after: last, isConfidential: isConfidential)
            if revision.action != .withdraw, !revision.isSuperseded { last = revision.reason }
        }
        line.endArray()
        line.name("effects")
        line.beginArray()
        for effect in effects {
            line.beginObject()
            line.name("revision")
            line.integerOrNull(effect.revision)
            line.name("event")
            effect.event.write(to: &line)
            line.name("supersededByRevision")
            line.integerOrNull(effect.supersededBy)
            line.endObject()
        }
        line.endArray()
        line.name("deadLetters")
        line.beginArray()
        for deadLetter in deadLetters { line.deadLetter(deadLetter, isConfidential: isConfidential) }
        line.endArray()
        line.name("redactions")
        line.beginArray()
        for entry in redactions { line.value(entry.json) }
        line.endArray()
        line.name("hasMoreDeadLetters")
        line.bool(hasMoreDeadLetters)
        line.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func revision(
        _ revision: RecordedRevision,
        after lastReason: ReasonSnapshot?,
        isConfidential: Bool
    ) {
        beginObject()
        name("revision")
        integer(revision.revision)
        name("action")
        string(revision.action.rawValue)
        name("messageId")
        string(revision.messageID)
        name("superseded")
        bool(revision.isSuperseded)
        name("repetitions")
        beginArray()
        for repetition in revision.repetitions {
            beginObject()
            name("messageId")
            string(repetition.messageID)
            name("recordedAt")
            instant(repetition.recordedAt)
            endObject()
        }
        endArray()
        name("occurredAt")
        instantOrNull(revision.message?.occurredAt)
        name("recordedAt")
        instant(revision.recordedAt)
        name("settingsVersion")
        integer(revision.settingsVersion)
        name("endDate")
        dateOrNull(revision.action == .withdraw ? nil : revision.message?.endDate)
        name("billingStopsAt")
        instantOrNull(revision.billingStopsAt)
        name("reason")
        reason(revision.reason, isConfidential: isConfidential)
        name("notePresent")
        bool(revision.isRedacted || revision.message?.note != nil)
        name("redacted")
        bool(revision.isRedacted)
        name("pruned")
        bool(revision.isPruned)
        if isConfidential {
            name("note")
            stringOrNull(revision.message?.note)
        }
        name("changes")
        beginArray()
        for change in revision.changes {
            let reasons = [lastReason, revision.reason]
            self.change(change, isWithheld: change.isWithheld(between: reasons, isConfidential: isConfidential))
        }
        endArray()
        name("rules")
        if let rules = revision.rules {
            let isWithheld = !isConfidential && revision.reason?.isSensitive == true
            self.rules(rules, withReason: !isWithheld)
        } else {
            null()
        }
        name("event")
        if let event = revision.event { event.write(to: &self) } else { null() }
        name("supersededEffect")
        if let effect = revision.supersededEffect { integer(effect) } else { null() }
        if isConfidential, let body = revision.body {
            name("body")
            value(body)
        }
        endObject()
    }

    private mutating func change(_ change: MessageChange, isWithheld: Bool) {
        beginObject()
        name("field")
        string(change.field)
        name("from")
        stringOrNull(isWithheld ? change.old.map { _ in Withheld.text } : change.old)
        name("to")
        stringOrNull(isWithheld ? change.new.map { _ in Withheld.text } : change.new)
        endObject()
    }

    fileprivate mutating func deadLetter(_ life: DeadLetterTimeline, isConfidential: Bool) {
        beginObject()
        life.deadLetter.writeMembers(to: &self)
        name("action")
        stringOrNull(life.action?.rawValue)
        name("revision")
        integerOrNull(life.revision)
        name("waitedAtFirst")
        if let waited = life.waitedAtFirst { bool(waited) } else { null() }
        name("heldUntil")
        instantOrNull(life.heldUntil)
        name("history")
        beginArray()
        for entry in life.history {
            beginObject()
            name("number")
            integer(entry.number)
            name("at")
            instant(entry.at)
            name("actor")
            string(entry.actor)
            name("action")
            string(entry.action.rawValue)
            name("reason")
            string(entry.reason)
            // A patch may hold a note.
            if isConfidential || entry.action != .mended {
                name("details")
                value(entry.details)
            }
            endObject()
        }
        endArray()
        endObject()
    }
}

extension MessageChange {
    /// Whether the values of a change are confidential: those of a note, and those of a sensitive reason.
    ///
    /// - Parameter reasons: the reasons before and after the change.
    public func isWithheld(between reasons: [ReasonSnapshot?], isConfidential: Bool) -> Bool {
        guard !isConfidential else { return false }
        return isNote || isReasonCode && reasons.contains { $0?.isSensitive == true }
    }
}
