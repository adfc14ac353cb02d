import JSON
import Ledger
import Terminations
import Worker

/// What new settings would change, and what that means for what the ledger holds.
public struct SettingsImpact: Sendable {
    /// What messages can no longer give, and how often it came lately.
    public struct Refusal: Sendable {
        public let codes: RefusedCodes
        /// How often it came in the last ``SettingsImpact/recentDays``.
        public let recentCount: Int
    }

    /// Days of the past that are searched for what would be refused.
    public static let recentDays = 30

    public let application: SettingsApplication
    /// Of recorded terminations, as it is now.
    public let uses: [ReasonUse]
    /// Of the open dead letters, if they were replayed; nil where the change cannot alter a verdict, or nobody asked.
    public let forecast: SettingsForecast?
    public let refusals: [Refusal]
    /// The settings before; nil before the first ones, and where the current ones cannot be read.
    public let before: Settings?
    public let after: Settings

    /// Of the first settings of a ledger that does not exist yet.
    init(ofFirst application: SettingsApplication, after: Settings) {
        self.application = application
        self.after = after
        (uses, forecast, refusals, before) = ([], nil, [], nil)
    }

    /// - Parameters:
    ///   - base: the version that must be current; nil takes whichever is.
    ///   - forecaster: judges the open dead letters; nil leaves them out.
    ///   - limit: judges so many of them at most; nil judges all.
    init(
        of document: SettingsDocument,
        basedOn base: Int?,
        in ledger: Ledger,
        with forecaster: Application?,
        limit: Int? = nil,
        at now: Instant,
        _ progress: (_ done: Int, _ total: Int) -> Void
    ) throws {
        application = try ledger.previewApplication(of: document, basedOn: base)
        uses = try ledger.reasonUses()
        before = try Self.readableSettings(in: ledger)
        after = document.settings
        refusals = try application.isNew ? Self.refusals(from: before, to: after, in: ledger, at: now) : []
        guard let forecaster, application.isNew, application.difference.canAlterVerdicts else {
            forecast = nil
            return
        }
        forecast = try SettingsForecast(of: document, by: forecaster, limit: limit, progress)
    }

    /// The current settings; nil where this version of Terminus cannot read them, since applying others repairs that.
    ///
    /// - Throws: any other failure, which would leave refusals out of the preview.
    private static func readableSettings(in ledger: Ledger) throws(LedgerError) -> Settings? {
        do {
            return try ledger.currentSettings()?.settings
        } catch {
            guard error.code == .damaged else { throw error }
            return nil
        }
    }

    private static func refusals(
        from current: Settings?,
        to settings: Settings,
        in ledger: Ledger,
        at now: Instant
    ) throws -> [Refusal] {
        guard let current else { return [] }
        let refused = RefusedCodes.all(from: current, to: settings, on: settings.timeZone.localDate(at: now))
        guard !refused.isEmpty else { return [] }
        let uses = try ledger.recentReasonUses(since: now.advanced(by: .seconds(-recentDays * 86_400)))
        return refused.map { codes in
            let own = uses.filter { use in
                codes.concerns(
                    givenCode: use.givenCode,
                    initiator: use.initiator,
                    terminationType: use.terminationType,
                    contractType: use.contractType
                )
            }
            return Refusal(codes: codes, recentCount: own.reduce(0) { $0 + $1.count })
        }
    }

    /// The members that every preview has.
    func writeMembers(to json: inout JSONWriter) {
        application.difference.writeMembers(to: &json, uses: uses)
        json.name("refusals")
        json.beginArray()
        for refusal in refusals {
            json.beginObject()
            json.name("reason")
            json.string(refusal.codes.reason)
            json.name("codes")
            json.strings(refusal.codes.codes)
            let (extent, day): (String, LocalDate?) =
                switch refusal.codes.extent {
                case .always: ("always", nil)
                case .after(let day): ("after", day)
                case .before(let day): ("before", day)
                case .outside: ("notAllowed", nil)
                }
            json.name("extent")
            json.string(extent)
            json.name("day")
            json.stringOrNull(day?.description)
            json.name("cameLately")
            json.integer(refusal.recentCount)
            json.endObject()
        }
        json.endArray()
        json.name("deadLetters")
        if let forecast { forecast.write(to: &json) } else { json.null() }
    }
}

