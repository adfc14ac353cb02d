import Reports
import Terminations

/// A sentence that is made in English elsewhere, by the judge or by another process, and its translation.
///
/// The ledger keeps the English sentence of a violation, and events and the API carry it, so a page finds the translation by
/// the sentence. `{1}` to `{9}` are the facts in it, in the order of the English sentence.
struct KnownSentence {
    let en: String
    let nl: String

    init(_ en: String, _ nl: String) {
        self.en = en
        self.nl = nl
    }

    /// The translation with the facts of the text; nil where the text is another sentence.
    ///
    /// - Parameter convert: translates the facts themselves.
    func translation(of text: String, facts convert: (String) -> String = { $0 }) -> String? {
        guard let facts = facts(in: text) else { return nil }
        var translation = nl
        for (index, fact) in facts.enumerated().reversed() {
            translation = translation.replacing("{\(index + 1)}", with: convert(fact))
        }
        return translation
    }

    private func facts(in text: String) -> [String]? {
        var literals = [en[...]]
        for number in 1...9 {
            guard let last = literals.last, let slot = last.firstRange(of: "{\(number)}") else { break }
            literals[literals.count - 1] = last[..<slot.lowerBound]
            literals.append(last[slot.upperBound...])
        }
        guard text.hasPrefix(literals[0]) else { return nil }
        var rest = text.dropFirst(literals[0].count)
        guard literals.count > 1 else { return rest.isEmpty ? [] : nil }
        var facts: [String] = []
        for (index, literal) in literals.enumerated().dropFirst() {
            let end: Substring.Index?
            if index == literals.count - 1 {
                end = rest.hasSuffix(literal) ? rest.index(rest.endIndex, offsetBy: -literal.count) : nil
            } else {
                end = rest.firstRange(of: literal)?.lowerBound
            }
            guard let end, end > rest.startIndex else { return nil }
            facts.append(String(rest[..<end]))
            rest = rest[end...].dropFirst(literal.count)
        }
        return facts
    }
}

extension [KnownSentence] {
    func translation(of text: String, facts convert: (String) -> String = { $0 }) -> String? {
        for sentence in self {
            if let translation = sentence.translation(of: text, facts: convert) { return translation }
        }
        return nil
    }
}

/// A sentence as a page shows it.
struct PageSentence: Equatable {
    /// In the language of the page.
    let text: String
    /// The English original, where `text` does not say all of it.
    var original: String?
}

extension Language {
    func callAsFunction(_ text: LocalizedText) -> String { self(text.en, text.nl) }

    /// An English sentence in the language of the page.
    ///
    /// - Parameter general: is shown where the sentence is not known, with the English original beside it.
    func sentence(_ english: String, among known: [KnownSentence], otherwise general: String) -> PageSentence {
        guard self == .nl else { return PageSentence(text: self(english, english)) }
        if let translation = known.translation(of: english) { return PageSentence(text: translation) }
        return PageSentence(text: general, original: english)
    }
}

extension HTMLWriter {
    mutating func write(_ sentence: PageSentence) {
        write(sentence.text)
        if let original = sentence.original {
            write(" ")
            element("span", ["lang": "en"], original)
        }
    }
}
