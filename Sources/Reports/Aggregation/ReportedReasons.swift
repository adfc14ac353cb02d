import Ledger
import Terminations

/// The members that each recorded reason counts under: by the current settings, or as it was recorded.
struct ReportedReasons {
    /// The labels of one recorded reason.
    struct Labels {
        let reason: Report.Label
        let category: Report.Label
        let voluntary: Report.Label
        /// Whether it is a catch-all, such as "other".
        let isCatchAll: Bool
    }

    /// By the number of the recorded reason; number 0 stands for terminations without one.
    private let labels: [Labels]
    /// Whether a recorded reason is a catch-all, such as "other"; by its number.
    let isCatchAll: [Bool]

    init(_ source: ReportSource, _ question: ReportQuestion, _ language: ReportLanguage) {
        let none = Report.Label(code: nil, text: MemberLabels.notGiven(language))
        let without = Labels(reason: none, category: none, voluntary: none, isCatchAll: false)
        let last = source.reasons.keys.max() ?? 0
        let settings = source.settings.settings
        labels = (0...last).map { number in
            guard let snapshot = source.reasons[number] else { return without }
            return Labels(snapshot, settings, question, language, none)
        }
        isCatchAll = labels.map(\.isCatchAll)
    }

    subscript(number: Int) -> Labels { labels[number] }

    /// The members that the recorded reasons count under, and the member's number of each reason. The first member stands for
    /// terminations without a reason.
    func numbered(_ label: KeyPath<Labels, Report.Label>) -> (ofReason: [Int], members: [Report.Label]) {
        var members: [Report.Label] = []
        var numbers: [String?: Int] = [:]
        let ofReason = labels.map { labels in
            let member = labels[keyPath: label]
            if let number = numbers[member.code] { return number }
            numbers[member.code] = members.count
            members.append(member)
            return members.count - 1
        }
        return (ofReason, members)
    }
}

extension ReportedReasons.Labels {
    fileprivate init(
        _ snapshot: ReasonSnapshot,
        _ settings: Settings,
        _ question: ReportQuestion,
        _ language: ReportLanguage,
        _ none: Report.Label
    ) {
        let today = question.isAsRecorded ? nil : settings.reason(settings.countedUnder(snapshot.code))
        let code = today?.code ?? snapshot.code
        let labels = today?.labels ?? snapshot.labels
        let category = today == nil ? snapshot.category : today?.category
        let isVoluntary = today == nil ? snapshot.voluntary : today?.voluntary
        let isSensitive = snapshot.isSensitive || today?.isSensitive == true
        if isSensitive, !question.isConfidential {
            reason = Report.Label(code: "withheld", text: MemberLabels.withheld(language))
        } else {
            let text = labels.text(in: language, or: [settings.defaultLanguage, snapshot.language]) ?? snapshot.label
            reason = Report.Label(code: code, text: text)
        }
        self.category = category.map { Report.Label(code: $0, text: $0) } ?? none
        voluntary =
            isVoluntary.map { Report.Label(code: "\($0)", text: MemberLabels.voluntary($0, language)) } ?? none
        isCatchAll = CatchAllWords.isCatchAll(code) || labels.values.contains(where: CatchAllWords.isCatchAll)
    }
}

extension [String: String] {
    /// The label in the language, of any region, or else in the first of the others that has one.
    fileprivate func text(in language: ReportLanguage, or others: [String]) -> String? {
        self[language.rawValue] ?? keys.sorted().first { ReportLanguage(tag: $0) == language }.flatMap { self[$0] }
            ?? others.lazy.compactMap { self[$0] }.first
    }
}
