import Terminations

/// How the cells of a table write dates: day, month and year in some order, such as `DD-MM-YYYY`.
///
/// Zeros in front of day and month may be left out. Dates in ISO 8601, as messages have them, are read as well.
public struct CellDateFormat: Sendable, Equatable {
    private enum Part: Character { case day = "D", month = "M", year = "Y" }

    /// As it was named.
    public let text: String
    private let parts: [Part]
    /// The separators after the first and after the second part.
    private let signs: [String]

    /// - Parameter text: `DD`, `MM` and `YYYY` once each, with signs between them. A time such as `hh:mm` may follow: times are
    ///   read at any place.
    /// - Returns: nil where it is anything else.
    public init?(_ text: String) {
        var parts: [Part] = []
        var signs: [String] = []
        var rest = text.prefix { $0 != "h" && $0 != "H" }.uppercased()[...]
        while rest.last == " " || rest.last == "T" { rest.removeLast() }
        while let letter = rest.first, let part = Part(rawValue: letter) {
            let count = rest.prefix { $0 == letter }.count
            guard !parts.contains(part), part == .year ? count == 4 : count <= 2 else { return nil }
            parts.append(part)
            rest.removeFirst(count)
            guard parts.count < 3 else { break }
            let sign = rest.prefix { Part(rawValue: $0) == nil }
            // One sign, and a blank behind it where there is one; the same in both places.
            guard ["-", ".", "/", " ", "- ", ". ", "/ "].contains(sign), signs.first ?? String(sign) == sign else {
                return nil
            }
            signs.append(String(sign))
            rest = rest[sign.endIndex...]
        }
        guard parts.count == 3, rest.isEmpty else { return nil }
        self.text = text
        self.parts = parts
        self.signs = signs
    }

    /// The date, where the cell has one without a time, or with midnight, as spreadsheets write a day.
    func date(_ cell: String) -> LocalDate? {
        guard let (date, seconds) = read(cell), seconds ?? 0 == 0 else { return nil }
        return date
    }

    /// The instant at which the clocks of the zone show what the cell has; the beginning of the day where it has no time. Of two
    /// such instants the earlier one; nil where the clocks jump over it.
    func instant(_ cell: String, in zone: Zone) -> Instant? {
        guard Instant(rfc3339: cell) == nil, let (date, seconds) = read(cell) else { return nil }
        guard let seconds else { return zone.startOfDay(after: date.adding(days: -1)) }
        return zone.instant(of: date, second: seconds)
    }

    /// Why a cell has no date; nil where it has one.
    func fault(ofDate cell: String) -> CellFault? {
        guard date(cell) == nil else { return nil }
        let expected = "date in the form \(dayForm), such as \(example)"
        if read(cell) != nil {
            return CellFault("has a time of day, and is a date alone", expected: expected)
        }
        return fault(of: cell, or: "is not a date in the form \(dayForm)", expected)
    }

    /// Why a cell has no local time in the zone; nil where it has one.
    ///
    /// - Parameter zone: nil where none is known.
    func fault(ofTime cell: String, in zone: Zone?) -> CellFault? {
        if read(cell) != nil {
            guard let zone, instant(cell, in: zone) == nil else { return nil }
            return CellFault("is a time that the clocks of \(zone.name) jump over", expected: "time that they show")
        }
        let form =
            "is not a date in the form \(dayForm) with or without a time such as 10:15, and no instant with an offset"
        return fault(of: cell, or: form, "local time in the form \(dayForm) hh:mm, such as \(example) 10:15")
    }

    /// What has the form of a date and is none was mistyped, or has day and month in the other order.
    private func fault(of cell: String, or sentence: String, _ expected: String) -> CellFault {
        let parts = parts(of: cell)
        guard parts.time.isEmpty || seconds(of: parts.time) != nil else {
            return CellFault(
                LocalDate(String(parts.day)) ?? date(of: parts.day) == nil ? sentence : "has no time of the form 10:15",
                expected: expected
            )
        }
        let hasForm = numbers(of: parts.day) != nil
        return CellFault(hasForm ? "is no day of the calendar in the form \(dayForm)" : sentence, expected: expected)
    }

    /// The format without a time.
    private var dayForm: String {
        var form = ""
        for (index, part) in parts.enumerated() {
            form += part == .year ? "YYYY" : String(repeating: String(part.rawValue), count: 2)
            if index < signs.count { form += signs[index] }
        }
        return form
    }

    /// The last day of 2026 in the format.
    private var example: String {
        dayForm.replacing("DD", with: "31").replacing("MM", with: "12").replacing("YYYY", with: "2026")
    }

    /// - Returns: nil for what is no date; no seconds where there is no time.
    private func read(_ cell: String) -> (date: LocalDate, seconds: Int?)? {
        let (day, time) = parts(of: cell)
        guard let date = LocalDate(String(day)) ?? date(of: day) else { return nil }
        if time.isEmpty { return (date, nil) }
        return seconds(of: time).map { (date, $0) }
    }

    private func parts(of cell: String) -> (day: Substring, time: Substring) {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\u{A0}" || $0 == "\u{202F}" }
        let text = cell.trimmingBlanks
        // A format may have blanks between its parts: then the time begins behind the third part.
        if signs.contains(where: { $0.contains(" ") }) { return split(text) }
        let end = text.firstIndex { $0 == "T" || isBlank($0) } ?? text.endIndex
        return (text[..<end], text[end...].dropFirst().drop(while: isBlank))
    }

