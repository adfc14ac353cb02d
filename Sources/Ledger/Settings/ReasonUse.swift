public import Terminations

/// How many recorded terminations have a reason as it read at one time.
public struct ReasonUse: Sendable, Equatable {
    public let code: String
    /// As the messages gave it: an alias perhaps.
    public let givenCode: String
    /// In the default language of that time.
    public let label: String
    public let settingsVersion: Int
    public let isSensitive: Bool
    /// Withdrawn terminations included.
    public let count: Int
}

/// A reason of recorded terminations that settings do not have, so that they cannot be applied.
public struct MissingReason: Sendable, Equatable {
    public let code: String
    /// Recorded terminations that have it, withdrawn ones included.
    public let count: Int
    /// How the settings spell the code; nil where they do not have the reason.
    public let spelling: String?

    /// The error of settings that leave out, or spell otherwise, the reasons of recorded terminations.
    static func error(_ missing: [MissingReason]) -> LedgerError {
        let absent = missing.filter { $0.spelling == nil }
        guard let first = absent.first else {
            let hint = "Keep the code as it is, and add the other spelling as a label."
            return LedgerError(.reasonInUse, sentence(missing), hint: hint)
        }
        return LedgerError(
            .reasonInUse,
            sentence(missing),
            remedy: .keepOrRetireReason(code: absent.count == 1 ? first.code : nil)
        )
    }

    private static func sentence(_ missing: [MissingReason]) -> String {
        let absent = missing.filter { $0.spelling == nil }
        var sentences: [String] = []
        if absent.count == 1 {
            let have =
                absent[0].count == 1
                ? "a recorded termination has" : "\(absent[0].count) recorded terminations have"
            sentences.append("The reason \(absent[0].code) cannot be left out: \(have) it.")
        } else if !absent.isEmpty {
            let names = absent.map { "\($0.code) (\($0.count))" }.joined(separator: ", ")
            sentences.append(
                "\(absent.count) reasons cannot be left out, because recorded terminations have them: \(names)."
            )
        }
        for reason in missing {
            guard let spelling = reason.spelling else { continue }
            sentences.append(
                "The reason \(reason.code) cannot be spelled \(spelling): recorded terminations have it, and a code never changes."
            )
        }
        return sentences.joined(separator: " ")
    }
}

extension Ledger {
    /// The reasons that keep a document from being applied: recorded terminations have them, and the document does not.
    public func reasons(missingFrom document: SettingsDocument) throws(LedgerError) -> [MissingReason] {
        try reportingLedgerErrors {
            try pool.read { try SettingsSuccession($0, to: document).missingReasons($0) }
        }
    }

    /// The reasons of recorded terminations, by code and then by version, without unused ones.
    public func reasonUses() throws(LedgerError) -> [ReasonUse] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT code, given_code, label, settings_version, is_sensitive, uses FROM reason_snapshots
                        WHERE uses > 0 ORDER BY code, settings_version, given_code
                        """
                ).map { row in
                    ReasonUse(
                        code: row[0],
                        givenCode: row[1],
                        label: row[2],
                        settingsVersion: row[3],
                        isSensitive: row[4],
                        count: row[5]
                    )
                }
            }
        }
    }

    /// How many recorded terminations have no reason, withdrawn ones included. Reads all of them.
    public func countTerminationsWithoutReason() throws(LedgerError) -> Int {
        try reportingLedgerErrors {
            try pool.read { database in
                try Int.fetchOne(database, sql: "SELECT count(*) FROM terminations WHERE reason IS NULL") ?? 0
            }
        }
    }

    /// How often each code came lately with a termination, by its facts. Imported terminations count if they also
    /// occurred lately.
    ///
    /// Reads only terminations that were recorded since then.
    public func recentReasonUses(since: Instant) throws(LedgerError) -> [RecentReasonUse] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT given_code, initiator, termination_type, contract_type, count(*)
                        FROM terminations JOIN reason_snapshots ON reason_snapshots.id = reason
                        WHERE terminations.id >= :first AND recorded_at >= :since
                            AND (occurred_at >= :since OR NOT EXISTS (SELECT 1 FROM termination_revisions
                                WHERE termination = terminations.id AND import_run IS NOT NULL))
                        GROUP BY given_code, initiator, termination_type, contract_type
                        """,
                    arguments: [
                        "since": since.milliseconds,
                        "first": try Ledger.firstRow(
                            of: "terminations",
                            "recorded_at",
                            since: since.milliseconds,
                            database
                        ),
                    ]
                ).map { row in
                    RecentReasonUse(
                        givenCode: row[0],
                        initiator: row[1],
                        terminationType: row[2],
                        contractType: row[3],
                        count: row[4]
                    )
                }
            }
        }
    }
}

/// How often a code came with terminations that agree in these facts.
public struct RecentReasonUse: Sendable, Equatable {
    /// As the messages gave it.
    public let givenCode: String
    public let initiator: String?
    public let terminationType: String
    public let contractType: String?
    public let count: Int
}
