/// Ids in memory that are written to `recorded_ids` together, sorted in runs.
///
/// Of an id that none of the runs has, which most are, a filter says so with one look into memory, instead of two a run.
struct IDRuns {
    /// Four to eight bits for each id: wrong of three to fifteen in a hundred.
    private let filterSize: Int
    private(set) var sorted: [SortedRun] = []
    /// As a part of an ``IDFilter``; empty as long as there is no run.
    private var filter: [UInt8] = []

    var isEmpty: Bool { sorted.isEmpty }
    var count: Int { sorted.count }

    /// - Parameter capacity: how many ids are expected; of more the filter is more often wrong.
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

/// What is known of recorded ids without a look into the ledger.
struct IDMemory {
    /// The newest, as they come.
    var recent = Memtable()
    /// What is written to `recorded_ids` next.
    var runs: IDRuns
    /// What is being written to `recorded_ids`.
    var merge: Compaction?
    /// Of the ids in `recorded_ids`; nil where the ledger's does not have all of them.
    var filter: BloomFilter?
    /// Ids of rows that will be rolled back, and what was known before them.
    var trial: (ids: Memtable, known: IDIndex.Position)?

    mutating func insert(_ key: IDKey, _ row: Int64) {
        if trial == nil { recent.insert(key, row: row) } else { trial?.ids.insert(key, row: row) }
    }

    /// The rows in memory that have this key.
    ///
    /// - Returns: whether `recorded_ids` may have others.
    func appendRows(of key: IDKey, to found: inout [Int64]) -> Bool {
        trial?.ids.appendRows(of: key, to: &found)
        recent.appendRows(of: key, to: &found)
        runs.appendRows(of: key, to: &found)
        merge?.runs.appendRows(of: key, to: &found)
        return filter?.mayHave(key.value) ?? true
    }
}

/// Ids in memory: which rows a key leads to. Almost always one.
struct Memtable {
    private var rows: [Int64: Int64] = [:]
    /// Where a key leads to more than one row: several terminations of a contract, or two ids with one key.
    private var further: [IDEntry] = []

    var count: Int { rows.count + further.count }

    var entries: [IDEntry] { rows.map { IDEntry(key: $0.key, row: $0.value) } + further }

    /// Keeps the room that they took, for as many others.
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

/// Ids in memory that no more are added to, in the order of their keys: a third of what they take in ``RecentIDs``.
struct SortedRun {
    /// So many first bits of a key lead to where it stands: with 24,000 ids, to six of them.
    private static let indexBits = 12

    /// In order.
    let keys: [Int64]
    /// How far each row is beyond the first of them. No ledger has four billion.
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
