import Ledger
import Terminations
import Worker

/// What new settings would change, and what that means for what the ledger has.
struct SettingsImpact {
    let application: SettingsApplication
    /// Of recorded terminations, as it is now.
    let uses: [ReasonUse]
    /// Of the open dead letters, were they replayed; nil where the change has no bearing on verdicts.
    let forecast: ReplayTally?
    /// What messages can no longer give, and how often it came in the last thirty days.
    let refusals: [(codes: RefusedCodes, recent: Int)]
    /// The settings before and after; nil before the first ones, and where those in force cannot be read.
    private let before: Settings?
    private let after: Settings

    /// Days of the past that are looked at for what would be refused.
    private static let recentDays = 30

    /// - Parameters:
    ///   - base: what the settings are to follow; anything else is an error.
    ///   - recorder: judges the open dead letters; nil leaves them.
    init(
        of document: SettingsDocument,
        basedOn base: Int? = nil,
        in ledger: Ledger,
        with recorder: Recorder?
    ) throws {
        application = try ledger.previewApplication(of: document, basedOn: base)
        uses = try ledger.reasonUses()
        // Settings that this version of Terminus cannot read are mended by applying others.
        before = (try? ledger.currentSettings())??.settings
        after = document.settings
        refusals = try application.isNew ? Self.refusals(from: before, to: after, in: ledger) : []
        guard let recorder, application.isNew, application.difference.bearsOnVerdicts else {
            forecast = nil
            return
        }
        var bar = ProgressBar(total: try ledger.countDeadLetters(matching: DeadLetterFilter(states: [.open])))
        forecast = try SettingsForecast(of: document, in: ledger, with: recorder) { bar.advance(to: $0) }.tally
        bar.finish()
    }

    private static func refusals(
        from current: Settings?,
        to settings: Settings,
        in ledger: Ledger
    ) throws -> [(codes: RefusedCodes, recent: Int)] {
        guard let current else { return [] }
        let refused = RefusedCodes.all(from: current, to: settings, on: settings.today)
        guard !refused.isEmpty else { return [] }
        let since = Instant.now.advanced(by: .seconds(-recentDays * 86_400))
        let uses = try ledger.recentReasonUses(since: since)
        return refused.map { codes in
            let own = uses.filter { use in
                codes.concerns(
                    givenCode: use.givenCode,
                    initiator: use.initiator,
                    terminationType: use.terminationType,
                    contractType: use.contractType
                )
            }
            return (codes, own.reduce(0) { $0 + $1.count })
        }
    }

    /// `From now on messages with price and foo are refused (12 came in the last 30 days).`
    private static func line(_ refusal: (codes: RefusedCodes, recent: Int), into successor: String?) -> String {
        let codes = refusal.codes.codes
        let shown = codes.prefix(5)
        let more = codes.count > shown.count ? ["\(codes.count - shown.count) more"] : []
        let names = (shown + more).listed
        let recent = refusal.recent == 0 ? "none" : Count.text(refusal.recent)
        let count = "(\(recent) came in the last \(recentDays) days)"
        switch refusal.codes.extent {
        case .always:
            let advice = successor.map { " With --alias they count as \($0)." } ?? ""
            return "From now on messages with \(names) are refused \(count).\(advice)"
        case .after(let day):
            return "Messages with \(names) are refused for what is terminated after \(day) \(count)."
        case .before(let day):
            return "Messages with \(names) are refused for what was terminated before \(day) \(count)."
        case .outside:
            return "From now on messages with \(names) are refused where the reason is not allowed any more "
                + "(\(recent) such came in the last \(recentDays) days)."
        }
    }

    var lines: [String] {
        application.difference.lines(remarks: remarks) + (forecast.map(Self.lines) ?? [])
    }

    static func lines(of forecast: ReplayTally) -> [String] {
        let counts = forecast.counts
        guard counts.total > 0 else { return [] }
        return Paragraph.hanging(
            "Of \(Count.openDeadLetters(counts.total)), \(Count.text(counts.resolved)) would be accepted if replayed then.",
            indent: 0,
            hanging: 2
        )
    }

