import Application
import Ledger
import Terminations

extension ReplaySummary.Counts {
    /// `3 resolved, 1 refused again`.
    func sentence(isDryRun: Bool) -> String {
        let verb = isDryRun ? "would be " : ""
        let parts = [
            (accepted, "\(verb)resolved"),
            (alreadyRecorded, "\(verb)resolved as recorded already"),
            (rejected, "\(verb)refused again"),
            (notOpen, "not open"),
            (changedMeanwhile, "changed by somebody meanwhile"),
            (unpatchable, "cannot be changed"),
            (unknown, "not there"),
        ]
        let texts = parts.filter { $0.0 > 0 }.map { "\(Count.text($0.0)) \($0.1)" }
        return texts.isEmpty ? "none" : texts.joined(separator: ", ")
    }
}

extension ReplaySummary {
    /// By cause what became of them, and why some were refused again.
    fileprivate func lines(causes: [DeadLetterGroup], isDryRun: Bool) -> [String] {
        let words = Dictionary(causes.map { ($0.fingerprint, $0.cause) }) { first, _ in first }
        var lines: [String] = []
        for (fingerprint, counts) in sortedGroups {
            lines.append("\(fingerprint)  \(counts.sentence(isDryRun: isDryRun))")
            if let cause = words[fingerprint] { lines += Paragraph.hanging(cause, indent: 14, hanging: 16) }
        }
        let refusals = sortedRefusals
        if !refusals.isEmpty {
            lines.append("\(isDryRun ? "Would be refused again" : "Refused again"), because:")
            for refusal in refusals.prefix(20) {
                let places = refusal.violations.map { "\($0.code.rawValue) at \($0.place)" }.joined(separator: ", ")
                lines += Paragraph.hanging("\(Count.text(refusal.count)) × \(places)", indent: 2, hanging: 4)
                for violation in refusal.violations.prefix(3) {
                    lines += Paragraph.hanging(violation.sentence, indent: 6, hanging: 8)
                }
                lines.append("      such as \(refusal.sampleID)")
            }
            if refusals.count > 20 { lines.append("  and \(refusals.count - 20) causes more") }
        }
        for (why, count) in unpatchable.sorted(by: { $0.key < $1.key }) {
            lines += Paragraph.hanging(
                "\(Count.deadLetters(count)) cannot be changed: \(why)",
                indent: 0,
                hanging: 2
            )
        }
        return lines
    }
}

extension DryRun {
    /// What would become of the dead letters, and which events would be published.
    func lines(causes: [DeadLetterGroup]) -> [String] {
        var lines = summary.lines(causes: causes, isDryRun: true)
        if acceptedWithoutEvent > 0 {
            let count = Count.deadLetters(acceptedWithoutEvent)
            lines += Paragraph.hanging(
                "\(count) would be resolved without an event: \(acceptedWithoutEvent == 1 ? "it" : "they") came with an "
                    + "import without events.",
                indent: 0,
                hanging: 2
            )
        }
        let total = eventCounts.values.reduce(0, +)
        guard total > 0 else { return lines }
        lines.append("Would be published:")
        for (type, count) in eventCounts.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(Count.text(count)) × \(type)")
        }
        guard !events.isEmpty else { return lines }
        lines.append("  " + EventLine.heading)
        for event in events {
            lines.append(Paragraph.clipped("  \(EventLine.text(of: event.body, routingKey: event.type))"))
        }
        if total > events.count { lines.append("  and \(Count.text(total - events.count)) more") }
        return lines
    }
}

extension ReplayJob.Outcome {
    /// What became of the replay, for a person.
    var lines: [String] {
        let changed =
            changedMeanwhile > 0
            ? ["\(Count.deadLetters(changedMeanwhile)) not judged: changed by somebody meanwhile."] : []
        guard run.total > 0 else { return changed.isEmpty ? ["No open dead letter matches."] : changed }
        var lines: [String] = []
        let counts = summary.counts
        // After a resume: what was judged now, and then what became of the replay as a whole.
        if counts.total < run.taken {
            lines.append(
                "\(Count.deadLetters(counts.total)) judged again now: \(counts.sentence(isDryRun: false))."
            )
        }
        lines.append(
            "Replay \(run.number): \(Count.text(run.taken)) of \(Count.deadLetters(run.total)) judged again: "
                + "\(run.counts.sentence(isDryRun: false))."
        )
        return lines + changed + summary.lines(causes: causes, isDryRun: false)
    }
}

extension Violation {
    /// The pointer, or what stands for the empty one.
    var place: String { pointer == .root ? "(document)" : pointer.description }
}
