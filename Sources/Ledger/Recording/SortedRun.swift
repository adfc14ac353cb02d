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
