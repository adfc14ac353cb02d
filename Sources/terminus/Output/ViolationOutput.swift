import Terminations

extension Violation {
    /// One line for a person: where, what, and what to do.
    var sentence: String {
        let place = pointer == .root ? "(document)" : pointer.description
        let expected = expected.map { " Expected: \($0)." } ?? ""
        let suggestion = suggestion.map { " Did you mean: \($0)?" } ?? ""
        return Table.printable("\(place)  \(code.rawValue)  \(message)\(expected)\(suggestion)")
    }
}

extension JSONWriter {
    mutating func stringOrNull(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    mutating func violations(_ violations: [Violation]) {
        beginArray()
        for violation in violations { violation.write(to: &self) }
        endArray()
    }
}

extension Console {
    static func print(_ line: JSONWriter) {
        print(String(decoding: line.bytes, as: UTF8.self))
    }
}