/// What would become of the open dead letters if a document were the current settings and they were replayed.
///
/// Found by the code that would record it, in a transaction that is rolled back. Changes nothing.
public struct SettingsForecast: Sendable, Equatable {
    /// Dead letters that are judged in one transaction, which holds the ledger's write lock.
    private static let batchSize = 1000

    public private(set) var accepted = 0
    /// Their message, or a later revision, was recorded already.
    public private(set) var alreadyRecorded = 0
    public private(set) var rejected = 0
    /// Somebody else resolved or discarded them meanwhile.
    private var gone = 0
    /// How many there were, of which only so many were judged as the caller has set.
    public let total: Int

    /// How many were judged.
    public var open: Int { accepted + alreadyRecorded + rejected + gone }
    /// How many would be resolved.
    public var resolved: Int { accepted + alreadyRecorded }

    init(
        of document: SettingsDocument,
        by application: Application,
        limit: Int? = nil,
        _ progress: (_ done: Int, _ total: Int) -> Void
    ) throws(LedgerError) {
        let filter = DeadLetterFilter(states: [.open])
        let ledger = application.ledger
        total = try ledger.countDeadLetters(matching: filter)
        var last: String?
        while open < limit ?? .max {
            let size = min(Self.batchSize, (limit ?? .max) - open)
            let page = try ledger.deadLetters(matching: filter, order: .oldest, after: last, limit: size)
            guard let end = page.last else { break }
            let outcomes = try yieldingWriteLock(for: application.lockWait.toBegin) { () throws(LedgerError) in
                try application.recorder.previewReplay(page.map(\.id), under: document, at: .now)
            }
            for outcome in outcomes { count(outcome.result) }
            last = end.id
            progress(open, min(total, limit ?? total))
        }
    }

    private mutating func count(_ result: ReplayOutcome.Result) {
        switch result {
        case .accepted: accepted += 1
        case .alreadyRecorded: alreadyRecorded += 1
        case .rejected: rejected += 1
        case .notOpen, .changedMeanwhile, .unknown, .unpatchable: gone += 1
        }
    }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("total")
        json.integer(total)
        json.name("open")
        json.integer(open)
        json.name("accepted")
        json.integer(accepted)
        json.name("alreadyRecorded")
        json.integer(alreadyRecorded)
        json.name("rejected")
        json.integer(rejected)
        json.endObject()
    }
}

extension SettingsDifference {
    /// Whether a verdict can change by it.
    fileprivate var canAlterVerdicts: Bool {
        let harmless: Set<String> = ["defaultLanguage", "note.publish", "heldFor"]
        if fields.contains(where: { !harmless.contains($0.name) }) { return true }
        return reasons.contains { reason in
            switch reason.kind {
            case .created, .removed, .merged, .restored, .retired: true
            case .moved: false
            case .edited:
                reason.fields.contains { field in
                    ["note.", "allowed.", "validFrom", "validThrough", "replacedBy", "aliases"]
                        .contains { field.name.hasPrefix($0) }
                }
            }
        }
    }

    /// The members `fields` and `reasons`.
    func writeMembers(to json: inout JSONWriter, uses: [ReasonUse]) {
        json.name("fields")
        json.fields(fields)
        json.name("reasons")
        json.beginArray()
        for reason in reasons {
            json.beginObject()
            json.name("code")
            json.string(reason.code)
            json.name("change")
            json.string(reason.kind.rawValue)
            json.name("fields")
            json.fields(reason.fields)
            json.name("recorded")
            json.integer(uses.filter { $0.code == reason.before?.code }.reduce(0) { $0 + $1.count })
            json.endObject()
        }
        json.endArray()
    }
}

extension JSONWriter {
    fileprivate mutating func fields(_ fields: [FieldChange]) {
        beginArray()
        for field in fields {
            beginObject()
            name("field")
            string(field.name)
            name("before")
            value(field.before ?? .null)
            name("after")
            value(field.after ?? .null)
            endObject()
        }
        endArray()
    }

    mutating func findings(_ findings: [LintFinding]) {
        beginArray()
        for finding in findings {
            beginObject()
            name("code")
            string(finding.code.rawValue)
            name("severity")
            string(finding.severity.rawValue)
            name("pointer")
            string(finding.pointer.description)
            name("message")
            string(finding.sentence)
            endObject()
        }
        endArray()
    }
}
