import JSON
import Ledger
import Terminations
import Worker

/// Makes a document the current settings.
public struct ApplySettings: Sendable {
    public let document: SettingsDocument
    /// The version that the document was made from; nil follows whichever is current when the change is planned.
    public let basedOn: Int?
    /// Whether the open dead letters are judged by the document. Takes long where there are many.
    public let forecastsDeadLetters: Bool
    /// How many of them, the oldest first; nil judges all.
    public let forecastLimit: Int?

    public init(
        _ document: SettingsDocument,
        basedOn: Int? = nil,
        forecastsDeadLetters: Bool = true,
        forecastLimit: Int? = nil
    ) {
        self.document = document
        self.basedOn = basedOn
        self.forecastsDeadLetters = forecastsDeadLetters
        self.forecastLimit = forecastLimit
    }

    /// What applying the first settings to a ledger that does not exist yet would do.
    public func previewWithoutLedger(at now: Instant = .now) -> SettingsPreview {
        let difference = SettingsDifference(from: nil, to: document)
        let application = SettingsApplication(
            version: 1,
            isNew: true,
            base: nil,
            difference: difference,
            eventCount: difference.reasons.count
        )
        return SettingsPreview(
            document: document,
            impact: SettingsImpact(ofFirst: application, after: document.settings),
            findings: document.settings.findings(at: now),
            restoredVersion: nil,
            kept: []
        )
    }
}

/// Makes an earlier version the current settings again, as a new version.
///
/// A reason that came later and that recorded terminations have stays, retired as of today: what is recorded must be
/// readable.
public struct RollBackSettings: Sendable {
    public let version: Int

    public init(to version: Int) { self.version = version }
}

/// Adds, edits, retires, restores, merges or moves one reason.
public struct ChangeReason: Sendable {
    private let change: @Sendable (Settings, Instant) -> SettingsChange

    public init(_ change: SettingsChange) { self.change = { _, _ in change } }

    private init(_ change: @escaping @Sendable (Settings, Instant) -> SettingsChange) { self.change = change }

    /// - Parameter day: the last day on which the reason may be given; nil is today, where the settings are.
    public static func retire(_ code: String, through day: LocalDate?) -> ChangeReason {
        ChangeReason { settings, now in
            .retire(code: code, through: day ?? settings.timeZone.localDate(at: now))
        }
    }

    /// The document after the change, such as a draft.
    public func applied(
        to document: SettingsDocument,
        at now: Instant = .now
    ) throws(SettingsChangeError) -> SettingsDocument {
        try change(document.settings, now).applied(to: document)
    }
}

/// What a change of the settings would do.
public struct SettingsPreview: Sendable {
    public let document: SettingsDocument
    public let impact: SettingsImpact
    /// What is doubtful about the document.
    public let findings: [LintFinding]
    /// The earlier version that is restored; nil for other changes.
    public let restoredVersion: Int?
    /// Reasons that the restored version does not have and that stay, since recorded terminations have them.
    public let kept: [MissingReason]

    public var application: SettingsApplication { impact.application }

    /// The reasons that the change removes.
    public var removedReasons: [String] {
        application.difference.reasons.filter { $0.kind == .removed }.map(\.code)
    }
}

/// A change of the settings that was previewed, and can be made as long as no other change was made since.
public struct SettingsPlan {
    public let preview: SettingsPreview
    private let ledger: Ledger
    private let source: String

    fileprivate init(_ preview: SettingsPreview, _ application: Application) {
        self.preview = preview
        ledger = application.ledger
        source = application.source
    }

    /// Makes the document the current settings, where it is not already.
    ///
    /// - Parameter reason: why, in the words of the person.
    /// - Throws: ``LedgerError`` with `settingsChanged` where other settings were applied since the preview.
    public func execute(
        by actor: Actor,
        because reason: String,
        at now: Instant = .now
    ) throws(LedgerError) -> SettingsOutcome {
        var application = preview.application
        if application.isNew {
            application = try ledger.apply(
                preview.document,
                by: actor,
                reason: reason,
                basedOn: application.base,
                source: source,
                at: now
            )
        }
        return SettingsOutcome(application: application, preview: preview, isDryRun: false)
    }
}

extension SettingsPreview {
    /// The answer of a dry run.
    public var dryRun: SettingsOutcome {
        SettingsOutcome(application: application, preview: self, isDryRun: true)
    }
}

/// What a change of the settings did, or would do.
public struct SettingsOutcome: Sendable {
    public let application: SettingsApplication
    public let preview: SettingsPreview
    public let isDryRun: Bool

