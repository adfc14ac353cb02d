import Ledger
public import Terminations

/// What an import did since it was begun or gone on with.
public struct ImportTally: Sendable, Equatable {
    /// How often a rule was broken, and where first.
    public struct Finding: Sendable, Equatable {
        public let code: String
        public let pointer: JSONPointer
        /// Of the first time.
        public let message: String
        public fileprivate(set) var count = 0
        /// The first lines of the file with it.
        public fileprivate(set) var lines: [Int] = []
    }

    private struct Place: Hashable {
        let code: String
        let pointer: JSONPointer
    }

    private static let linesKept = 5

    public private(set) var messages = 0
    /// By the code of the first violation of each refused message.
    public private(set) var causes: [String: Int] = [:]
    private var byPlace: [Place: Finding] = [:]

    /// Every broken rule with its field, the most frequent first. A message may break several.
    public var findings: [Finding] {
        byPlace.values.sorted {
            ($1.count, $0.code, $0.pointer.description) < ($0.count, $1.code, $1.pointer.description)
        }
    }

    mutating func add(_ rows: [ImportRow], _ outcomes: [ImportOutcome]) {
        messages += outcomes.count
        for case (let row, .rejected(let violations)) in zip(rows, outcomes) {
            causes[violations.first?.code.rawValue ?? Self.unjudgeable, default: 0] += 1
            if violations.isEmpty { add(Self.unjudgeable, .root, "The ledger refused it each time.", row) }
            for violation in violations {
                add(violation.code.rawValue, violation.pointer, violation.message, row)
            }
        }
    }

    private static let unjudgeable = "unjudgeable"

    private mutating func add(_ code: String, _ pointer: JSONPointer, _ message: String, _ row: ImportRow) {
        let place = Place(code: code, pointer: pointer)
        var finding = byPlace[place] ?? Finding(code: code, pointer: pointer, message: message)
        finding.count += 1
        if finding.lines.count < Self.linesKept { finding.lines.append(row.line) }
        byPlace[place] = finding
    }
}
