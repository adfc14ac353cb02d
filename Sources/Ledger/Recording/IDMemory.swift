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
