import Terminations

extension Report {
    /// The report in a few sentences: filters, count, comparison with earlier periods, future days, and the largest groups.
    public var headline: [String] {
        let format = ReportFormatting(language)
        let filters = ReportWords(self).filters
        guard total.recorded > 0 else {
            return [filters, emptySentence(format), beginSentence(format)].compactMap(\.self)
        }
        return [
            filters, countSentence(format), beginSentence(format), aheadSentence(format), largestSentence(format),
            biggestIncreaseSentence(format),
        ].compactMap(\.self)
    }

    private func emptySentence(_ format: ReportFormatting) -> String {
        let phrase = format.phrase(period)
        switch (language, period.state) {
        case (.en, .ahead) where question.dateKind == .end:
            return "No contract that is recorded will end \(phrase)."
        case (.nl, .ahead) where question.dateKind == .end:
            return "\(capital(phrase)) eindigt geen contract dat is vastgelegd."
        case (.en, _): return "No contract that is recorded \(verb(1)) \(phrase)."
        case (.nl, _):
            return question.dateKind == .end
                ? "\(capital(phrase)) eindigde geen contract dat is vastgelegd."
                : "\(capital(phrase)) is geen contract opgezegd dat is vastgelegd."
        }
    }

    /// Says so if the ledger does not cover the period, or only a part of it.
    private func beginSentence(_ format: ReportFormatting) -> String? {
        guard let recordedFrom, let comparableFrom, period.counted.from < comparableFrom else { return nil }
        let begin = format.date(recordedFrom)
        if period.counted.through < recordedFrom {
            return switch language {
            case .en: "This period is before the start of the register of terminations, on \(begin)."
            case .nl: "Deze periode ligt voor het begin van het register van beëindigingen, op \(begin)."
            }
        }
        return switch (language, question.dateKind) {
        case (.en, .end):
            "This is not complete: the register begins on \(begin), and contracts that were terminated before it are "
                + "missing."
        case (.en, .occurred): "This is not complete: the register begins on \(begin)."
        case (.nl, .end):
            "Dit is niet volledig: het register begint op \(begin), en contracten die daarvoor zijn opgezegd ontbreken."
        case (.nl, .occurred): "Dit is niet volledig: het register begint op \(begin)."
        }
    }

    /// `ended`, or the Dutch verb, which precedes the number.
    private func verb(_ count: Int) -> String {
        switch (language, question.dateKind) {
        case (.en, .end): "ended"
        case (.en, .occurred): count == 1 ? "was terminated" : "were terminated"
        case (.nl, .end): count == 1 ? "eindigde" : "eindigden"
        case (.nl, .occurred): count == 1 ? "werd" : "werden"
        }
    }

    private func countSentence(_ format: ReportFormatting) -> String {
        let count = total.now.count
        let subject = "\(format.number(count)) contract\(count == 1 ? "" : language == .en ? "s" : "en")"
        let phrase = format.phrase(period)
        guard period.state != .ahead else { return plannedSentence(subject, phrase, format) }
        let first =
            language == .en
            ? "\(subject) \(verb(count)) \(phrase)"
            : "\(capital(phrase)) \(verb(count)) \(subject)\(question.dateKind == .occurred ? " opgezegd" : "")"
        let comparisons = [
            comparison(with: period.before, total.before?.count, format),
            comparison(with: period.yearBefore, total.yearBefore?.count, format),
        ].compactMap(\.self)
        switch language {
        case .en:
            return comparisons.isEmpty
                ? "\(first); there is no earlier period to compare with."
                : "\(first): \(comparisons.joined(separator: isMixed ? ", but " : ", and "))."
        case .nl:
            return comparisons.isEmpty
                ? "\(first); er is geen eerdere periode om mee te vergelijken."
                : "\(first): \(comparisons.joined(separator: isMixed ? ", maar " : ", en "))."
        }
    }

    /// The count of a period that has not begun.
    private func plannedSentence(_ subject: String, _ phrase: String, _ format: ReportFormatting) -> String {
        let isOne = total.now.count == 1
        let today = format.date(timeZone.localDate(at: generatedAt))
        switch (language, question.dateKind) {
        case (.en, .end):
            return "\(subject) will end \(phrase), as recorded on \(today). More may follow, so this is compared with "
                + "no other period."
        case (.nl, .end):
            return "\(capital(phrase)) \(isOne ? "zal" : "zullen") \(subject) eindigen, zoals vastgelegd op \(today). "
                + "Er kunnen er meer bij komen: er is daarom niets om mee te vergelijken."
        case (.en, .occurred):
            return "\(subject) \(verb(total.now.count)) \(phrase), of which no day is over yet: there is nothing to "
                + "compare with."
        case (.nl, .occurred):
            return "\(capital(phrase)) \(verb(total.now.count)) \(subject) opgezegd; daarvan is nog geen dag voorbij: "
                + "er is niets om mee te vergelijken."
        }
    }

