import Terminations

/// What the facts of a termination must be like for a filter to mean it. Facts take 32 bytes, and a termination several
/// hundred: where few terminations are meant, most of their rows need not be read.
///
/// Facts do not have everything that a filter may ask for. Each termination that the filter means passes, and others may:
/// whoever uses it checks those that pass.
struct TerminationFactFilter {
    private var ends: (first: Int, last: Int) = (0, .max)
    private var occurs: (first: Int, last: Int) = (0, .max)
    private var isWithdrawn: Bool?
    private var reasons: Set<UInt32>?
    private var contractType: UInt32?
    private var initiator: Int?
    private var terminationType: Int?
    /// Later terminations have no facts, or facts with names that were not known when this was made.
    private let lastPacked: Int64
    /// Terminations whose facts were not packed as they were when this was made.
    private let changed: [Int64]

    /// Nil where the filter asks for nothing that facts have.
    init?(_ filter: TerminationFilter, _ database: Database) throws {
        lastPacked = try ReportProgress(database).termination
        changed = try Int64.fetchAll(database, sql: "SELECT termination FROM report_changes", arguments: [])
        if !filter.states.isEmpty, !filter.states.contains(.withdrawn) { isWithdrawn = false }
        if filter.states == [.withdrawn] { isWithdrawn = true }
        if filter.hasNoReason { reasons = [0] }
        if let code = filter.reasonCode {
            let found = try Int64.fetchAll(
                database,
                sql: "SELECT id FROM reason_snapshots WHERE code = ? COLLATE NOCASE",
                arguments: [code]
            )
            let given = Set(found.map { UInt32(truncatingIfNeeded: $0) })
            reasons = reasons?.intersection(given) ?? given
        }
        if let name = filter.contractType {
            var names = try ReportNames(database)
            // A name that no fact has gets a number that no fact has.
            contractType = try names.number(of: name, .contractType)
        }
        initiator = filter.initiator.map { Int(ReportFact.place(of: $0)) + 1 }
        terminationType = filter.terminationType.map { Int(ReportFact.place(of: $0)) }
        if let day = filter.endsFrom { ends.first = ReportFact.day(of: day) }
        if let day = filter.endsThrough { ends.last = ReportFact.day(of: day) }
        if let instant = filter.occurredSince { occurs.first = Self.day(of: instant) - 1 }
        if let instant = filter.occurredUntil { occurs.last = Self.day(of: instant) + 1 }
        let asksNothing =
            isWithdrawn == nil && reasons == nil && contractType == nil && initiator == nil && terminationType == nil
            && ends == (0, .max) && occurs == (0, .max)
        if asksNothing { return nil }
    }

    /// In UTC. No local day is more than one day from it.
    private static func day(of instant: Instant) -> Int {
        let seconds = Int(instant.secondsSinceEpoch)
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        return ReportFact.day(of: LocalDate(clampingDaysSinceEpoch: days))
    }

    private func passes(_ fact: ReportFact) -> Bool {
        guard fact.isPresent, ends.first <= fact.endDay, fact.endDay <= ends.last, occurs.first <= fact.occurredDay,
            fact.occurredDay <= occurs.last
        else { return false }
        if let isWithdrawn, fact.isWithdrawn != isWithdrawn { return false }
        if let initiator, fact.initiator != initiator { return false }
        if let terminationType, fact.terminationType != terminationType { return false }
        if let contractType, fact.contractType != contractType { return false }
        return reasons?.contains(fact.reason) ?? true
    }

    /// Those of the rows whose facts pass, and those whose facts are not known.
    func rows(among rows: ClosedRange<Int64>, _ database: Database) throws -> [Int64] {
        var found = changed.filter(rows.contains)
        if lastPacked < rows.upperBound { found += max(lastPacked + 1, rows.lowerBound)...rows.upperBound }
        let last = min(rows.upperBound, lastPacked)
        guard rows.lowerBound <= last else { return found }
        let statement = try RawStatement(database, "SELECT facts FROM report_facts WHERE number = ?")
        for number in ReportFact.Place.row(of: rows.lowerBound)...ReportFact.Place.row(of: last) {
            let first = number * Int64(ReportFact.Place.factsARow) + 1
            let places = max(rows.lowerBound - first, 0)...min(last - first, Int64(ReportFact.Place.factsARow) - 1)
            let isPacked: Void? = try statement.first {
                $0.integer(number)
            } _: { row in
                row.withBytes(0) { bytes in
                    for place in places {
                        let offset = Int(place) * MemoryLayout<ReportFact>.stride
                        guard offset + MemoryLayout<ReportFact>.stride <= bytes.count else { break }
                        if passes(bytes.loadUnaligned(fromByteOffset: offset, as: ReportFact.self)) {
                            found.append(first + place)
                        }
                    }
                }
            }
            if isPacked == nil { found += first + places.lowerBound...first + places.upperBound }
        }
        return found
    }
}
