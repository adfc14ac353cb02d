import JSON
import Ledger
import Terminations

extension Application {
    /// One event with what has become of it.
    ///
    /// - Parameter name: its position in the log, or its id.
    /// - Throws: ``ApplicationError`` with `notFound`.
    public func event(_ name: String) throws -> LoggedEvent {
        guard let position = try Int64(name) ?? ledger.eventPosition(id: name.lowercased()) else {
            throw ApplicationError(
                .notFound,
                "The log has no event with the id \(name).",
                "Het log heeft geen event met het id \(name)."
            )
        }
        let selection = try ledger.select(EventFilter(first: position, last: position))
        if let page = selection.nextPage(after: position - 1),
            let found = try ledger.loggedEvents(in: selection, page: page).first
        {
            return found
        }
        let kept = try ledger.keptEvents()
        throw ApplicationError(
            .notFound,
            position < kept.first
                ? "Event \(position) was removed: the log begins at \(kept.first)."
                : "There is no event \(position): the log ends at \(kept.last).",
            position < kept.first
                ? "Event \(position) is verwijderd: het log begint bij \(kept.first)."
                : "Er is geen event \(position): het log eindigt bij \(kept.last)."
        )
    }

    /// Reads the events that a filter means, the latest first, page by page: what is held in memory does not grow.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - body: takes one event; returns whether to continue.
    /// - Returns: the selection, and the position of the last event that was taken; nil where there was none.
    public func forEachEvent(
        matching filter: EventFilter,
        limit: Int,
        _ body: (LoggedEvent, EventSelection) -> Bool
    ) throws -> (count: Int, last: Int64?) {
        let selection = try ledger.select(filter)
        var position = selection.last + 1
        var count = 0
        var last: Int64?
        while count < limit, let page = selection.pageBefore(position) {
            for event in try ledger.loggedEvents(in: selection, page: page).reversed().prefix(limit - count) {
                guard body(event, selection) else { return (count, last) }
                count += 1
                last = event.record.sequence
            }
            position = page.lowerBound
        }
        return (count, last)
    }
}

extension LoggedEvent {
    /// One JSON object: the entry of the log, and the event as it is published.
    public func write(to json: inout JSONWriter, isConfidential: Bool) {
        json.beginObject()
        json.name("record")
        record.write(to: &json)
        json.name("contractId")
        json.stringOrNull(event.contractID)
        json.name("event")
        if let body = body(isConfidential: isConfidential) { json.value(body) } else { json.null() }
        json.endObject()
    }

    /// The event as it is published, with its note withheld; nil where the bytes are no JSON.
    public func body(isConfidential: Bool) -> JSONValue? {
        guard let body = try? JSONValue(parsing: event.body, maxDepth: JSONValue.maxDepth) else { return nil }
        guard !isConfidential, let object = body.object, object["data"]?.object?["note"] != nil else { return body }
        return .object(
            JSONObject(
                object.members.map { member in
                    guard member.name == "data", let data = member.value.object else { return member }
                    let members = data.members.map {
                        $0.name == "note" ? .init(name: $0.name, value: .string(Withheld.text)) : $0
                    }
                    return .init(name: member.name, value: .object(JSONObject(members)))
                }
            )
        )
    }
}

extension RecordedEvent {
    /// One JSON object: an event of the log with what has become of it.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("sequence")
        json.integer(sequence)
        json.name("id")
        json.string(id)
        json.name("type")
        json.string(type)
        json.name("contractSequence")
        if let contractSequence { json.integer(contractSequence) } else { json.null() }
        json.name("recordedAt")
        json.instant(recordedAt)
        json.name("publication")
        switch publication {
        case .published: json.string("published")
        case .waiting: json.string("waiting")
        case .parked(let failure, let attempts, let since, let last):
            json.string("parked")
            json.name("failure")
            json.string(failure)
            json.name("attempts")
            json.integer(attempts)
            json.name("parkedAt")
            json.instant(since)
            json.name("lastAttemptAt")
            json.instant(last)
        }
        json.endObject()
    }
}
