import JSON
import Terminations

/// The properties that must hold for any violations.
enum ViolationProperty {
    static func check(_ violations: [Violation]) throws {
        for violation in violations {
            let text = violation.pointer.description
            guard let pointer = JSONPointer(parsing: text) else {
                throw PropertyFailure(description: "a violation's pointer is not valid by RFC 6901: \(text)")
            }
            let rebuilt = pointer.tokens.reduce(JSONPointer.root) { $0.appending($1) }
            try require(rebuilt == violation.pointer, "a violation's pointer does not consist of its names: \(text)")
            try require(
                !violation.message.isEmpty && !violation.message.unicodeScalars.contains { $0.value < 0x20 },
                "a violation's message is empty or has several lines"
            )
        }
        try require(Set(violations).count == violations.count, "a violation is reported twice")
        let read = try JSONValue(parsing: Violation.json(violations)).array?.map(Violation.init(json:))
        try require(read == violations, "stored violations read differently")
        _ = Fingerprint(violations)
    }
}
