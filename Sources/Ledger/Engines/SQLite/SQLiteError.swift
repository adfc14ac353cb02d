import GRDB
import Glibc

extension DatabaseError: EngineError {
    var ledgerError: LedgerError { LedgerError(self) }
}

extension LedgerError {
    /// Translates an error of SQLite, without its text.
    fileprivate init(_ error: DatabaseError) {
        let raw = error.extendedResultCode.rawValue
        let detail = "SQLite result \(raw)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .locked,
                rawCode: raw,
                "Another process holds the ledger's write lock (\(detail)).",
                hint: "Wait for the other process to finish, or stop it."
            )
        case .SQLITE_FULL:
            self.init(
                .diskFull,
                rawCode: raw,
                "There is no room left for the ledger (\(detail)).",
                hint: "Free space on the ledger's disk."
            )
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                .readOnly,
                rawCode: raw,
                "The ledger cannot be written (\(detail)).",
                hint: "Give the user that runs Terminus write access to the file and its directory."
            )
        case .SQLITE_IOERR:
            self.init(
                .inputOutput,
                rawCode: raw,
                "The disk failed under the ledger (\(detail)).",
                hint: "Look at the disk and the system log."
            )
        case .SQLITE_CANTOPEN where LedgerError.lacksDescriptors:
            self.init(
                .cannotOpen,
                rawCode: raw,
                "The ledger cannot be opened: this process has as many files open as it may (\(detail)).",
                hint: "Raise its limit of open files: LimitNOFILE= under systemd, ulimit -n in a shell."
            )
        case .SQLITE_CANTOPEN:
            self.init(
                .cannotOpen,
                rawCode: raw,
                "The ledger cannot be opened (\(detail)).",
                hint: "Check that the directory exists and that the user that runs Terminus may write there."
            )
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .damaged,
                rawCode: raw,
                "The file is damaged or is no SQLite database (\(detail)).",
                remedy: .checkAndRestore
            )
        case .SQLITE_CONSTRAINT:
            self.init(.constraint, rawCode: raw, "The ledger's schema refused a row (\(detail)).")
        default:
            self.init(.other, rawCode: raw, "The ledger failed (\(detail)).")
        }
    }
}

extension LedgerError {
    /// Whether no more files can be opened than SQLite needs for a ledger: file, log, shared memory, folder. SQLite says only
    /// that it cannot open one of them.
    private static var lacksDescriptors: Bool {
        let descriptors = (0..<4).map { _ in open("/dev/null", O_RDONLY | O_CLOEXEC) }
        defer { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }
        return descriptors.contains { $0 < 0 }
    }
}
