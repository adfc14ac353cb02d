/// Sorted runs in memory, which one compaction writes to `recorded_ids`.
///
/// A filter answers for an id that is in none of the runs, as most are, with one read of memory instead of two a run.
struct IDRuns {
    /// Four to eight bits for each id: three to fifteen false positives in a hundred.
    private let filterSize: Int
    private(set) var sorted: [SortedRun] = []
    /// A part of a ``BloomFilter``; empty as long as there is no run.
    private var filter: [UInt8] = []

    var isEmpty: Bool { sorted.isEmpty }
    var count: Int { sorted.count }

    /// - Parameter capacity: how many ids are expected; with more, the filter has more false positives.
    init(capacity: Int) {
        var size = BloomFilter.blockSize
        while 2 * size <= capacity { size *= 2 }
        self.init(filterSize: size)
    }

    private init(filterSize: Int) { self.filterSize = filterSize }

    mutating func append(_ run: SortedRun) {
        if filter.isEmpty { filter = [UInt8](repeating: 0, count: filterSize) }
        for key in run.keys { BloomFilter.insert(key, into: &filter) }
        sorted.append(run)
    }

    mutating func removeAll() { self = IDRuns(filterSize: filterSize) }

    func appendRows(of key: IDKey, to found: inout [Int64]) {
        guard BloomFilter.mayHave(key.value, in: filter) else { return }
        for run in sorted { run.appendRows(of: key, to: &found) }
    }
}

/// The levels of the index in memory.
struct IDMemory {
    /// The newest ids, in the order of arrival.
    var memtable = Memtable()
    /// The runs that the next compaction writes.
    var runs: IDRuns
    /// The compaction that is under way.
    var compaction: Compaction?
    /// Of the ids in `recorded_ids`; nil if the one in the ledger is not complete.
    var filter: BloomFilter?
    /// Ids of rows that will be rolled back, and the position before them.
    var dryRun: (ids: Memtable, known: IDIndex.Position)?

    mutating func insert(_ key: IDKey, _ row: Int64) {
        if dryRun == nil { memtable.insert(key, row: row) } else { dryRun?.ids.insert(key, row: row) }
    }

    /// The rows in memory that have this key.
    ///
    /// - Returns: whether `recorded_ids` may have others.
    func appendRows(of key: IDKey, to found: inout [Int64]) -> Bool {
        dryRun?.ids.appendRows(of: key, to: &found)
        memtable.appendRows(of: key, to: &found)
        runs.appendRows(of: key, to: &found)
        compaction?.runs.appendRows(of: key, to: &found)
        return filter?.mayHave(key.value) ?? true
    }
}

/// The newest ids: the rows that a key leads to, almost always one.
struct Memtable {
    private var rows: [Int64: Int64] = [:]
    /// Where a key leads to more than one row: several terminations of a contract, or two ids with one key.
    private var further: [IDEntry] = []

    var count: Int { rows.count + further.count }

    var entries: [IDEntry] { rows.map { IDEntry(key: $0.key, row: $0.value) } + further }

    /// Keeps the memory that they took, for as many others.
    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        further = []
    }

    mutating func insert(_ key: IDKey, row: Int64) {
        guard let known = rows.updateValue(row, forKey: key.value), known != row else { return }
        further.append(IDEntry(key: key.value, row: known))
    }

    func appendRows(of key: IDKey, to found: inout [Int64]) {
        if let row = rows[key.value] { found.append(row) }
        guard !further.isEmpty else { return }
        for entry in further where entry.key == key.value { found.append(entry.row) }
    }
}

/// Ids in the order of their keys, to which none are added: a third of the memory that they take in a ``Memtable``.
struct SortedRun {
    /// The first bits of a key by which its place is found: with 24,000 ids, one of six.
    private static let indexBits = 12

    /// In order.
    let keys: [Int64]
    /// Each row less the first of them. No ledger has four billion.
    private let rows: [UInt32]
    private let firstRow: Int64
    /// Where the keys with the same first bits begin; and the end.
    private let starts: [UInt32]

    var count: Int { keys.count }

    init(_ ids: Memtable) {
        let entries = ids.entries
        // Keys are random: so many first bits put each next to where it belongs, which takes less than comparing all.
        var starts = [UInt32](repeating: 0, count: 1 << Self.indexBits + 1)
        for entry in entries { starts[Self.place(of: entry.key) + 1] += 1 }
        for place in 1..<starts.count { starts[place] += starts[place - 1] }
        var next = starts
        var sorted = entries
        for entry in entries {
            let place = Self.place(of: entry.key)
            sorted[Int(next[place])] = entry
            next[place] += 1
        }
        for place in 0..<starts.count - 1 where starts[place + 1] - starts[place] > 1 {
            sorted[Int(starts[place])..<Int(starts[place + 1])].sort()
        }
        let first = entries.lazy.map(\.row).min() ?? 0
        keys = sorted.map(\.key)
        rows = sorted.map { UInt32($0.row - first) }
        firstRow = first
        self.starts = starts
    }

    subscript(index: Int) -> IDEntry { IDEntry(key: keys[index], row: firstRow + Int64(rows[index])) }

    func appendRows(of key: IDKey, to found: inout [Int64]) {
        let place = Self.place(of: key.value)
        for index in Int(starts[place])..<Int(starts[place + 1]) where keys[index] == key.value {
            found.append(self[index].row)
        }
    }

    private static func place(of key: Int64) -> Int { Int(BloomFilter.ordered(key) >> (64 - UInt64(indexBits))) }
}
