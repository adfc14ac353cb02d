import JSON
import Ledger
import Terminations
import Worker

/// Judges what came in a period by other settings, as if they had been in force then. Changes nothing.
///
/// A recorded termination is judged by its latest message, and counts on the day on which it was made. Withdrawn ones are
/// left out. The history of a contract is left out too, since settings do not change it: a dead letter that was refused
/// for its history stays refused.
public struct BacktestSettings: Sendable {
    public let document: SettingsDocument
    /// The first day.
    public let since: LocalDate
    /// The last day; nil for today, where the settings are.
    public let through: LocalDate?
    /// Whether sensitive reasons are named. Otherwise they are one group without a name.
    public let isConfidential: Bool
    /// How many terminations are judged, and how many dead letters, the latest first; nil judges all.
    public let limit: Int?

    public init(
        _ document: SettingsDocument,
        since: LocalDate,
        through: LocalDate? = nil,
        isConfidential: Bool = false,
        limit: Int? = nil
    ) {
        self.document = document
        self.since = since
        self.through = through
        self.isConfidential = isConfidential
        self.limit = limit
    }
}

/// The answer to ``BacktestSettings``.
public struct SettingsBacktest: Sendable {
    /// What came, and what would have become of it.
    public struct Figures: Sendable, Equatable {
        /// Recorded terminations that were judged.
        public fileprivate(set) var recorded = 0
        /// Those of them that would have been refused. One that breaks several rules counts once.
        public fileprivate(set) var refused = 0
        /// Messages that were refused at the time, whatever became of them later.
        public fileprivate(set) var deadLetters = 0
        /// Those of them that would have been accepted.
        public fileprivate(set) var accepted = 0
        /// Why terminations would have been refused.
        public fileprivate(set) var byCode: [Violation.Code: Int] = [:]

        /// The most frequent first.
        public var codes: [(code: Violation.Code, count: Int)] {
            byCode.map { (code: $0.key, count: $0.value) }
                .sorted { ($1.count, $0.code.rawValue) < ($0.count, $1.code.rawValue) }
        }
    }

    /// The figures of a month, a channel or a contract type.
    public struct Group: Sendable, Equatable {
        /// `2026-03`, or the value in the messages; nil for those without one.
        public let name: String?
        public let figures: Figures
    }

    /// How a report would count a reason: terminations that are in force, administrative ones left out.
    public struct Reason: Sendable, Equatable {
        /// nil for terminations without a reason; `withheld` for the sensitive ones together.
        public let code: String?
        /// In the default language; empty where no settings have the reason.
        public let label: String
        /// As the settings in force count.
        public fileprivate(set) var recorded = 0
        /// With the other settings: without what they would have refused, and with what they would have accepted.
        public fileprivate(set) var expected = 0
    }

    public static let withheld = "withheld"
    /// So many channels, and contract types, are told apart; what is new after that counts as ``others``.
    public static let mostNames = 1000
    public static let others = "…"
    private static let exampleCount = 3

    public let since: LocalDate
    public let through: LocalDate
    public private(set) var total = Figures()
    /// Terminations that could not be judged, because their messages are no longer kept. Reports count them in any case.
    public private(set) var notKept = 0
    /// Whether the limit was reached, so that earlier ones are in no figure.
    public fileprivate(set) var isCut = false
    /// The dead letters that would have been accepted, by what they are now.
    public private(set) var acceptedByState: [DeadLetter.State: Int] = [:]
    /// The latest ids of dead letters that would have been accepted.
    public private(set) var acceptedExamples: [String] = []
    private var byRule: [Violation.Code: RuleRefusal] = [:]
    private var byMonth: [String?: Figures] = [:]
    private var byChannel: [String?: Figures] = [:]
    private var byContractType: [String?: Figures] = [:]
    private var byReason: [String?: Reason] = [:]

