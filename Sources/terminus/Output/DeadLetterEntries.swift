import Ledger
import Terminations

/// What happened to a dead letter of a termination, as entries of its timeline.
struct DeadLetterEntries {
    private let life: DeadLetterTimeline
    private let termination: TerminationHistory

    init(_ life: DeadLetterTimeline, of termination: TerminationHistory) {
        self.life = life
        self.termination = termination
    }

    var entries: [TimelineEntry] { [received] + life.history.map(entry) }

    private var received: TimelineEntry {
        let deadLetter = life.deadLetter
        let what = life.action.map { " (\($0.rawValue), revision \(life.revision ?? 1))" } ?? ""
        var facts = [
            ("message", (deadLetter.messageID ?? deadLetter.violations.placeholder(for: "messageId")) + what),
            ("dead letter", deadLetter.id),
        ]
        if deadLetter.terminationID != termination.termination.terminationID {
            facts.append(
                (
                    "names",
                    "termination \(deadLetter.terminationID ?? deadLetter.violations.placeholder(for: "terminationId"))"
                )
            )
        }
        if deadLetter.contractID != termination.termination.contractID {
            facts.append(
                ("names", "contract \(deadLetter.contractID ?? deadLetter.violations.placeholder(for: "contractId"))")
            )
        }
        let title: String
        switch life.waitedAtFirst {
        case true?:
            title = "came before its termination, and was held"
            if let until = life.heldUntil { facts.append(("waits until", until.toTheSecond)) }
        case false?:
            title = "refused: \(deadLetter.cause)"
        case nil:
            title = "not accepted"
        }
        if deadLetter.occurrences > 1 { facts.append(("seen", "\(deadLetter.occurrences) times")) }
        if deadLetter.state == .open { facts.append(("now", "an open dead letter: \(deadLetter.cause)")) }
        // What waits came before what it waited for, also where both came in one transaction; what is refused came after.
        return TimelineEntry(
            at: deadLetter.receivedAt,
            title: title,
            facts: facts,
            rank: life.waitedAtFirst == true ? 0 : 2
        )
    }

    private func entry(_ entry: AuditEntry) -> TimelineEntry {
        let what =
            switch entry.action {
            case .resolved: "resolved, by \(entry.actor)"
            case .refused: "judged again and refused, by \(entry.actor)"
            case .mended: "mended, by \(entry.actor)"
            case .discarded: "discarded, by \(entry.actor)"
            case .restored: "opened again, by \(entry.actor)"
            case .undone: "put back as it was before, by \(entry.actor)"
            case .redacted: "redacted, by \(entry.actor)"
            case .pruned: "pruned, by \(entry.actor)"
            }
        var facts = [("dead letter", life.deadLetter.id)]
        if !entry.reason.isEmpty { facts.append(("why", entry.reason)) }
        if let detail = entry.detailText { facts.append(("details", detail)) }
        return TimelineEntry(at: entry.at, title: "dead letter \(what)", facts: facts, rank: 3)
    }
}
