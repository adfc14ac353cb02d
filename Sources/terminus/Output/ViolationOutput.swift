import JSON
import Terminations

extension Violation {
    /// The violation and its remedy, for a person.
    var sentence: String {
        var sentence = message
        // Nothing is repeated.
        if let expected, !message.contains(expected) { sentence += " Expected: \(expected)." }
        if let suggestion, suggestion != expected { sentence += " " + hint(suggestion) }
        return Table.printable(sentence)
    }

    /// The first code, and how many more there are: `unknown-value +2`.
    static func summary(_ codes: [String]) -> String {
        guard let first = codes.first else { return "" }
        return codes.count == 1 ? first : "\(first) +\(codes.count - 1)"
    }

    private func hint(_ suggestion: String) -> String {
        switch code {
        case .contractAlreadyTerminated: "The termination in force is \(suggestion)."
        default: "Did you mean \(suggestion.replacing(", ", with: " or "))?"
        }
    }

    /// Two lines a violation, or more where the sentence is long: where and what, and then the sentence.
    static func lines(_ violations: [Violation], indent: Int) -> [String] {
        let places = violations.map { violation in
            violation.pointer == .root ? "(document)" : Table.printable(violation.pointer.description)
        }
        let width = places.map(\.count).filter { $0 <= 40 }.max() ?? 0
        return zip(violations, places).flatMap { violation, place in
            let margin = String(repeating: " ", count: indent)
            return ["\(margin)\(Table.padded(place, to: width))  \(violation.code.rawValue)"]
                + Paragraph.indented(violation.sentence, by: indent + 4)
        }
    }
}

extension [Violation] {
    /// The placeholder of an id that is absent or invalid.
    func placeholder(for field: String) -> String {
        let isMissing = contains { $0.code == .missingField && $0.pointer.tokens.last == field }
        return isMissing ? "(none)" : "(unreadable)"
    }
}

extension JSONWriter {
    /// The JSON text, with escapes for characters that are not printable.
    var printable: String { String(decoding: bytes, as: UTF8.self).printableJSON }
}

extension Console {
    static func print(_ line: JSONWriter) {
        write(line.printable + "\n")
    }
}