    /// In order; months without anything left out.
    public var months: [Group] { Self.groups(byMonth).sorted { ($0.name ?? "") < ($1.name ?? "") } }
    /// The one with most recorded terminations first.
    public var channels: [Group] { Self.sorted(byChannel) }
    /// As ``channels``.
    public var contractTypes: [Group] { Self.sorted(byContractType) }
    /// The most frequent first.
    public var refusals: [RuleRefusal] { byRule.sorted }
    /// The most frequent first.
    public var reasons: [Reason] {
        byReason.values.sorted { ($1.recorded, $1.expected, $0.code ?? "") < ($0.recorded, $0.expected, $1.code ?? "") }
    }

    private static func groups(_ figures: [String?: Figures]) -> [Group] {
        figures.map { Group(name: $0.key, figures: $0.value) }
    }

    private static func sorted(_ figures: [String?: Figures]) -> [Group] {
        groups(figures).sorted {
            ($1.figures.recorded, $1.figures.deadLetters, $0.name ?? "")
                < ($0.figures.recorded, $0.figures.deadLetters, $1.name ?? "")
        }
    }

    fileprivate init(since: LocalDate, through: LocalDate) {
        self.since = since
        self.through = through
    }

    fileprivate mutating func count(
        on day: LocalDate,
        channel: String?,
        contractType: String?,
        _ change: (inout Figures) -> Void
    ) {
        change(&total)
        change(&byMonth[String(day.description.prefix(7)), default: Figures()])
        change(&byChannel[Self.name(channel, in: byChannel), default: Figures()])
        change(&byContractType[Self.name(contractType, in: byContractType), default: Figures()])
    }

    /// A CRM that names every termination's channel otherwise must not fill the answer.
    private static func name(_ name: String?, in known: [String?: Figures]) -> String? {
        known[name] != nil || known.count < mostNames ? name : others
    }

    fileprivate mutating func refuse(_ terminationID: String, _ codes: Set<Violation.Code>, isShown: Bool) {
        byRule.add(terminationID, codes, isShown: isShown)
    }

    fileprivate mutating func accept(_ deadLetterID: String, _ state: DeadLetter.State) {
        acceptedByState[state, default: 0] += 1
        if acceptedExamples.count < Self.exampleCount { acceptedExamples.append(deadLetterID) }
    }

    fileprivate mutating func countUnjudged() { notKept += 1 }

    fileprivate mutating func count(recorded reason: ReasonNames.Name) {
        byReason[reason.code, default: Reason(code: reason.code, label: reason.label)].recorded += 1
    }

    fileprivate mutating func count(expected reason: ReasonNames.Name) {
        byReason[reason.code, default: Reason(code: reason.code, label: reason.label)].expected += 1
    }
}

