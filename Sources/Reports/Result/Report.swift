public import Terminations

/// Why contracts ended in a period, in figures.
///
/// Counts terminations that are in force or took effect. Withdrawn terminations, and those of the type `administrative`, which
/// are no churn, are counted in ``excluded`` and in no other figure.
public struct Report: Sendable, Equatable {
    public let question: ReportQuestion
    /// The days of the period that are over, and the periods that it is compared with.
    public let period: ReportedPeriod
    /// What the question's filters allow.
    public let filters: [AppliedFilter]
    /// Values of filters that no termination has. They select nothing.
    public let unknownValues: [UnknownValue]
    /// The language of labels and texts.
    public let language: ReportLanguage
    public let generatedAt: Instant
    /// The time zone of ``generatedAt`` in texts.
    public let timeZone: Zone
    /// The version of the settings that define today's labels, categories and merges.
    public let settingsVersion: Int
    /// The earliest local day on which a recorded contract was terminated; nil if nothing is recorded.
    public let recordedFrom: LocalDate?
    /// Periods that begin before this day cannot be compared with. By last day, it is ``recordedFrom`` plus the median number of
    /// days from termination through the last day of the contract, a year at most.
    public let comparableFrom: LocalDate?
    public let total: Compared
    public let excluded: Excluded
    /// Groups with a termination in one of the periods, the largest first. Groups of a calendar dimension are in calendar order,
    /// and include those between two of them.
    public let groups: [Group]
    /// The members of the second dimension, in the same order; empty if the question has none.
    public let columns: [Label]
    /// Whether the periods a year before the rows of a calendar dimension are, together, the total's period a year before.
    let rowsAddUpToYearBefore: Bool
    public let trend: Trend
    public let quality: DataQuality

    /// The figures of the counted days, and those of other periods.
    public struct Compared: Sendable, Equatable {
        public let now: Figures
        /// The recorded figures of the future days of an ongoing period; nil without such days.
        public let ahead: Figures?
        /// nil if the ledger begins later, or the period is in the future.
        public let before: Figures?
        public let yearBefore: Figures?

        /// The difference of the counts to the period before.
        public var change: Int? { before.map { now.count - $0.count } }
        /// The count of all of its days, future ones included.
        public var recorded: Int { now.count + (ahead?.count ?? 0) }
    }

    /// A member of a dimension.
    public struct Label: Sendable, Hashable {
        /// The value in messages and settings: `price`, `customer`, `2026-07`; nil for terminations without a value.
        public let code: String?
        /// In the report's language.
        public let text: String
        /// For a member of a calendar dimension, the part of it within the report's period.
        public let period: ReportedPeriod?

        init(code: String?, text: String, period: ReportedPeriod? = nil) {
            self.code = code
            self.text = text
            self.period = period
        }
    }

    /// The members of a dimension that are counted.
    public struct AppliedFilter: Sendable, Equatable {
        public let dimension: ReportDimension
        public let labels: [Label]
    }

    /// A value of a filter that does not exist.
    public struct UnknownValue: Sendable, Equatable {
        public let dimension: ReportDimension
        public let value: String
        /// Whether it names a sensitive reason, which only a confidential report may name.
        public let isSensitive: Bool
        /// The values that exist.
        public let known: [String]
    }

    public struct Group: Sendable, Equatable {
        public let label: Label
        public let compared: Compared
        /// The figures of the counted days by the members of ``Report/columns``.
        public let cells: [Figures]
        /// The count in each of the ``Trend/months``, future days included.
        public let months: [Int]
    }

    /// Terminations that do not count as churn.
    public struct Excluded: Sendable, Equatable {
        /// Withdrawn terminations: the contract continues.
        public let withdrawn: Int
        /// In the period before; nil if that cannot be compared with.
        public let withdrawnBefore: Int?
        /// Terminations of the type `administrative`: clerical corrections.
        public let administrative: Int
        public let administrativeBefore: Int?
    }

    /// Month by month up to the end of the period: two years, or the whole period if it is longer.
    public struct Trend: Sendable, Equatable {
        /// Whole months, in order.
        public let months: [ReportedPeriod]
        /// The count of each month, future days included.
        public let counts: [Int]
        /// The count of the future days of each month.
        public let ahead: [Int]
        /// The count of the same month, or of the same days of it, a year before; nil if that cannot be compared with.
        public let yearBefore: [Int?]
        /// The number of first months that the ledger does not cover, or not completely.
        public let unknown: Int

        /// Whether the last month is not over.
        public var isLastIncomplete: Bool { months.last.map { $0.state != .complete } ?? false }
        /// The months that the ledger covers completely, and that are over.
        var known: Range<Int> { unknown..<max(months.prefix { $0.state == .complete }.count, unknown) }
    }

    /// The share of a group in the count of the period.
    public func share(of group: Group) -> Double {
        total.now.count == 0 ? 0 : Double(group.compared.now.count) / Double(total.now.count)
    }

    /// The totals of the columns "period before" and "year before"; nil if the rows do not add up to a period. Each month is
    /// compared with the month before it, so the sum would belong to no period. Weeks of the same number are other days of the
    /// year before.
    public var columnTotals: (before: Int?, yearBefore: Int?) {
        guard question.rows.isCalendar else { return (total.before?.count, total.yearBefore?.count) }
        guard rowsAddUpToYearBefore, !groups.isEmpty else { return (nil, nil) }
        if period.asked.unit == .year { return (nil, total.before?.count) }
        if period.yearBefore != nil { return (nil, total.yearBefore?.count) }
        var sum = 0
        for group in groups where group.label.period?.state != .ahead {
            guard let count = group.compared.yearBefore?.count else { return (nil, nil) }
            sum += count
        }
        return (nil, sum)
    }

    /// The groups that changed most against the period before, the greatest change first.
    public struct BiggestChanges: Sendable, Equatable {
        public let increases: [Group]
        public let decreases: [Group]

        var all: [Group] { increases + decreases }
    }

    /// - Parameter limit: the maximum number of increases, and of decreases.
    public func biggestChanges(limit: Int = 5) -> BiggestChanges {
        let byChange = groups.map { (group: $0, change: $0.compared.change ?? 0) }.filter { $0.change != 0 }
            .sorted { $0.change.magnitude > $1.change.magnitude }
        return BiggestChanges(
            increases: byChange.filter { $0.change > 0 }.prefix(limit).map(\.group),
            decreases: byChange.filter { $0.change < 0 }.prefix(limit).map(\.group)
        )
    }
}
