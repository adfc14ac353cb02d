import JSON
public import Ledger
import Terminations

/// Dead letters of one cause, with the values by which they differ.
public struct DeadLetterCauseValues: Sendable {
    public let group: DeadLetterGroup
    /// Nil where they were not read.
    public let values: DeadLetterValues?
    /// How many values of a place are shown.
    public let shown: Int

    /// The values place by place.
    public var places: [(pointer: JSONPointer, values: [DeadLetterValue])] {
        var places: [(pointer: JSONPointer, values: [DeadLetterValue])] = []
        for value in values?.values ?? [] {
            if places.last?.pointer == value.pointer {
                places[places.count - 1].values.append(value)
            } else {
                places.append((value.pointer, [value]))
            }
        }
        return places
    }

    public func write(to line: inout JSONWriter) {
        line.beginObject()
        line.name("fingerprint")
        line.string(group.fingerprint)
        line.name("cause")
        line.string(group.cause)
        line.name("count")
        line.integer(group.count)
        line.name("firstSeen")
        line.instant(group.firstSeen)
        line.name("lastSeen")
        line.instant(group.lastSeen)
        line.name("sampleId")
        line.string(group.sampleID)
        if let values {
            line.name("valuesCounted")
            line.integer(values.counted)
            line.name("values")
            line.beginArray()
            for place in places {
                for value in place.values.prefix(shown) { value.write(to: &line) }
            }
            line.endArray()
            line.name("otherValues")
            line.integer(places.reduce(0) { $0 + max($1.values.count - shown, 0) })
        }
        line.endObject()
    }
}

extension DeadLetterValue {
    fileprivate func write(to line: inout JSONWriter) {
        line.beginObject()
        line.name("pointer")
        line.string(pointer.description)
        line.name("value")
        line.string(text)
        if let exact = ShownValue.value(of: text) {
            line.name("exactValue")
            line.value(exact)
        }
        line.name("count")
        line.integer(count)
        line.name("firstSeen")
        line.instant(firstSeen)
        line.name("lastSeen")
        line.instant(lastSeen)
        line.endObject()
    }
}

extension Application {
    /// The causes of the dead letters that a filter means, the one with most dead letters first.
    ///
    /// - Parameter shown: how many values of a place to show; with 0 no body is read.
    public func deadLetterCauses(
        matching filter: DeadLetterFilter,
        shown: Int = 5
    ) throws(LedgerError) -> [DeadLetterCauseValues] {
        // Reading the values of so many takes some seconds.
        let mostOfCause = 20_000
        var remaining = shown == 0 ? 0 : 200_000
        var causes: [DeadLetterCauseValues] = []
        for group in try ledger.deadLetterGroups(matching: filter) {
            let limit = min(mostOfCause, remaining)
            guard limit > 0 else {
                causes.append(DeadLetterCauseValues(group: group, values: nil, shown: 0))
                continue
            }
            let values = try ledger.deadLetterValues(matching: filter, of: group.fingerprint, limit: limit)
            remaining -= values.counted
            causes.append(DeadLetterCauseValues(group: group, values: values, shown: shown))
        }
        return causes
    }
}
