import Ledger

/// The sums and counts of a set of terminations.
struct Accumulator {
    private(set) var count = 0
    private var notice = DayHistogram()
    /// By the number of the currency. 128 bits hold the sum of any number of 64-bit amounts.
    private var amounts: [(sum: Int128, count: Int)] = []
    private var withAmount = 0
    private var early = 0
    private var withTerm = 0
    private var backdated = 0

    mutating func add(_ fact: ReportFact) {
        count += 1
        if fact.currency != 0 { add(fact.monthlyAmount, in: fact.currency) }
        if let days = fact.noticeDays { notice.add(days) }
        if fact.early != 0 { withTerm += 1 }
        if fact.early == 2 { early += 1 }
        if fact.isBackdated { backdated += 1 }
    }

    private mutating func add(_ amount: Int64, in currency: Int) {
        withAmount += 1
        if amounts.count <= currency {
            amounts.append(contentsOf: repeatElement((sum: 0, count: 0), count: currency + 1 - amounts.count))
        }
        amounts[currency].sum += Int128(amount)
        amounts[currency].count += 1
    }

    /// - Parameter currencies: the currency of each number, from 1 on.
    func figures(_ currencies: [String?]) -> Figures {
        var figures = Figures()
        figures.count = count
        figures.amounts = amounts.enumerated()
            .filter { $0.element.count > 0 }
            .map {
                LostAmount(
                    currency: currencies[$0.offset - 1] ?? "",
                    minorUnits: $0.element.sum,
                    count: $0.element.count
                )
            }
            .sorted { ($1.count, $0.currency) < ($0.count, $1.currency) }
        figures.withAmount = withAmount
        figures.medianNoticeDays = notice.median
        figures.withNotice = notice.count
        figures.early = early
        figures.withTerm = withTerm
        figures.backdated = backdated
        return figures
    }
}

/// Accumulators by index; grows with the indexes in use.
struct Accumulators {
    private var accumulators: [Accumulator] = []

    mutating func add(_ fact: ReportFact, at index: Int) {
        if index >= accumulators.count {
            accumulators.append(contentsOf: repeatElement(Accumulator(), count: index + 1 - accumulators.count))
        }
        accumulators[index].add(fact)
    }

    subscript(index: Int) -> Accumulator { index < accumulators.count ? accumulators[index] : Accumulator() }

    var count: Int { accumulators.count }
}

/// Accumulators by row and column. Only combinations that occur take memory.
struct CrossTabulation {
    /// The index of each row and column's accumulator, plus 1; 0 without one.
    private var indexes: [[Int32]] = []
    private var accumulators = Accumulators()

    mutating func add(_ fact: ReportFact, at row: Int, _ column: Int) {
        while indexes.count <= row { indexes.append([]) }
        while indexes[row].count <= column { indexes[row].append(0) }
        if indexes[row][column] == 0 { indexes[row][column] = Int32(accumulators.count + 1) }
        accumulators.add(fact, at: Int(indexes[row][column]) - 1)
    }

    subscript(row: Int, column: Int) -> Accumulator {
        guard row < indexes.count, column < indexes[row].count, indexes[row][column] > 0 else { return Accumulator() }
        return accumulators[Int(indexes[row][column]) - 1]
    }

    /// The number of terminations in each column, by the column's number.
    var columns: [Int: Int] {
        var counts: [Int: Int] = [:]
        for row in indexes {
            for (column, index) in row.enumerated() where index > 0 {
                counts[column, default: 0] += accumulators[Int(index) - 1].count
            }
        }
        return counts
    }
}
