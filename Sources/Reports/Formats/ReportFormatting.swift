import Foundation
import Terminations

/// Writes numbers, money and dates as the readers of a language are used to.
struct ReportFormatting {
    let language: ReportLanguage
    private let locale: Locale

    init(_ language: ReportLanguage) {
        self.language = language
        locale = Locale(identifier: language == .nl ? "nl_NL" : "en_GB")
    }

    func number(_ number: Int) -> String { number.formatted(.number.locale(locale)) }

    /// With a sign, or `0`.
    func signed(_ number: Int) -> String {
        number == 0 ? "0" : (number > 0 ? "+" : "−") + self.number(Int(number.magnitude))
    }

    func percent(_ share: Double) -> String {
        share.formatted(.percent.precision(.fractionLength(share < 0.1 && share > 0 ? 1 : 0)).locale(locale))
    }

    /// How much more or less it is than before, such as `+12 %`; nil where there was nothing before.
    func change(from before: Int, to now: Int) -> String? {
        guard before > 0 else { return nil }
        let change = Double(now - before) / Double(before)
        let text = abs(change).formatted(.percent.precision(.fractionLength(0)).locale(locale))
        return abs(change) < 0.005 ? "±" + text : (change > 0 ? "+" : "−") + text
    }

    /// Of how many terminations a figure is known.
    func known(_ count: Int, of total: Int) -> String {
        switch language {
        case .en: count == total ? "of all" : "known of \(number(count))"
        case .nl: count == total ? "van alle" : "bekend van \(number(count))"
        }
    }

    func days(_ days: Double) -> String { days.formatted(.number.precision(.fractionLength(0...1)).locale(locale)) }

    /// In whole units of the currency, with its sign.
    func money(_ amount: LostAmount) -> String {
        let digits = Currency.minorUnitDigits(of: amount.currency)
        let value = Decimal(amount.minorUnits) / pow(10, digits)
        return value.formatted(
            .currency(code: amount.currency).precision(.fractionLength(0)).locale(locale)
        )
    }

    /// `30 September 2026`.
    func date(_ date: LocalDate) -> String {
        let (year, month, day) = date.parts
        return "\(day) \(monthName(month)) \(year)"
    }

    /// `September 2026`.
    func month(_ date: LocalDate) -> String { "\(monthName(date.parts.month)) \(date.parts.year)" }

    /// `Sep`.
    func shortMonth(_ date: LocalDate) -> String { String(monthName(date.parts.month).prefix(3)) }

    func period(_ period: ReportPeriod) -> String {
        let (year, month, _) = period.from.parts
        switch (period.unit, language) {
        case (.month, _): return self.month(period.from)
        case (.quarter, .en): return "Q\((month + 2) / 3) \(year)"
        case (.quarter, .nl): return "het \((month + 2) / 3)e kwartaal van \(year)"
        case (.year, _): return String(year)
        case (.days, .en):
            return period.from == period.through ? date(period.from) : "\(date(period.from)) to \(date(period.through))"
        case (.days, .nl):
            return period.from == period.through
                ? date(period.from) : "\(date(period.from)) tot en met \(date(period.through))"
        }
    }

    private func monthName(_ month: Int) -> String {
        let names: [String] =
            switch language {
            case .en:
                [
                    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                    "November", "December",
                ]
            case .nl:
                [
                    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
                    "november", "december",
                ]
            }
        return names[month - 1]
    }
}

extension LostAmount {
    /// The amount with a decimal point, such as `-1234.50`, for programs.
    var decimal: String {
        let digits = Currency.minorUnitDigits(of: currency)
        guard digits > 0 else { return String(minorUnits) }
        let text = String(minorUnits.magnitude)
        let padded = String(repeating: "0", count: max(digits + 1 - text.count, 0)) + text
        return (minorUnits < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
    }
}
