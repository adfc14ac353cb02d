import Application
import Foundation
import JSON
import Ledger
import Reports
import Synchronization
import Terminations

/// Everything that the pages read. Blocks the calling thread.
///
/// Where the application layer gets an action for it, only this file changes.
final class Queries: Sendable {
    /// Lists have so many entries a page.
    static let page = 50
    /// So many dead letters of a cause are read for its values on the list of causes, and so many in all.
    private static let valuesOfCause = 200
    private static let valuesInAll = 2000
    /// The same on the page of one cause: some 40 ms.
    private static let valuesOfOneCause = 5000

    private struct Opened {
        let ledger: Ledger
        let file: FileIdentity
    }

    private struct FileIdentity: Equatable {
        let device: UInt64
        let inode: UInt64

        /// Nil where there is no such file.
        init?(_ path: String) {
            var facts = stat()
            guard stat(path, &facts) == 0 else { return nil }
            device = UInt64(facts.st_dev)
            inode = UInt64(facts.st_ino)
        }
    }

    let path: String
    /// A report that is shown in passing may be so old.
    private static let longestKept = Duration.seconds(60)

    private struct KeptReport {
        let question: ReportQuestion
        let language: ReportLanguage
        let madeAt: Instant
        let report: Report
    }

    private let opened = Mutex<Opened?>(nil)
    private let keptReports = Mutex<[KeptReport]>([])
    private let settings = Mutex<SettingsVersion?>(nil)

    private let source: String
    private let limits: MessageLimits

    init(path: String, source: String, limits: MessageLimits) {
        self.path = path
        self.source = source
        self.limits = limits
    }

    /// The actions that read, over the ledger that the pages read.
    func application() throws(LedgerError) -> Application {
        Application(ledger: try ledger(), source: source, limits: limits)
    }

    /// The actions that change something, over the ledger opened for writing until the work is done: so is every other
    /// moment free for `ledger restore`.
    ///
    /// - Parameter lockWait: brief where a request waits for the work, or for its beginning.
    func withWritableApplication<Result>(
        waiting lockWait: LockWait = .brief,
        _ work: (Application) throws -> Result
    ) throws -> Result {
        // Opening for writing would make a missing file; opening for reading says that it is missing.
        _ = try ledger()
        let ledger = try retryWhileLocked(for: lockWait.toBegin) { () throws(LedgerError) in
            try Ledger(path: path, access: .readWrite)
        }
        defer { ledger.close() }
        return try work(Application(ledger: ledger, source: source, limits: limits, lockWait: lockWait))
    }

    /// The ledger, opened for reading; opened again if another file has replaced it, as after a restore.
    ///
    /// Nothing that a page shows needs to write, so that a fault in a page cannot change anything.
    private func ledger() throws(LedgerError) -> Ledger {
        let file = FileIdentity(path)
        if let opened = opened.withLock({ $0 }), opened.file == file { return opened.ledger }
        let ledger = try Ledger(path: path, access: .readOnly)
        if let file { opened.withLock { $0 = Opened(ledger: ledger, file: file) } }
        settings.withLock { $0 = nil }
        keptReports.withLock { $0 = [] }
        return ledger
    }

    // MARK: - Settings

    /// The settings in force; nil where none were applied.
    func currentSettings() throws(LedgerError) -> SettingsVersion? {
        let ledger = try ledger()
        let number = try ledger.currentSettingsVersion()
        if let kept = settings.withLock({ $0 }), kept.number == number { return kept }
        let current = try ledger.currentSettings()
        settings.withLock { $0 = current }
        return current
    }

    func settingsHistory() throws -> [AppliedSettings] { try application().settingsHistory() }

    func appliedSettings(_ number: Int) throws(LedgerError) -> AppliedSettings? { try ledger().appliedSettings(number) }

    func reasonUses() throws(LedgerError) -> [ReasonUse] { try ledger().reasonUses() }

    // MARK: - Dead letters

    struct Cause {
        let group: DeadLetterGroup
        /// Nil where they were not read.
        let values: DeadLetterValues?
    }

