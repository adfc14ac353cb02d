import Ledger
import Terminations

/// The life of a termination for a person: what it is now, and then one timeline, oldest first.
struct TerminationTimelineText {
    let life: TerminationHistory
    let isConfidential: Bool
    let now: Instant

    init(_ life: TerminationHistory, isConfidential: Bool, now: Instant) {
        self.life = life
        self.isConfidential = isConfidential
        self.now = now
    }

    var lines: [String] {
        head + [""] + entries.flatMap(\.lines)
            + (life.hasMoreDeadLetters ? ["There are more dead letters: terminus dead-letters list --contract …"] : [])
    }

    // MARK: - Now

    private var head: [String] {
        let termination = life.termination
        var facts: [(String, String)] = [
            ("contract", termination.contractID),
            ("customer", termination.customerID + (termination.customerKind.map { ", \($0.rawValue)" } ?? "")),
            ("last day", "\(termination.endDate) in \(life.timeZone)"),
            ("billing", billing),
            ("reason", termination.reason?.text(isConfidential: isConfidential) ?? "none"),
            (
                "type",
                termination.terminationType.rawValue + (termination.initiator.map { ", by \($0.rawValue)" } ?? "")
            ),
        ]
        if let amount = termination.monthlyAmount, let currency = termination.currency {
            facts.append(("monthly amount", "\(Currency.decimal(amount, of: currency)) \(currency)"))
        }
        if let channel = termination.channel { facts.append(("channel", channel)) }
        if let type = termination.contractType { facts.insert(("contract type", type), at: 1) }
        let title = Table.printable(
            "Termination \(termination.terminationID), revision \(termination.revision): \(state)"
        )
        return Paragraph.hanging(title, indent: 0, hanging: 2)
            + facts.flatMap { TimelineEntry.fact($0.0, $0.1, indent: 2, width: 15) }
    }

    private var state: String {
        switch life.termination.state {
        case .inForce: "planned"
        case .effective: "ended"
        case .withdrawn: "withdrawn"
        }
    }

    private var billing: String {
        let stop = life.termination.billingStopsAt.toTheSecond
        return switch life.termination.state {
        case .inForce: "stops at \(stop)"
        case .effective: "stopped at \(stop)"
        case .withdrawn: "goes on; was to stop at \(stop)"
        }
    }

    // MARK: - Timeline

    /// Facts in the order of their events; actions on dead letters at the same instant come before or after them.
    private var entries: [TimelineEntry] {
        let revisions = revisionEntries
        var facts = revisions.filter { !$0.isSuperseded }.map(\.entry) + life.effects.map(entry)
        facts.sort { $0.sequence < $1.sequence }
        // A clock that was set back must not reverse facts.
        var latest = Instant.earliest
        for index in facts.indices {
            latest = max(latest, facts[index].at)
            facts[index].place = latest
        }
        let all =
            facts + revisions.filter(\.isSuperseded).map(\.entry)
            + life.deadLetters.flatMap { DeadLetterEntries($0, of: life).entries }
            + life.redactions.map(redaction)
        let sorted = all.enumerated().sorted {
            ($0.element.place, $0.element.rank, $0.offset) < ($1.element.place, $1.element.rank, $1.offset)
        }
        return sorted.map(\.element) + [outlook].compactMap(\.self)
    }

    private var revisionEntries: [(entry: TimelineEntry, isSuperseded: Bool)] {
        var entries: [(TimelineEntry, Bool)] = []
        var last: ReasonSnapshot?
        for revision in life.revisions {
            let text = RevisionText(revision: revision, lastReason: last, isConfidential: isConfidential)
            let entry = TimelineEntry(
                at: revision.recordedAt,
                title: text.title,
                facts: text.facts,
                sequence: revision.event?.sequence ?? 0
            )
            entries.append((entry, revision.isSuperseded))
            if revision.action != .withdraw, !revision.isSuperseded { last = revision.reason }
        }
        return entries
    }

    private func redaction(_ entry: AuditEntry) -> TimelineEntry {
        var facts: [(String, String)] = []
        if !entry.reason.isEmpty { facts.append(("why", entry.reason)) }
        if let detail = entry.detailText { facts.append(("details", detail)) }
        return TimelineEntry(at: entry.at, title: "redacted, by \(entry.actor)", facts: facts, rank: 3)
    }

    private func entry(_ effect: RecordedEffect) -> TimelineEntry {
        var facts = effect.event.facts
        if let revision = effect.supersededBy {
            facts.append(("taken back", "by revision \(revision)"))
        }
        let revision = effect.revision.map { " with revision \($0)" } ?? ""
        return TimelineEntry(
            at: effect.event.recordedAt,
            title: "took effect\(revision)",
            facts: facts,
            sequence: effect.event.sequence
        )
    }

    /// The next expected entry.
    private var outlook: TimelineEntry? {
        guard life.termination.state == .inForce else { return nil }
        let at = life.termination.billingStopsAt
        let title =
            at > now
            ? "will take effect, after \(life.termination.endDate) in \(life.timeZone)"
            : "is due to take effect: a running worker tells so"
        return TimelineEntry(at: at, title: title, facts: [], sequence: .max)
    }
}

/// An entry of the timeline with its facts.
struct TimelineEntry {
    let at: Instant
    let title: String
    let facts: [(name: String, text: String)]
    /// Of its event; 0 where it has none.
    let sequence: Int64
    /// Its order among entries of one instant; facts have 1.
    let rank: Int
    /// Its place in time.
    var place: Instant

    init(at: Instant, title: String, facts: [(name: String, text: String)], sequence: Int64 = 0, rank: Int = 1) {
        self.at = at
        self.title = title
        self.facts = facts
        self.sequence = sequence
        self.rank = rank
        place = at
    }

    /// Before the facts of an entry, so that its instant stands out.
    static let margin = 4

    var lines: [String] {
        Paragraph.hanging("\(at.toTheSecond) \(title)", indent: 0, hanging: 21)
            + facts.flatMap { TimelineEntry.fact($0.name, $0.text, indent: TimelineEntry.margin, width: 13) }
    }

    /// A name, and what it is, in lines of the page's width.
    static func fact(_ name: String, _ text: String, indent: Int, width: Int) -> [String] {
        let lines = Paragraph.hanging(text, indent: indent + width, hanging: indent + width)
        let first = String(repeating: " ", count: indent) + Table.padded(name, to: width)
        return [first + lines[0].dropFirst(indent + width)] + lines.dropFirst()
    }
}

extension RecordedEvent {
    /// Type, publication and id of the event.
    var facts: [(name: String, text: String)] {
        [("event", "\(sequence): \(type), \(publication.text)"), ("event id", id)]
    }
}

extension RecordedEvent.Publication {
    var text: String {
        switch self {
        case .published: "published"
        case .waiting: "waits for the relay"
        case .parked(let failure, let attempts, let since, let last):
            attempts == 1
                ? "parked at \(since.toTheSecond): \(failure)"
                : "parked since \(since.toTheSecond), tried \(attempts) times, the last at \(last.toTheSecond): \(failure)"
        }
    }
}
