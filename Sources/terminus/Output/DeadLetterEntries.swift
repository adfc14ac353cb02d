import Ledger
import Terminations

/// What happened to a dead letter of a termination, as entries of its timeline.
struct DeadLetterEntries {
    private let life: DeadLetterLife
    private let termination: TerminationLife

    init(_ life: DeadLetterLife, of termination: TerminationLife) {
        self.life = life
        self.termination = termination
    }

    var entries: [LifeEntry] { [received] + life.history.map(entry) }

    private var received: LifeEntry {
        let letter = life.letter
        let what = life.action.map { " (\($0.rawValue), revision \(life.revision ?? 1))" } ?? ""
        var facts = [
            ("message", (letter.messageID ?? letter.violations.placeholder(for: "messageId")) + what),
            ("dead letter", letter.id),
        ]
        if letter.terminationID != termination.termination.terminationID {
            facts.append(
                ("names", "termination \(letter.terminationID ?? letter.violations.placeholder(for: "terminationId"))")
            )
        }
        if letter.contractID != termination.termination.contractID {
            facts.append(("names", "contract \(letter.contractID ?? letter.violations.placeholder(for: "contractId"))"))
        }
        let title: String
        switch life.waitedAtFirst {
        case true?:
            title = "came before its termination, and was held"
            if let until = life.heldUntil { facts.append(("waits until", until.toTheSecond)) }
        case false?:
            title = "refused: \(letter.cause)"
        case nil:
            title = "not accepted"
        }
        if letter.occurrences > 1 { facts.append(("seen", "\(letter.occurrences) times")) }
        if letter.state == .open { facts.append(("now", "an open dead letter: \(letter.cause)")) }
        // What waits came before what it waited for, also where both came in one transaction; what is refused came after.
        return LifeEntry(at: letter.receivedAt, title: title, facts: facts, rank: life.waitedAtFirst == true ? 0 : 2)
    }

    private func entry(_ entry: AuditEntry) -> LifeEntry {
        let what =
            switch entry.action {
            case .resolved: "resolved, by \(entry.actor)"
            case .refused: "judged again and refused, by \(entry.actor)"
            case .mended: "mended, by \(entry.actor)"
            case .discarded: "discarded, by \(entry.actor)"
            case .restored: "opened again, by \(entry.actor)"
            case .undone: "put back as it was before, by \(entry.actor)"
            case .redacted: "redacted, by \(entry.actor)"
            case .pruned, .takenOver: "\(entry.action.rawValue), by \(entry.actor)"
            }
        var facts = [("dead letter", life.letter.id)]
        if !entry.reason.isEmpty { facts.append(("why", entry.reason)) }
        if let detail = entry.detailText { facts.append(("details", detail)) }
        return LifeEntry(at: entry.at, title: "dead letter \(what)", facts: facts, rank: 3)
    }
}
