public import Ledger
public import Terminations

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
    /// ``DeadLetter/version`` of each letter as it was looked at.
    public private(set) var seen: [(id: String, version: Int)] = []

    /// - Parameters:
    ///   - filter: of those that it means the open ones are judged, the oldest first.
    ///   - patch: judges the bodies as they would be once they were mended.
    ///   - keepsEvents: how many events to keep.
    public init(
        of filter: DeadLetterFilter,
        limit: Int? = nil,
        patch: JSONPatch? = nil,
        asOf clock: ReplayClock = .occurred,
        keepsEvents: Int = 0,
        in ledger: Ledger,
        with recorder: Recorder,
        onProgress: (Int) -> Void = { _ in }
    ) throws(LedgerError) {
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
            let preview = try takingTurns { () throws(LedgerError) in
                try recorder.previewReplay(page.map(\.id), patch: patch, asOf: clock, at: .now)
            }
            tally.add(preview.outcomes)
            for event in preview.events { eventCounts[event.type, default: 0] += 1 }
            events += preview.events.prefix(keepsEvents - events.count)
            seen += page.map { ($0.id, $0.version) }
            remaining -= page.count
            last = end.id
            onProgress(seen.count)
        }
    }
}
