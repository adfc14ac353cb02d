public import Ledger

/// What a report answers: the period, the dimensions and the filters.
public struct ReportQuestion: Sendable, Equatable {
    public var period: ReportPeriod
    /// The date that decides which period a termination belongs to.
    public var dateKind: ReportDateKind
    public var rows: ReportDimension
    /// The dimension of the columns of a cross table; nil without one.
    public var columns: ReportDimension?
    /// Whether reasons count under the code and label that they were recorded with. Otherwise they count under those of the
    /// current settings, and merged reasons under their successor.
    public var isAsRecorded: Bool
    /// Whether sensitive reasons are named. Otherwise they are one group without a name.
    public var isConfidential: Bool
    /// A termination counts if it matches each of these.
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

/// Selects terminations by one dimension.
public struct ReportFilter: Sendable, Equatable {
    /// Not a calendar dimension: the period selects the days.
    public let dimension: ReportDimension
    /// The codes of members, of which a termination must have one. An empty code selects terminations without a value.
    public let values: [String]

    public init(_ dimension: ReportDimension, _ values: [String]) {
        self.dimension = dimension
        self.values = values
    }
}

/// A dimension that terminations are grouped by.
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

    /// Whether its members are in calendar order instead of sorted by count.
    public var isCalendar: Bool { unit != nil }

    /// The calendar unit of its members.
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