    private func seconds(of time: Substring) -> Int? {
        guard let match = time.wholeMatch(of: /([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?/),
            let hour = Int(match.1), let minute = Int(match.2), let second = Int(match.3 ?? "0"),
            hour < 24, minute < 60, second < 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// The part before the first colon, without the hour.
    private func split(_ text: String) -> (day: Substring, time: Substring) {
        guard let colon = text.firstIndex(of: ":"), let blank = text[..<colon].lastIndex(of: " ") else {
            return (text[...], "")
        }
        return (text[..<blank], text[blank...].dropFirst())
    }

    private func date(of text: Substring) -> LocalDate? {
        guard let numbers = numbers(of: text), let year = numbers[.year], let month = numbers[.month],
            let day = numbers[.day]
        else { return nil }
        return LocalDate(year: year, month: month, day: day)
    }

    /// Year, month and day as they are written, whether the calendar has them or not.
    private func numbers(of text: Substring) -> [Part: Int]? {
        var rest = text
        var numbers: [Part: Int] = [:]
        for (index, part) in parts.enumerated() {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard part == .year ? digits.count == 4 : 1...2 ~= digits.count, let number = Int(digits) else {
                return nil
            }
            numbers[part] = number
            rest = rest[digits.endIndex...]
            guard index < signs.count else { break }
            guard rest.hasPrefix(signs[index]) else { return nil }
            rest.removeFirst(signs[index].count)
        }
        return rest.isEmpty ? numbers : nil
    }
}

/// Why a cell cannot be read in the format that was named for it, as the end of a sentence about its field.
struct CellFault: Sendable, Equatable, CustomStringConvertible {
    let description: String
    let expected: String

    init(_ description: String, expected: String) {
        self.description = description
        self.expected = expected
    }
}

/// How the cells of a table write amounts of money.
public enum CellAmountFormat: String, Sendable {
    /// As messages have them: whole minor units (cents), `2450000`. `2450000.0`, as programs write a number that they took for
    /// a fraction, is the same.
    case minorUnits
    /// In units of the currency, as people write them in the Netherlands or Germany: `24.500,00`.
    case decimalComma
    /// In units of the currency, as people write them in Britain or the United States: `24,500.00`.
    case decimalPoint

    /// A whole number; nil for anything else.
    func integer(_ cell: String) -> Int64? {
        guard let number = cell.wholeMatch(of: /([+-]?[0-9]+)(?:[.,]0)?/) else { return nil }
        return Int64(number.1)
    }

    /// - Parameter currency: decides how many digits follow the decimal sign; two where it is not known.
    /// - Returns: nil for what is no amount, or finer than minor units.
    func minorUnits(_ cell: String, of currency: String?) -> Int64? {
        let (decimal, group): (Character, Character)
        switch self {
        case .minorUnits: return integer(cell)
        case .decimalComma: (decimal, group) = (",", ".")
        case .decimalPoint: (decimal, group) = (".", ",")
        }
        var text = cell.filter { !"€$£".contains($0) }.trimmingBlanks[...]
        let isNegative = text.first == "-"
        if isNegative || text.first == "+" { text.removeFirst() }
        let parts = text.split(separator: decimal, maxSplits: 1, omittingEmptySubsequences: false)
        guard let units = parts.first, let whole = digits(of: units, group) else { return nil }
        var fraction = parts.count > 1 ? parts[1] : ""
        while fraction.last == "0" { fraction.removeLast() }
        let count = Currency.minorUnitDigits(of: currency ?? "")
        guard fraction.count <= count, fraction.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        let amount = Int64(whole + fraction + String(repeating: "0", count: count - fraction.count))
        return isNegative ? amount.map { -$0 } : amount
    }

    /// Why a cell has no amount; nil for minor units, of which the message contract speaks itself.
    func fault(of cell: String, currency: String?) -> CellFault? {
        let (name, examples): (String, String)
        switch self {
        case .minorUnits: return nil
        case .decimalComma: (name, examples) = ("comma", "24,50 or 24.500,00")
        case .decimalPoint: (name, examples) = ("point", "24.50 or 24,500.00")
        }
        let expected = "amount with a decimal \(name), such as \(examples)"
        // The finest currencies have four digits, and with them it would be one.
        guard minorUnits(cell, of: "CLF") == nil else {
            let digits = Currency.minorUnitDigits(of: currency ?? "")
            return CellFault(
                "has more than the \(digits) decimals of \(currency.flatMap { Currency($0)?.code } ?? "its currency")",
                expected: expected
            )
        }
        return CellFault("is not an amount with a decimal \(name), such as \(examples)", expected: expected)
    }

    /// The digits of a whole number, of which each group but the first has three; blanks and apostrophes group as well.
    private func digits(of text: Substring, _ group: Character) -> String? {
        let signs: Set<Character> = [group, " ", "\u{A0}", "\u{202F}", "'", "\u{2019}"]
        let groups = text.split(omittingEmptySubsequences: false) { signs.contains($0) }
        guard let first = groups.first, !first.isEmpty, groups.count == 1 || first.count <= 3,
            groups.dropFirst().allSatisfy({ $0.count == 3 }),
            groups.joined().allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return groups.joined()
    }
}
