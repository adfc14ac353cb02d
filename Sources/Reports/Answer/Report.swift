public import Terminations

/// Why contracts ended in a period, in figures.
///
/// Counted are terminations that are in force or took effect. Those that were withdrawn stand apart, and so do those of
/// the type `administrative`, which are no churn: both are in no other figure.
public struct Report: Sendable, Equatable {
    public let question: ReportQuestion
    /// What of the period is over, and what it is compared with.
    public let period: ReportedPeriod
    /// What the question's filters allow.
    public let filters: [AppliedFilter]
    /// Values of filters that no termination has: the figures leave them out of consideration.
    public let unknownValues: [UnknownValue]
    /// In which labels and texts are written.
    public let language: ReportLanguage
    public let generatedAt: Instant
    /// In which ``generatedAt`` is written for people.
    public let timeZone: Zone
    /// The settings that say today's labels, categories and merges.
    public let settingsVersion: Int
    /// The local day on which the earliest recorded termination was made. nil where nothing is recorded.
    public let recordedFrom: LocalDate?
    /// What begins before this day can be compared with nothing. By last day it is ``recordedFrom`` and as many days more
    /// as half of the terminations take from the day on which they were made through the last one, a year at most.
    public let comparableFrom: LocalDate?
    public let total: Compared
    public let apart: Excluded
    /// The largest first, and those of a calendar in its order. Only groups with a termination in one of the periods, and
    /// of a calendar what lies between two of them.
    public let groups: [Group]
    /// The members of the second dimension, in the same order; empty where the question has none.
    public let columns: [Label]
    /// Whether rows of the calendar are compared, together, with the same days of the year before as the total is.
    let rowsAddUpToYearBefore: Bool
    public let trend: Trend
    public let quality: Quality

    /// The figures of the counted days, beside those of other periods.
    public struct Compared: Sendable, Equatable {
        public let now: Figures
        /// Of an ongoing report's days that lie ahead, what is known of them; nil where none of them does.
        public let ahead: Figures?
        /// nil where there is nothing to compare with: the ledger begins later, or the period lies ahead.
        public let before: Figures?
        public let yearBefore: Figures?

        /// How many more than in the period before.
        public var change: Int? { before.map { now.count - $0.count } }
        /// How many of all of its days are recorded.
        public var recorded: Int { now.count + (ahead?.count ?? 0) }
    }

    /// A member of a dimension.
    public struct Label: Sendable, Hashable {
        /// What messages and settings say: `price`, `customer`, `2026-07`; nil where a termination says nothing.
        public let code: String?
        /// For people, in the report's language.
        public let text: String
        /// Of a stretch of the calendar: what of it lies in the report's period.
        public let period: ReportedPeriod?

        init(code: String?, text: String, period: ReportedPeriod? = nil) {
            self.code = code
            self.text = text
            self.period = period
        }
    }

    /// Which members of a dimension are counted.
    public struct AppliedFilter: Sendable, Equatable {
        public let dimension: ReportDimension
        public let labels: [Label]
    }

    /// A value of a filter that means nothing.
    public struct UnknownValue: Sendable, Equatable {
        public let dimension: ReportDimension
        public let value: String
        /// Whether it names a sensitive reason, which only a confidential report may tell apart.
        public let isSensitive: Bool
        /// The values that there are.
        public let known: [String]
    }

    public struct Group: Sendable, Equatable {
        public let label: Label
        public let compared: Compared
        /// Of the counted days, by the members of ``Report/columns``.
        public let cells: [Figures]
        /// How many are recorded in each of the ``Trend/months``, what lies ahead included.
        public let months: [Int]
    }

    /// What is counted, but not as churn.
    public struct Excluded: Sendable, Equatable {
        /// Withdrawn: the contract goes on.
        public let withdrawn: Int
        /// In the period before; nil where it cannot be compared with.
        public let withdrawnBefore: Int?
        /// Clerical corrections.
        public let administrative: Int
        public let administrativeBefore: Int?
    }

    /// Month by month up to the end of the period: two years, or the whole period where it is longer.
    public struct Trend: Sendable, Equatable {
        /// In order, each of them whole.
        public let months: [ReportedPeriod]
        /// How many are recorded in each, what lies ahead included.
        public let counts: [Int]
        /// How many of these lie ahead.
        public let ahead: [Int]
        /// How many there were a year before each, or in the same days of it; nil where that cannot be compared with.
        public let yearBefore: [Int?]
        /// How many of the first months the ledger knows nothing of, or not all.
        public let unknown: Int

        /// Whether the last month is not over.
        public var isLastIncomplete: Bool { months.last.map { $0.state != .complete } ?? false }
        /// The months that the ledger knows all of, and that are over.
        var known: Range<Int> { unknown..<max(months.prefix { $0.state == .complete }.count, unknown) }
    }

    /// The share of a group in the period.
    public func share(of group: Group) -> Double {
        total.now.count == 0 ? 0 : Double(group.compared.now.count) / Double(total.now.count)
    }

    /// How many there were before and a year before, as the rows have them together; nil where they do not add up. Months
    /// are compared with the month before each of them: the sum would be of another stretch than its rows. Weeks of the
    /// same numbers are not the same days of the year before.
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

    /// Those that grew most against the period before, and those that shrank most, the greatest change first.
    public func movers(limit: Int = 5) -> (up: [Group], down: [Group]) {
        let byChange = groups.map { (group: $0, change: $0.compared.change ?? 0) }.filter { $0.change != 0 }
            .sorted { $0.change.magnitude > $1.change.magnitude }
        return (
            Array(byChange.filter { $0.change > 0 }.prefix(limit).map(\.group)),
            Array(byChange.filter { $0.change < 0 }.prefix(limit).map(\.group))
        )
    }
}