    /// The causes of the dead letters that a filter means, with the values by which those of one cause differ.
    ///
    /// - Parameter readsValues: needs their bodies.
    func causes(matching filter: DeadLetterFilter, readsValues: Bool) throws(LedgerError) -> [Cause] {
        let ledger = try ledger()
        var left = readsValues ? Self.valuesInAll : 0
        var causes: [Cause] = []
        for group in try ledger.deadLetterGroups(matching: filter) {
            let limit = min(Self.valuesOfCause, left)
            let values =
                limit == 0
                ? nil : try ledger.deadLetterValues(matching: filter, of: group.fingerprint, limit: limit)
            left -= values?.counted ?? 0
            causes.append(Cause(group: group, values: values))
        }
        return causes
    }

    struct CauseInDetail {
        let group: DeadLetterGroup
        let values: DeadLetterValues?
        /// How many are in each state.
        let states: [(state: DeadLetter.State, count: Int)]
        /// How many were received on each of the last days, the earliest first.
        let days: [(day: LocalDate, count: Int)]
        /// Those that were received last.
        let latest: [DeadLetter]
    }

    /// Nil where there is no dead letter of it.
    func cause(
        _ fingerprint: String,
        days: Int,
        zone: Zone,
        at now: Instant,
        readsValues: Bool
    ) throws(LedgerError) -> CauseInDetail? {
        let ledger = try ledger()
        let filter = DeadLetterFilter(fingerprint: fingerprint)
        guard let group = try ledger.deadLetterGroups(matching: filter).first else { return nil }
        var states: [(DeadLetter.State, Int)] = []
        for state in DeadLetter.State.allCases {
            let count = try ledger.countDeadLetters(
                matching: DeadLetterFilter(states: [state], fingerprint: fingerprint)
            )
            if count > 0 { states.append((state, count)) }
        }
        let today = zone.localDate(at: now)
        var counts: [(LocalDate, Int)] = []
        for back in (0..<days).reversed() {
            let day = today.adding(days: -back)
            let count = try ledger.countDeadLetters(
                matching: DeadLetterFilter(
                    fingerprint: fingerprint,
                    since: zone.startOfDay(after: day.adding(days: -1)),
                    until: zone.startOfDay(after: day)
                )
            )
            counts.append((day, count))
        }
        let values =
            readsValues
            ? try ledger.deadLetterValues(matching: filter, of: fingerprint, limit: Self.valuesOfOneCause) : nil
        return CauseInDetail(
            group: group,
            values: values,
            states: states,
            days: counts,
            latest: try ledger.deadLetters(matching: filter, limit: 5)
        )
    }

    struct DeadLetterPage {
        let deadLetters: [DeadLetter]
        let count: Int
        /// Whether there are more behind these.
        let hasMore: Bool
    }

    func deadLetters(
        matching filter: DeadLetterFilter,
        order: DeadLetterOrder,
        after: String?
    ) throws(LedgerError) -> DeadLetterPage {
        let application = try application()
        let found = try application.deadLetters(matching: filter, order: order, after: after, limit: Self.page + 1)
        return DeadLetterPage(
            deadLetters: Array(found.prefix(Self.page)),
            count: try application.countDeadLetters(matching: filter),
            hasMore: found.count > Self.page
        )
    }

    struct DeadLetterInDetail {
        let deadLetter: DeadLetter
        let content: DeadLetterContent?
        let history: [AuditEntry]
        let edits: [Int64: [JSONDifference]]
        /// The one behind it in the list from which it was opened.
        let next: DeadLetter?
    }

    /// Those that a person may mean by a name: an id, a part of one, a number, the id of a message.
    func deadLetters(named name: String) throws(LedgerError) -> [DeadLetter] {
        try ledger().deadLetters(named: name, limit: 20)
    }

    func deadLetter(
        _ deadLetter: DeadLetter,
        in list: (filter: DeadLetterFilter, order: DeadLetterOrder)
    ) throws(LedgerError) -> DeadLetterInDetail {
        let ledger = try ledger()
        return DeadLetterInDetail(
            deadLetter: deadLetter,
            content: try ledger.deadLetterContent(id: deadLetter.id),
            history: try ledger.history(of: deadLetter.id),
            edits: try ledger.deadLetterEdits(of: deadLetter.id),
            next: try ledger.deadLetters(matching: list.filter, order: list.order, after: deadLetter.id, limit: 1).first
        )
    }

