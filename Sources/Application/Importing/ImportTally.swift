public import JSON
import Ledger
import Terminations

/// What an import did since it was begun or continued.
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
        fileprivate var counts: [String: Int] = [:]

        /// The values that were refused, the most frequent first; none where they are ids or notes, or where no value could
        /// be right. Of more than a thousand the first thousand are counted.
        public var values: [(value: String, count: Int)] {
            counts.map { (value: $0.key, count: $0.value) }.sorted { ($1.count, $0.value) < ($0.count, $1.value) }
        }
    }

    private struct Place: Hashable {
        let code: String
        let pointer: JSONPointer
        /// A cell of one column can be wrong in several ways.
        let fault: String?
    }

    private static let linesKept = 5
    private static let valuesKept = 1000

    public private(set) var messages = 0
    /// By the code of the first violation of each refused message.
    public private(set) var causes: [String: Int] = [:]
    private var byPlace: [Place: Finding] = [:]
    /// Which values that were given a meaning occurred, by their place in ``ColumnMapping/allValues``.
    public private(set) var mappedValues: Set<Int> = []

    /// Every broken rule with its field, the most frequent first. A message may break several.
    public var findings: [Finding] {
        byPlace.values.sorted {
            ($1.count, $0.code, $0.pointer.description, $0.message)
                < ($0.count, $1.code, $1.pointer.description, $1.message)
        }
    }

    mutating func add(_ rows: [ImportRow], _ outcomes: [ImportOutcome]) {
        messages += outcomes.count
        for row in rows { mappedValues.formUnion(row.mappedValues) }
        for case (let row, .rejected(let violations)) in zip(rows, outcomes) {
            causes[violations.first?.code.rawValue ?? Self.unjudgeable, default: 0] += 1
            if violations.isEmpty { add(Self.unjudgeable, .root, "The ledger refused it each time.", nil, row) }
            var body: JSONValue??
            for violation in row.explained(violations) {
                var value: String?
                if Self.hasInformativeValue(violation) {
                    let document = body ?? (try? JSONValue(parsing: row.body))
                    body = document
                    value = document?[violation.pointer].flatMap(Self.text)
                }
                add(violation.code.rawValue, violation.pointer, violation.message, value, row)
            }
        }
    }

    private static let unjudgeable = "unjudgeable"

    /// Whether the value helps to correct the file, and is neither the id of a person nor a note.
    private static func hasInformativeValue(_ violation: Violation) -> Bool {
        switch violation.code {
        case .unknownReason, .unknownValue, .invalidDate, .invalidInstant, .invalidTimeZone, .invalidDuration,
            .invalidCurrency:
            !ShownValue.isNote(violation.pointer)
        case .wrongType: violation.pointer.description.hasSuffix("/contract/periodAmount")
        default: false
        }
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): String(text.prefix(200))
        case .number(let number): number.literal
        case .null, .bool, .array, .object: nil
        }
    }

    private mutating func add(
        _ code: String,
        _ pointer: JSONPointer,
        _ message: String,
        _ value: String?,
        _ row: ImportRow
    ) {
        let place = Place(code: code, pointer: pointer, fault: row.cellFaults[pointer.description]?.description)
        // Changed in place: the values of a finding are not copied for each row.
        var finding = byPlace.removeValue(forKey: place) ?? Finding(code: code, pointer: pointer, message: message)
        finding.count += 1
        if finding.lines.count < Self.linesKept { finding.lines.append(row.line) }
        if let value, finding.counts[value] != nil || finding.counts.count < Self.valuesKept {
            finding.counts[value, default: 0] += 1
        }
        byPlace[place] = finding
    }
}
