import Ledger
import Terminations
import Testing

@testable import Reports

/// Compares reports with plain SQL over the recorded messages.
@Suite struct `The figures of a report` {
    private let fixture: ReportFixture
    private static let period = ReportPeriod("2026-Q3", today: LocalDate("2026-10-02")!)!

    /// Shared by all cases, which only read it.
    private static let shared = Result { try fill() }

    init() throws { fixture = try Self.shared.get() }

    private static func fill() throws -> ReportFixture {
        let fixture = try ReportFixture()
        var random = RandomTerminations(seed: 6)
        let messages = random.messages(4000)
        for start in stride(from: 0, to: messages.count, by: 1000) {
            let outcomes = try fixture.record(Array(messages[start..<min(start + 1000, messages.count)]))
            for outcome in outcomes {
                guard case .accepted = outcome else {
                    throw Refused()
                }
            }
            // The last facts stay unpacked, so that corrections and withdrawals concern both kinds.
            if start < 3000 { try fixture.recorder.packReportFacts() }
        }
        return fixture
    }

    private struct Refused: Error {}

    /// One row a termination, as last revised, without withdrawn and administrative ones.
    private static let facts = """
        WITH latest AS (
            SELECT termination, max(revision) AS revision FROM termination_revisions WHERE action <> 'withdraw'
            GROUP BY termination
        ), said AS (
            SELECT termination, CAST(body AS TEXT) AS body FROM termination_revisions JOIN latest USING (termination, revision)
            WHERE termination NOT IN (SELECT termination FROM termination_revisions WHERE action = 'withdraw')
        ), first AS (
            SELECT termination, substr(CAST(body AS TEXT) ->> '$.occurredAt', 1, 10) AS made
            FROM termination_revisions WHERE revision = 1
        )
        SELECT body ->> '$.endDate' AS end, made AS occurred,
            lower(body ->> '$.reasonCode') AS said_reason,
            replace(lower(body ->> '$.reasonCode'), 'cost', 'price') AS reason,
            CASE lower(body ->> '$.reasonCode') WHEN 'price' THEN 'commercial' WHEN 'cost' THEN 'commercial'
                WHEN 'moved' THEN 'personal' WHEN 'death' THEN 'personal' WHEN 'arrears' THEN 'credit' END AS category,
            CASE lower(body ->> '$.reasonCode') WHEN 'price' THEN 'true' WHEN 'cost' THEN 'true' WHEN 'moved' THEN 'true'
                WHEN 'arrears' THEN 'false' END AS voluntary,
            body ->> '$.contractType' AS "contract-type", body ->> '$.customerKind' AS "customer-kind",
            body ->> '$.initiator' AS initiator, body ->> '$.channel' AS channel,
            coalesce(body ->> '$.terminationType', 'ordinary') AS "termination-type",
            CASE body ->> '$.contract.billingPeriod' WHEN 'P1M' THEN body ->> '$.contract.periodAmount'
                WHEN 'P1Y' THEN (body ->> '$.contract.periodAmount') / 12 END AS amount,
            body ->> '$.contract.currency' AS currency,
            CASE WHEN coalesce(body ->> '$.terminationType', 'ordinary') IN ('ordinary', 'nonRenewal')
                THEN CAST(julianday(body ->> '$.endDate') - julianday(body ->> '$.receivedOn') AS INTEGER) END AS notice,
            CASE WHEN coalesce(body ->> '$.terminationType', 'ordinary') IN ('ordinary', 'nonRenewal')
                THEN body ->> '$.endDate' < body ->> '$.contract.termEndDate' END AS early,
            body ->> '$.endDate' < substr(body ->> '$.occurredAt', 1, 10) AS backdated
        FROM said JOIN first USING (termination)
        WHERE coalesce(body ->> '$.terminationType', 'ordinary') <> 'administrative'
        """

    private func ask(
        _ group: String,
        _ kind: ReportDateKind,
        _ period: ReportPeriod = period,
        where condition: String = "true"
    ) throws -> [String?: Expected] {
        var expected: [String?: Expected] = [:]
        let rows = try fixture.rows(
            """
            SELECT \(group) AS "group", amount, currency, notice, early, backdated FROM (\(Self.facts))
            WHERE \(kind.rawValue) BETWEEN '\(period.from)' AND '\(period.through)' AND (\(condition))
            """
        )
        for row in rows {
            expected[row["group"], default: Expected()].add(
                amount: row["amount"],
                currency: row["currency"],
                notice: row["notice"],
                early: row["early"],
                backdated: row["backdated"]
            )
        }
        return expected
    }

