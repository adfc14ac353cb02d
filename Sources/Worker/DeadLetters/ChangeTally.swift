public import Ledger

/// What became of a change that was asked for on many dead letters.
public struct ChangeTally: Sendable {
    public private(set) var changed: [String] = []
    public private(set) var refused = 0
    public private(set) var changedMeanwhile = 0
    public private(set) var unknown = 0
    public private(set) var unpatchable = 0

    public init() {}

    public var notChanged: Int { refused + changedMeanwhile + unknown + unpatchable }

    public mutating func add(_ changes: [DeadLetterChange], of ids: some Sequence<String>) {
        for (id, change) in zip(ids, changes) {
            switch change {
            case .changed: changed.append(id)
            case .refused: refused += 1
            case .changedMeanwhile: changedMeanwhile += 1
            case .unknown: unknown += 1
            case .unpatchable: unpatchable += 1
            }
        }
    }
}

extension ChangeTally {
    /// Letters in one transaction at most.
    private static let batchSize = 500

    /// Changes letters batch by batch, taking turns with other writers.
    ///
    /// - Parameter change: changes the letters at these positions, in one transaction.
    public init(
        _ ids: [String],
        _ change: (Range<Int>) throws(LedgerError) -> [DeadLetterChange]
    ) throws(LedgerError) {
        self.init()
        var start = 0
        while start < ids.count {
            let range = start..<min(start + ChangeTally.batchSize, ids.count)
            let changes = try takingTurns { () throws(LedgerError) in try change(range) }
            add(changes, of: ids[range])
            start = range.upperBound
        }
    }
}
