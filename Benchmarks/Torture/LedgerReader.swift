import Foundation
import GRDB

/// Reads which messages have an outcome, while the worker writes the ledger.
final class LedgerReader {
    private let path: String
    private var database: DatabaseQueue?
    private var lastRevision: Int64 = 0
    private var lastDeadLetter: Int64 = 0
    /// Keys of ``Traffic/key(_:)``.
    private(set) var outcomes: Set<String> = []
    /// Published messages without an outcome.
    private(set) var pending: Set<String> = []

    init(path: String) {
        self.path = path
    }

    /// Closes the file, so that the worker's is its last connection.
    func close() {
        try? database?.close()
        database = nil
    }

    /// Reads the outcomes since the last update. Ignores a ledger that cannot be read at the moment.
    func update() {
        do { try read(readOutcomes) } catch { close() }
    }

    /// Adds published messages.
    func expect(_ keys: some Sequence<String>) {
        for key in keys where !outcomes.contains(key) { pending.insert(key) }
    }

    /// Blocks until at most so many messages are pending.
    ///
    /// - Parameter onPoll: called after each poll.
    /// - Returns: whether it happened in time.
    func wait(forPending count: Int, timeout: Double, onPoll: () throws -> Void) rethrows -> Bool {
        let deadline = ContinuousClock.now + .seconds(timeout)
        while true {
            update()
            if pending.count <= count { return true }
            guard ContinuousClock.now < deadline else { return false }
            try onPoll()
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    func read<Result>(_ work: (Database) throws -> Result) throws -> Result {
        if database == nil {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
            database = try DatabaseQueue(path: path, configuration: configuration)
        }
        guard let database else { throw BenchmarkError("The ledger cannot be read.") }
        return try database.read(work)
    }

    private func readOutcomes(_ database: Database) throws {
        let revisions = try Row.fetchCursor(
            database,
            sql: "SELECT id, message_id FROM termination_revisions WHERE id > ? ORDER BY id",
            arguments: [lastRevision]
        )
        while let row = try revisions.next() {
            lastRevision = row[0]
            addOutcome(row[1])
        }
        let deadLetters = try Row.fetchCursor(
            database,
            sql: "SELECT number, message_id, substr(body, 1, 40) FROM dead_letters WHERE number > ? ORDER BY number",
            arguments: [lastDeadLetter]
        )
        while let row = try deadLetters.next() {
            lastDeadLetter = row[0]
            let id: String? = row[1]
            let begin: Data = row[2]
            addOutcome(id ?? String(decoding: begin, as: UTF8.self))
        }
    }

    private func addOutcome(_ key: String) {
        outcomes.insert(key)
        pending.remove(key)
    }
}

extension Database {
    func count(_ sql: String) throws -> Int { try Int.fetchOne(self, sql: sql) ?? 0 }
}