    /// One JSON object.
    ///
    /// - Parameter ledger: where the ledger is, for who may have meant another one; nil leaves the member out, and with it
    ///   what belongs to a whole document.
    /// - Parameter isWholeDocument: writes what belongs to a whole document, also where the ledger is not said.
    public func write(to json: inout JSONWriter, ledger: String? = nil, isWholeDocument: Bool = false) {
        json.beginObject()
        json.name("version")
        json.integer(application.version)
        json.name("isNew")
        json.bool(application.isNew)
        json.name("dryRun")
        json.bool(isDryRun)
        json.name("events")
        json.integer(application.eventCount)
        let isWhole = isWholeDocument || ledger != nil
        if isWhole {
            json.name("hash")
            json.string(preview.document.hash)
        }
        if let ledger {
            json.name("ledger")
            json.string(ledger)
        }
        preview.impact.writeMembers(to: &json)
        if isWhole, isDryRun {
            json.name("findings")
            json.findings(preview.findings)
        }
        json.endObject()
    }
}

extension Application {
    /// - Parameter progress: how many open dead letters were judged, of how many.
    public func plan(
        _ action: ApplySettings,
        at now: Instant = .now,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> SettingsPlan {
        let impact = try SettingsImpact(
            of: action.document,
            basedOn: action.basedOn,
            in: ledger,
            with: action.forecastsDeadLetters ? self : nil,
            limit: action.forecastLimit,
            at: now,
            progress
        )
        return plan(action.document, impact, at: now)
    }

    public func plan(
        _ action: RollBackSettings,
        at now: Instant = .now,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> SettingsPlan {
        let current = try appliedSettings()
        let (document, kept) = try self.document(of: action, after: current, at: now)
        let impact = try SettingsImpact(
            of: document,
            basedOn: current.version,
            in: ledger,
            with: self,
            at: now,
            progress
        )
        return plan(
            document,
            impact,
            restoring: action.version,
            kept: kept,
            at: now
        )
    }

    /// The document that would be the current settings again, and the reasons that stay though its version does not have
    /// them.
    public func document(
        of action: RollBackSettings,
        at now: Instant = .now
    ) throws -> (document: SettingsDocument, kept: [MissingReason]) {
        try document(of: action, after: try appliedSettings(), at: now)
    }

    private func document(
        of action: RollBackSettings,
        after current: AppliedSettings,
        at now: Instant
    ) throws -> (document: SettingsDocument, kept: [MissingReason]) {
        let later = try current.settingsDocument()
        let earlier = try appliedSettings(action.version).settingsDocument()
        let missing = try ledger.reasons(missingFrom: earlier)
        guard !missing.isEmpty else { return (earlier, []) }
        do {
            let today = earlier.settings.timeZone.localDate(at: now)
            let document = try earlier.keeping(missing.map(\.code), of: later, through: today)
            return (document, missing.filter { $0.spelling == nil })
        } catch {
            throw ApplicationError(.invalid, error.text)
        }
    }

    public func plan(
        _ action: ChangeReason,
        at now: Instant = .now,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> SettingsPlan {
        let current = try appliedSettings()
        let before = try current.settingsDocument()
        let document: SettingsDocument
        do throws(SettingsChangeError) {
            document = try action.applied(to: before, at: now)
        } catch {
            throw ApplicationError(.invalid, error.text, remedy: error.remedy)
        }
        let impact = try SettingsImpact(
            of: document,
            basedOn: current.version,
            in: ledger,
            with: self,
            at: now,
            progress
        )
        return plan(document, impact, at: now)
    }

    private func plan(
        _ document: SettingsDocument,
        _ impact: SettingsImpact,
        restoring version: Int? = nil,
        kept: [MissingReason] = [],
        at now: Instant
    ) -> SettingsPlan {
        let preview = SettingsPreview(
            document: document,
            impact: impact,
            findings: document.settings.findings(at: now),
            restoredVersion: version,
            kept: kept
        )
        return SettingsPlan(preview, self)
    }
}

extension Settings {
    func findings(at now: Instant) -> [LintFinding] {
        SettingsLint.findings(in: self, on: timeZone.localDate(at: now))
    }
}

extension SettingsChangeError {
    /// What makes the change possible, or does what was meant.
    fileprivate var remedy: Remedy? {
        switch self {
        case .mergedInCircle(let path): path.first.map { .restoreReasonFirst(code: $0) }
        case .alreadyRetired(let code, _): .restoreOrEditReason(code: code)
        case .alreadyMerged(let code, _): .restoreReason(code: code)
        case .noSuchReason, .isAlias, .codeTaken, .noSuchAlias, .retiredBeforeValid, .notRetired, .mergedIntoItself,
            .mergedIntoMerged, .aliasWouldReveal, .placedAtItself, .invalid:
            nil
        }
    }
}
