import Application
import Ledger

/// The findings of a check of a ledger, for people.
enum LedgerFindings {
    static func print(_ check: LedgerCheck, of path: String) {
        let findings = check.findings
        guard !check.holds else {
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