extension Application {
    /// - Parameter progress: how much of a step is done.
    /// - Throws: ``ApplicationError`` with `invalid` where the last day is before the first.
    public func backtest(
        _ action: BacktestSettings,
        at now: Instant = .now,
        progress: (_ step: SettingsCheck.Step, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
    ) throws -> SettingsBacktest {
        let settings = action.document.settings
        let through = action.through ?? settings.timeZone.localDate(at: now)
        guard action.since <= through else {
            throw ApplicationError(
                .invalid,
                "The last day, \(through), lies before the first, \(action.since).",
                "De laatste dag, \(through), ligt voor de eerste, \(action.since)."
            )
        }
        var result = SettingsBacktest(since: action.since, through: through)
        let rules = SettingsRules(settings, limits)
        let names = ReasonNames(
            current: try ledger.currentSettings()?.settings,
            other: settings,
            isConfidential: action.isConfidential
        )
        let days = action.since...through
        let limit = action.limit ?? .max
        try judgeRecorded(in: days, limit, rules, names, &result) { progress(.recorded, $0, $1) }
        try judgeRefused(in: days, limit, settings.timeZone, rules, names, &result) { progress(.deadLetters, $0, $1) }
        return result
    }

    private static let backtestPage = 1000

    private func judgeRecorded(
        in days: ClosedRange<LocalDate>,
        _ limit: Int,
        _ rules: SettingsRules,
        _ names: ReasonNames,
        _ result: inout SettingsBacktest,
        _ progress: (Int, Int) -> Void
    ) throws(LedgerError) {
        try forEachPage { next throws(LedgerError) in
            try ledger.recordedMessages(before: next, made: days, limit: Self.backtestPage)
        } _: { message in
            let isCounted = message.terminationType != .administrative
            if isCounted {
                result.count(recorded: names.recorded(message.reasonCode, isSensitive: message.isReasonSensitive))
            }
            guard !message.body.isEmpty else {
                result.countUnjudged()
                guard isCounted else { return }
                result.count(expected: names.expected(message.reasonCode, isSensitive: message.isReasonSensitive))
                return
            }
            let parsed = rules.parse(message)
            let codes = rules.broken(by: parsed, isRedacted: message.isRedacted)
            result.count(
                on: message.occurredOn,
                channel: message.channel,
                contractType: message.contractType
            ) { figures in
                figures.recorded += 1
                guard !codes.isEmpty else { return }
                figures.refused += 1
                for code in codes { figures.byCode[code, default: 0] += 1 }
            }
            if !codes.isEmpty {
                // An example beside a rule that is only about a sensitive reason would tell who has it.
                let isShown = names.isConfidential || !message.isReasonSensitive
                result.refuse(message.terminationID, codes, isShown: isShown)
            } else if isCounted {
                result.count(expected: names.expected(rules.reason(of: parsed)?.code, isSensitive: false))
            }
        } progress: { done, total in
            progress(done, total)
            if result.total.recorded >= limit { result.isCut = true }
            return result.total.recorded < limit
        }
    }

    private func judgeRefused(
        in days: ClosedRange<LocalDate>,
        _ limit: Int,
        _ zone: Zone,
        _ rules: SettingsRules,
        _ names: ReasonNames,
        _ result: inout SettingsBacktest,
        _ progress: (Int, Int) -> Void
    ) throws(LedgerError) {
        // The same termination may have been refused several times; reports would count it once.
        var counted: Set<String> = []
        try forEachPage { next throws(LedgerError) in
            try ledger.refusedMessages(before: next, since: days.lowerBound, limit: Self.backtestPage)
        } _: { refused in
            let parsed = rules.parse(refused.message)
            let message = parsed.message
            // Of what has no valid date, when it came.
            let day = zone.localDate(at: message?.occurredAt ?? refused.receivedAt)
            guard days.contains(day) else { return }
            let isOfHistory = refused.violations.contains { SettingsRules.ofHistory.contains($0.code) }
            let codes = rules.broken(by: parsed, isRedacted: refused.isRedacted, receivedAt: refused.receivedAt)
            let isAccepted = !isOfHistory && codes.isEmpty
            result.count(on: day, channel: message?.channel, contractType: message?.contractType) { figures in
                figures.deadLetters += 1
                if isAccepted { figures.accepted += 1 }
            }
            guard isAccepted, let message else { return }
            result.accept(refused.deadLetterID, refused.state)
            guard message.action == .terminate, message.terminationType != .administrative,
                !refused.isTerminationRecorded, counted.insert(message.terminationID).inserted
            else { return }
            result.count(expected: names.expected(rules.reason(of: parsed)?.code, isSensitive: false))
        } progress: { done, total in
            progress(done, total)
            if result.total.deadLetters >= limit { result.isCut = true }
            return result.total.deadLetters < limit
        }
    }

    /// Reads page by page, each in a transaction of its own.
    ///
    /// - Parameter progress: returns whether the next page is read.
    private func forEachPage<Message>(
        _ page: (Int64?) throws(LedgerError) -> HistoryPage<Message>,
        _ take: (Message) -> Void,
        progress: (Int, Int) -> Bool
    ) throws(LedgerError) {
        var next: Int64?
        var total: Int?
        repeat {
            let found = try page(next)
            for message in found.messages { take(message) }
            next = found.next
            let all = total ?? found.remaining + Self.backtestPage
            total = all
            guard progress(all - found.remaining, all) else { return }
        } while next != nil
    }
}

/// Under which reason reports count a termination, by the settings in force and by others.
private struct ReasonNames {
    struct Name {
        let code: String?
        let label: String
    }

