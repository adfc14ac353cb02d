import JSON
import Ledger

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
}
