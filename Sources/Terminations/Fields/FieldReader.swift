/// Reads the fields of one JSON object and notes every violation on the way.
struct FieldReader {
    let pointer: JSONPointer
    private(set) var violations: [Violation] = []
    private let members: [JSONObject.Member]
    private let isList: Bool
    /// Where the next field is looked for first: most writers keep the order of the contract.
    private var next = 0

    init(_ object: JSONObject, at pointer: JSONPointer) {
        members = object.members
        isList = false
        self.pointer = pointer
    }

    /// Reads the elements of an array as fields that are named by their indexes.
    init(_ elements: [JSONValue], at pointer: JSONPointer) {
        members = zip(elements.indices, elements).map { JSONObject.Member(name: String($0), value: $1) }
        isList = true
        self.pointer = pointer
    }

    /// A field that may be absent, but not null.
    mutating func optional<Kind: FieldKind>(_ name: String, _ kind: Kind) -> Parsed<Kind.Value> {
        guard let value = find(name) else { return .absent }
        if value == .null {
            note(.wrongType, at: name, "The field \(name) is null.", expected: "\(kind.expected); or leave it out")
            return .invalid
        }
        return read(name, value, kind)
    }

    /// A field that may be absent or null.
    mutating func nullable<Kind: FieldKind>(_ name: String, _ kind: Kind) -> Parsed<Kind.Value> {
        guard let value = find(name), value != .null else { return .absent }
        return read(name, value, kind)
    }

    /// A field that must be there.
    mutating func required<Kind: FieldKind>(_ name: String, _ kind: Kind) -> Parsed<Kind.Value> {
        guard let value = find(name) else {
            missing(name, expected: kind.expected)
            return .absent
        }
        return read(name, value, kind)
    }

    mutating func missing(_ name: String, expected: String) {
        note(.missingField, at: name, "The field \(name) is missing.", expected: expected)
    }

    mutating func note(
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

    mutating func note(_ more: [Violation]) {
        violations += more
    }

    /// Reports every member with another name.
    mutating func refuse(fieldsOtherThan names: [String]) {
        let unknown = members.filter { !names.contains($0.name) }
        guard !unknown.isEmpty else { return }
        let known = Nearest(Dictionary(uniqueKeysWithValues: names.map { ($0, $0) }))
        let expected = names.joined(separator: ", ")
        for member in unknown {
            note(
                .unknownValue,
                at: member.name,
                "There is no such field here.",
                expected: expected,
                suggestion: known.meanings(near: member.name, atMost: 1).first
            )
        }
    }

    /// A field that may be absent, else a list whose elements are all of one kind and at least so many.
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
                note(.tooShort, at: name, "The list \(name) has too few entries.", expected: "at least \(minCount)")
                return .invalid
            }
            var list = FieldReader(elements, at: pointer.appending(name))
            let values = elements.indices.compactMap { list.required(String($0), kind).value }
            note(list.violations)
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
            note(
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
