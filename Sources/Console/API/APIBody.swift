import JSON
import Ledger
import Terminations

/// The JSON object of a request, read member by member. Every fault is collected: one answer names them all.
struct APIBody {
    private let source: JSONObject
    private let pointer: JSONPointer
    private let now: Instant
    private var known: Set<String> = []
    private(set) var violations: [Violation] = []

    /// - Throws: ``APIProblem`` where the bytes are no JSON object. Depth and names are checked as in messages.
    init(_ bytes: [UInt8], now: Instant) throws(APIProblem) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw APIProblem(.malformedBody, error.message, violations: [Violation(error)])
        }
        guard let object = value.object else {
            throw .content([Violation(.notAnObject, at: .root, "The body is not a JSON object.")])
        }
        self.init(object, at: .root, now: now)
    }

    private init(_ object: JSONObject, at pointer: JSONPointer, now: Instant) {
        source = object
        self.pointer = pointer
        self.now = now
    }

    mutating func report(_ code: Violation.Code, _ name: String, _ message: String, expected: String? = nil) {
        violations.append(Violation(code, at: pointer.appending(name), message, expected: expected))
    }

    func has(_ name: String) -> Bool { source[name] != nil }

    mutating func text(_ name: String, longest: Int = 200) -> String? {
        guard let value = find(name) else { return nil }
        guard let text = value.string else { return wrongType(name, "a string") }
        return checked(text, name, longest)
    }

    /// A line that a person wrote.
    mutating func line(_ name: String, longest: Int) -> String? {
        guard let text = text(name, longest: longest) else { return nil }
        guard let defect = WrittenText.line.defect(of: text) else { return text }
        report(.wrongType, name, "The member \(name) \(defect.predicate).")
        return nil
    }

    mutating func texts(_ name: String, most: Int) -> [String]? {
        guard let elements = array(name, most: most) else { return nil }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            if let text = element.string {
                texts.append(text)
            } else {
                let place = pointer.appending(name).appending(index)
                violations.append(Violation(.wrongType, at: place, "The element is not a string."))
            }
        }
        return texts
    }

    mutating func flag(_ name: String) -> Bool {
        guard let value = find(name) else { return false }
        guard let flag = value.bool else { return wrongType(name, "true or false") ?? false }
        return flag
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let value = find(name) else { return nil }
        guard let number = value.integer else { return wrongType(name, "a whole number") }
        guard range.contains(number) else {
            report(
                .outOfRange,
                name,
                "The member \(name) is out of its range.",
                expected: "\(range.lowerBound) to \(range.upperBound)"
            )
            return nil
        }
        return number
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) -> Choice?
    where Choice.RawValue == String {
        text(name).flatMap { choice($0, name) }
    }

    mutating func choices<Choice: RawRepresentable & CaseIterable>(_ name: String) -> [Choice]
    where Choice.RawValue == String {
        (texts(name, most: 20) ?? []).compactMap { choice($0, name) }
    }

    mutating func moment(_ name: String) -> Instant? {
        guard let text = text(name) else { return nil }
        if let moment = APIQuery.moment(text, now: now) { return moment }
        report(
            .invalidInstant,
            name,
            "The member \(name) is not a point in time.",
            expected: "an instant such as 2027-03-31T09:00:00Z, or 30m, 12h, 7d ago"
        )
        return nil
    }

    mutating func date(_ name: String) -> LocalDate? {
        guard let text = text(name) else { return nil }
        if let date = LocalDate(text) { return date }
        report(.invalidDate, name, "The member \(name) is not a date.", expected: "a date such as 2027-03-31")
        return nil
    }

    mutating func value(_ name: String) -> JSONValue? {
        known.insert(name)
        return source[name]
    }

    mutating func array(_ name: String, most: Int) -> [JSONValue]? {
        guard let value = find(name) else { return nil }
        guard let elements = value.array else { return wrongType(name, "an array") }
        guard elements.count <= most else {
            report(.tooLarge, name, "The member \(name) has too many elements.", expected: "at most \(most)")
            return nil
        }
        return elements
    }

    /// The members of an object whose names are not fixed.
    mutating func members(_ name: String) -> [JSONObject.Member] {
        guard let value = find(name) else { return [] }
        guard let object = value.object else { return wrongType(name, "an object") ?? [] }
        return object.members
    }

    /// Reads an object within this one.
    mutating func object<Result>(_ name: String, _ read: (inout APIBody) -> Result) -> Result? {
        guard let value = find(name) else { return nil }
        return object(value, name, read)
    }

    /// Reads the objects of an array.
    mutating func objects<Result>(_ name: String, most: Int, _ read: (inout APIBody) -> Result?) -> [Result]? {
        guard let elements = array(name, most: most) else { return nil }
        let place = pointer.appending(name)
        var results: [Result] = []
        for (index, element) in elements.enumerated() {
            guard let object = element.object else {
                violations.append(Violation(.wrongType, at: place.appending(index), "The element is not an object."))
                continue
            }
            var body = APIBody(object, at: place.appending(index), now: now)
            if let result = read(&body) { results.append(result) }
            body.rejectOthers()
            violations += body.violations
        }
        return results
    }

    mutating func requireMember(_ name: String) {
        guard source[name] == nil else { return }
        report(.missingField, name, "The member \(name) is missing.")
    }

    /// To be called when every member was read.
    mutating func requireNoFaults() throws(APIProblem) {
        rejectOthers()
        if !violations.isEmpty { throw .content(violations) }
    }

    private mutating func object<Result>(
        _ value: JSONValue,
        _ name: String,
        _ read: (inout APIBody) -> Result
    ) -> Result? {
        guard let object = value.object else { return wrongType(name, "an object") }
        var body = APIBody(object, at: pointer.appending(name), now: now)
        let result = read(&body)
        body.rejectOthers()
        violations += body.violations
        return result
    }

    private mutating func rejectOthers() {
        for member in source.members where !known.contains(member.name) {
            // The name comes from outside, and may be anything.
            let place = member.name.utf8.count <= 128 ? pointer.appending(member.name) : pointer
            violations.append(Violation(.unknownValue, at: place, "There is no such member here."))
        }
        known.formUnion(source.members.map(\.name))
    }

    private mutating func find(_ name: String) -> JSONValue? {
        known.insert(name)
        return source[name]
    }

    private mutating func wrongType<Value>(_ name: String, _ expected: String) -> Value? {
        report(.wrongType, name, "The member \(name) has the wrong type.", expected: expected)
        return nil
    }

    private mutating func checked(_ text: String, _ name: String, _ longest: Int) -> String? {
        guard !text.isEmpty else {
            report(.tooShort, name, "The member \(name) is empty.")
            return nil
        }
        guard text.unicodeScalars.count <= longest else {
            report(.tooLong, name, "The member \(name) is too long.", expected: "at most \(longest) characters")
            return nil
        }
        return text
    }

    private mutating func choice<Choice: RawRepresentable & CaseIterable>(_ text: String, _ name: String) -> Choice?
    where Choice.RawValue == String {
        if let choice = Choice(rawValue: text) { return choice }
        let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        report(.unknownValue, name, "The member \(name) has a value that is not known.", expected: all)
        return nil
    }
}
