import Terminations

/// What must hold for violations, whatever they are about.
enum ViolationProperty {
    static func check(_ violations: [Violation]) throws {
        for violation in violations {
            let text = violation.pointer.description
            guard let pointer = JSONPointer(parsing: text) else {
                throw BrokenProperty(description: "a violation's pointer is none of RFC 6901: \(text)")
            }
            let rebuilt = pointer.tokens.reduce(JSONPointer.root) { $0.appending($1) }
            try demand(rebuilt == violation.pointer, "a violation's pointer is not that of its names: \(text)")
            try demand(
                !violation.message.isEmpty && !violation.message.unicodeScalars.contains { $0.value < 0x20 },
                "a violation says nothing, or more than a line"
            )
        }
        try demand(Set(violations).count == violations.count, "a violation is reported twice")
        let read = try JSONValue(parsing: Violation.json(violations)).array?.map(Violation.init(json:))
        try demand(read == violations, "violations that were stored read otherwise")
        _ = Fingerprint(violations)
    }
}
