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
