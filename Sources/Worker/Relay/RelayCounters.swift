import Metrics

/// Counts what the relay did. An event that is published again after a crash counts again.
struct RelayCounters: Sendable {
    private let published = Counter(label: "terminus_events_published_total")
    private let parked = Counter(label: "terminus_events_parked_total")

    func count(published events: Int64) { published.increment(by: events) }
    func count(parked events: Int) { parked.increment(by: events) }
}
