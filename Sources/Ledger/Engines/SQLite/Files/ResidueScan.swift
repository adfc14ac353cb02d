import Foundation
import GRDB
import Synchronization

/// What is left of redacted texts in the files of a ledger.
public struct Residue: Sendable, Equatable {
    /// Pieces of texts that rows still hold: others have used the same words, or the message has repeated its note in what is
    /// no note.
    public let inOtherRows: Int
    /// Where those stand.
    public let places: [Place]
    /// Pieces of texts that stand in no row, and yet in a file.
    public let leftOver: Int

    /// A column that holds redacted texts.
    public struct Place: Sendable, Equatable {
        public let table: String
        public let column: String
        /// How many rows hold one there.
        public let rows: Int
    }

    static let none = Residue(inOtherRows: 0, places: [], leftOver: 0)
}

extension LedgerFile {
    /// Looks for redacted texts in the file and its log, byte by byte, and where one is found, in the rows that are left.
    ///
    /// Refused while a ledger is open on this file in this process: closing the file would release the locks that SQLite
    /// has on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
    ///
    /// - Parameter onProgress: how many bytes were looked at, of how many.
    /// - Throws: ``LedgerError``, with `stillOpen` where a ledger is open.
    public static func scanForResidue(
        of texts: RemovedTexts,
        in path: String,
        onProgress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(LedgerError) -> Residue {
        // Beside the file that SQLite opens, which is not where a link to it is.
        let main = LedgerPath.resolved(path)
        guard !OpenLedgers.contain(main) else {
            throw LedgerError(.stillOpen, "\(path) is open in this process: its files cannot be searched.")
        }
        guard !texts.pieces.isEmpty else { return .none }
        var search = TextSearch(texts.pieces)
        let files = [main, main + "-wal", main + "-journal"]
        // Only for the progress: a file whose size is not known counts as it is read.
        let total = files.reduce(0) { $0 + Int(LedgerPath.size($1)) }
        var done = 0
        for file in files {
            // A log that is not there is empty; the ledger itself must be there.
            guard file == main || LedgerPath.exists(file) else { continue }
            try look(in: file, &search) { count in
                done += count
                onProgress(done, max(done, total))
            }
        }
        guard !search.found.isEmpty else { return .none }
        let ledger = try Ledger(path: path, access: .readOnly)
        defer { ledger.close() }
        let (inRows, places) = try ledger.file.piecesInRows(search.found)
        return Residue(
            inOtherRows: inRows.count,
            places: places,
            leftOver: search.found.subtracting(inRows).count
        )
    }

    private static func look(
        in file: String,
        _ search: inout TextSearch,
        _ onProgress: (Int) -> Void
    ) throws(LedgerError) {
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw LedgerError(
                .inputOutput,
                "\(file) cannot be opened: whether the text is left in it is not known.",
                hint: "Run the same command again as a user who may read the file."
            )
        }
        // Closing a file that was only read can lose nothing.
        defer { try? handle.close() }
        var kept = Data()
        do {
            while let chunk = try handle.read(upToCount: 4 << 20), !chunk.isEmpty {
                let bytes = kept + chunk
                bytes.withUnsafeBytes { search.look(in: $0) }
                kept = Data(bytes.suffix(RemovedTexts.longest - 1))
                onProgress(chunk.count)
            }
        } catch {
            throw LedgerError(.inputOutput, "\(file) cannot be read to its end.")
        }
    }

    /// Those of the pieces that rows hold, whatever the table, and where.
    private func piecesInRows(
        _ pieces: Set<[UInt8]>
    ) throws(LedgerError) -> (found: Set<[UInt8]>, places: [Residue.Place]) {
        try reportingLedgerErrors {
            try pool.read { database in
                var search = TextSearch(pieces)
                var found: Set<[UInt8]> = []
                var places: [Residue.Place] = []
                for table in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'") {
                    let rows = try GRDB.Row.fetchCursor(database, Table(table).all())
                    var counts: [String: Int] = [:]
                    while let row = try rows.next() {
                        for (column, value) in row {
                            switch value.storage {
                            case .string(let text): Data(text.utf8).withUnsafeBytes { search.look(in: $0) }
                            case .blob(let data): data.withUnsafeBytes { search.look(in: $0) }
                            case .null, .int64, .double: continue
                            }
                            let foundHere = search.takeFound()
                            guard !foundHere.isEmpty else { continue }
                            found.formUnion(foundHere)
                            counts[column, default: 0] += 1
                        }
                    }
                    places += counts.sorted { $0.key < $1.key }.map {
                        Residue.Place(table: table, column: $0.key, rows: $0.value)
                    }
                }
                return (found, places)
            }
        }
    }
}

/// The files of the ledgers that are open in this process, with how often each is.
enum OpenLedgers {
    private static let counts = Mutex<[String: Int]>([:])

    /// - Parameter path: resolved, as ``LedgerPath/resolved(_:)`` does it.
    static func contain(_ path: String) -> Bool { counts.withLock { $0[path] != nil } }

    /// One open ledger. It leaves the list when it is closed, or when nothing holds it any more.
    final class Entry: Sendable {
        private let path: String
        private let isOver = Atomic(false)

        init(_ path: String) {
            self.path = LedgerPath.resolved(path)
            OpenLedgers.counts.withLock { $0[self.path, default: 0] += 1 }
        }

        deinit { end() }

        func end() {
            guard !isOver.exchange(true, ordering: .sequentiallyConsistent) else { return }
            OpenLedgers.counts.withLock { counts in
                let left = (counts[path] ?? 1) - 1
                counts[path] = left == 0 ? nil : left
            }
        }
    }
}
