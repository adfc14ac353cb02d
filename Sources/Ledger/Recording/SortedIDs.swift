/// Ids in memory that no more are added to, in the order of their keys: a third of what they take in ``RecentIDs``.
struct SortedIDs {
    /// So many first bits of a key lead to where it stands: with 75,000 ids, to nine of them.
    private static let indexBits = 13

    private let keys: [Int64]
    /// How far each row is beyond the first of them. No ledger has four billion.
    private let rows: [UInt32]
    private let firstRow: Int64
    /// Where the keys with the same first bits begin; and the end.
    private let starts: [UInt32]

    var count: Int { keys.count }

    init(_ ids: RecentIDs) {
        var entries = ids.entries
        entries.sort()
        let first = entries.lazy.map(\.row).min() ?? 0
        keys = entries.map(\.key)
        rows = entries.map { UInt32($0.row - first) }
        firstRow = first
        var starts: [UInt32] = []
        starts.reserveCapacity(1 << Self.indexBits + 1)
        for (index, key) in keys.enumerated() {
            while starts.count <= Self.place(of: key) { starts.append(UInt32(index)) }
        }
        while starts.count <= 1 << Self.indexBits { starts.append(UInt32(keys.count)) }
        self.starts = starts
    }

    subscript(index: Int) -> IDEntry { IDEntry(key: keys[index], row: firstRow + Int64(rows[index])) }

    func appendRows(of key: IDKey, to found: inout [Int64]) {
        let place = Self.place(of: key.value)
        for index in Int(starts[place])..<Int(starts[place + 1]) where keys[index] == key.value {
            found.append(self[index].row)
        }
    }

    private static func place(of key: Int64) -> Int { Int(IDFilter.ordered(key) >> (64 - UInt64(indexBits))) }
}
