public import Ledger
import Reports
import Terminations

extension Application {
    /// A page of the terminations that one group of a report counts, the one that was recorded last first.
    ///
    /// - Parameters:
    ///   - question: of the report.
    ///   - group: the code of a group of its rows; nil for the terminations without a value.
    ///   - id: the last one of the page before; nil for the first page.
    public func terminations(
        countedBy question: ReportQuestion,
        in group: String?,
        after id: String? = nil,
        limit: Int
    ) throws -> [TerminationSummary] {
        var conditions: [CountedTerminations.Condition] = []
        for filter in question.filters {
            let values: [String?] = filter.values.map { $0.isEmpty ? nil : $0 }
            if let condition = try condition(filter.dimension, values, question) { conditions.append(condition) }
        }
        if let condition = try condition(question.rows, [group], question) { conditions.append(condition) }
        let days = question.period.from...question.period.through
        let counted = CountedTerminations(days, by: question.dateKind, where: conditions)
        return try ledger.terminations(counted, after: id, limit: limit)
    }

    private func condition(
        _ dimension: ReportDimension,
        _ values: [String?],
        _ question: ReportQuestion
    ) throws -> CountedTerminations.Condition? {
        switch dimension {
        case .reason, .category, .voluntary:
            return CountedTerminations.Condition(.reason, try recordedCodes(dimension, values, question))
        case .contractType: return CountedTerminations.Condition(.contractType, values)
        case .customerKind: return CountedTerminations.Condition(.customerKind, values)
        case .initiator: return CountedTerminations.Condition(.initiator, values)
        case .terminationType: return CountedTerminations.Condition(.terminationType, values)
        case .channel: return CountedTerminations.Condition(.channel, values)
        case .week, .month, .quarter, .year: return nil
        }
    }

    /// The codes of recorded reasons that reports count under these members, nil among them where terminations without a
    /// reason count there too.
    private func recordedCodes(
        _ dimension: ReportDimension,
        _ values: [String?],
        _ question: ReportQuestion
    ) throws -> [String?] {
        let settings = try appliedSettings().settingsDocument().settings
        var codes: [String?] = values.contains(nil) ? [nil] : []
        for use in try ledger.reasonUses() where !codes.contains(use.code) {
            let today = question.isAsRecorded ? nil : settings.reason(settings.countedUnder(use.code))
            let member: String? =
                switch dimension {
                case .category: today?.category
                case .voluntary: today?.voluntary.map { "\($0)" }
                default:
                    (use.isSensitive || today?.isSensitive == true) && !question.isConfidential
                        ? "withheld" : today?.code ?? use.code
                }
            if values.contains(member) { codes.append(use.code) }
        }
        return codes
    }
}
