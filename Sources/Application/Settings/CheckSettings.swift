import JSON
import Ledger
import Terminations
import Worker

/// How much is judged by new settings while somebody waits for a page or for an answer of the API: some seconds' worth. The
/// command line judges all.
public enum ForecastLimits {
    /// Open dead letters, the oldest first.
    public static let deadLetters = 5000
    /// Recorded terminations, the latest first.
    public static let recorded = 20_000
}

/// Finds what is doubtful in a document, and what it would mean for what is recorded. Changes nothing.
public struct CheckSettings: Sendable {
    public let document: SettingsDocument
    /// How many recorded terminations are judged, the latest first; nil judges all.
    public let limit: Int?
    /// How many open dead letters are judged, the oldest first; nil judges all.
    public let forecastLimit: Int?

    public init(_ document: SettingsDocument, limit: Int? = nil, forecastLimit: Int? = nil) {
        self.document = document
        self.limit = limit
        self.forecastLimit = forecastLimit
    }

    /// What can be said without a ledger.
    public func answerWithoutLedger(at now: Instant = .now) -> SettingsCheck {
        SettingsCheck(findings: document.settings.findings(at: now), refusal: nil, missing: [], meaning: nil)
    }
}

/// The answer to ``CheckSettings``.
public struct SettingsCheck: Sendable {
    public struct Meaning: Sendable {
        /// Of the open dead letters, if they were replayed.
        public let deadLetters: SettingsForecast
        /// Of recorded terminations, if they came today.
        public let recorded: RecordedCheck
    }

    public enum Step: Sendable {
        /// Judges the open dead letters.
        case deadLetters
        /// Judges the recorded terminations.
        case recorded
    }

    public let findings: [LintFinding]
    /// Why the ledger would refuse to apply the document; nil where it would not, or where there is no ledger.
    public let refusal: LedgerError?
    /// The reasons that the document leaves out though recorded terminations have them.
    public let missing: [MissingReason]
    /// nil where there is no ledger.
    public let meaning: Meaning?

    /// Whether the document cannot be applied.
    public var isRefused: Bool { refusal != nil || findings.contains { $0.severity == .error } }

    /// One JSON object.
    ///
    /// - Parameter showsExamples: whether terminations are named.
    public func write(to json: inout JSONWriter, showsExamples: Bool = true) {
        json.beginObject()
        json.name("findings")
        json.findings(findings)
        json.name("missingReasons")
        json.beginArray()
        for reason in missing {
            json.beginObject()
            json.name("code")
            json.string(reason.code)
            json.name("recorded")
            json.integer(reason.count)
            json.name("spelledAs")
            json.stringOrNull(reason.spelling)
            json.endObject()
        }
        json.endArray()
        json.name("deadLetters")
        if let meaning { meaning.deadLetters.write(to: &json) } else { json.null() }
        json.name("recorded")
        if let meaning { meaning.recorded.write(to: &json, showsExamples: showsExamples) } else { json.null() }
        json.endObject()
    }
}

