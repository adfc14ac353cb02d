import JSON

/// Reads the fields of one JSON object and collects every violation.
struct FieldReader {
    let pointer: JSONPointer
    private(set) var violations: [Violation] = []
    private let members: [JSONObject.Member]
    private let isList: Bool
    /// The index at which the search for the next field begins: most writers keep the order of the contract.
    private var next = 0

    init(_ object: JSONObject, at pointer: JSONPointer) {
        members = object.members
        isList = false
        self.pointer = pointer
    }

    /// Reads the elements of an array as fields named by their indexes.
    init(_ elements: [JSONValue], at pointer: JSONPointer) {
        members = zip(elements.indices, elements).map { JSONObject.Member(name: String($0), value: $1) }
        isList = true
        self.pointer = pointer
    }

    /// Reads a field that may be absent, but not null.
    mutating func optional<Kind: FieldKind>(_ name: String, _ kind: Kind) -> Parsed<Kind.Value> {
        guard let value = find(name) else { return .absent }
        if value == .null {
            report(.wrongType, at: name, "The field \(name) is null.", expected: "\(kind.expected); or leave it out")
            return .invalid
        }
        return read(name, value, kind)
    }

    /// Reads a field that may be absent or null.
    mutating func nullable<Kind: FieldKind>(_ name: String, _ kind: Kind) -> Parsed<Kind.Value> {
        guard let value = find(name), value != .null else { return .absent }
        return read(name, value, kind)
    }

    /// Reads a required field.
    mutating func required<Kind: FieldKind>(_ name: String, _ kind: Kind) -> Parsed<Kind.Value> {
        guard let value = find(name) else {
            reportMissing(name, expected: kind.expected)
            return .absent
        }
        return read(name, value, kind)
    }

    mutating func reportMissing(_ name: String, expected: String) {
        report(.missingField, at: name, "The field \(name) is missing.", expected: expected)
    }

    mutating func report(
        _ code: Violation.Code,
        at name: String,
        _ message: String,
        expected: String? = nil,
        suggestion: String? = nil
    ) {
        violations.append(
            Violation(code, at: pointer.appending(name), message, expected: expected, suggestion: suggestion)
        )
    }

    mutating func report(_ more: [Violation]) {
        violations += more
    }

    /// Reports every member with another name.
    mutating func rejectFields(otherThan names: [String]) {
        let unknown = members.filter { !names.contains($0.name) }
        guard !unknown.isEmpty else { return }
        let known = Nearest(Dictionary(uniqueKeysWithValues: names.map { ($0, $0) }))
        let expected = names.joined(separator: ", ")
        for member in unknown {
            report(
                .unknownValue,
                at: member.name,
                "There is no such field here.",
                expected: expected,
                suggestion: known.meanings(near: member.name, atMost: 1).first
            )
        }
    }

    /// Reads a field that may be absent, or is a list of elements of one kind.
    ///
    /// - Parameter minCount: the fewest elements.
    mutating func optional<Kind: FieldKind>(
        _ name: String,
        listOf kind: Kind,
        minCount: Int = 0
    ) -> Parsed<[Kind.Value]> {
        switch optional(name, ListField()) {
        case .absent: return .absent
        case .invalid: return .invalid
        case .value(let elements):
            if elements.count < minCount {
                report(.tooShort, at: name, "The list \(name) has too few entries.", expected: "at least \(minCount)")
                return .invalid
            }
            var list = FieldReader(elements, at: pointer.appending(name))
            let values = elements.indices.compactMap { list.required(String($0), kind).value }
            report(list.violations)
            return values.count == elements.count ? .value(values) : .invalid
        }
    }

    private mutating func find(_ name: String) -> JSONValue? {
        for step in members.indices {
            let index = next + step < members.count ? next + step : next + step - members.count
            if members[index].name.isMemberName(name) {
                next = index + 1 < members.count ? index + 1 : 0
                return members[index].value
            }
        }
        return nil
    }

    private mutating func read<Kind: FieldKind>(_ name: String, _ value: JSONValue, _ kind: Kind) -> Parsed<Kind.Value>
    {
        do {
            return .value(try kind.read(value))
        } catch {
            report(
                error.code,
                at: name,
                isList ? "The entry \(error.predicate)." : "The field \(name) \(error.predicate).",
                expected: kind.expected,
                suggestion: error.suggestion
            )
            return .invalid
        }
    }
}

extension String {
    /// Whether this is the member name `name`, which must be ASCII.
    ///
    /// The lengths differ where a name is canonically equivalent to ASCII and not the same, as U+212A is to `K`.
    func isMemberName(_ name: String) -> Bool {
        utf8.count == name.utf8.count && self == name
    }
}
