import JSON
import Terminations

extension Ledger {
    /// Finds the positions in the log that a filter selects.
    ///
    /// The cost does not grow with the log. Instants are found by binary search, since positions and times rise together; if a
    /// clock was set back, the first fitting position is taken. The events of a contract are found through its terminations.
    public func select(_ filter: EventFilter) throws(LedgerError) -> EventSelection {
        try reportingLedgerErrors {
            try pool.read { database in
                let kept = try Self.keptPositions(database)
                var (first, last) = (kept.first, kept.last)
                if let since = filter.since {
                    first = max(first, try Self.position(database, recordedFrom: since, in: kept))
                }
                if let until = filter.until {
                    last = min(last, try Self.position(database, recordedFrom: until, in: kept) - 1)
                }
                if let wanted = filter.first { first = max(first, wanted) }
                if let wanted = filter.last { last = min(last, wanted) }
                var positions = try filter.contractID.map { try Self.positions(database, ofContract: $0) }
                if filter.isParked {
                    let parked = try Int64.fetchAll(database, sql: "SELECT sequence FROM parked_events ORDER BY 1")
                    positions = positions.map { $0.filter(Set(parked).contains) } ?? parked
                }
                return EventSelection(
                    first: first,
                    last: last,
                    types: filter.types.sorted { $0.rawValue < $1.rawValue },
                    positions: positions?.filter { first <= $0 && $0 <= last }
                )
            }
        }
    }

    /// The first and last position of the log; an empty range if the log is empty. Events before the first were removed.
    public func keptEvents() throws(LedgerError) -> (first: Int64, last: Int64) {
        try reportingLedgerErrors { try pool.read { try Self.keptPositions($0) } }
    }

    /// The events of a page, in the order of the log.
    public func events(
        in selection: EventSelection,
        page: ClosedRange<Int64>
    ) throws(LedgerError) -> [StoredEvent] {
        try reportingLedgerErrors { try pool.read { try Self.events($0, in: selection, page: page) } }
    }

    /// The events of a page with the state of their publication, in the order of the log.
    public func loggedEvents(
        in selection: EventSelection,
        page: ClosedRange<Int64>
    ) throws(LedgerError) -> [LoggedEvent] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Self.events(database, in: selection, page: page).compactMap { event in
                    try RecordedEvent.fetch(database, sequence: event.sequence)
                        .map { LoggedEvent(record: $0, event: event) }
                }
            }
        }
    }

    /// How many events are selected. Reads the log if a filter by type needs it.
    public func count(_ selection: EventSelection) throws(LedgerError) -> Int {
        if selection.isWhole { return Int(max(selection.last - selection.first + 1, 0)) }
        var count = 0
        var position = selection.first - 1
        while let page = selection.nextPage(after: position) {
            count += try reportingLedgerErrors {
                try pool.read { database in
                    try Int.fetchOne(
                        database.cachedStatement(
                            sql: "SELECT count(*) FROM events WHERE sequence BETWEEN ?1 AND ?2 AND \(Self.isOfTypes)"
                        ),
                        arguments: [page.lowerBound, page.upperBound, Self.text(selection.types)]
                    ) ?? 0
                }
            }
            position = page.upperBound
        }
        return count
    }

    /// The position of the event with this id; nil where the log has none. There is no index on ids: the log is read.
    public func eventPosition(id: String) throws(LedgerError) -> Int64? {
        let selection = try select(EventFilter())
        var position = selection.last + 1
        while let page = selection.pageBefore(position) {
            let found = try reportingLedgerErrors {
                try pool.read { database in
                    try Int64.fetchOne(
                        database.cachedStatement(
                            sql: "SELECT sequence FROM events WHERE sequence BETWEEN ? AND ? AND id = ?"
                        ),
                        arguments: [page.lowerBound, page.upperBound, id]
                    )
                }
            }
            if let found { return found }
            position = page.lowerBound
        }
        return nil
    }

    private static let isOfTypes = "(?3 IS NULL OR type IN \(EngineSQL.list("?3")))"

    private static func text(_ types: [EventType]) -> String? {
        types.isEmpty ? nil : JSONValue.array(types.map { .string($0.rawValue) }).text
    }

    private static func events(
        _ database: Database,
        in selection: EventSelection,
        page: ClosedRange<Int64>
    ) throws -> [StoredEvent] {
        var events: [StoredEvent] = []
        try RawStatement(
            database,
            """
            SELECT \(StoredEvent.columns) FROM events
            WHERE sequence BETWEEN ?1 AND ?2 AND \(isOfTypes) ORDER BY sequence
            """
        )
        .forEachRow {
            $0.integer(page.lowerBound)
            $0.integer(page.upperBound)
            $0.text(text(selection.types))
        } _: { row in
            events.append(StoredEvent(row))
        }
        return events
    }

    private static func keptPositions(_ database: Database) throws -> (first: Int64, last: Int64) {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT (SELECT min(sequence) FROM events), (SELECT max(sequence) FROM events)"
        )
        return (row?[0] ?? 1, row?[1] ?? 0)
    }

    /// The first position that was recorded then or later; the one after the last if there is none.
    private static func position(
        _ database: Database,
        recordedFrom instant: Instant,
        in kept: (first: Int64, last: Int64)
    ) throws -> Int64 {
        let recordedAt = try database.cachedStatement(sql: "SELECT recorded_at FROM events WHERE sequence = ?")
        var (low, high) = (kept.first, kept.last + 1)
        while low < high {
            let middle = low + (high - low) / 2
            let time = try Int64.fetchOne(recordedAt, arguments: [middle]) ?? 0
            if time < instant.milliseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func positions(_ database: Database, ofContract id: String) throws -> [Int64] {
        let events = try database.cachedStatement(
            sql: """
                SELECT event FROM termination_revisions WHERE termination = ?1 AND event > 0
                UNION SELECT superseded_effect FROM termination_revisions
                    WHERE termination = ?1 AND superseded_effect IS NOT NULL
                UNION SELECT effective_event FROM terminations WHERE id = ?1 AND effective_event IS NOT NULL
                """
        )
        return try database.connection.recordedRows(.contract, id)
            .flatMap { try Int64.fetchAll(events, arguments: [$0]) }
            .sorted()
    }
}