    /// What recorded terminations have to do with the change of a reason.
    private func remarks(on change: ReasonDifference) -> [String] {
        guard let before = change.before, change.kind != .moved else { return [] }
        let successor = change.kind == .merged ? change.after?.replacedBy : nil
        return recordedRemarks(on: change, before)
            + refusals.filter { $0.codes.reason == before.code }.map { Self.line($0, into: successor) }
    }

    /// Where reports count the recorded terminations of a reason after a merge or its undoing, with those of the reasons that
    /// were merged into it; nil where they count as before.
    private func move(by change: ReasonDifference) -> String? {
        guard let before, let code = change.before?.code, change.kind == .merged || change.kind == .restored else {
            return nil
        }
        let moved = uses.filter { use in
            after.isCounted(use.code, through: code) && before.countedUnder(use.code) != after.countedUnder(use.code)
        }
        let total = moved.reduce(0) { $0 + $1.count }
        let own = moved.filter { $0.code == code }.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        let has =
            own == 0 ? "No recorded termination has it" : "\(Count.terminations(own)) \(own == 1 ? "has" : "have") it"
        let target = after.countedUnder(code)
        guard total > own else { return "\(has); reports count them under \(target) from then on." }
        let others = total - own
        let merged =
            "\(Count.text(others)) \(others == 1 ? "has a reason that was" : "have reasons that were") merged into it"
        return "\(has), and \(merged); reports count all \(Count.text(total)) under \(target) from then on."
    }

    private func recordedRemarks(on change: ReasonDifference, _ before: CancellationReason) -> [String] {
        let own = uses.filter { $0.code == before.code }
        let total = own.reduce(0) { $0 + $1.count }
        guard total > 0 else { return [move(by: change)].compactMap(\.self) }
        let (have, keep) = total == 1 ? ("has", "keeps") : ("have", "keep")
        var remarks: [String] = []
        let labels = change.fields.filter { $0.name.hasPrefix("labels.") }
        if labels.contains(where: { $0.name == "labels.\(application.difference.defaultLanguage)" }) {
            let label = change.after?.labels[application.difference.defaultLanguage]
            let old = Dictionary(grouping: own.filter { $0.label != label }, by: \.label)
            for (label, uses) in old.sorted(by: { $0.key < $1.key }) {
                let count = uses.reduce(0) { $0 + $1.count }
                remarks.append("\(Count.terminations(count)) \(count == 1 ? "keeps" : "keep") the label \"\(label)\".")
            }
        } else if !labels.isEmpty {
            remarks.append("\(Count.terminations(total)) \(keep) the labels of their time.")
        }
        if let move = move(by: change) {
            remarks.append(move)
        } else if remarks.isEmpty {
            remarks.append("\(Count.terminations(total)) \(have) it and \(total == 1 ? "stays" : "stay") as recorded.")
        }
        return remarks
    }

    /// The members that every preview has.
    func write(to line: inout JSONWriter) {
        application.difference.write(to: &line, uses: uses)
        line.name("refusals")
        line.beginArray()
        for (refused, recent) in refusals {
            line.beginObject()
            line.name("reason")
            line.string(refused.reason)
            line.name("codes")
            line.beginArray()
            for code in refused.codes { line.string(code) }
            line.endArray()
            let (extent, day): (String, LocalDate?) =
                switch refused.extent {
                case .always: ("always", nil)
                case .after(let day): ("after", day)
                case .before(let day): ("before", day)
                case .outside: ("notAllowed", nil)
                }
            line.name("extent")
            line.string(extent)
            line.name("day")
            line.stringOrNull(day?.description)
            line.name("cameLately")
            line.integer(recent)
            line.endObject()
        }
        line.endArray()
        line.name("deadLetters")
        guard let counts = forecast?.counts else { return line.null() }
        line.openDeadLetters(counts)
    }
}

extension JSONWriter {
    mutating func openDeadLetters(_ counts: ReplayTally.Counts) {
        beginObject()
        name("open")
        integer(counts.total)
        name("accepted")
        integer(counts.accepted)
        name("alreadyRecorded")
        integer(counts.alreadyRecorded)
        name("rejected")
        integer(counts.rejected)
        endObject()
    }
}

extension Count {
    static func openDeadLetters(_ number: Int) -> String { "\(text(number)) open dead letter\(number == 1 ? "" : "s")" }
}

extension SettingsDifference {
    /// Whether a verdict can be another one by it.
    fileprivate var bearsOnVerdicts: Bool {
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
}
