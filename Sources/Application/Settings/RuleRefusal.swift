import JSON
public import Terminations

/// A rule of settings that recorded terminations would break.
public struct RuleRefusal: Sendable, Equatable {
    public let code: Violation.Code
    public fileprivate(set) var count = 0
    /// The latest of their `terminationId`s. An example beside a rule that is only about a sensitive reason would tell who
    /// has it, so that none of them has one, unless the question is confidential.
    public fileprivate(set) var examples: [String] = []

    fileprivate static let exampleCount = 3
}

extension [Violation.Code: RuleRefusal] {
    /// - Parameter isShown: whether the termination may be an example.
    mutating func add(_ terminationID: String, _ codes: Set<Violation.Code>, isShown: Bool) {
        for code in codes {
            self[code, default: RuleRefusal(code: code)].count += 1
            if isShown, self[code, default: RuleRefusal(code: code)].examples.count < RuleRefusal.exampleCount {
                self[code]?.examples.append(terminationID)
            }
        }
    }

    /// The most frequent first.
    var sorted: [RuleRefusal] {
        values.sorted { ($1.count, $0.code.rawValue) < ($0.count, $1.code.rawValue) }
    }
}

extension [RuleRefusal] {
    func write(to json: inout JSONWriter, showsExamples: Bool = true) {
        json.beginArray()
        for refusal in self {
            json.beginObject()
            json.name("code")
            json.string(refusal.code.rawValue)
            json.name("count")
            json.integer(refusal.count)
            json.name("examples")
            json.strings(showsExamples ? refusal.examples : [])
            json.endObject()
        }
        json.endArray()
    }
}
