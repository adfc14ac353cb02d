import Ledger
import Reports
import Terminations

/// Reports why contracts end.
public struct MakeReport: Sendable {
    public enum Period: Sendable {
        /// Such as `2026-Q3` or `last-month`; see ``ReportPeriod``.
        case named(String)
        /// Both days are counted.
        case days(from: LocalDate, through: LocalDate)
    }

    public var period: Period
    /// Which date of a termination counts.
    public var dateKind: ReportDateKind
    public var rows: ReportDimension
    public var columns: ReportDimension?
    /// Whether reasons are counted under the code and label of their time.
    public var isAsRecorded: Bool
    /// Whether sensitive reasons are named.
    public var isConfidential: Bool
    public var filters: [ReportFilter]
    /// nil is the language of the settings, or else English.
    public var language: ReportLanguage?

    public init(
        _ period: Period = .named("last-quarter"),
        by dateKind: ReportDateKind = .end,
        rows: ReportDimension = .reason,
        columns: ReportDimension? = nil,
        isAsRecorded: Bool = false,
        isConfidential: Bool = false,
        filters: [ReportFilter] = [],
        language: ReportLanguage? = nil
    ) {
        self.period = period
        self.dateKind = dateKind
        self.rows = rows
        self.columns = columns
        self.isAsRecorded = isAsRecorded
        self.isConfidential = isConfidential
        self.filters = filters
        self.language = language
    }
}

extension Application {
    /// - Parameter progress: how much was read, of how much.
    /// - Throws: ``ApplicationError`` with `notAllowed` where the period is none, and with `noSettings`.
    public func report(
        _ action: MakeReport,
        at now: Instant,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Report {
        let settings = try appliedSettings().settingsDocument().settings
        let question = ReportQuestion(
            period: try action.period.resolved(on: settings.timeZone.localDate(at: now)),
            dateKind: action.dateKind,
            rows: action.rows,
            columns: action.columns,
            isAsRecorded: action.isAsRecorded,
            isConfidential: action.isConfidential,
            filters: action.filters
        )
        let language = action.language ?? ReportLanguage(tag: settings.defaultLanguage) ?? .en
        return try ledger.report(question, in: language, at: now) { progress(min($0, $1), $1) }
    }
}

extension MakeReport.Period {
    fileprivate func resolved(on today: LocalDate) throws(ApplicationError) -> ReportPeriod {
        switch self {
        case .named(let name):
            if let period = ReportPeriod(name, today: today) { return period }
            throw ApplicationError(
                .notAllowed,
                "\(name) is no period.",
                "\(name) is geen periode.",
                remedy: .namePeriod
            )
        case .days(let from, let through):
            if let period = ReportPeriod(from: from, through: through) { return period }
            throw ApplicationError(.notAllowed, "\(through) is before \(from).", "\(through) ligt voor \(from).")
        }
    }
}
