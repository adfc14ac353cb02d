import JSON
import Ledger
import Terminations
import Worker

/// What a change of bodies would lead to, for a person or a program.
struct MendReport {
    let forecast: ForecastReport
    let warnings: [UnknownMember]

    static func sentence(_ warning: UnknownMember) -> String {
        "Warning: the message contract has no \(Table.printable(warning.pointer.description)), so that Terminus ignores it."
            + (warning.suggestion.map { " Did you mean \($0)?" } ?? "")
    }

    /// Whether every letter would stay as it is.
    var changesNothing: Bool {
        let counts = forecast.forecast.tally.counts
        return counts.unpatchable == counts.total
    }

    private var unchanged: [(why: String, count: Int)] {
        forecast.forecast.unchanged.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
    }

    var lines: [String] {
        let counts = forecast.forecast.tally.counts
        let left = unchanged.reduce(0) { $0 + $1.count }
        let parts = [
            counts.total > 0 ? ReplayReport.sentence(counts, isForecast: true) : nil,
            left > 0 ? "\(Count.text(left)) would stay unchanged" : nil,
        ]
        let total = forecast.forecast.total
        let sentence = parts.compactMap(\.self).joined(separator: ", ")
        var lines = ["Once mended, of \(Count.deadLetters(total)): \(sentence)."]
        let samples = forecast.forecast.samples
        if !samples.isEmpty {
            lines.append(
                samples.count < counts.total - counts.unpatchable ? "Would change, for example:" : "Would change:"
            )
            for sample in samples {
                let name = sample.deadLetter.messageID ?? sample.deadLetter.id
                for difference in sample.differences.prefix(5) {
                    lines += Paragraph.hanging(words: [name] + difference.words, indent: 2, hanging: 4)
                }
                let more = sample.differences.count - 5
                if more > 0 { lines.append("  \(name)  and \(more) more") }
            }
        }
        lines += forecast.lines
        for (why, count) in unchanged {
            lines += Paragraph.hanging("\(Count.deadLetters(count)) unchanged: \(why)", indent: 0, hanging: 2)
        }
        return lines
    }

    func write(to line: inout JSONWriter) {
        line.name("warnings")
        line.beginArray()
        for warning in warnings {
            line.beginObject()
            line.name("pointer")
            line.string(warning.pointer.description)
            line.name("suggestion")
            line.stringOrNull(warning.suggestion?.description)
            line.endObject()
        }
        line.endArray()
        line.name("samples")
        line.beginArray()
        for sample in forecast.forecast.samples {
            line.beginObject()
            line.name("deadLetterId")
            line.string(sample.deadLetter.id)
            line.name("messageId")
            line.stringOrNull(sample.deadLetter.messageID)
            line.name("changes")
            line.value(sample.differences.json)
            line.endObject()
        }
        line.endArray()
        line.name("unchangedBecause")
        line.beginArray()
        for (why, count) in unchanged {
            line.beginObject()
            line.name("reason")
            line.string(why)
            line.name("count")
            line.integer(count)
            line.endObject()
        }
        line.endArray()
        line.name("forecast")
        line.beginObject()
        forecast.write(to: &line)
        line.endObject()
    }
}