    func content(of id: String) throws(LedgerError) -> DeadLetterContent? { try ledger().deadLetterContent(id: id) }

    // MARK: - Terminations

    func terminations(
        matching filter: TerminationFilter,
        after: String?
    ) throws(LedgerError) -> (terminations: [TerminationSummary], hasMore: Bool) {
        let found = try ledger().terminations(matching: filter, after: after, limit: Self.page + 1)
        return (Array(found.prefix(Self.page)), found.count > Self.page)
    }

    func terminations(named name: String) throws(LedgerError) -> [TerminationSummary] {
        try ledger().terminations(named: name, limit: 20)
    }

    func history(of terminationID: String) throws(LedgerError) -> TerminationHistory? {
        try ledger().terminationLife(of: terminationID)
    }

    // MARK: - The worker and the trail

    func health() throws(LedgerError) -> HealthSnapshot { try ledger().healthSnapshot() }

    func statistics() throws(LedgerError) -> LedgerStatistics { try ledger().facts() }

    func auditPage(matching filter: AuditFilter, before number: Int64, limit: Int) throws -> AuditStepPage {
        try application().auditPage(matching: filter, before: number, limit: limit)
    }

    /// - Parameter mostEntries: see ``Ledger/auditSteps(matching:joins:mostEntries:_:)``.
    func auditSteps(matching filter: AuditFilter, limit: Int, mostEntries: Int64 = .max) throws -> [AuditStep] {
        var steps: [AuditStep] = []
        try application().auditSteps(matching: filter, mostEntries: mostEntries) { step in
            steps.append(step)
            return steps.count < limit
        }
        return steps
    }

    func replayRuns(limit: Int = 20) throws(LedgerError) -> [ReplayRun] { try application().replayRuns(limit: limit) }

    func replayRun(_ number: Int64) throws(LedgerError) -> ReplayRun? { try ledger().replayRun(number) }

    /// One more than a page has, so that it is known whether there are more.
    func deadLetters(
        of run: ReplayRun,
        outcome: ReplayedDeadLetter.Outcome?,
        after position: Int
    ) throws(LedgerError) -> [ReplayedDeadLetter] {
        try ledger().deadLetters(of: run, outcome: outcome, after: position, limit: Self.page + 1)
    }

    /// One more than a page has, so that it is known whether there are more.
    func actions(before number: Int64?) throws(LedgerError) -> [DeadLetterAction] {
        try application().deadLetterActions(before: number, limit: Self.page + 1)
    }

    func action(_ number: Int64) throws(LedgerError) -> DeadLetterAction? { try ledger().deadLetterAction(number) }

    /// The permission for an action includes its undo.
    func permission(toUndo action: DeadLetterAction) throws(LedgerError) -> Permission {
        try application().isOfBodies(action) ? .mendDeadLetters : .discardDeadLetters
    }

    func deadLetters(ofAction number: Int64) throws(LedgerError) -> [DeadLetter] {
        try ledger().deadLetters(ofAction: number, limit: Self.page)
    }

    func report(
        _ question: ReportQuestion,
        in language: ReportLanguage,
        at now: Instant
    ) throws(LedgerError) -> Report {
        try ledger().report(question, in: language, at: now)
    }

    /// The same, a minute old at most: reading the terminations of a month takes longer than all else on a page.
    func recentReport(
        _ question: ReportQuestion,
        in language: ReportLanguage,
        at now: Instant
    ) throws(LedgerError) -> Report {
        let kept = keptReports.withLock { reports in
            reports.removeAll { $0.madeAt > now || $0.madeAt.duration(until: now) > Self.longestKept }
            return reports.first { $0.question == question && $0.language == language }
        }
        if let kept { return kept.report }
        let report = try report(question, in: language, at: now)
        keptReports.withLock { reports in
            reports.append(KeptReport(question: question, language: language, madeAt: now, report: report))
        }
        return report
    }
}
