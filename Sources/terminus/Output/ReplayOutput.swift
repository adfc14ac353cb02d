import JSON
import Ledger
import Terminations
import Worker

/// What a replay has done or would do, by cause.
struct ReplayReport {
    let tally: ReplayTally
    /// The causes in words, by fingerprint.
    let causes: [String: String]
    let isForecast: Bool

    init(_ tally: ReplayTally, causes: [DeadLetterGroup], isForecast: Bool) {
        self.tally = tally
        self.causes = Dictionary(causes.map { ($0.fingerprint, $0.cause) }) { first, _ in first }
        self.isForecast = isForecast
    }

    private var groups: [(fingerprint: String, counts: ReplayTally.Counts)] {
        tally.groups.map { ($0.key, $0.value) }.sorted {
            ($1.counts.total, $0.fingerprint) < ($0.counts.total, $1.fingerprint)
        }
    }

    private var refusals: [ReplayTally.Refusal] {
        tally.refusals.values.sorted { ($1.count, $0.fingerprint) < ($0.count, $1.fingerprint) }
    }

    var lines: [String] {
        var lines: [String] = []
        for (fingerprint, counts) in groups {
            lines.append("\(fingerprint)  \(ReplayReport.sentence(counts, isForecast: isForecast))")
            if let cause = causes[fingerprint] { lines += Paragraph.hanging(cause, indent: 14, hanging: 16) }
        }
        if !refusals.isEmpty {
            lines.append("\(isForecast ? "Would be refused again" : "Refused again"), because:")
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
        for (why, count) in tally.unpatchable.sorted(by: { $0.key < $1.key }) {
            lines += Paragraph.hanging(
                "\(Count.deadLetters(count)) cannot be changed: \(why)",
                indent: 0,
                hanging: 2
            )
        }
        return lines
    }

    static func sentence(_ counts: ReplayTally.Counts, isForecast: Bool) -> String {
        let verb = isForecast ? "would be " : ""
        let parts = [
            (counts.accepted, "\(verb)resolved"),
            (counts.alreadyRecorded, "\(verb)resolved as recorded already"),
            (counts.rejected, "\(verb)refused again"),
            (counts.notOpen, "not open"),
            (counts.unpatchable, "cannot be changed"),
            (counts.unknown, "not there"),
        ]
        let texts = parts.filter { $0.0 > 0 }.map { "\(Count.text($0.0)) \($0.1)" }
        return texts.isEmpty ? "none" : texts.joined(separator: ", ")
    }

    /// The members that a replay and its dry run have in common.
    func write(to line: inout JSONWriter) {
        line.counts(tally.counts)
        line.name("groups")
        line.beginArray()
        for (fingerprint, counts) in groups {
            line.beginObject()
            line.name("fingerprint")
            line.string(fingerprint)
            line.name("cause")
            line.stringOrNull(causes[fingerprint])
            line.name("count")
            line.integer(counts.total)
            line.counts(counts)
            line.endObject()
        }
        line.endArray()
        line.name("refusals")
        line.beginArray()
        for refusal in refusals {
            line.beginObject()
            line.name("fingerprint")
            line.string(refusal.fingerprint)
            line.name("count")
            line.integer(refusal.count)
            line.name("sampleId")
            line.string(refusal.sampleID)
            line.name("violations")
            line.violations(refusal.violations)
            line.endObject()
        }
        line.endArray()
    }
}

extension JSONWriter {
    mutating func counts(_ counts: ReplayTally.Counts) {
        name("resolved")
        integer(counts.resolved)
        name("accepted")
        integer(counts.accepted)
        name("alreadyRecorded")
        integer(counts.alreadyRecorded)
        name("rejected")
        integer(counts.rejected)
        name("notOpen")
        integer(counts.notOpen)
        if counts.unpatchable > 0 {
            name("unpatchable")
            integer(counts.unpatchable)
        }
        if counts.unknown > 0 {
            name("unknown")
            integer(counts.unknown)
        }
    }
}

/// What a dry run found, for a person or a program.
struct ForecastReport {
    let forecast: ReplayForecast
    let report: ReplayReport

    init(_ forecast: ReplayForecast, causes: [DeadLetterGroup]) {
        self.forecast = forecast
        report = ReplayReport(forecast.tally, causes: causes, isForecast: true)
    }

    var lines: [String] {
        var lines = report.lines
        let total = forecast.eventCounts.values.reduce(0, +)
        if total > 0 {
            lines.append("Would be published:")
            for (type, count) in forecast.eventCounts.sorted(by: { $0.key < $1.key }) {
                lines.append("  \(Count.text(count)) × \(type)")
            }
            if !forecast.events.isEmpty { lines.append("  " + EventLine.heading) }
            for event in forecast.events {
                lines.append(Paragraph.clipped("  \(EventLine.text(of: event.body, routingKey: event.type))"))
            }
            if total > forecast.events.count, !forecast.events.isEmpty {
                lines.append("  and \(Count.text(total - forecast.events.count)) more")
            }
        }
        return lines
    }

    func write(to line: inout JSONWriter) {
        report.write(to: &line)
        line.name("eventCounts")
        line.beginObject()
        for (type, count) in forecast.eventCounts.sorted(by: { $0.key < $1.key }) {
            line.name(escaping: type)
            line.integer(count)
        }
        line.endObject()
        line.name("events")
        line.beginArray()
        for event in forecast.events {
            if let body = try? JSONValue(parsing: event.body, maxDepth: JSONValue.maxDepth) { line.value(body) }
        }
        line.endArray()
    }
}

extension Violation {
    /// The pointer, or what stands for the empty one.
    var place: String { pointer == .root ? "(document)" : pointer.description }
}
