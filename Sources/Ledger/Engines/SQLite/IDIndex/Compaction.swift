/// Writes sorted runs to `recorded_ids` in the order of their keys, a slice with each transaction.
struct Compaction {
    /// The number of keys that one slice reads to rebuild parts of the filter: some milliseconds.
    private static let readLimit = 60_000

    /// All of them: they are searched as long as they are not all written.
    let runs: IDRuns
    /// The progress when all are written.
    let position: IDIndex.Position
    /// Whether the filter in the ledger is incomplete and is rebuilt from all keys.
    private let makesFilter: Bool
    /// The least bytes of a part of the filter.
    private let partSize: Int
    /// How many entries of each run are written.
    private var written: [Int]
    /// The next part of the filter that has to be looked at.
    private var part = 0

    init(_ runs: IDRuns, upTo position: IDIndex.Position, makesFilter: Bool) {
        self.runs = runs
        self.position = position
        self.makesFilter = makesFilter
        written = runs.sorted.map { _ in 0 }
        partSize = BloomFilter.partSize(keys: position.revision + 2 * position.termination)
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
        _ statements: IDIndexStatements,
        into filter: inout BloomFilter?
    ) throws -> Bool {
        var (count, read) = (0, 0)
        while part < BloomFilter.partCount, count < limit, read < Self.readLimit {
            let keys = BloomFilter.keys(ofPart: part)
            let entries = takeEntries(through: keys.upperBound)
            if makesFilter || !entries.isEmpty {
                for entry in entries { try statements.insert(entry) }
                count += entries.count
                var bytes = makesFilter ? [] : try statements.filterPart(part)
                if bytes.count < partSize {
                    bytes = [UInt8](repeating: 0, count: partSize)
                    try statements.forEachKey(in: keys) { key in
                        BloomFilter.insert(key, into: &bytes)
                        read += 1
                    }
                } else {
                    for entry in entries { BloomFilter.insert(entry.key, into: &bytes) }
                }
                try statements.setFilterPart(part, bytes)
                filter?.parts[part] = bytes
            }
            part += 1
        }
        return part == BloomFilter.partCount
    }

    /// The next entries of all runs, up to this key, in order.
    private mutating func takeEntries(through last: Int64) -> [IDEntry] {
        var entries: [IDEntry] = []
        for (index, run) in runs.sorted.enumerated() {
            while written[index] < run.count, run[written[index]].key <= last {
                entries.append(run[written[index]])
                written[index] += 1
            }
        }
        return entries.sorted()
    }
}