extension Application {
    /// - Parameter progress: how much of a step is done.
    public func check(
        _ action: CheckSettings,
        at now: Instant = .now,
        progress: (_ step: SettingsCheck.Step, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
    ) throws -> SettingsCheck {
        let refusal = try refusal(of: action.document)
        let missing = refusal == nil ? [] : try ledger.reasons(missingFrom: action.document)
        let forecast = try SettingsForecast(
            of: action.document,
            by: self,
            limit: action.forecastLimit
        ) {
            progress(.deadLetters, $0, $1)
        }
        let recorded = try checkRecorded(by: action.document.settings, limit: action.limit) {
            progress(.recorded, $0, $1)
        }
        return SettingsCheck(
            findings: action.document.settings.findings(at: now),
            refusal: refusal,
            missing: missing,
            meaning: SettingsCheck.Meaning(deadLetters: forecast, recorded: recorded)
        )
    }

    /// Which recorded terminations settings would refuse today.
    ///
    /// - Parameter limit: judges only so many, the latest; nil judges all.
    public func checkRecorded(
        by settings: Settings,
        limit: Int?,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> RecordedCheck {
        try RecordedCheck(of: settings, limit: limit, in: ledger, limits: limits, progress)
    }

    private func refusal(of document: SettingsDocument) throws(LedgerError) -> LedgerError? {
        do {
            _ = try ledger.previewApplication(of: document)
            return nil
        } catch {
            guard error.code == .reasonInUse else { throw error }
            return error
        }
    }
}

/// Which recorded terminations settings would refuse today, each judged at the instant it occurred.
///
/// Only the rules of the settings count: the history of a contract is left out. Changes nothing.
public struct RecordedCheck: Sendable {
    private static let pageSize = 1000

    public private(set) var checked = 0
    /// How many there are, of which only so many were judged as the caller has set, and none whose message is not kept.
    public let total: Int
    /// A termination that breaks several rules counts once.
    public private(set) var refused = 0
    private var byCode: [Violation.Code: RuleRefusal] = [:]

    /// The broken rules, the most frequent first.
    public var refusals: [RuleRefusal] { byCode.sorted }

    /// - Parameters:
    ///   - limit: judges only so many, the latest; nil judges all.
    ///   - progress: how many were judged so far, of how many that are to be judged.
    init(
        of settings: Settings,
        limit: Int?,
        in ledger: Ledger,
        limits: MessageLimits,
        _ progress: (_ done: Int, _ total: Int) -> Void
    ) throws(LedgerError) {
        let rules = SettingsRules(settings, limits)
        total = try ledger.countTerminationsInForce()
        let limit = limit ?? .max
        var next: Int64?
        repeat {
            guard checked < limit else { return }
            let page = try ledger.recordedMessages(before: next, limit: RecordedCheck.pageSize)
            // A message that is no longer kept cannot be judged.
            for message in page.messages.lazy.filter({ !$0.body.isEmpty }).prefix(limit - checked) {
                add(message, rules)
            }
            next = page.next
            progress(checked, min(total, limit))
        } while next != nil
    }

    private mutating func add(_ recorded: RecordedMessage, _ rules: SettingsRules) {
        checked += 1
        let codes = rules.broken(by: rules.parse(recorded), isRedacted: recorded.isRedacted)
        if !codes.isEmpty { refused += 1 }
        byCode.add(recorded.terminationID, codes, isShown: !recorded.isReasonSensitive)
    }

    func write(to json: inout JSONWriter, showsExamples: Bool = true) {
        json.beginObject()
        json.name("total")
        json.integer(total)
        json.name("checked")
        json.integer(checked)
        json.name("refused")
        json.integer(refused)
        json.name("violations")
        refusals.write(to: &json, showsExamples: showsExamples)
        json.endObject()
    }
}

/// Judges messages by settings alone: the history of a contract is left out.
struct SettingsRules {
    private let judge: Judge
    private let limits: MessageLimits

    init(_ settings: Settings, _ limits: MessageLimits) {
        judge = Judge(settings: SettingsVersion(number: 1, settings: settings))
        self.limits = limits
    }

    func parse(_ message: IncomingMessage) -> ParsedMessage { ParsedMessage(message, limits: limits) }

    func parse(_ recorded: RecordedMessage) -> ParsedMessage { parse(IncomingMessage(document: recorded.body)) }

    /// The codes of the rules that a message breaks, each once.
    ///
    /// - Parameters:
    ///   - isRedacted: it had a note.
    ///   - receivedAt: nil where it was in time.
    func broken(by parsed: ParsedMessage, isRedacted: Bool, receivedAt: Instant? = nil) -> Set<Violation.Code> {
        // Without history a correction waits, but is judged by the settings all the same.
        guard case .rejected(let violations) = judge.judge(parsed, history: .none, receivedAt: receivedAt) else {
            return []
        }
        var codes = Set(violations.map(\.code)).subtracting(SettingsRules.ofHistory)
        if isRedacted { codes.remove(.noteRequired) }
        return codes
    }

    /// The reason that the settings have for what a message names.
    func reason(of parsed: ParsedMessage) -> CancellationReason? { judge.reason(of: parsed) }

    /// The rules that other settings would not change.
    static let ofHistory: Set<Violation.Code> = [
        .messageIDReused, .contractAlreadyTerminated, .unknownTermination, .revisionConflict, .alreadyWithdrawn,
        .contractMismatch, .staleRevision, .alreadyRecorded,
    ]
}
