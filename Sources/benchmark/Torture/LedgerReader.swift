import Foundation
import GRDB

/// Reads the ledger as the worker writes it: which messages have an outcome. It changes nothing.
final class LedgerReader {
    private let path: String
    private var database: DatabaseQueue?
    private var lastRevision: Int64 = 0
    private var lastDeadLetter: Int64 = 0
    /// By ``Traffic/key(_:)``.
    private(set) var outcomes: Set<String> = []
    /// Published, and without an outcome by now.
    private(set) var pending: Set<String> = []

    init(path: String) {
        self.path = path
    }

    /// Lets go of the file, so that the worker's is the last connection to it.
    func close() {
        try? database?.close()
        database = nil
    }

    /// Learns what was recorded since the last time. Where the ledger cannot be read just now, that is nothing.
    func update() {
        do { try read(learn) } catch { close() }
    }

    /// Notes what was published.
    func expect(_ keys: some Sequence<String>) {
        for key in keys where !outcomes.contains(key) { pending.insert(key) }
    }

    /// Blocks until no more than so many are pending.
    ///
    /// - Parameter turn: called again and again meanwhile.
    /// - Returns: whether it is so, in time.
    func wait(forPending count: Int, timeout: Double, turn: () throws -> Void) rethrows -> Bool {
        let deadline = ContinuousClock.now + .seconds(timeout)
        while true {
            update()
            if pending.count <= count { return true }
            guard ContinuousClock.now < deadline else { return false }
            try turn()
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

    private func learn(_ database: Database) throws {
        let revisions = try Row.fetchCursor(
            database,
            sql: "SELECT id, message_id FROM termination_revisions WHERE id > ? ORDER BY id",
            arguments: [lastRevision]
        )
        while let row = try revisions.next() {
            lastRevision = row[0]
            note(row[1])
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
            note(id ?? String(decoding: begin, as: UTF8.self))
        }
    }

    private func note(_ key: String) {
        outcomes.insert(key)
        pending.remove(key)
    }
}

extension Database {
    func count(_ sql: String) throws -> Int { try Int.fetchOne(self, sql: sql) ?? 0 }
}
