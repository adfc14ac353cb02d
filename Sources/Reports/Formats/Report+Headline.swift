import Terminations

extension Report {
    /// The answer in some sentences: how many ended, whether that is more than before, and why.
    public var headline: [String] {
        let format = ReportFormatting(language)
        let period = format.period(question.period)
        guard total.now.count > 0 else { return [emptySentence(period)] }
        return [countSentence(period, format), largestSentence(format), moverSentence(format)].compactMap(\.self)
    }

    private func emptySentence(_ period: String) -> String {
        switch language {
        case .en: "No contract that is recorded ended in \(period)."
        case .nl: "In \(period) eindigde geen contract dat is vastgelegd."
        }
    }

    private func countSentence(_ period: String, _ format: ReportFormatting) -> String {
        let count = format.number(total.now.count)
        let comparisons = [
            comparison(with: question.period.before, total.before.count, format),
            comparison(with: question.period.yearBefore, total.yearBefore.count, format),
        ].compactMap(\.self)
        switch language {
        case .en:
            let verb = question.dateKind == .end ? "ended" : "were terminated"
            let first =
                "\(count) contract\(total.now.count == 1 ? "" : "s") \(total.now.count == 1 && question.dateKind == .occurred ? "was terminated" : verb) in \(period)"
            return comparisons.isEmpty
                ? "\(first); there is no earlier period to compare with."
                : "\(first): \(comparisons.joined(separator: isMixed ? ", but " : ", and "))."
        case .nl:
            let subject = total.now.count == 1 ? "contract" : "contracten"
            let first =
                question.dateKind == .end
                ? "In \(period) \(total.now.count == 1 ? "eindigde" : "eindigden") \(count) \(subject)"
                : "In \(period) \(total.now.count == 1 ? "werd" : "werden") \(count) \(subject) opgezegd"
            return comparisons.isEmpty
                ? "\(first); er is geen eerdere periode om mee te vergelijken."
                : "\(first): \(comparisons.joined(separator: isMixed ? ", maar " : ", en "))."
        }
    }

    /// Whether one comparison says more and the other fewer: the season speaks in one of them.
    private var isMixed: Bool {
        (total.now.count - total.before.count).signum() * (total.now.count - total.yearBefore.count).signum() < 0
    }

    private func comparison(with period: ReportPeriod?, _ before: Int, _ format: ReportFormatting) -> String? {
        guard let period, isRecorded(period), before > 0 else { return nil }
        let name = format.period(period)
        let now = total.now.count
        guard now != before else {
            return language == .en ? "as many as in \(name)" : "evenveel als in \(name)"
        }
        let percent = format.percent(Double((now - before).magnitude) / Double(before))
        return switch language {
        case .en: "\(percent) \(now > before ? "more" : "fewer") than in \(name) (\(format.number(before)))"
        case .nl: "\(percent) \(now > before ? "meer" : "minder") dan in \(name) (\(format.number(before)))"
        }
    }

    private func largestSentence(_ format: ReportFormatting) -> String? {
        guard !question.rows.isCalendar, groups.count > 1,
            let largest = groups.first(where: { $0.label.code != nil && $0.compared.now.count > 0 })
        else { return nil }
        let share = format.percent(self.share(of: largest))
        return switch language {
        case .en: "“\(largest.label.text)” is the largest, with \(share)."
        case .nl: "“\(largest.label.text)” is de grootste, met \(share)."
        }
    }

    private func moverSentence(_ format: ReportFormatting) -> String? {
        guard !question.rows.isCalendar, isRecorded(question.period.before), let mover = movers(limit: 1).up.first,
            mover.compared.before.count > 0 || mover.compared.now.count > 0
        else { return nil }
        let (before, now) = (format.number(mover.compared.before.count), format.number(mover.compared.now.count))
        let isYearKnown = isRecorded(question.period.yearBefore)
        let yearBefore = format.number(mover.compared.yearBefore.count)
        return switch language {
        case .en:
            "“\(mover.label.text)” grew most: from \(before) to \(now)\(isYearKnown ? "; a year before it was \(yearBefore)" : "")."
        case .nl:
            "“\(mover.label.text)” groeide het meest: van \(before) naar \(now)\(isYearKnown ? "; een jaar eerder was het \(yearBefore)" : "")."
        }
    }
}
