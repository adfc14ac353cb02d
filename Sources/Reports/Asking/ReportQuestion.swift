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
    /// Which terminations are counted at all: those that match each of these.
    public var filters: [ReportFilter]

    public init(
        period: ReportPeriod,
        dateKind: ReportDateKind = .end,
        rows: ReportDimension = .reason,
        columns: ReportDimension? = nil,
        isAsRecorded: Bool = false,
        isConfidential: Bool = false,
        filters: [ReportFilter] = []
    ) {
        self.period = period
        self.dateKind = dateKind
        self.rows = rows
        self.columns = columns
        self.isAsRecorded = isAsRecorded
        self.isConfidential = isConfidential
        self.filters = filters
    }
}

/// Which terminations are counted, by one dimension.
public struct ReportFilter: Sendable, Equatable {
    /// None of the calendar: the period says which days.
    public let dimension: ReportDimension
    /// The codes of its members, of which a termination must have one; empty for those that say nothing.
    public let values: [String]

    public init(_ dimension: ReportDimension, _ values: [String]) {
        self.dimension = dimension
        self.values = values
    }
}

/// What terminations are grouped by.
public enum ReportDimension: String, CaseIterable, Sendable {
    case reason
    case category
    case week
    case month
    case quarter
    case year
    case contractType = "contract-type"
    case customerKind = "customer-kind"
    case initiator
    case terminationType = "termination-type"
    case channel
    case voluntary

    /// Whether its members have an order of their own, and are not sorted by how many terminations they have.
    public var isCalendar: Bool { unit != nil }

    /// The stretch of the calendar that each member is.
    var unit: ReportPeriod.Unit? {
        switch self {
        case .week: .week
        case .month: .month
        case .quarter: .quarter
        case .year: .year
        default: nil
        }
    }
}
