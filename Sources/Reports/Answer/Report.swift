public import Terminations

/// Why contracts ended in a period, in figures.
///
/// Counted are terminations that are in force or took effect. Those that were withdrawn stand apart, and so do those of
/// the type `administrative`, which are no churn: both are in no other figure.
public struct Report: Sendable, Equatable {
    public let question: ReportQuestion
    /// In which labels and texts are written.
    public let language: ReportLanguage
    public let generatedAt: Instant
    /// The settings that say today's labels, categories and merges.
    public let settingsVersion: Int
    /// The earliest date of any termination, by the question's kind of date: before it nothing can be compared. nil where
    /// nothing is recorded.
    public let recordedFrom: LocalDate?
    public let total: Compared
    public let apart: Apart
    /// The largest first, and those of a calendar in its order. Only groups with a termination in one of the periods.
    public let groups: [Group]
    /// The members of the second dimension, in the same order; empty where the question has none.
    public let columns: [Label]
    public let trend: Trend
    public let quality: Quality

    /// The figures of the period, beside those of the period before and of the year before.
    public struct Compared: Sendable, Equatable {
        public let now: Figures
        public let before: Figures
        public let yearBefore: Figures

        /// How many more than in the period before.
        public var change: Int { now.count - before.count }
    }

    /// A member of a dimension.
    public struct Label: Sendable, Hashable {
        /// What messages and settings say: `price`, `customer`, `2026-07`; nil where a termination says nothing.
        public let code: String?
        /// For people, in the report's language.
        public let text: String
    }

    public struct Group: Sendable, Equatable {
        public let label: Label
        public let compared: Compared
        /// In the period, by the members of ``Report/columns``.
        public let cells: [Figures]
        /// How many ended in each of the ``Trend/months``.
        public let months: [Int]
    }

    /// What is counted, but not as churn.
    public struct Apart: Sendable, Equatable {
        /// Withdrawn: the contract goes on.
        public let withdrawn: Int
        public let withdrawnBefore: Int
        /// Clerical corrections.
        public let administrative: Int
        public let administrativeBefore: Int
    }

    /// Month by month up to the end of the period: two years, or the whole period where it is longer.
    public struct Trend: Sendable, Equatable {
        /// The first day of each, in order.
        public let months: [LocalDate]
        /// How many ended in each.
        public let counts: [Int]
        /// How many of the first months the ledger knows nothing of, or not all.
        public let unknown: Int
        /// Whether the last month goes on after the period, or after today.
        public let isLastIncomplete: Bool
    }

    /// The share of a group in the period.
    public func share(of group: Group) -> Double {
        total.now.count == 0 ? 0 : Double(group.compared.now.count) / Double(total.now.count)
    }

    /// Those that grew most against the period before, and those that shrank most, the greatest change first.
    public func movers(limit: Int = 5) -> (up: [Group], down: [Group]) {
        let byChange = groups.filter { $0.compared.change != 0 }
            .sorted { $0.compared.change.magnitude > $1.compared.change.magnitude }
        return (
            Array(byChange.filter { $0.compared.change > 0 }.prefix(limit)),
            Array(byChange.filter { $0.compared.change < 0 }.prefix(limit))
        )
    }

    /// Whether the ledger reaches back over a whole period, so that it can be compared with.
    public func isRecorded(_ period: ReportPeriod?) -> Bool {
        guard let period, let recordedFrom else { return false }
        return recordedFrom <= period.from
    }
}
