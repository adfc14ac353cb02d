import JSON
import Ledger
import Terminations

/// The query of a request, read parameter by parameter. Every fault is collected: one answer names them all.
///
/// Names that no parameter has are faults: a filter with a typing error must not mean everything.
struct APIQuery {
    /// Values of one name.
    private static let mostValues = 20

    private let pairs: [(name: String, value: String)]
    private let now: Instant
    private var known: Set<String> = []
    private var faults: [APIProblem.ParameterFault] = []

    init(_ fields: Fields, now: Instant) {
        pairs = fields.pairs
        self.now = now
    }

    /// Whether the parameter is there, whatever its value.
    func has(_ name: String) -> Bool { pairs.contains { $0.name == name } }

    mutating func report(_ name: String, _ code: Violation.Code, _ message: String) {
        faults.append(APIProblem.ParameterFault(name: name, code: code, message: message))
    }

    mutating func text(_ name: String, longest: Int = 200) -> String? {
        guard let text = single(name) else { return nil }
        return checked(name, text, longest: longest)
    }

    mutating func texts(_ name: String, isEmptyAllowed: Bool = false) -> [String] {
        several(name).compactMap { value in
            isEmptyAllowed && value.isEmpty ? "" : checked(name, value, longest: 200)
        }
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) -> Choice?
    where Choice.RawValue == String {
        single(name).flatMap { read(name, $0) }
    }

    mutating func choices<Choice: RawRepresentable & CaseIterable>(_ name: String) -> [Choice]
    where Choice.RawValue == String {
        several(name).compactMap { read(name, $0) }
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let text = single(name) else { return nil }
        guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int64(text) else {
            report(name, .wrongType, "\(name) must be a whole number.")
            return nil
        }
        guard range.contains(number) else {
            report(name, .outOfRange, "\(name) must be from \(range.lowerBound) to \(range.upperBound).")
            return nil
        }
        return number
    }

    mutating func flag(_ name: String) -> Bool {
        guard let text = single(name) else { return false }
        if text != "true", text != "false" { report(name, .wrongType, "\(name) must be true or false.") }
        return text == "true"
    }

    mutating func date(_ name: String) -> LocalDate? {
        guard let text = single(name) else { return nil }
        if let date = LocalDate(text) { return date }
        report(name, .invalidDate, "\(name) must be a date such as 2027-03-31.")
        return nil
    }

    /// An instant with its offset; `30m`, `12h` or `7d` ago.
    mutating func moment(_ name: String) -> Instant? {
        guard let text = single(name) else { return nil }
        if let instant = Self.moment(text, now: now) { return instant }
        report(name, .invalidInstant, "\(name) must be an instant such as 2027-03-31T09:00:00Z, or 30m, 12h, 7d ago.")
        return nil
    }

    static func moment(_ text: String, now: Instant) -> Instant? {
        if let instant = Instant(rfc3339: text) { return instant }
        guard let unit = text.last, let seconds = ["m": 60, "h": 3600, "d": 86_400][unit],
            text.dropLast().utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let count = Int64(text.dropLast()),
            count < 1_000_000
        else { return nil }
        return now.advanced(by: .seconds(-count * Int64(seconds)))
    }

    /// To be called when every parameter was read.
    func requireNoFaults() throws(APIProblem) {
        var faults = faults
        for name in Set(pairs.map(\.name)).subtracting(known).sorted() {
            let shown = String(name.prefix(64))
            faults.append(
                APIProblem.ParameterFault(name: shown, code: .unknownValue, message: "There is no such parameter here.")
            )
        }
        guard let first = faults.first else { return }
        throw APIProblem(
            .invalidParameter,
            faults.count == 1 ? "\(first.name): \(first.message)" : "\(faults.count) parameters are invalid.",
            parameters: faults
        )
    }

    /// A line that a person wrote.
    mutating func line(_ name: String, longest: Int) -> String? {
        guard let text = text(name, longest: longest) else { return nil }
        guard let defect = WrittenText.line.defect(of: text) else { return text }
        report(name, .wrongType, "\(name) \(defect.predicate).")
        return nil
    }

    private mutating func single(_ name: String) -> String? {
        known.insert(name)
        let values = pairs.filter { $0.name == name }
        guard values.count > 1 else { return values.first?.value }
        report(name, .unknownValue, "\(name) may be given once.")
        return nil
    }

    private mutating func several(_ name: String) -> [String] {
        known.insert(name)
        let values = pairs.filter { $0.name == name }.map(\.value)
        guard values.count > Self.mostValues else { return values }
        report(name, .tooLarge, "\(name) may be given \(Self.mostValues) times.")
        return []
    }

    private mutating func checked(_ name: String, _ text: String, longest: Int) -> String? {
        guard !text.isEmpty else {
            report(name, .tooShort, "\(name) is empty: leave it out.")
            return nil
        }
        guard text.unicodeScalars.count <= longest else {
            report(name, .tooLong, "\(name) may have \(longest) characters.")
            return nil
        }
        return text
    }

    private mutating func read<Choice: RawRepresentable & CaseIterable>(_ name: String, _ text: String) -> Choice?
    where Choice.RawValue == String {
        if let choice = Choice(rawValue: text) { return choice }
        let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        report(name, .unknownValue, "\(name) must be one of: \(all).")
        return nil
    }
}
