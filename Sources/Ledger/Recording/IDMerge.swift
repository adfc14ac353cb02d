/// Ids on their way from memory to `recorded_ids`, a slice with each transaction, in the order of their keys.
struct IDMerge {
    /// So many keys are read with one slice for a part of the filter that is made anew: some milliseconds.
    private static let readLimit = 60_000

    /// All of them, to be found as long as they are not all written.
    let ids: RecentIDs
    /// Where the progress stands when all are.
    let position: RecordedIDs.Position
    private let entries: [IDEntry]
    /// Whether the ledger's filter cannot be used: it is made anew from all keys.
    private let makesFilter: Bool
    /// The least bytes of a part of the filter.
    private let partSize: Int
    /// How many entries are written.
    private var written = 0
    /// The next part of the filter that has to be looked at.
    private var part = 0

    init(_ ids: RecentIDs, upTo position: RecordedIDs.Position, makesFilter: Bool) {
        self.ids = ids
        self.position = position
        self.makesFilter = makesFilter
        entries = ids.entries.sorted()
        partSize = IDFilter.partSize(keys: position.revision + 2 * position.termination)
    }

    /// Writes the entries of the next parts of the filter, and these.
    ///
    /// What another process has added to a part since it was read stays in it: each is read again, changed and written
    /// back within the transaction.
    ///
    /// - Parameters:
    ///   - limit: how many entries: those of a part are never divided.
    ///   - filter: is changed as the ledger's is, unless it is nil.
    /// - Returns: whether it was the last slice.
    mutating func writeSlice(
        limit: Int,
        _ statements: RecordedIDsStatements,
        into filter: inout IDFilter?
    ) throws -> Bool {
        let end = written + limit
        var read = 0
        while part < IDFilter.partCount, written < end, read < Self.readLimit {
            if !makesFilter {
                guard written < entries.count else { return true }
                part = IDFilter.part(of: entries[written].key)
            }
            let keys = IDFilter.keys(ofPart: part)
            let first = written
            while written < entries.count, entries[written].key <= keys.upperBound {
                try statements.insert(entries[written])
                written += 1
            }
            var bytes = makesFilter ? [] : try statements.filterPart(part)
            if bytes.count < partSize {
                bytes = [UInt8](repeating: 0, count: partSize)
                try statements.forEachKey(in: keys) { key in
                    IDFilter.insert(key, into: &bytes)
                    read += 1
                }
            } else {
                for entry in entries[first..<written] { IDFilter.insert(entry.key, into: &bytes) }
            }
            try statements.setFilterPart(part, bytes)
            filter?.parts[part] = bytes
            part += 1
        }
        return part == IDFilter.partCount || !makesFilter && written == entries.count
    }
}
