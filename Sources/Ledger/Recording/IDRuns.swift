/// Ids in memory that are written to `recorded_ids` together, sorted in runs.
///
/// Of an id that none of the runs has, which most are, a filter says so with one look into memory, instead of two a run.
struct IDRuns {
    /// With the 384,000 ids of sixteen runs, eleven bits for each: wrong of one or two in a hundred.
    private static let filterSize = 1 << 19

    private(set) var sorted: [SortedIDs] = []
    /// As a part of an ``IDFilter``; empty as long as there is no run.
    private var filter: [UInt8] = []

    var isEmpty: Bool { sorted.isEmpty }
    var count: Int { sorted.count }

    mutating func append(_ run: SortedIDs) {
        if filter.isEmpty { filter = [UInt8](repeating: 0, count: Self.filterSize) }
        for key in run.keys { IDFilter.insert(key, into: &filter) }
        sorted.append(run)
    }

    func appendRows(of key: IDKey, to found: inout [Int64]) {
        guard IDFilter.mayHave(key.value, in: filter) else { return }
        for run in sorted { run.appendRows(of: key, to: &found) }
    }
}
