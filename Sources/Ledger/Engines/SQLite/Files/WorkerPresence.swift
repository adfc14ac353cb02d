import Glibc

/// Counts the workers on one ledger: each has a lock on a byte of the ledger's file, which ends with its process.
///
/// Two workers on one ledger record nothing twice, but each publishes every event.
public enum WorkerPresence {
    /// Bytes beyond the end of any file, one for each worker. Further workers are not counted.
    private static let slots = (0..<64).map { ByteLock.Range(start: ByteLock.ours.start + 64 + $0, count: 1) }

    /// Makes this process known as a worker on the ledger until it ends. Called once.
    ///
    /// The descriptor is never closed: closing it would also give up the locks that SQLite has on the file in this process
    /// (https://www.sqlite.org/howtocorrupt.html, 2.2).
    ///
    /// - Returns: how many other workers have the ledger.
    public static func announce(at path: String) -> Int {
        let file = open(path, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        let own = slots.firstIndex { ByteLock.take(file, $0) }
        return slots.indices.count { $0 != own && ByteLock.holder(file, slots[$0]) != nil }
    }

    /// How many workers have the ledger. Called only while this process has no ledger open, for the same reason.
    public static func count(at path: String) -> Int {
        // A reader, too, may ask whether somebody holds a lock for writing.
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        return slots.count { ByteLock.holder(file, $0) != nil }
    }
}
