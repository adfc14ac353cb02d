import JSON
public import Ledger
import Terminations

/// What a replay would do, found out by the code that would record it. Nothing is changed.
///
/// Dead letters are judged in the order in which they would be replayed, each seeing what the ones before it would leave,
/// as far as both are within ``DryRun/batchSize`` of each other.
public struct DryRun: Sendable {
    /// Dead letters that are judged at once, while nobody else can write the ledger.
    public static let batchSize = 2000

    public private(set) var summary = ReplaySummary()
    /// Events that would be published, by type.
    public private(set) var eventCounts: [String: Int] = [:]
    /// The first of them.
    public private(set) var events: [StoredEvent] = []
    /// How many would become terminations of which no event is published, because they came with an import without events.
    public private(set) var acceptedWithoutEvent = 0
    private let keptEvents: Int
    /// How many dead letters were judged.
    public var judged: Int { summary.counts.total }

    /// Nothing was judged yet.
    ///
    /// - Parameter keptEvents: how many of the events to keep.
    init(keptEvents: Int) { self.keptEvents = keptEvents }

    /// - Parameter edits: judges the bodies as they would be after these edits, by the dead letters' ids.
    /// - Returns: the outcomes.
    @discardableResult
    mutating func judge(
        _ ids: [String],
        edits: [String: DeadLetterEdit] = [:],
        asOf clock: JudgingTime,
        by application: Application
    ) throws(LedgerError) -> [ReplayOutcome] {
        guard !ids.isEmpty else { return [] }
        let preview = try yieldingWriteLock(for: application.lockWait.toBegin) { () throws(LedgerError) in
            try application.recorder.previewReplay(ids, edits: edits, asOf: clock, at: .now)
        }
        summary.add(preview.outcomes)
        acceptedWithoutEvent += preview.outcomes.count { outcome in
            if case .accepted(_, _, sequence: 0) = outcome.result { true } else { false }
        }
        for event in preview.events { eventCounts[event.type, default: 0] += 1 }
        events += preview.events.prefix(keptEvents - events.count)
        return preview.outcomes
    }

    /// Writes the members of a dry run.
    func writeMembers(to line: inout JSONWriter, causes: [DeadLetterGroup]) {
        summary.writeMembers(to: &line, causes: causes)
        line.name("eventCounts")
        line.beginObject()
        for (type, count) in eventCounts.sorted(by: { $0.key < $1.key }) {
            line.name(escaping: type)
            line.integer(count)
        }
        line.endObject()
        line.name("events")
        line.beginArray()
        for event in events {
            if let body = try? JSONValue(parsing: event.body, maxDepth: JSONValue.maxDepth) { line.value(body) }
        }
        line.endArray()
    }
}

extension ReplaySummary {
    /// The causes that the dead letters had before, the one with most dead letters first.
    public var sortedGroups: [(fingerprint: String, counts: Counts)] {
        groups.map { ($0.key, $0.value) }.sorted {
            ($1.counts.total, $0.fingerprint) < ($0.counts.total, $1.fingerprint)
        }
    }

    /// Why dead letters were refused again, the most frequent first.
    public var sortedRefusals: [Refusal] {
        refusals.values.sorted { ($1.count, $0.fingerprint) < ($0.count, $1.fingerprint) }
    }

    /// Writes the members that a replay and its dry run have in common.
    ///
    /// - Parameter causes: the causes in words.
    func writeMembers(to line: inout JSONWriter, causes: [DeadLetterGroup]) {
        let words = Dictionary(causes.map { ($0.fingerprint, $0.cause) }) { first, _ in first }
        counts.writeMembers(to: &line)
        line.name("groups")
        line.beginArray()
        for (fingerprint, counts) in sortedGroups {
            line.beginObject()
            line.name("fingerprint")
            line.string(fingerprint)
            line.name("cause")
            line.stringOrNull(words[fingerprint])
            line.name("count")
            line.integer(counts.total)
            counts.writeMembers(to: &line)
            line.endObject()
        }
        line.endArray()
        line.name("refusals")
        line.beginArray()
        for refusal in sortedRefusals {
            line.beginObject()
            line.name("fingerprint")
            line.string(refusal.fingerprint)
            line.name("count")
            line.integer(refusal.count)
            line.name("sampleId")
            line.string(refusal.sampleID)
            line.name("violations")
            line.violations(refusal.violations)
            line.endObject()
        }
        line.endArray()
    }
}

extension ReplaySummary.Counts {
    init(of run: ReplayRun) {
        self.init()
        accepted = run.accepted
        alreadyRecorded = run.alreadyRecorded
        rejected = run.rejected
        notOpen = run.notOpen
    }

    func writeMembers(to line: inout JSONWriter) {
        line.name("resolved")
        line.integer(resolved)
        line.name("accepted")
        line.integer(accepted)
        line.name("alreadyRecorded")
        line.integer(alreadyRecorded)
        line.name("rejected")
        line.integer(rejected)
        line.name("notOpen")
        line.integer(notOpen)
        if unpatchable > 0 {
            line.name("unpatchable")
            line.integer(unpatchable)
        }
        if unknown > 0 {
            line.name("unknown")
            line.integer(unknown)
        }
    }
}

extension ReplayRun {
    public var counts: ReplaySummary.Counts { ReplaySummary.Counts(of: self) }

    /// Writes a run as the list of replays has it.
    public func write(to line: inout JSONWriter) {
        line.beginObject()
        line.name("run")
        line.integer(number)
        line.name("startedAt")
        line.instant(startedAt)
        line.name("startedBy")
        line.string(startedBy)
        line.name("via")
        line.string(via.text)
        line.name("reason")
        line.string(reason)
        line.name("asOf")
        line.string(asOf.rawValue)
        line.name("finished")
        line.bool(isFinished)
        line.name("total")
        line.integer(total)
        line.name("taken")
        line.integer(taken)
        counts.writeMembers(to: &line)
        line.endObject()
    }
}
