public import Ledger

/// What a report is asked for.
public struct ReportQuestion: Sendable, Equatable {
    public var period: ReportPeriod
    /// By which of its dates a termination belongs to a period.
    public var dateKind: ReportDateKind
    public var rows: ReportDimension
    /// What the rows are crossed with; nil where they stand alone.
    public var columns: ReportDimension?
    /// Whether reasons are counted under the code and label of their time, instead of those of today's settings, where
    /// what was merged counts under its successor.
    public var isAsRecorded: Bool
    /// Whether sensitive reasons stand by themselves; otherwise they are one group that does not say which they are.
    public var isConfidential: Bool

    public init(
        period: ReportPeriod,
        dateKind: ReportDateKind = .end,
        rows: ReportDimension = .reason,
        columns: ReportDimension? = nil,
        isAsRecorded: Bool = false,
        isConfidential: Bool = false
    ) {
        self.period = period
        self.dateKind = dateKind
        self.rows = rows
        self.columns = columns
        self.isAsRecorded = isAsRecorded
        self.isConfidential = isConfidential
    }
}

/// What terminations are grouped by.
public enum ReportDimension: String, CaseIterable, Sendable {
    case reason
    case category
    case month
    case quarter
    case contractType = "contract-type"
    case customerKind = "customer-kind"
    case initiator
    case terminationType = "termination-type"
    case channel
    case voluntary

    /// Whether its members have an order of their own, and are not sorted by how many terminations they have.
    public var isCalendar: Bool { months != nil }

    /// How many months a member has, of a calendar.
    var months: Int? {
        switch self {
        case .month: 1
        case .quarter: 3
        default: nil
        }
    }
}
