import Glibc

/// A file that is written under another name, and gets its own name when it is complete.
///
/// Guarantees:
/// - Only its owner may read it.
/// - It is removed when it was not given its name, with what SQLite writes beside it. One that a killed process has left is
///   replaced; one that another process writes now is refused.
final class PartialFile {
    let path: String
    private let target: String
    private let descriptor: Int32
    private var isDone = false

    /// - Throws: ``LedgerError`` with `cannotOpen`.
    init(for target: String, suffix: String) throws(LedgerError) {
        self.target = target
        path = target + suffix
        var file = PartialFile.create(path)
        var code = errno
        if file < 0, code == EEXIST, PartialFile.isAbandoned(path) {
            PartialFile.remove(path)
            file = PartialFile.create(path)
            code = errno
        }
        guard file >= 0 else {
            throw LedgerError(
                .cannotOpen,
                "\(path) cannot be made: \(String(cString: strerror(code))).",
                hint: code == EEXIST
                    ? "Another process writes it now: wait for its end."
                    : "Name a file in a folder that exists and may be written."
            )
        }
        descriptor = file
        _ = ByteLock.take(file, ByteLock.ours)
    }

    deinit {
        if !isDone { PartialFile.remove(path) }
        // Only here: SQLite has closed the file by now, whose locks this would let go of.
        close(descriptor)
    }

    /// Gives the file its name.
    ///
    /// - Throws: ``LedgerError`` with `cannotOpen` where somebody has made a file of that name meanwhile: unlike a renaming,
    ///   this overwrites nothing.
    func publish(
        link: (String, String) -> Int32 = { Glibc.link($0, $1) }
    ) throws(LedgerError) {
        if link(path, target) == 0 {
            unlink(path)
        } else {
            guard errno != EEXIST else { throw PartialFile.exists(target) }
            // The file system has no hard links: an empty file keeps the name until it is replaced.
            let file = PartialFile.create(target)
            guard file >= 0 else {
                if errno == EEXIST { throw PartialFile.exists(target) }
                throw LedgerError(.cannotOpen, "\(target) cannot be made: \(String(cString: strerror(errno))).")
            }
            close(file)
            guard rename(path, target) == 0 else {
                let code = errno
                unlink(target)
                throw LedgerError(.cannotOpen, "\(target) cannot be made: \(String(cString: strerror(code))).")
            }
        }
        isDone = true
        try PartialFile.flush(LedgerPath.folder(of: target))
    }

    /// Puts the file in the place of another one, in one step.
    func replace(_ other: String) throws(LedgerError) {
        guard rename(path, other) == 0 else {
            throw LedgerError(.inputOutput, "\(other) cannot be replaced: \(String(cString: strerror(errno))).")
        }
        isDone = true
        try PartialFile.flush(LedgerPath.folder(of: other))
    }

    /// Brings the file to disk.
    func flush() throws(LedgerError) { try PartialFile.flush(path) }

    /// What else there can be of a file while it is written: what is to be removed where its writer is ended by a signal.
    static func names(_ path: String) -> [String] { ["", "-journal", "-wal", "-shm"].map { path + $0 } }

    static func exists(_ target: String) -> LedgerError {
        LedgerError(
            .cannotOpen,
            "\(target) exists already, and nothing is overwritten.",
            hint: "Name a file that does not exist, one with the date in its name for instance."
        )
    }

    private static func create(_ path: String) -> Int32 { open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600) }

    private static func remove(_ path: String) { for name in names(path) { unlink(name) } }

    /// Whether nobody writes the file any more: a lock ends with the process that has it, however it ends.
    private static func isAbandoned(_ path: String) -> Bool {
        let file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return false }
        defer { close(file) }
        return ByteLock.take(file, ByteLock.ours)
    }

    private static func flush(_ path: String) throws(LedgerError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        // Some file systems cannot do it for a folder, and say so by EINVAL (fsync(2)).
        guard file >= 0, fsync(file) == 0 || errno == EINVAL else {
            throw LedgerError(
                .inputOutput,
                "\(path) could not be brought to disk: \(String(cString: strerror(errno)))."
            )
        }
    }
}

/// Locks on bytes of a file that end with the process that has them, and that other descriptors of the same process
/// respect too (fcntl(2), open file description locks). Taken without waiting.
enum ByteLock {
    struct Range {
        let start: off_t
        let count: off_t
    }

    // F_OFD_GETLK and F_OFD_SETLK of <fcntl.h>, which Swift does not see.
    private static let getLock: Int32 = 36
    private static let setLock: Int32 = 37

    /// Bytes behind any file, which SQLite does not use.
    static let ours = Range(start: 1 << 62, count: 1)
    /// All that SQLite locks of a database file (https://www.sqlite.org/lockingv3.html): every connection that is open on a
    /// ledger in WAL mode has a part of it, and every one that reads or writes in any mode.
    static let database = Range(start: 0x4000_0000, count: 512)
    /// What every connection with a log has locked in the shared memory beside the file (https://www.sqlite.org/walformat.html, 2.3).
    static let sharedMemory = Range(start: 120, count: 9)

    /// - Returns: whether nobody else has any of the bytes.
    static func take(_ file: Int32, _ range: Range) -> Bool {
        var lock = wish(range)
        return fcntl(file, setLock, &lock) == 0
    }

    /// A process that has some of the bytes; 0 where it cannot be said which; nil where there is none.
    static func holder(_ file: Int32, _ range: Range) -> pid_t? {
        var lock = wish(range)
        guard fcntl(file, getLock, &lock) == 0, lock.l_type != F_UNLCK else { return nil }
        return max(lock.l_pid, 0)
    }

    private static func wish(_ range: Range) -> flock {
        flock(
            l_type: Int16(F_WRLCK),
            l_whence: Int16(SEEK_SET),
            l_start: range.start,
            l_len: range.count,
            l_pid: 0
        )
    }
}
