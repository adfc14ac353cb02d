import Ledger
import Terminations

/// Decides which terminations a report counts.
struct FactFilters {
    /// What each filter allows, with labels, in the order of the question.
    let applied: [Report.AppliedFilter]
    /// Values that neither a termination nor the settings have.
    let unknown: [Report.UnknownValue]
    private let filters: [(members: DimensionMembers, isAllowed: [Bool])]

    init(
        _ question: ReportQuestion,
        _ reasons: ReportedReasons,
        _ calendar: ReportCalendar,
        _ source: ReportSource,
        _ language: ReportLanguage
    ) throws {
        var applied: [Report.AppliedFilter] = []
        var unknown: [Report.UnknownValue] = []
        var filters: [(members: DimensionMembers, isAllowed: [Bool])] = []
        let settings = source.settings.settings
        for filter in question.filters where !filter.dimension.isCalendar {
            let members = DimensionMembers(filter.dimension, reasons, calendar)
            var isAllowed: [Bool] = []
            var labels: [Report.Label] = []
            for value in filter.values {
                let code = FactFilters.code(value, filter.dimension, question, settings)
                let numbers = try members.numbers(of: code, source)
                for number in numbers {
                    while isAllowed.count <= number { isAllowed.append(false) }
                    isAllowed[number] = true
                }
                if let number = numbers.first {
                    labels.append(members.label(number, source, language))
                } else if FactFilters.isKnown(code, filter.dimension, question, settings) {
                    labels.append(Report.Label(code: code, text: code ?? MemberLabels.notGiven(language)))
                } else {
                    unknown.append(
                        Report.UnknownValue(
                            dimension: filter.dimension,
                            value: value,
                            isSensitive: filter.dimension == .reason && !question.isConfidential
                                && code.flatMap { settings.reason($0) }?.isSensitive == true,
                            known: FactFilters.known(filter.dimension, question, source)
                        )
                    )
                }
            }
            applied.append(Report.AppliedFilter(dimension: filter.dimension, labels: labels))
            filters.append((members, isAllowed))
        }
        self.applied = applied
        self.unknown = unknown
        self.filters = filters
    }

    @inline(__always)
    func match(_ fact: ReportFact) -> Bool {
        for filter in filters {
            let number = filter.members.number(of: fact, day: 0)
            guard number < filter.isAllowed.count, filter.isAllowed[number] else { return false }
        }
        return true
    }

    /// The code of the member that a value selects: for an alias or a merged reason, the reason that it counts under. nil selects
    /// terminations without a value.
    private static func code(
        _ value: String,
        _ dimension: ReportDimension,
        _ question: ReportQuestion,
        _ settings: Settings
    ) -> String? {
        guard !value.isEmpty else { return nil }
        guard dimension == .reason else { return value }
        guard let reason = settings.reason(value) ?? settings.reason(withAlias: value) else { return value }
        return question.isAsRecorded ? reason.code : settings.countedUnder(reason.code)
    }

    /// Whether the settings or the message contract define the value, even if no termination has it.
    private static func isKnown(
        _ code: String?,
        _ dimension: ReportDimension,
        _ question: ReportQuestion,
        _ settings: Settings
    ) -> Bool {
        guard let code else { return true }
        return switch dimension {
        case .reason:
            code == "withheld" && !question.isConfidential
                || settings.reason(code).map { question.isConfidential || !$0.isSensitive } ?? false
        case .category: settings.reasons.contains { $0.category == code }
        case .voluntary: code == "true" || code == "false"
        default: false
        }
    }

    /// The existing values, for the message that rejects an unknown one.
    private static func known(
        _ dimension: ReportDimension,
        _ question: ReportQuestion,
        _ source: ReportSource
    ) -> [String] {
        let settings = source.settings.settings
        let values: [String?] =
            switch dimension {
            case .reason:
                settings.reasons.filter { $0.replacedBy == nil }
                    .map { $0.isSensitive && !question.isConfidential ? "withheld" : $0.code }
            case .category: settings.reasons.map(\.category)
            case .voluntary: ["true", "false"]
            case .contractType: source.contractTypes
            case .channel: source.channels
            case .customerKind: CustomerKind.allCases.map(\.rawValue)
            case .initiator: Initiator.allCases.map(\.rawValue)
            case .terminationType: TerminationType.allCases.map(\.rawValue)
            case .week, .month, .quarter, .year: []
            }
        return Set(values.compactMap(\.self)).sorted()
    }
}
