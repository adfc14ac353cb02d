import Terminations

/// How the cells of a table write dates: day, month and year in some order, such as `DD-MM-YYYY`.
///
/// Zeros in front of day and month may be left out. Dates in ISO 8601, as messages have them, are read as well.
public struct CellDateFormat: Sendable, Equatable {
    private enum Part: Character { case day = "D", month = "M", year = "Y" }

    /// As it was named.
    public let text: String
    private let parts: [Part]
    /// What stands behind the first and behind the second part.
    private let signs: [String]

    /// - Parameter text: `DD`, `MM` and `YYYY` once each, with signs between them. A time such as `hh:mm` may follow: a time is
    ///   read wherever one stands.
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
            guard 1...2 ~= sign.count, sign.allSatisfy({ " -./".contains($0) }) else { return nil }
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
    /// such instants the earlier one.
    func instant(_ cell: String, in zone: Zone) -> Instant? {
        guard Instant(rfc3339: cell) == nil, let (date, seconds) = read(cell) else { return nil }
        return seconds.map { zone.instant(of: date, second: $0) } ?? zone.startOfDay(after: date.adding(days: -1))
    }

    /// - Returns: nil for what is no date; no seconds where there is no time.
    private func read(_ cell: String) -> (date: LocalDate, seconds: Int?)? {
        let text = cell.trimmingBlanks
        let end = text.firstIndex { $0 == " " || $0 == "T" || $0 == "\u{A0}" } ?? text.endIndex
        // A format may have blanks between its parts: then the time begins behind the third part.
        let (day, time) =
            signs.contains { $0.contains(" ") }
            ? split(text) : (text[..<end], text[end...].dropFirst().drop { $0 == " " })
        guard let date = LocalDate(String(day)) ?? date(of: day) else { return nil }
        if time.isEmpty { return (date, nil) }
        guard let match = time.wholeMatch(of: /([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?/),
            let hour = Int(match.1), let minute = Int(match.2), let second = Int(match.3 ?? "0"),
            hour < 24, minute < 60, second < 60
        else { return nil }
        return (date, hour * 3600 + minute * 60 + second)
    }

    /// The part before the first colon, but for the hour that stands before it.
    private func split(_ text: String) -> (day: Substring, time: Substring) {
        guard let colon = text.firstIndex(of: ":"), let blank = text[..<colon].lastIndex(of: " ") else {
            return (text[...], "")
        }
        return (text[..<blank], text[blank...].dropFirst())
    }

    private func date(of text: Substring) -> LocalDate? {
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
        guard rest.isEmpty, let year = numbers[.year], let month = numbers[.month], let day = numbers[.day] else {
            return nil
        }
        return LocalDate(year: year, month: month, day: day)
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

    /// - Parameter currency: decides how many digits stand behind the decimal sign; two where it is not known.
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
