import CSQLite
import Glibc

/// The paths of a ledger's files, and what is checked before SQLite opens them.
enum LedgerPath {
    /// The file that SQLite opens, beside which its log is: the target of symbolic links, whether it exists or not.
    static func resolved(_ path: String) -> String { resolved(path, linksLeft: 40) }

    private static func resolved(_ path: String, linksLeft: Int) -> String {
        if let found = realpath(path, nil) {
            defer { free(found) }
            return String(cString: found)
        }
        // The kernel follows at most 40 links, too (path_resolution(7)).
        guard linksLeft > 0, let target = targetOfLink(path) else { return path }
        let isAbsolute = target.hasPrefix("/")
        return resolved(isAbsolute ? target : "\(folder(of: path))/\(target)", linksLeft: linksLeft - 1)
    }

    /// nil where it is no symbolic link.
    private static func targetOfLink(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink(path, &buffer, buffer.count)
        return length > 0 ? String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    /// The folder of a file, without a trailing slash, except for `/` itself.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Bytes; 0 if there is no such file. There is no log while no process has the ledger open.
    static func size(_ path: String) -> Int64 {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int64(facts.st_size) : 0
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// Refuses a log that is not that of the file, before SQLite sees it: SQLite would write any log over the file, or remove
    /// the log if the file is empty.
    ///
    /// A ledger that was closed in order, and a backup, are in rollback mode; a ledger is in WAL mode as long as it has a log.
    /// So a file in rollback mode beside a log was put there from elsewhere.
    static func refuseForeignLog(beside path: String) throws(LedgerError) {
        let file = resolved(path)
        let log = file + "-wal"
        guard size(log) > 0 else { return }
        guard size(file) > 0 else {
            throw LedgerError(
                .damaged,
                "\(path) is missing or empty, but its log \(log) is there: it holds what was recorded last.",
                remedy: .returnFileOrRestore
            )
        }
        // Twice, since a process that closes the ledger in between removes the log first.
        guard isInRollbackMode(file), size(log) > 0, isInRollbackMode(file) else { return }
        throw LedgerError(
            .damaged,
            "\(path) was put in the place of another ledger, whose log \(log) is still there: together they are neither.",
            remedy: .restoreInsteadOfCopying
        )
    }

    /// Whether the header says that the file is written without a log (https://www.sqlite.org/fileformat.html, 1.3.3).
    private static func isInRollbackMode(_ file: String) -> Bool {
        var header = [UInt8](repeating: 0, count: Int(CSQLITE_HEADER_SIZE))
        // SQLite reports a file that cannot be read.
        guard csqlite_read_header(file, &header) == 0 else { return false }
        return saysRollbackMode(header)
    }

    static func saysRollbackMode(_ header: [UInt8]) -> Bool { header[18] == 1 && header[19] == 1 }

    /// Why the ledger cannot be written; nil if no obstacle is known.
    ///
    /// SQLite silently opens a file for reading that it cannot open for writing.
    static func obstacle(toWriting path: String) -> LedgerError? {
        let file = resolved(path)
        for place in exists(file) ? [file, folder(of: file)] : [folder(of: file)] {
            guard access(place, W_OK) != 0 else { continue }
            switch errno {
            case EROFS:
                return LedgerError(
                    .readOnly,
                    "\(path) cannot be opened for writing: its file system is read-only for this process.",
                    hint:
                        "Under systemd its folder must be in ReadWritePaths= (systemctl edit terminus); elsewhere mount "
                        + "the file system for writing."
                )
            case ENOENT, ENOTDIR:
                return LedgerError(
                    .cannotOpen,
                    "\(path) cannot be opened: there is no folder \(place).",
                    remedy: .makeFolderOrNameLedger
                )
            default:
                return LedgerError(
                    .readOnly,
                    "\(path) cannot be opened for writing.",
                    hint:
                        "Give the user that runs Terminus write access to the file and its directory, and start it again."
                )
            }
        }
        var facts = stat()
        guard stat(file, &facts) == 0, facts.st_nlink > 1 else { return nil }
        return .secondName
    }

    /// Why an existing ledger cannot be read.
    ///
    /// A ledger that was not closed in order, or is in use, is read with its log and its shared memory. Every reader must be
    /// able to open them, or to create them if they are missing (https://www.sqlite.org/wal.html, read-only databases).
    static func obstacle(toReading path: String, _ error: LedgerError) -> LedgerError {
        let file = resolved(path)
        for part in [file, file + "-wal", file + "-shm"] where exists(part) && access(part, R_OK) != 0 {
            return LedgerError(
                .cannotOpen,
                rawCode: error.rawCode,
                "\(part) cannot be read: \(String(cString: strerror(errno))).",
                remedy: .allowReadingOrReadBackup
            )
        }
        return LedgerError(
            .cannotOpen,
            rawCode: error.rawCode,
            "\(path) cannot be read here: it was copied, or left, as it was in use, without its -wal and -shm files, and they "
                + "cannot be made beside it (SQLite result \(error.rawCode)).",
            remedy: .copyElsewhereOrReadBackup
        )
    }

    /// Creates a missing file that only its owner may read; SQLite gives log and shared memory the same mode.
    static func createPrivately(_ path: String) throws(LedgerError) {
        guard !exists(path) else { return }
        // Not exclusively, so that a link to a file that is not there yet leads to one with this mode.
        let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw LedgerError(.cannotOpen, "\(path) cannot be made: \(String(cString: strerror(errno))).")
        }
        Glibc.close(file)
    }
}