    private let current: Settings?
    private let other: Settings
    let isConfidential: Bool
    private let labels: [String: String]
    private let sensitive: Set<String>
    private let currentTargets: [String: String]
    private let otherTargets: [String: String]

    init(current: Settings?, other: Settings, isConfidential: Bool) {
        self.current = current
        self.other = other
        self.isConfidential = isConfidential
        var labels: [String: String] = [:]
        for settings in [current, other].compactMap(\.self) {
            for reason in settings.reasons { labels[reason.code] = reason.labels[settings.defaultLanguage] }
        }
        self.labels = labels
        sensitive = Set(((current?.reasons ?? []) + other.reasons).filter(\.isSensitive).map(\.code))
        currentTargets = Self.targets(current)
        otherTargets = Self.targets(other)
    }

    private static func targets(_ settings: Settings?) -> [String: String] {
        Dictionary(
            (settings?.reasons ?? []).map { ($0.code, settings?.countedUnder($0.code) ?? $0.code) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func recorded(_ code: String?, isSensitive: Bool) -> Name {
        name(code.map { currentTargets[$0] ?? $0 }, isSensitive: isSensitive || code.map(sensitive.contains) ?? false)
    }

    func expected(_ code: String?, isSensitive: Bool) -> Name {
        name(code.map { otherTargets[$0] ?? $0 }, isSensitive: isSensitive || code.map(sensitive.contains) ?? false)
    }

    private func name(_ code: String?, isSensitive: Bool) -> Name {
        guard let code else { return Name(code: nil, label: "") }
        if !isConfidential, isSensitive || sensitive.contains(code) {
            return Name(code: SettingsBacktest.withheld, label: "")
        }
        return Name(code: code, label: labels[code] ?? "")
    }
}

extension SettingsBacktest {
    /// One JSON object.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("since")
        json.date(since)
        json.name("through")
        json.date(through)
        json.name("recorded")
        json.beginObject()
        json.name("judged")
        json.integer(total.recorded)
        json.name("notKept")
        json.integer(notKept)
        json.name("refused")
        json.integer(total.refused)
        json.name("violations")
        refusals.write(to: &json)
        json.endObject()
        json.name("deadLetters")
        json.beginObject()
        json.name("judged")
        json.integer(total.deadLetters)
        json.name("accepted")
        json.integer(total.accepted)
        for state in [DeadLetter.State.open, .resolved, .discarded] {
            json.name(escaping: "accepted\(state.rawValue.prefix(1).uppercased())\(state.rawValue.dropFirst())")
            json.integer(acceptedByState[state] ?? 0)
        }
        json.name("examples")
        json.strings(acceptedExamples)
        json.endObject()
        json.name("months")
        json.groups(months, "month")
        json.name("channels")
        json.groups(channels, "channel")
        json.name("contractTypes")
        json.groups(contractTypes, "contractType")
        json.name("reasons")
        json.beginArray()
        for reason in reasons {
            json.beginObject()
            json.name("code")
            json.stringOrNull(reason.code)
            json.name("label")
            json.string(reason.label)
            json.name("recorded")
            json.integer(reason.recorded)
            json.name("expected")
            json.integer(reason.expected)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func groups(_ groups: [SettingsBacktest.Group], _ title: StaticString) {
        beginArray()
        for group in groups {
            beginObject()
            name(title)
            stringOrNull(group.name)
            name("recorded")
            integer(group.figures.recorded)
            name("refused")
            integer(group.figures.refused)
            name("violations")
            beginObject()
            for (code, count) in group.figures.codes {
                name(escaping: code.rawValue)
                integer(count)
            }
            endObject()
            name("deadLetters")
            integer(group.figures.deadLetters)
            name("accepted")
            integer(group.figures.accepted)
            endObject()
        }
        endArray()
    }
}