    private func report(
        _ rows: ReportDimension,
        _ kind: ReportDateKind = .end,
        by columns: ReportDimension? = nil,
        isAsRecorded: Bool = false,
        _ period: ReportPeriod = period,
        filters: [ReportFilter] = [],
        at now: Instant = ReportFixture.now
    ) throws -> Report {
        let question = ReportQuestion(
            period: period,
            dateKind: kind,
            rows: rows,
            columns: columns,
            isAsRecorded: isAsRecorded,
            isConfidential: true,
            filters: filters
        )
        return try fixture.ledger.report(question, in: .en, at: now)
    }

    /// The SQL expression for the member that a row of ``facts`` counts under.
    private static func group(_ dimension: ReportDimension, _ kind: ReportDateKind) -> String {
        let date = kind.rawValue
        // ISO 8601: a week belongs to the year of its Thursday.
        let thursday = "date(\(date), '-3 days', 'weekday 4')"
        return switch dimension {
        case .week:
            "strftime('%Y', \(thursday)) || '-W' || printf('%02d', (strftime('%j', \(thursday)) - 1) / 7 + 1)"
        case .month: "substr(\(date), 1, 7)"
        case .quarter: "substr(\(date), 1, 4) || '-Q' || ((CAST(substr(\(date), 6, 2) AS INTEGER) + 2) / 3)"
        case .year: "substr(\(date), 1, 4)"
        default: "\"\(dimension.rawValue)\""
        }
    }

