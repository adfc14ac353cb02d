import Application
import Ledger

extension RedactionPlan {
    /// For a person: the answer of a dry run.
    var lines: [String] {
        [
            found.places == 0 ? "No note matches." : "T\(found.subject.dropFirst()) would be redacted\(found.extent).",
            "Nothing was changed.",
        ]
    }
}

extension RedactionOutcome {
    /// For a person, without the redacted texts.
    var lines: [String] {
        let (notes, removed) = (redaction.notes, redaction.removed)
        guard notes.places > 0 else { return ["No note matches."] }
        var lines = ["T\(notes.subject.dropFirst()) are redacted\(notes.extent)."]
        if removed.count > 0 {
            let found = residue.leftOver == 0 ? "found in none" : "FOUND IN ONE"
            lines.append("Their text was looked for in the ledger's files, and is \(found).")
        }
        if residue.inOtherRows > 0 {
            let places = residue.places.map { place in
                "\(place.table).\(place.column) (\(place.rows == 1 ? "1 row" : "\(Count.text(place.rows)) rows"))"
            }
            lines.append(
                "The same words also stand in \(places.joined(separator: ", ")): in rows that were not asked for, or outside of "
                    + "what is a note. They were left."
            )
        }
        if removed.shortCount > 0 {
            let texts = removed.shortCount == 1 ? "1 text" : "\(Count.text(removed.shortCount)) texts"
            lines.append("\(texts) of less than \(RemovedTexts.shortest) bytes not searched for: too short.")
        }
        lines.append("Backups, and events that were published, are as they were.")
        return lines
    }
}

extension RedactedNotes {
    /// `the notes of 3 terminations and 1 dead letter`.
    var subject: String {
        let whose = [(terminations, "termination"), (deadLetters, "dead letter")]
            .filter { $0.0 > 0 }.map { "\(Count.text($0.0)) \($0.1)\($0.0 == 1 ? "" : "s")" }
        return "the notes of \(whose.joined(separator: " and "))"
    }

    /// `, in 9 places`: bodies, events and patches.
    var extent: String { ", in \(places == 1 ? "1 place" : "\(Count.text(places)) places")" }
}
