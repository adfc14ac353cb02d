public import Terminations

/// Which terminations a figure of a report counts: those in force that are not administrative, with a date on some days.
public struct CountedTerminations: Sendable, Equatable {
    public enum Field: Sendable {
        /// By the code that was recorded.
        case reason
        case contractType
        case customerKind
        case initiator
        case terminationType
        case channel
    }

    public struct Condition: Sendable, Equatable {
        public let field: Field
        /// Of which a termination has one; nil stands for those without a value.
        public let values: [String?]

        public init(_ field: Field, _ values: [String?]) {
            self.field = field
            self.values = values
        }
    }

    public let dateKind: ReportDateKind
    public let days: ClosedRange<LocalDate>
    /// A termination meets each of these.
    public let conditions: [Condition]

    public init(_ days: ClosedRange<LocalDate>, by dateKind: ReportDateKind, where conditions: [Condition]) {
        self.days = days
        self.dateKind = dateKind
        self.conditions = conditions
    }
}

extension Ledger {
    /// A page of the terminations that a figure of a report counts, the one that was recorded last first.
    ///
    /// - Parameter id: the last one of the page before; nil for the first page.
    public func terminations(
        _ counted: CountedTerminations,
        after id: String? = nil,
        limit: Int
    ) throws(LedgerError) -> [TerminationSummary] {
        try reportingLedgerErrors {
            try pool.read { database in
                let date = counted.dateKind == .end ? "end_date" : "occurred_on"
                var arguments: StatementArguments = [
                    try TerminationQuery.firstRow(database, after: id), counted.days.lowerBound.description,
                    counted.days.upperBound.description,
                ]
                let conditions = counted.conditions.map { $0.sql(&arguments) }
                arguments += [limit]
                return try Row.fetchAll(
                    database,
                    sql: """
                        SELECT \(TerminationSummary.columns) FROM \(TerminationSummary.tables)
                        WHERE terminations.id <= ? AND terminations.ended = 0
                            AND terminations.termination_type <> 'administrative'
                            AND terminations.\(date) BETWEEN ? AND ?\(conditions.map { " AND (\($0))" }.joined())
                        ORDER BY terminations.id DESC LIMIT ?
                        """,
                    arguments: arguments
                ).map { try TerminationSummary($0) }
            }
        }
    }
}

extension CountedTerminations.Condition {
    fileprivate func sql(_ arguments: inout StatementArguments) -> String {
        let column =
            switch field {
            case .reason: "terminations.reason"
            case .contractType: "terminations.contract_type"
            case .customerKind: "terminations.customer_kind"
            case .initiator: "terminations.initiator"
            case .terminationType: "terminations.termination_type"
            case .channel: "terminations.channel"
            }
        let texts = values.compactMap(\.self)
        for text in texts { arguments += [text] }
        let places = texts.map { _ in "?" }.joined(separator: ", ")
        let isOneOf =
            texts.isEmpty
            ? "FALSE"
            : field == .reason
                ? "\(column) IN (SELECT id FROM reason_snapshots WHERE code IN (\(places)))"
                : "\(column) IN (\(places))"
        return values.contains(nil) ? "\(isOneOf) OR \(column) IS NULL" : isOneOf
    }
}
