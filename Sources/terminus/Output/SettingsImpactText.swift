import Application
import Ledger
import Terminations

extension SettingsPreview {
    /// For a person: what stays though it was not in the restored version, and then what changes.
    var lines: [String] {
        guard let restoredVersion, !kept.isEmpty else { return impact.lines }
        let names = kept.map { "\($0.code) (\(Count.terminations($0.count)))" }
        let text =
            "Version \(restoredVersion) does not have \(names.listed), which "
            + "\(kept.count == 1 ? "stays, and is" : "stay, and are") retired."
        return Paragraph.hanging(text, indent: 0, hanging: 2) + impact.lines
    }
}

extension SettingsForecast {
    var lines: [String] {
        guard open > 0 else { return [] }
        return Paragraph.hanging(
            "Of \(Count.openDeadLetters(open)), \(Count.text(resolved)) would be accepted if replayed then.",
            indent: 0,
            hanging: 2
        )
    }
}

extension SettingsImpact {
    /// `From now on messages with price and foo are refused (12 came in the last 30 days).`
    private static func line(_ refusal: Refusal, into successor: String?) -> String {
        let codes = refusal.codes.codes
        let shown = codes.prefix(5)
        let more = codes.count > shown.count ? ["\(codes.count - shown.count) more"] : []
        let names = (shown + more).listed
        let recent = refusal.recentCount == 0 ? "none" : Count.text(refusal.recentCount)
        let count = "(\(recent) came in the last \(recentDays) days)"
        switch refusal.codes.extent {
        case .always:
            let advice = successor.map { " With --alias they count as \($0)." } ?? ""
            return "From now on messages with \(names) are refused \(count).\(advice)"
        case .after(let day):
            return "Messages with \(names) are refused for what is terminated after \(day) \(count)."
        case .before(let day):
            return "Messages with \(names) are refused for what was terminated before \(day) \(count)."
        case .outside:
            return "From now on messages with \(names) are refused where the reason is not allowed any more "
                + "(\(recent) such came in the last \(recentDays) days)."
        }
    }

    var lines: [String] {
        application.difference.lines(remarks: remarks) + (forecast?.lines ?? [])
    }

    /// What recorded terminations have to do with the change of a reason.
    private func remarks(on change: ReasonDifference) -> [String] {
        guard let before = change.before, change.kind != .moved else { return [] }
        let successor = change.kind == .merged ? change.after?.replacedBy : nil
        return recordedRemarks(on: change, before)
            + refusals.filter { $0.codes.reason == before.code }.map { Self.line($0, into: successor) }
    }

    /// Where reports count the recorded terminations of a reason after a merge or its undoing, with those of the reasons that
    /// were merged into it; nil where they count as before.
    private func move(by change: ReasonDifference) -> String? {
        guard let before, let code = change.before?.code, change.kind == .merged || change.kind == .restored else {
            return nil
        }
        let moved = uses.filter { use in
            after.isCounted(use.code, through: code) && before.countedUnder(use.code) != after.countedUnder(use.code)
        }
        let total = moved.reduce(0) { $0 + $1.count }
        let own = moved.filter { $0.code == code }.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        let has =
            own == 0 ? "No recorded termination has it" : "\(Count.terminations(own)) \(own == 1 ? "has" : "have") it"
        let target = after.countedUnder(code)
        guard total > own else { return "\(has); reports count them under \(target) from then on." }
        let others = total - own
        let merged =
            "\(Count.text(others)) \(others == 1 ? "has a reason that was" : "have reasons that were") merged into it"
        return "\(has), and \(merged); reports count all \(Count.text(total)) under \(target) from then on."
    }

    private func recordedRemarks(on change: ReasonDifference, _ before: CancellationReason) -> [String] {
        let own = uses.filter { $0.code == before.code }
        let total = own.reduce(0) { $0 + $1.count }
        guard total > 0 else { return [move(by: change)].compactMap(\.self) }
        let (have, keep) = total == 1 ? ("has", "keeps") : ("have", "keep")
        var remarks: [String] = []
        let labels = change.fields.filter { $0.name.hasPrefix("labels.") }
        if labels.contains(where: { $0.name == "labels.\(application.difference.defaultLanguage)" }) {
            let label = change.after?.labels[application.difference.defaultLanguage]
            let old = Dictionary(grouping: own.filter { $0.label != label }, by: \.label)
            for (label, uses) in old.sorted(by: { $0.key < $1.key }) {
                let count = uses.reduce(0) { $0 + $1.count }
                remarks.append("\(Count.terminations(count)) \(count == 1 ? "keeps" : "keep") the label \"\(label)\".")
            }
        } else if !labels.isEmpty {
            remarks.append("\(Count.terminations(total)) \(keep) the labels of their time.")
        }
        if let move = move(by: change) {
            remarks.append(move)
        } else if remarks.isEmpty {
            remarks.append("\(Count.terminations(total)) \(have) it and \(total == 1 ? "stays" : "stay") as recorded.")
        }
        return remarks
    }
}

extension Count {
    static func openDeadLetters(_ number: Int) -> String { "\(text(number)) open dead letter\(number == 1 ? "" : "s")" }
}
