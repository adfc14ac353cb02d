import Ledger
import Terminations

/// What a redaction has done, for a person or a program. Never says what was redacted.
struct RedactionReport {
    let notes: RedactedNotes
    let removed: RemovedTexts
    let remains: Residue
    let isLogEmpty: Bool

    func print(_ format: OutputFormat) {
        switch format {
        case .text: for line in lines { Console.print(line) }
        case .json: Console.print(json)
        }
    }

    static func printForecast(_ notes: RedactedNotes, _ format: OutputFormat) {
        switch format {
        case .text:
            Console.print(
                notes.places == 0
                    ? "No note matches." : "T\(notes.subject.dropFirst()) would be redacted\(notes.extent)."
            )
            Console.print("Nothing was changed.")
        case .json:
            var line = JSONWriter()
            line.beginObject()
            line.counts(notes, isForecast: true)
            line.endObject()
            Console.print(line)
        }
    }

    private var lines: [String] {
        guard notes.places > 0 else { return ["No note matches."] }
        var lines = ["T\(notes.subject.dropFirst()) are redacted\(notes.extent)."]
        if removed.count > 0 {
            let found = remains.leftOver == 0 ? "found in none" : "FOUND IN ONE"
            lines.append("Their text was looked for in the ledger's files, and is \(found).")
        }
        if remains.inOtherRows > 0 {
            let places = remains.places.map { place in
                "\(place.table).\(place.column) (\(place.rows == 1 ? "1 row" : "\(Count.text(place.rows)) rows"))"
            }
            lines.append(
                "The same words also stand in \(places.joined(separator: ", ")): in rows that were not asked for, or outside of "
                    + "what is a note. They were left."
            )
        }
        if removed.shortCount > 0 {
            let texts = removed.shortCount == 1 ? "1 text" : "\(Count.text(removed.shortCount)) texts"
            lines.append("\(texts) of less than \(RemovedTexts.shortest) bytes not looked for: too short to tell.")
        }
        lines.append("Backups, and events that were published, are as they were.")
        return lines
    }

    private var json: JSONWriter {
        var line = JSONWriter()
        line.beginObject()
        line.counts(notes, isForecast: false)
        line.name("logEmptied")
        line.bool(isLogEmpty)
        line.name("textsSearched")
        line.integer(removed.count)
        line.name("textsTooShort")
        line.integer(removed.shortCount)
        line.name("inOtherRows")
        line.integer(remains.inOtherRows)
        line.name("otherPlaces")
        line.beginArray()
        for place in remains.places {
            line.beginObject()
            line.name("table")
            line.string(place.table)
            line.name("column")
            line.string(place.column)
            line.name("rows")
            line.integer(place.rows)
            line.endObject()
        }
        line.endArray()
        line.name("leftOver")
        line.integer(remains.leftOver)
        line.endObject()
        return line
    }
}

extension RedactedNotes {
    /// `the notes of 3 terminations and 1 dead deadLetter`.
    var subject: String {
        let whose = [(terminations, "termination"), (deadLetters, "dead letter")]
            .filter { $0.0 > 0 }.map { "\(Count.text($0.0)) \($0.1)\($0.0 == 1 ? "" : "s")" }
        return "the notes of \(whose.joined(separator: " and "))"
    }

    /// `, in 9 places`: bodies, events and patches.
    var extent: String { ", in \(places == 1 ? "1 place" : "\(Count.text(places)) places")" }
}

extension JSONWriter {
    fileprivate mutating func counts(_ notes: RedactedNotes, isForecast: Bool) {
        name("dryRun")
        bool(isForecast)
        name("terminations")
        integer(notes.terminations)
        name("deadLetters")
        integer(notes.deadLetters)
        name("places")
        integer(notes.places)
    }
}
