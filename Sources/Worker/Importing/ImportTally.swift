import Ledger

/// What an import did since it was begun or gone on with.
public struct ImportTally: Sendable, Equatable {
    public var messages = 0
    /// By the code of the first violation of each refused message.
    public var causes: [String: Int] = [:]

    mutating func add(_ outcomes: [ImportOutcome]) {
        messages += outcomes.count
        for case .rejected(let violations) in outcomes {
            causes[violations.first?.code.rawValue ?? "unjudgeable", default: 0] += 1
        }
    }
}
