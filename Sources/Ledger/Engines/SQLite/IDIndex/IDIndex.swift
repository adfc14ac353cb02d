import GRDB

/// Finds the rows that are recorded under an id: a log-structured merge tree over `recorded_ids`.
///
/// Random keys make a large ledger slow: each dirties a page of its own, which is written twice. So a new id is only appended
/// with its row, and kept in memory: first in a ``Memtable``, then in a few ``SortedRun``s. When there are enough runs, a
/// ``Compaction`` writes them to `recorded_ids` in the order of their keys, where neighbours share a page, a slice with each
/// batch. Memory holds only the rows after `recorded_ids_progress`; they are read again when a process starts.
///
/// Most ids are new. A ``BloomFilter`` answers for them without a read of `recorded_ids`, where each read is of another page.
///
/// Guarantees: within a transaction that ``synchronize(_:)`` began, ``find(_:)`` returns every row of the ids, whichever process
/// recorded it. It may return other rows, too: compare the id itself.
///
/// Used by: ``synchronize(_:)``, ``find(_:)``, ``add(revision:message:)`` and ``add(termination:_:contract:)``, ``compact()``,
/// ``flush()``; a dry run between ``beginDryRun()`` and ``endDryRun()``; ``forget()`` after a rollback.
final class IDIndex {
    /// How far the rows of the two tables with ids are known.
    struct Position: Equatable {
        var revision: Int64
        var termination: Int64
    }

    /// Its own id, its termination's and its contract's.
    private static let keysOfMessage = 3
    /// A memtable with so many messages becomes a run.
    private let threshold: Int
    /// A compaction begins with so many runs. More make it cheaper a message, since a page of a large ledger takes more entries
    /// at once, and a start longer, which reads them again.
    private let runLimit: Int
    /// A batch writes so many entries at most: more make its commit longer.
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

    /// Reads the ids that were recorded since the last transaction, once in each. Call it before ``find(_:)``.
    ///
    /// - Parameter statements: of the transaction's connection.
    func synchronize(_ statements: IDIndexStatements) throws {
        guard self.statements == nil else { return }
        self.statements = statements
        let progress = try statements.progress()
        if progress != indexed {
            // The first transaction of this process, or another process has written ids.
            memory.memtable.removeAll()
            memory.runs.removeAll()
            memory.compaction = nil
            indexed = progress
            endOfRuns = progress
            known = progress
            memory.filter = try statements.filter(asOf: progress)
        }
        try statements.forEachRevision(after: known.revision) { row, message in
            add(revision: row, message: message)
        }
        try statements.forEachTermination(after: known.termination) { row, termination, contract in
            add(termination: row, termination, contract: contract)
        }
    }

    /// Drops everything that is in memory: a transaction was rolled back.
    func forget() {
        indexed = nil
        memory.dryRun = nil
    }

    /// The ids that are added from now on are of rows that will be rolled back. Call it after ``synchronize(_:)``.
    func beginDryRun() {
        memory.dryRun = (Memtable(), known)
    }

    /// Drops the ids that were added since ``beginDryRun()``: the rows are rolled back. Nothing else has to be read again.
    func endDryRun() {
        guard let dryRun = memory.dryRun else { return }
        known = dryRun.known
        memory.dryRun = nil
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

    /// Adds a row of `termination_revisions`.
    func add(revision row: Int64, message: String) {
        memory.insert(IDKey(.message, message), row)
        known.revision = row
        endRunIfFull()
    }

    /// Adds a row of `terminations`.
    func add(termination row: Int64, _ termination: String, contract: String) {
        memory.insert(IDKey(.termination, termination), row)
        memory.insert(IDKey(.contract, contract), row)
        known.termination = row
        endRunIfFull()
    }

    /// Writes the next slice of a compaction, if there is one. Call it at the end of a transaction.
    func compact() throws {
        if memory.compaction == nil, memory.runs.count >= runLimit { beginCompaction() }
        try continueCompaction()
    }

    /// Writes a slice with each call, until all ids are in `recorded_ids` and the filter is complete. Call it at the end of a
    /// transaction.
    ///
    /// - Returns: whether they are.
    func flush() throws -> Bool {
        if memory.memtable.count > 0 { endRun() }
        if memory.compaction == nil, !memory.runs.isEmpty || memory.filter == nil { beginCompaction() }
        try continueCompaction()
        return memory.compaction == nil && memory.runs.isEmpty && memory.filter != nil
    }

    private func endRunIfFull() {
        if memory.dryRun == nil, memory.memtable.count >= Self.keysOfMessage * threshold { endRun() }
    }

    private func endRun() {
        memory.runs.append(SortedRun(memory.memtable))
        memory.memtable.removeAll()
        endOfRuns = known
    }

    private func beginCompaction() {
        memory.compaction = Compaction(memory.runs, upTo: endOfRuns, makesFilter: memory.filter == nil)
        memory.runs.removeAll()
    }

    private func continueCompaction() throws {
        guard let statements, var current = memory.compaction else { return }
        memory.compaction = nil
        guard try current.writeSlice(limit: slice, statements, into: &memory.filter) else {
            memory.compaction = current
            return
        }
        try statements.setProgress(current.position)
        indexed = current.position
        if memory.filter == nil { memory.filter = try statements.filter(asOf: current.position) }
    }
}
