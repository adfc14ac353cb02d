import Ledger

/// Adds up some terminations.
struct Accumulator {
    private(set) var count = 0
    private var notice = NoticeDays()
    /// By the number of the currency. Wide enough for the sum of any number of 64-bit amounts.
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

    /// - Parameter currencies: what their numbers stand for, from 1 on.
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

/// Cells by index, as many as are asked for.
struct Accumulators {
    private var cells: [Accumulator] = []

    mutating func add(_ fact: ReportFact, at index: Int) {
        if index >= cells.count {
            cells.append(contentsOf: repeatElement(Accumulator(), count: index + 1 - cells.count))
        }
        cells[index].add(fact)
    }

    subscript(index: Int) -> Accumulator { index < cells.count ? cells[index] : Accumulator() }

    var count: Int { cells.count }
}

/// Cells by row and column.
struct CrossedCells {
    /// Where the cell of a row and column is, from 1; 0 where there is none.
    private var places: [[Int32]] = []
    private var cells = Accumulators()

    mutating func add(_ fact: ReportFact, at row: Int, _ column: Int) {
        while places.count <= row { places.append([]) }
        while places[row].count <= column { places[row].append(0) }
        if places[row][column] == 0 { places[row][column] = Int32(cells.count + 1) }
        cells.add(fact, at: Int(places[row][column]) - 1)
    }

    subscript(row: Int, column: Int) -> Accumulator {
        guard row < places.count, column < places[row].count, places[row][column] > 0 else { return Accumulator() }
        return cells[Int(places[row][column]) - 1]
    }

    /// How many terminations each column has, by its number.
    var columns: [Int: Int] {
        var counts: [Int: Int] = [:]
        for row in places {
            for (column, place) in row.enumerated() where place > 0 {
                counts[column, default: 0] += cells[Int(place) - 1].count
            }
        }
        return counts
    }
}
