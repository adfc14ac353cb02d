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

    var lines: [String] {
        let counts = forecast.forecast.tally.counts
        var lines = [
            "Once mended, of \(Count.letters(counts.total)): \(ReplayReport.sentence(counts, isForecast: true))."
        ]
        let samples = forecast.forecast.samples
        if !samples.isEmpty {
            lines.append(samples.count < counts.total ? "Would change, for example:" : "Would change:")
            for sample in samples {
                let name = sample.letter.messageID ?? sample.letter.id
                for difference in sample.differences.prefix(5) {
                    lines += Paragraph.hanging("\(name)  \(difference.line)", indent: 2, hanging: 4)
                }
                let more = sample.differences.count - 5
                if more > 0 { lines.append("  \(name)  and \(more) more") }
            }
        }
        return lines + forecast.lines
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
            line.string(sample.letter.id)
            line.name("messageId")
            line.stringOrNull(sample.letter.messageID)
            line.name("changes")
            line.value(sample.differences.json)
            line.endObject()
        }
        line.endArray()
        line.name("forecast")
        line.beginObject()
        forecast.write(to: &line)
        line.endObject()
    }
}
