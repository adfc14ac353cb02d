public import JSON
public import Ledger
import Terminations

/// What a replay would do, found out by the code that would record it. Changes nothing.
///
/// Letters are judged in the order in which they would be replayed, each seeing what the ones before it would leave,
/// as far as both are within ``ReplayForecast/batchSize`` letters of each other.
public struct ReplayForecast: Sendable {
    /// Letters that are judged at once.
    static let batchSize = 2000

    public private(set) var tally = ReplayTally()
    /// Events that would be published, by type.
    public private(set) var eventCounts: [String: Int] = [:]
    /// The first of them.
    public private(set) var events: [StoredEvent] = []
    /// ``DeadLetter/version`` of each letter as it was looked at, and the edit that was tried on it.
    public private(set) var seen: [(id: String, version: Int, edit: DeadLetterEdit?)] = []
    /// How many letters the change leaves as they are, and why. They are neither judged nor ``seen``.
    public private(set) var unchanged: [String: Int] = [:]
    /// What the edits would change in the first letters that they change.
    public private(set) var samples: [EditSample] = []

    /// How many letters the filter means.
    public var total: Int { seen.count + unchanged.values.reduce(0, +) }

    /// What an edit would change in one letter.
    public struct EditSample: Sendable {
        public let deadLetter: DeadLetter
        public let differences: [JSONDifference]
    }

    /// - Parameters:
    ///   - filter: of those that it means the open ones are judged, the oldest first.
    ///   - change: judges the bodies as they would be once they were changed so.
    ///   - keepsEvents: how many events to keep.
    ///   - keepsSamples: of how many letters to keep what would change in them.
    /// - Throws: ``LedgerError``; ``BodyChangeError`` where a pattern cannot be used.
    public init(
        of filter: DeadLetterFilter,
        limit: Int? = nil,
        change: BodyChange? = nil,
        asOf clock: ReplayClock = .occurred,
        keepsEvents: Int = 0,
        keepsSamples: Int = 0,
        in ledger: Ledger,
        with recorder: Recorder,
        onProgress: (Int) -> Void = { _ in }
    ) throws {
        var filter = filter
        filter.states = [.open]
        var remaining = limit ?? .max
        var last: String?
        while remaining > 0 {
            let page = try ledger.deadLetters(
                matching: filter,
                order: .oldest,
                after: last,
                limit: min(remaining, ReplayForecast.batchSize)
            )
            guard let end = page.last else { break }
            let edits = try change.map { try self.edits(of: page, $0, in: ledger, keepsSamples: keepsSamples) }
            let judged = edits.map { edits in page.filter { edits[$0.id] != nil } } ?? page
            let preview = try takingTurns { () throws(LedgerError) in
                try recorder.previewReplay(judged.map(\.id), edits: edits ?? [:], asOf: clock, at: .now)
            }
            tally.add(preview.outcomes)
            for event in preview.events { eventCounts[event.type, default: 0] += 1 }
            events += preview.events.prefix(keepsEvents - events.count)
            seen += judged.map { ($0.id, $0.version, edits?[$0.id]) }
            remaining -= page.count
            last = end.id
            onProgress(total)
        }
    }

    /// The edits of the letters that are not left as they are. Found before the lock of the preview is taken: a pattern
    /// may take its time.
    private mutating func edits(
        of page: [DeadLetter],
        _ change: BodyChange,
        in ledger: Ledger,
        keepsSamples: Int
    ) throws -> [String: DeadLetterEdit] {
        let found = try ledger.judgedDocuments(of: page.map(\.id))
        var edits: [String: DeadLetterEdit] = [:]
        for ((id, document), result) in zip(found, try change.results(for: found.map(\.document))) {
            switch result {
            case .unchanged(let why): unchanged[why, default: 0] += 1
            case .edit(let edit):
                edits[id] = edit
                guard samples.count < keepsSamples, let document, case .patch(let patch) = edit,
                    let deadLetter = page.first(where: { $0.id == id }), let after = try? patch.apply(to: document)
                else { continue }
                let differences = JSONDifference.between(document, after)
                if !differences.isEmpty { samples.append(EditSample(deadLetter: deadLetter, differences: differences)) }
            }
        }
        return edits
    }
}
