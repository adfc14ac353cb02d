import JSON
import Terminations

/// Why a message is a dead letter, in the terms by which dead letters are grouped and found.
enum DeadLetterCause {
    case violations([Violation])
    /// Judging it failed each time.
    case unjudgeable
    /// Its termination is not recorded yet.
    case waiting
    /// The broker dead-lettered it, and the settings would accept it. The reason is the broker's: `expired`.
    case broker(reason: String)

    var violations: [Violation] {
        switch self {
        case .violations(let violations): violations
        case .unjudgeable, .waiting, .broker: []
        }
    }

    var fingerprint: String {
        switch self {
        case .violations(let violations): Fingerprint(violations).description
        case .unjudgeable, .waiting, .broker: Fingerprint(cause: lines[0].code).description
        }
    }

    /// Codes and pointers, as `fingerprints` keeps them.
    var lines: [(code: String, pointer: String)] {
        switch self {
        case .violations(let violations): violations.map { ($0.code.rawValue, $0.pointer.description) }
        case .unjudgeable: [("unjudgeable", "")]
        case .waiting: [("waiting", "")]
        case .broker(let reason): [("broker-" + reason.replacing("_", with: "-"), "")]
        }
    }

    /// Another termination ends the contract, and nothing else is wrong: in a message, and in a CloudEvent's data.
    static let contractAlreadyTerminated: [DeadLetterCause] = [JSONPointer.root, JSONPointer.root.appending("data")]
        .map { .violations([Violation(.contractAlreadyTerminated, at: $0.appending("contractId"), "")]) }

    /// The cause in words, from the rows of a fingerprint.
    static func words(_ lines: [(code: String, pointer: String)]) -> String {
        if lines.isEmpty { return "unknown" }
        return lines.map { code, pointer in
            if code == "unjudgeable" { return "judging it failed each time" }
            if code == "waiting" { return "waits for its termination" }
            if code.hasPrefix("broker-") {
                return "dead-lettered by the broker: \(code.dropFirst("broker-".count).replacing("-", with: " "))"
            }
            return pointer.isEmpty ? code : "\(code) at \(pointer)"
        }
        .joined(separator: ", ")
    }

    /// Stores the codes and pointers of the fingerprint.
    func register(_ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO fingerprints (fingerprint, code, pointer) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        )
        for line in lines { try statement.execute(arguments: [fingerprint, line.code, line.pointer]) }
    }
}
