import Application
import Ledger
import Terminations

extension UnknownMember {
    /// The warning for a person who sets this member.
    var sentence: String {
        "Warning: the message contract has no \(Table.printable(pointer.description)), so that Terminus ignores it."
            + (suggestion.map { " Did you mean \($0)?" } ?? "")
    }
}

extension EditDeadLetters.Plan {
    /// What would be changed and what would become of it, for a person.
    var lines: [String] {
        let counts = dryRun.summary.counts
        let left = unchanged.values.reduce(0, +)
        let parts = [
            counts.total > 0 ? counts.sentence(isDryRun: true) : nil,
            left > 0 ? "\(Count.text(left)) would stay unchanged" : nil,
        ]
        let sentence = parts.compactMap(\.self).joined(separator: ", ")
        var lines = ["After the edit, of \(Count.deadLetters(total)): \(sentence)."]
        if !samples.isEmpty {
            lines.append(samples.count < count ? "Would change, for example:" : "Would change:")
            for sample in samples {
                let name = sample.messageID ?? sample.deadLetterID
                for difference in sample.differences.prefix(5) {
                    lines += Paragraph.hanging(words: [name] + difference.words, indent: 2, hanging: 4)
                }
                let more = sample.differences.count - 5
                if more > 0 { lines.append("  \(name)  and \(more) more") }
            }
        }
        lines += dryRun.lines(causes: causes)
        for (why, count) in unchanged.sorted(by: { $0.key < $1.key }) {
            lines += Paragraph.hanging("\(Count.deadLetters(count)) unchanged: \(why)", indent: 0, hanging: 2)
        }
        return lines
    }
}
