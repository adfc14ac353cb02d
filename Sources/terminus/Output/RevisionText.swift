import Application
import Ledger
import Terminations

/// A revision, for a person.
struct RevisionText {
    let revision: RecordedRevision
    /// The reason before it, which a change names.
    let lastReason: ReasonSnapshot?
    let isConfidential: Bool

    var title: String {
        let done =
            switch revision.action {
            case .terminate: "terminated"
            case .correct: "corrected"
            case .withdraw: "withdrawn"
            }
        if revision.isSuperseded {
            let kind =
                switch revision.action {
                case .terminate: "termination"
                case .correct: "correction"
                case .withdraw: "withdrawal"
                }
            return "\(kind) superseded, revision \(revision.revision): it came after a later revision"
        }
        let what = revision.action == .withdraw ? ": the contract continues" : ""
        return "\(done), revision \(revision.revision)\(what)"
    }

    var facts: [(name: String, text: String)] {
        var facts = [("message", message)]
        switch revision.action {
        case .terminate: facts += dates + reason
        case .correct: facts += changes + dates + reason
        case .withdraw: break
        }
        if revision.isRedacted {
            facts.append(("note", "redacted"))
        } else if revision.message?.note != nil {
            facts.append(("note", note))
        }
        facts.append(("settings", settings))
        facts += (revision.rules?.lines(isConfidential: isConfidential, isSensitive: isSensitive) ?? [])
            .map { ("", $0) }
        if let event = revision.event { facts += event.facts }
        if revision.isSuperseded {
            facts.append(("event", "none: it changed nothing"))
        } else if !revision.isAnnounced {
            facts.append(("event", "none: it was imported without events"))
        }
        for repetition in revision.repetitions {
            facts.append(("sent again", "\(repetition.messageID), recorded at \(repetition.recordedAt.toTheSecond)"))
        }
        if let effect = revision.supersededEffect {
            facts.append(("takes back", "event \(effect), which announced that it had taken effect"))
        }
        return facts
    }

    private var message: String {
        let unreadable =
            revision.isPruned ? ", older than messages are kept" : ", which cannot be read any more"
        let made = revision.message.map { ", made at \($0.occurredAt.toTheSecond)" } ?? unreadable
        return revision.messageID + made
    }

    private var dates: [(String, String)] {
        guard let endDate = revision.message?.endDate, let zone = revision.rules?.timeZone else { return [] }
        let stop = revision.billingStopsAt.map { ": billing stops at \($0.toTheSecond)" } ?? ""
        return [("last day", "\(endDate) in \(zone)\(stop)")]
    }

    private var reason: [(String, String)] {
        [("reason", revision.reason?.text(isConfidential: isConfidential) ?? "none")]
    }

    private var isSensitive: Bool { revision.reason?.isSensitive ?? false }

    private var note: String {
        guard let note = revision.message?.note else { return "none" }
        return isConfidential ? note : "withheld (--confidential shows it)"
    }

    private var settings: String {
        let day = revision.rules.map { ", dated rules as of \($0.judgedOn)" } ?? ""
        return "version \(revision.settingsVersion)\(day)"
    }

    private var changes: [(String, String)] {
        if revision.hasUnknownChanges { return [] }
        if revision.changes.isEmpty, revision.isRedacted {
            return [("changed", "nothing but the note, or when it was made")]
        }
        if revision.changes.isEmpty, revision.message != nil { return [("changed", "nothing but when it was made")] }
        return revision.changes.enumerated().map { index, change in (index == 0 ? "changed" : "", text(of: change)) }
    }

    private func text(of change: MessageChange) -> String {
        guard !change.isWithheld(between: [lastReason, revision.reason], isConfidential: isConfidential) else {
            return
                "\(change.field) \(change.old == nil ? "added" : change.new == nil ? "removed" : "changed") (withheld)"
        }
        return "\(change.field) \(change.old ?? "(none)") -> \(change.new ?? "(none)")"
    }
}

extension AppliedRules {
    /// Each rule that applied, in a line for a person.
    ///
    /// - Parameter isSensitive: whether the reason is sensitive. Its rules would identify it.
    func lines(isConfidential: Bool, isSensitive: Bool) -> [String] {
        guard looksAtReason else { return ["a withdrawal needs no reason"] }
        let reasonLines =
            switch reason {
            case nil: [String]()
            case _? where isSensitive && !isConfidential: ["the rules of the reason are withheld"]
            case let reason?: reason.ruleLines
            }
        return [reasonRuleLine] + reasonLines
            + [
                "at most \(Count.text(maxNoteLength)) characters of note, \(Count.text(maxBackdatingDays)) days backdated, "
                    + "\(Count.text(maxForwardDays)) days ahead"
            ]
    }

    private var reasonRuleLine: String {
        guard let reasonRule else { return "no reason is required: no rule matches" }
        let what = reasonRule.rule.isRequired ? "a reason is required" : "no reason is required"
        let conditions = reasonRule.rule.conditionText
        if reasonRule.count == 1, conditions.isEmpty { return what }
        return "\(what): rule \(reasonRule.number) of \(reasonRule.count)\(conditions)"
    }
}

extension ReasonRequirement.Rule {
    /// `, from 2026-01-01, for contract type maintenance`.
    fileprivate var conditionText: String {
        let conditions = [
            ("contract type", when.contractTypes?.sorted()), ("initiator", when.initiators?.map(\.rawValue).sorted()),
            ("termination type", when.terminationTypes?.map(\.rawValue).sorted()),
            ("customer kind", when.customerKinds?.map(\.rawValue).sorted()),
        ]
        let texts = conditions.compactMap { name, values in values.map { "\(name) \($0.joined(separator: " or "))" } }
        return (from.map { ", from \($0)" } ?? "") + (texts.isEmpty ? "" : ", for \(texts.joined(separator: " and "))")
    }
}

extension CancellationReason {
    /// The rules of the settings for the reason; empty where there are none.
    fileprivate var ruleLines: [String] {
        var lines: [String] = []
        switch (validFrom, validThrough) {
        case (nil, nil): break
        case (let from?, nil): lines.append("\(code) is valid from \(from)")
        case (nil, let through?): lines.append("\(code) is valid through \(through)")
        case (let from?, let through?): lines.append("\(code) is valid from \(from) through \(through)")
        }
        let uses = [
            ("initiator", allowed.initiators?.map(\.rawValue).sorted()),
            ("termination type", allowed.terminationTypes?.map(\.rawValue).sorted()),
            ("contract type", allowed.contractTypes?.sorted()),
        ]
        for case (let name, let values?) in uses {
            lines.append("\(code) is allowed for \(name) \(values.joined(separator: " or "))")
        }
        let length = note.minLength.map { " of at least \($0) characters" } ?? ""
        switch note.presence {
        case .required: lines.append("\(code) demands a note\(length)")
        case .forbidden: lines.append("\(code) forbids a note")
        case .optional where note.minLength != nil: lines.append("\(code) takes a note\(length)")
        case .optional: break
        }
        return lines
    }
}
