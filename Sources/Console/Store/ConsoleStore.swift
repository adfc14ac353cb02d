import Foundation
import GRDB
import Synchronization
import Terminations

/// What the console keeps for itself, in `terminus-console.sqlite` beside the ledger: drafts of settings, notes on causes,
/// tokens of the HTTP API and the answers that it gave under an idempotency key.
///
/// Guarantees:
/// - No record of a termination is in it. Losing the file loses drafts, notes and tokens, and nothing else.
/// - The file is for its owner alone (0600).
/// - A console that only reads creates no file: what it would read from one that is not there is empty.
///
/// Blocks the calling thread. A transaction waits up to five seconds for another process, such as `terminus console token`.
public final class ConsoleStore: Sendable {
    let path: String
    /// By which other consoles of the ledger see that this one runs.
    let claim: ProcessClaim
    private let opened = Mutex<DatabaseQueue?>(nil)

    /// - Parameter path: of the store's file, which is created by the first change.
    public init(path: String) {
        self.path = path
        claim = ProcessClaim(besideStore: path)
    }

    /// The store of a ledger: a file in the same folder.
    public static func path(besideLedger path: String) -> String {
        URL(filePath: path).deletingLastPathComponent().appending(path: "terminus-console.sqlite").path
    }

    /// - Returns: nil where nothing was ever kept.
    func read<Value>(_ work: (Database) throws -> Value) throws -> Value? {
        guard opened.withLock({ $0 != nil }) || FileManager.default.fileExists(atPath: path) else { return nil }
        return try reporting { try queue().read(work) }
    }

    /// - Throws: ``ConsoleStoreError`` where the file cannot be used; what `work` throws.
    func write<Value>(_ work: (Database) throws -> Value) throws -> Value { try reporting { try queue().write(work) } }

    private func reporting<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            let why = error.message.map { " (\($0))" } ?? ""
            let code = error.extendedResultCode.rawValue
            throw ConsoleStoreError(
                text: LocalizedText(
                    "\(path) cannot be used: SQLite result \(code)\(why).",
                    "\(path) is niet te gebruiken: SQLite-code \(code)\(why)."
                )
            )
        }
    }

    /// Ends its use of the file.
    public func close() {
        opened.withLock { queue in
            try? queue?.close()
            queue = nil
        }
    }

    private func queue() throws -> DatabaseQueue {
        try opened.withLock { queue in
            if let queue { return queue }
            // SQLite would create it for everybody whom the umask allows.
            let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                let why = String(cString: strerror(errno))
                throw ConsoleStoreError(
                    text: LocalizedText("\(path) cannot be made: \(why).", "\(path) is niet te maken: \(why).")
                )
            }
            Foundation.close(descriptor)
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            let new = try DatabaseQueue(path: path, configuration: configuration)
            try Self.migrator.migrate(new)
            queue = new
            return new
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            // One open draft a person. `digest` is of `text`; an approval holds for this digest on this base only.
            try database.execute(
                sql: """
                    CREATE TABLE drafts (
                      owner TEXT PRIMARY KEY NOT NULL,
                      base_version INTEGER NOT NULL,
                      text TEXT NOT NULL,
                      digest TEXT NOT NULL,
                      changed_at TEXT NOT NULL,
                      approved_by TEXT,
                      approved_at TEXT
                    ) STRICT
                    """
            )
            try database.execute(
                sql: """
                    CREATE TABLE cause_notes (
                      fingerprint TEXT PRIMARY KEY NOT NULL,
                      note TEXT NOT NULL,
                      owner TEXT NOT NULL,
                      ticket TEXT NOT NULL,
                      changed_by TEXT NOT NULL,
                      changed_at TEXT NOT NULL
                    ) STRICT
                    """
            )
            // `hash`: SHA-256 of the token, which is kept nowhere. `permissions`: separated by commas.
            try database.execute(
                sql: """
                    CREATE TABLE tokens (
                      name TEXT PRIMARY KEY NOT NULL,
                      hash BLOB NOT NULL UNIQUE,
                      permissions TEXT NOT NULL,
                      created_at TEXT NOT NULL,
                      created_by TEXT NOT NULL,
                      expires_at TEXT NOT NULL,
                      last_used_at TEXT
                    ) STRICT
                    """
            )
            try database.execute(
                sql: """
                    CREATE TABLE idempotency_keys (
                      token TEXT NOT NULL,
                      key TEXT NOT NULL,
                      request_digest BLOB NOT NULL,
                      created_at TEXT NOT NULL,
                      status INTEGER,
                      headers TEXT,
                      body BLOB,
                      PRIMARY KEY (token, key)
                    ) STRICT, WITHOUT ROWID
                    """
            )
        }
        migrator.registerMigration("2") { database in
            // `claim`: of the process that carries the request out; null where it has failed on the way. `job`: what the request
            // has begun and no person has ended since; see ``RunningJobs/Name/text``.
            try database.execute(
                sql: """
                    ALTER TABLE idempotency_keys ADD COLUMN claim INTEGER;
                    ALTER TABLE idempotency_keys ADD COLUMN job TEXT;
                    """
            )
        }
        return migrator
    }
}

/// The console's own file cannot be used: its disk is full, it cannot be written, another process holds its lock.
struct ConsoleStoreError: Error, CustomStringConvertible {
    /// A full sentence.
    let text: LocalizedText

    var description: String { text.en }
}