    /// The count of the future days of an ongoing period.
    private func aheadSentence(_ format: ReportFormatting) -> String? {
        guard let ahead = total.ahead?.count, ahead > 0, let last = period.ahead?.through else { return nil }
        let number = format.number(ahead)
        return switch (language, question.dateKind) {
        case (.en, .end): "\(number) more will end by \(format.date(last)), as recorded so far."
        case (.nl, .end):
            "Nog \(number) \(ahead == 1 ? "eindigt" : "eindigen") uiterlijk \(format.date(last)), voor zover nu vastgelegd."
        case (.en, .occurred): "\(number) more \(verb(ahead)) today, which is not over and not counted."
        case (.nl, .occurred):
            "Vandaag \(verb(ahead)) er nog \(number) opgezegd; die dag is niet voorbij en telt niet mee."
        }
    }

    /// Whether one comparison says more and the other fewer.
    private var isMixed: Bool {
        guard let before = total.before?.count, let yearBefore = total.yearBefore?.count else { return false }
        return (total.now.count - before).signum() * (total.now.count - yearBefore).signum() < 0
    }

    private func comparison(with period: ReportPeriod?, _ before: Int?, _ format: ReportFormatting) -> String? {
        guard let period, let before else { return nil }
        let phrase = format.phrase(period)
        let now = total.now.count
        guard now != before else {
            return language == .en ? "as many as \(phrase)" : "evenveel als \(phrase)"
        }
        guard before > 0 else { return language == .en ? "there were none \(phrase)" : "\(phrase) geen" }
        let percent = format.percent(Double((now - before).magnitude) / Double(before))
        return switch language {
        case .en: "\(percent) \(now > before ? "more" : "fewer") than \(phrase) (\(format.number(before)))"
        case .nl: "\(percent) \(now > before ? "meer" : "minder") dan \(phrase) (\(format.number(before)))"
        }
    }

    private func largestSentence(_ format: ReportFormatting) -> String? {
        guard !question.rows.isCalendar, groups.count > 1,
            let largest = groups.first(where: { $0.label.code != nil && $0.compared.now.count > 0 })
        else { return nil }
        let share = format.percent(self.share(of: largest))
        let all = groups.filter { $0.label.code != nil && $0.compared.now.count == largest.compared.now.count }
        let names = self.names(all, format)
        switch language {
        case .en:
            return all.count == 1
                ? "\(names) is the largest, with \(share)." : "\(names) are the largest, with \(share) each."
        case .nl:
            return all.count == 1
                ? "\(names) is de grootste, met \(share)." : "\(names) zijn de grootste, met elk \(share)."
        }
    }

    private func biggestIncreaseSentence(_ format: ReportFormatting) -> String? {
        let increases = biggestChanges(limit: groups.count).increases
        guard !question.rows.isCalendar, let largest = increases.first, let change = largest.compared.change,
            let before = largest.compared.before?.count
        else { return nil }
        let all = increases.filter { $0.compared.change == change }
        let names = self.names(all, format)
        guard all.count == 1 else {
            return switch language {
            case .en: "\(names) grew most, by \(format.number(change)) each."
            case .nl: "\(names) groeiden het meest, met elk \(format.number(change))."
            }
        }
        let (then, now) = (format.number(before), format.number(largest.compared.now.count))
        let yearBefore = largest.compared.yearBefore.map { format.number($0.count) }
        switch language {
        case .en:
            let year = yearBefore.map { "; a year before it was \($0)" } ?? ""
            return "\(names) grew most: from \(then) to \(now)\(year)."
        case .nl:
            let year = yearBefore.map { "; een jaar eerder was het \($0)" } ?? ""
            return "\(names) groeide het meest: van \(then) naar \(now)\(year)."
        }
    }

    /// `“Price”`, `“Price” and “Service”`, or for more than three `“Price”, “Service” and 3 others`.
    private func names(_ groups: [Group], _ format: ReportFormatting) -> String {
        var names = groups.prefix(groups.count > 3 ? 2 : 3).map { "“\($0.label.text)”" }
        let left = groups.count - names.count
        if left > 0 { names.append("\(format.number(left)) \(language == .en ? "others" : "andere")") }
        guard let last = names.popLast(), !names.isEmpty else { return names.first ?? "“\(groups[0].label.text)”" }
        return names.joined(separator: ", ") + (language == .en ? " and " : " en ") + last
    }

    private func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
