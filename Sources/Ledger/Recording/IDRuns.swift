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
