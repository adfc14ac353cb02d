import Ledger
import Terminations

/// What the check of a ledger found, for people and for programs.
enum LedgerFindings {
    static func print(_ findings: [LedgerFinding], of path: String) {
        guard !findings.isEmpty else {
            Console.print("\(path): \(LedgerRule.allCases.count) checks passed.")
            return
        }
        var table = Table("RULE", "BROKEN", "WHERE FIRST", "WHAT SHOULD HOLD")
        for finding in findings {
            let places = finding.places.joined(separator: ", ")
            let place = finding.table.map { "\($0) \(places)" } ?? places
            table.add(finding.rule.rawValue, Count.text(finding.count), place, finding.rule.sentence)
        }
        table.print()
        let rules = findings.count == 1 ? "One rule does" : "\(findings.count) rules do"
        Console.print("\(path): \(rules) not hold.")
    }

    static func json(_ findings: [LedgerFinding]) -> JSONWriter {
        var line = JSONWriter()
        line.beginObject()
        line.name("holds")
        line.bool(findings.isEmpty)
        line.name("rules")
        line.integer(LedgerRule.allCases.count)
        line.name("findings")
        line.beginArray()
        for finding in findings {
            line.beginObject()
            line.name("rule")
            line.string(finding.rule.rawValue)
            line.name("sentence")
            line.string(finding.rule.sentence)
            line.name("count")
            line.integer(finding.count)
            if let table = finding.table {
                line.name("table")
                line.string(table)
            }
            line.name("places")
            line.beginArray()
            for place in finding.places { line.string(place) }
            line.endArray()
            line.endObject()
        }
        line.endArray()
        line.endObject()
        return line
    }
}