    @Test(arguments: ReportDimension.allCases, ReportDateKind.allCases)
    func `agree with plain SQL`(_ dimension: ReportDimension, _ kind: ReportDateKind) throws {
        let group = Self.group(dimension, kind)
        let report = try report(dimension, kind)
        let expected = try ask(group, kind)
        let before = try ask(group, kind, try #require(Self.period.before))
        let yearBefore = try ask(group, kind, try #require(Self.period.yearBefore))
        #expect(!expected.isEmpty)
        for group in report.groups {
            let code = group.label.code
            #expect(Expected(group.compared.now) == expected[code, default: Expected()], "\(code ?? "none")")
            guard !dimension.isCalendar else { continue }
            #expect(group.compared.before.map(Expected.init) == before[code, default: Expected()])
            #expect(group.compared.yearBefore.map(Expected.init) == yearBefore[code, default: Expected()])
        }
        let found = Set(report.groups.filter { $0.compared.now.count > 0 }.map(\.label.code))
        #expect(found == Set(expected.keys))
        let all = try ask("'all'", kind)["all"]
        #expect(Expected(report.total.now) == all)
        #expect(report.groups.reduce(0) { $0 + $1.compared.now.count } == all?.count)
    }

    @Test(arguments: [ReportDimension.week, .month, .quarter, .year])
    func `compare each stretch of the calendar with the one before it, and with that of the year before`(
        _ dimension: ReportDimension
    ) throws {
        let asked = try #require(ReportPeriod(dimension == .year ? "2025" : "2026-Q3", today: LocalDate("2026-10-02")!))
        let report = try report(dimension, .end, asked)
        let counts: [ReportDimension: Int] = [.week: 14, .month: 3, .quarter: 1, .year: 1]
        #expect(report.groups.count == counts[dimension])
        for group in report.groups {
            let period = try #require(group.label.period?.asked)
            let before = try ask("'all'", .end, try #require(period.before))["all"]
            #expect(group.compared.before.map(Expected.init) == before, "\(period.name)")
            let yearBefore = try period.yearBefore.map { try ask("'all'", .end, $0)["all"] ?? Expected() }
            #expect(group.compared.yearBefore.map(Expected.init) == yearBefore, "\(period.name)")
        }
        // Only some days of the first and last week are in the quarter.
        if dimension == .week {
            let days = report.groups.map { $0.label.period?.asked.name ?? "" }
            #expect(days.first == "2026-07-01 to 2026-07-05" && days.last == "2026-09-28 to 2026-09-30")
            #expect(days[1] == "2026-W28")
        }
    }

    /// On 20 August, the days through the 19th are over.
    @Test(arguments: [ReportDimension.reason, .month, .week], ReportDateKind.allCases)
    func `count of a period that is not over the days that are, and compare them with the same days`(
        _ dimension: ReportDimension,
        _ kind: ReportDateKind
    ) throws {
        let report = try report(dimension, kind, at: Instant(rfc3339: "2026-08-20T12:00:00Z")!)
        func period(_ from: String, _ through: String) -> ReportPeriod {
            ReportPeriod(from: LocalDate(from)!, through: LocalDate(through)!)!
        }
        #expect(report.period.state == .ongoing)
        let group = Self.group(dimension, kind)
        let over = period("2026-07-01", "2026-08-19")
        let left = period("2026-08-20", "2026-09-30")
        #expect(try Expected(report.total.now) == ask("'all'", kind, over)["all"])
        #expect(try report.total.ahead.map(Expected.init) == ask("'all'", kind, left)["all", default: Expected()])
        let before = try ask("'all'", kind, period("2026-04-01", "2026-05-19"))["all"]
        #expect(report.total.before.map(Expected.init) == before)
        let yearBefore = try ask("'all'", kind, period("2025-07-01", "2025-08-19"))["all"]
        #expect(report.total.yearBefore.map(Expected.init) == yearBefore)
        let (now, ahead) = (try ask(group, kind, over), try ask(group, kind, left))
        #expect(!report.groups.isEmpty)
        for group in report.groups {
            let code = group.label.code
            #expect(Expected(group.compared.now) == now[code, default: Expected()], "\(code ?? "none")")
            guard let figures = group.compared.ahead else {
                #expect(ahead[code] == nil)
                continue
            }
            #expect(Expected(figures) == ahead[code, default: Expected()], "\(code ?? "none")")
        }
        guard dimension == .month else { return }
        let august = try #require(report.groups.first { $0.label.code == "2026-08" })
        #expect(
            try august.compared.before.map(Expected.init)
                == ask("'all'", kind, period("2026-07-01", "2026-07-19"))["all"]
        )
        #expect(
            try august.compared.yearBefore.map(Expected.init)
                == ask("'all'", kind, period("2025-08-01", "2025-08-19"))["all"]
        )
    }

    @Test func `compare a future period with nothing`() throws {
        let report = try report(.month, at: Instant(rfc3339: "2026-06-30T12:00:00Z")!)
        #expect(report.period.state == .ahead)
        #expect(try Expected(report.total.now) == ask("'all'", .end)["all"])
        #expect(report.total.ahead == nil && report.total.before == nil && report.total.yearBefore == nil)
        #expect(report.groups.count == 3)
        #expect(report.groups.allSatisfy { $0.compared.before == nil && $0.compared.yearBefore == nil })
        #expect(report.biggestChanges().all.isEmpty)
    }

    /// A filter, and the same condition in SQL.
    @Test(arguments: [
        ([ReportFilter(.contractType, ["lease"])], "\"contract-type\" = 'lease'"),
        ([ReportFilter(.contractType, ["lease", "=cmd()"])], "\"contract-type\" IN ('lease', '=cmd()')"),
        ([ReportFilter(.channel, [""])], "channel IS NULL"),
        ([ReportFilter(.channel, ["web", ""])], "channel IS NULL OR channel = 'web'"),
        ([ReportFilter(.customerKind, ["business"])], "\"customer-kind\" = 'business'"),
        (
            [ReportFilter(.initiator, ["customer"]), ReportFilter(.channel, ["phone"])],
            "initiator = 'customer' AND channel = 'phone'"
        ),
        ([ReportFilter(.terminationType, ["mutual", "ordinary"])], "\"termination-type\" IN ('mutual', 'ordinary')"),
        ([ReportFilter(.reason, ["PRICE"])], "reason = 'price'"),
        ([ReportFilter(.reason, ["cost"])], "reason = 'price'"),
        ([ReportFilter(.reason, [""])], "reason IS NULL"),
        ([ReportFilter(.category, ["personal"])], "category = 'personal'"),
        ([ReportFilter(.voluntary, ["false"])], "voluntary = 'false'"),
    ])
    func `count what a filter selects, and nothing else`(_ filters: [ReportFilter], _ condition: String) throws {
        let report = try report(.initiator, filters: filters)
        let expected = try ask("initiator", .end, where: condition)
        let before = try ask("initiator", .end, try #require(Self.period.before), where: condition)
        #expect(report.unknownValues.isEmpty)
        #expect(report.total.now.count > 0)
        for group in report.groups {
            let code = group.label.code
            #expect(Expected(group.compared.now) == expected[code, default: Expected()])
            #expect(group.compared.before.map(Expected.init) == before[code, default: Expected()])
        }
        #expect(report.total.now.count == expected.values.reduce(0) { $0 + $1.count })
        let trend = try fixture.rows(
            "SELECT substr(end, 1, 7), count(*) FROM (\(Self.facts)) WHERE \(condition) GROUP BY 1"
        )
        let counts = Dictionary(uniqueKeysWithValues: trend.map { ($0[0] as String, $0[1] as Int) })
        #expect(report.trend.counts == report.trend.months.map { counts[$0.asked.name] ?? 0 })
        #expect(report.headline.first?.hasPrefix("Only: ") == true)
    }

    @Test func `report a value of a filter that no termination has`() throws {
        let report = try report(.reason, filters: [ReportFilter(.contractType, ["leas", "lease"])])
        let unknown = try #require(report.unknownValues.first)
        #expect(report.unknownValues.count == 1 && unknown.value == "leas" && !unknown.isSensitive)
        #expect(unknown.known == ["=cmd()", "lease", "maintenance"])
        // The settings define it, even if no termination has it.
        #expect(try self.report(.reason, filters: [ReportFilter(.voluntary, ["true"])]).unknownValues.isEmpty)
    }

    @Test func `count under the recorded code on request`() throws {
        let report = try report(.reason, isAsRecorded: true)
        let expected = try ask("said_reason", .end)
        #expect(expected["cost"] != nil)
        for group in report.groups {
            #expect(Expected(group.compared.now) == expected[group.label.code, default: Expected()])
        }
    }

    @Test(arguments: [
        (ReportDimension.reason, ReportDimension.month), (.customerKind, .contractType), (.month, .initiator),
    ])
    func `agree with plain SQL where two dimensions are crossed`(
        _ rows: ReportDimension,
        _ columns: ReportDimension
    ) throws {
        func sql(_ dimension: ReportDimension) -> String {
            dimension == .month ? "substr(end, 1, 7)" : "\"\(dimension.rawValue)\""
        }
        let report = try report(rows, by: columns)
        let expected = try ask("coalesce(\(sql(rows)), '-') || '/' || coalesce(\(sql(columns)), '-')", .end)
        var seen = 0
        for group in report.groups {
            for (column, cell) in zip(report.columns, group.cells) where cell.count > 0 {
                seen += 1
                #expect(Expected(cell) == expected["\(group.label.code ?? "-")/\(column.code ?? "-")"])
            }
        }
        #expect(seen == expected.count)
    }

    @Test func `agree month by month over two years`() throws {
        let report = try report(.reason)
        let expected = try fixture.rows(
            "SELECT substr(end, 1, 7), count(*) FROM (\(Self.facts)) GROUP BY 1"
        )
        let counts = Dictionary(uniqueKeysWithValues: expected.map { ($0[0] as String, $0[1] as Int) })
        #expect(report.trend.months.count == 24)
        #expect(report.trend.counts == report.trend.months.map { counts[$0.asked.name] ?? 0 })
        // The first months of the ledger have no year before. All others have, also those before the trend.
        for (month, count) in zip(report.trend.months, report.trend.yearBefore) {
            guard let yearBefore = month.yearBefore, yearBefore.from >= (report.comparableFrom ?? .latest) else {
                #expect(count == nil)
                continue
            }
            #expect(count == counts[yearBefore.name] ?? 0)
        }
        #expect(report.trend.yearBefore.compactMap(\.self).count > 20)
        for (index, count) in report.trend.counts.enumerated() {
            #expect(report.groups.reduce(0) { $0 + $1.months[index] } == count)
        }
    }

    @Test func `exclude withdrawn and administrative terminations`() throws {
        let report = try report(.reason)
        let rows = try fixture.rows(
            """
            SELECT count(*) FILTER (WHERE ended <> 0), count(*) FILTER (WHERE ended = 0)
            FROM terminations WHERE end_date BETWEEN '2026-07-01' AND '2026-09-30'
                AND (ended <> 0 OR termination_type = 'administrative')
            """
        )
        #expect(report.excluded.withdrawn == rows[0][0])
        #expect(report.excluded.administrative == rows[0][1])
        #expect(report.excluded.withdrawn > 0 && report.excluded.administrative > 0)
    }
}

/// The comparable figures of a report or of a SQL query.
private struct Expected: Equatable {
    var count = 0
    private var amounts: [String: Int64] = [:]
    private var withAmount = 0
    private var notice: [Int] = []
    private var given: Double?
    private var early = 0
    private var withTerm = 0
    private var backdated = 0

    init() {}

    init(_ figures: Figures) {
        count = figures.count
        amounts = Dictionary(uniqueKeysWithValues: figures.amounts.map { ($0.currency, Int64($0.minorUnits)) })
        withAmount = figures.withAmount
        given = figures.medianNoticeDays
        early = figures.early
        withTerm = figures.withTerm
        backdated = figures.backdated
    }

    mutating func add(amount: Int64?, currency: String?, notice days: Int?, early isEarly: Int?, backdated isLate: Int)
    {
        count += 1
        if let amount, let currency {
            amounts[currency, default: 0] += amount
            withAmount += 1
        }
        if let days {
            notice.append(days)
        }
        if let isEarly {
            withTerm += 1
            early += isEarly
        }
        backdated += isLate
    }

    private var median: Double? {
        guard !notice.isEmpty else { return given }
        let notice = notice.sorted()
        return Double(notice[(notice.count - 1) / 2] + notice[notice.count / 2]) / 2
    }

    static func == (a: Expected, b: Expected) -> Bool {
        a.count == b.count && a.amounts == b.amounts && a.withAmount == b.withAmount && a.median == b.median
            && a.early == b.early && a.withTerm == b.withTerm && a.backdated == b.backdated
    }
}
