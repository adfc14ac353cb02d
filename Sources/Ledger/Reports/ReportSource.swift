public import Terminations

extension Ledger {
    /// Gives the data of reports, all from one state of the ledger.
    public func reportSource<Result>(_ work: (ReportSource) throws -> Result) throws(LedgerError) -> Result {
        try reportingLedgerErrors {
            try pool.read { try work(ReportSource($0)) }
        }
    }
}

/// The data of reports, from one state of the ledger: the facts of all terminations, and the names for the numbers in them.
///
/// Belongs to the call that gave it. Its memory does not grow with the number of terminations.
public final class ReportSource {
    let database: Database
    let progress: ReportProgress
    var names: ReportNames
    /// The settings in force.
    public let settings: SettingsVersion
    /// By the numbers in the facts, each as it read when it was recorded.
    public let reasons: [UInt32: ReasonSnapshot]
    /// How many terminations there are, withdrawn ones included.
    public let count: Int

    init(_ database: Database) throws {
        self.database = database
        progress = try ReportProgress(database)
        names = try ReportNames(database)
        guard let version = try Int.fetchOne(database, sql: "SELECT max(version) FROM settings_versions") else {
            throw LedgerError(.noSettings, "No settings were ever applied.", remedy: .applySettings)
        }
        settings = try SettingsVersion.fetch(database, number: version)
        reasons = try ReportSource.reasons(database)
        count = try Int.fetchOne(database, sql: "SELECT coalesce(max(id), 0) FROM terminations") ?? 0
    }

    /// What the numbers in the facts that were read stand for, from 1 on; nil for those beyond the
    /// limit.
    public var contractTypes: [String?] { texts(.contractType) }
    /// As ``contractTypes``.
    public var channels: [String?] { texts(.channel) }
    /// As ``contractTypes``: ISO 4217 codes.
    public var currencies: [String?] { texts(.currency) }

    /// The number that stands for a contract type in the facts; nil where no termination has it.
    public func number(ofContractType name: String) throws -> UInt32? { try number(of: name, .contractType) }
    /// As ``number(ofContractType:)``.
    public func number(ofChannel name: String) throws -> UInt32? { try number(of: name, .channel) }

    private func number(of name: String, _ kind: ReportNames.Kind) throws -> UInt32? {
        if let known = names.names[kind]?.firstIndex(of: name) { return UInt32(known + 1) }
        let column = kind == .contractType ? "contract_type" : "channel"
        let isUnpacked = try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM terminations WHERE id > ? AND \(column) = ?)
                    OR EXISTS (SELECT 1 FROM report_changes JOIN terminations ON id = termination WHERE \(column) = ?)
                """,
            arguments: [progress.termination, name, name]
        )
        return isUnpacked == true ? try names.number(of: name, kind) : nil
    }

    private func texts(_ kind: ReportNames.Kind) -> [String?] {
        (names.names[kind] ?? []).map { $0 == ReportNames.others ? nil : $0 }
    }

    private static func reasons(_ database: Database) throws -> [UInt32: ReasonSnapshot] {
        var reasons: [UInt32: ReasonSnapshot] = [:]
        try RawStatement(database, "SELECT id, snapshot, is_sensitive FROM reason_snapshots").forEachRow {
            _ in
        } _: { row in
            reasons[UInt32(truncatingIfNeeded: row.integer(0))] = try ReasonSnapshot.stored(
                row.text(1) ?? "",
                isSensitive: row.integer(2) != 0
            )
        }
        return reasons
    }
}
