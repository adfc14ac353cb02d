import Reports

/// A language of the pages. Texts stand where they are used, in both: one that lacks a translation does not compile.
enum Language: Sendable, Equatable {
    case en
    case nl
    /// Marks every text that went through a translation, so that a test finds those that did not.
    case pseudo

    static let shipped: [Language] = [.en, .nl]

    /// The one that a language tag (BCP 47) begins with.
    init?(tag: String) {
        switch tag.lowercased().split(separator: "-").first {
        case "en": self = .en
        case "nl": self = .nl
        default: return nil
        }
    }

    /// The first of an `Accept-Language` header (RFC 9110, 12.5.4) that there is; nil where it has none of them.
    init?(acceptLanguage header: String) {
        let wanted = header.split(separator: ",").compactMap { part -> (language: Language, weight: Double)? in
            let fields = part.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let tag = fields.first, let language = Language(tag: tag) else { return nil }
            let weight = fields.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return (language, weight)
        }
        // The sort keeps the order of equal ones, as the header has it.
        guard
            let best = wanted.enumerated().max(by: { ($0.element.weight, -$0.offset) < ($1.element.weight, -$1.offset) }
            )
        else { return nil }
        self = best.element.language
    }

    var tag: String { self == .nl ? "nl" : "en" }
    var report: ReportLanguage { self == .nl ? .nl : .en }

    func callAsFunction(_ en: String, _ nl: String) -> String {
        switch self {
        case .en: en
        case .nl: nl
        case .pseudo: "[!!\(en)!!]"
        }
    }

    /// A count with its noun.
    func count(_ count: Int, _ en: (one: String, many: String), _ nl: (one: String, many: String)) -> String {
        let number = number(count)
        return self(
            "\(number) \(count == 1 ? en.one : en.many)",
            "\(number) \(count == 1 ? nl.one : nl.many)"
        )
    }

    /// With the separators of thousands of the language.
    func number(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += self == .nl ? "." : "," }
            text.append(digit)
        }
        return (number < 0 ? "−" : "") + text
    }

    func percent(_ share: Double) -> String {
        let value = share * 100
        return value > 0 && value < 1 ? self("under 1%", "minder dan 1%") : "\(Int(value.rounded()))%"
    }
}
