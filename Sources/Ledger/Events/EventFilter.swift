public import Terminations

/// A filter of events in the log. A condition that is nil, empty or false does not filter.
public struct EventFilter: Sendable {
    /// The events of this contract's sequence, which has no refusals.
    public var contractID: String?
    public var types: Set<EventType>
    /// Recorded then or later.
    public var since: Instant?
    /// Recorded before then.
    public var until: Instant?
    /// The first and the last position.
    public var first: Int64?
    public var last: Int64?
    /// Only parked events.
    public var isParked: Bool

    public init(
        contractID: String? = nil,
        types: Set<EventType> = [],
        since: Instant? = nil,
        until: Instant? = nil,
        first: Int64? = nil,
        last: Int64? = nil,
        isParked: Bool = false
    ) {
        self.contractID = contractID
        self.types = types
        self.since = since
        self.until = until
        self.first = first
        self.last = last
        self.isParked = isParked
    }
}

/// The positions that a filter selects in the log.
public struct EventSelection: Sendable, Equatable {
    /// The most positions that one transaction reads.
    static let pageSize: Int64 = 1000

    /// Empty when `last` is before it.
    public let first: Int64
    public let last: Int64
    public let types: [EventType]
    /// The positions, where few are known; nil for all between the first and the last.
    let positions: [Int64]?

    /// Whether all between the first and the last are meant.
    var isWhole: Bool { types.isEmpty && positions == nil }

    /// The positions after this one, in pages that one transaction may read.
    public func nextPage(after position: Int64) -> ClosedRange<Int64>? {
        let start = max(position + 1, first)
        guard start <= last else { return nil }
        guard let positions else { return start...min(start + Self.pageSize - 1, last) }
        guard let next = positions.first(where: { $0 >= start }) else { return nil }
        return next...next
    }

    /// The same backwards.
    public func pageBefore(_ position: Int64) -> ClosedRange<Int64>? {
        let end = min(position - 1, last)
        guard end >= first else { return nil }
        guard let positions else { return max(end - Self.pageSize + 1, first)...end }
        guard let before = positions.last(where: { $0 <= end }) else { return nil }
        return before...before
    }
}

/// An event of the log as it is published, and the state of its publication.
public struct LoggedEvent: Sendable {
    public let record: RecordedEvent
    public let event: StoredEvent
}
