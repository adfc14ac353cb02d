import GRDB

/// Finds the rows that are recorded under an id, at a price that hardly grows with the ledger.
///
/// Random keys are what makes a large ledger slow: each dirties a page of its own, which is written twice. So a new id
/// is only appended, with its row; here it is kept in memory, the newest as they come, the others sorted in a few runs. When
/// enough have come together they are written to `recorded_ids` in the order of their keys, where neighbours share a page, a
/// slice with each batch. What is in memory is nothing but the rows after `recorded_ids_progress`, and is read from there
/// when a process starts.
///
/// Of an id that nobody has recorded, which most are, an ``IDFilter`` says so without a look into `recorded_ids`, where
/// each look is at a page of its own.
///
/// Guarantees: within a transaction that ``synchronize(_:)`` began, ``find(_:)`` has every recorded row of the ids,
/// whichever process recorded it. It may have others as well: compare the id itself.
final class IDIndex {
    /// How far the rows of the two tables with ids are known.
    struct Position: Equatable {
        var revision: Int64
        var termination: Int64
    }

    /// Its own id, its termination's and its contract's.
    private static let keysOfMessage = 3
    /// So many messages make a run.
    private let threshold: Int
    /// So many runs come together before they are written: more make the writing cheaper a message, since a page of a large
    /// ledger takes more of them at once, and a start longer, which reads them again.
    private let runLimit: Int
    /// So many entries are written with one batch at most: more make a batch's commit longer.
    private let slice: Int

    private var memory: IDMemory
    /// Rows up to here are in `recorded_ids`.
    private var indexed: Position?
    /// Rows up to here are in the runs of memory or in `recorded_ids`.
    private var endOfRuns = Position(revision: 0, termination: 0)
    /// Rows up to here are in memory or in `recorded_ids`.
    private var known = Position(revision: 0, termination: 0)
    private var statements: IDIndexStatements?

    init(threshold: Int = 8_000, runLimit: Int = 12, slice: Int = 6000) {
        self.threshold = threshold
        self.runLimit = runLimit
        self.slice = slice
        memory = IDMemory(runs: IDRuns(capacity: Self.keysOfMessage * threshold * runLimit))
    }

    /// Ends what ``synchronize(_:)`` began.
    func endTransaction() { statements = nil }

    /// Learns what was recorded since the last transaction, once in each. Call it before anything is looked for.
    ///
    /// - Parameter statements: of the transaction's connection.
    func synchronize(_ statements: IDIndexStatements) throws {
        guard self.statements == nil else { return }
        self.statements = statements
        let progress = try statements.progress()
        if progress != indexed {
            // The first transaction of this process, or another process has written ids.
            memory.recent.removeAll()
            memory.runs.removeAll()
            memory.merge = nil
            indexed = progress
            endOfRuns = progress
            known = progress
            memory.filter = try statements.filter(asOf: progress)
        }
        try statements.forEachRevision(after: known.revision) { row, message in
            note(revision: row, message: message)
        }
        try statements.forEachTermination(after: known.termination) { row, termination, contract in
            note(termination: row, termination, contract: contract)
        }
    }

    /// Forgets everything that is in memory: a transaction was rolled back.
    func forget() {
        indexed = nil
        memory.trial = nil
    }

    /// What is noted from now on is of rows that will be rolled back. Call it after ``synchronize(_:)``.
    func beginTrial() {
        memory.trial = (Memtable(), known)
    }

    /// Forgets what was noted since ``beginTrial()``: the rows are rolled back. Nothing else has to be read again.
    func endTrial() {
        guard let trial = memory.trial else { return }
        known = trial.known
        memory.trial = nil
    }

    /// The rows that are recorded under the ids of a message, and perhaps others.
    func find(_ ids: MessageIDs) throws -> FoundRows {
        // Taken once: each use of an object's property is watched for another at the same time.
        let (memory, statements) = (memory, statements)
        func appendRows(of key: IDKey?, to rows: inout [Int64]) throws {
            guard let key, memory.appendRows(of: key, to: &rows) else { return }
            try statements?.appendRows(of: key, to: &rows)
        }
        var found = FoundRows()
        try appendRows(of: ids.message, to: &found.message)
        try appendRows(of: ids.termination, to: &found.termination)
        try appendRows(of: ids.contract, to: &found.contract)
        return found
    }

    /// Takes note of a row of `termination_revisions`.
    func note(revision row: Int64, message: String) {
        memory.insert(IDKey(.message, message), row)
        known.revision = row
        endRunIfFull()
    }

    /// Takes note of a row of `terminations`.
    func note(termination row: Int64, _ termination: String, contract: String) {
        memory.insert(IDKey(.termination, termination), row)
        memory.insert(IDKey(.contract, contract), row)
        known.termination = row
        endRunIfFull()
    }

    /// Writes the next slice, if it is time to. Call it at the end of a transaction.
    func writeSlice() throws {
        if memory.merge == nil, memory.runs.count >= runLimit { beginMerge() }
        try continueMerge()
    }

    /// Writes slice after slice, one with each call, until everything is in its place and the filter is complete. Call it at
    /// the end of a transaction.
    ///
    /// - Returns: whether it is.
    func settle() throws -> Bool {
        if memory.recent.count > 0 { endRun() }
        if memory.merge == nil, !memory.runs.isEmpty || memory.filter == nil { beginMerge() }
        try continueMerge()
        return memory.merge == nil && memory.runs.isEmpty && memory.filter != nil
    }

    private func endRunIfFull() {
        if memory.trial == nil, memory.recent.count >= Self.keysOfMessage * threshold { endRun() }
    }

    private func endRun() {
        memory.runs.append(SortedRun(memory.recent))
        memory.recent.removeAll()
        endOfRuns = known
    }

    private func beginMerge() {
        memory.merge = Compaction(memory.runs, upTo: endOfRuns, makesFilter: memory.filter == nil)
        memory.runs.removeAll()
    }

    private func continueMerge() throws {
        guard let statements, var current = memory.merge else { return }
        memory.merge = nil
        guard try current.writeSlice(limit: slice, statements, into: &memory.filter) else {
            memory.merge = current
            return
        }
        try statements.setProgress(current.position)
        indexed = current.position
        if memory.filter == nil { memory.filter = try statements.filter(asOf: current.position) }
    }
}
