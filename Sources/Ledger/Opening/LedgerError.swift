import Glibc
import GRDB

/// Why an operation on the ledger did not succeed.
///
/// Guarantees: the text never holds a value of a row, so neither notes nor secrets reach a log through it.
public struct LedgerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as far as a caller can act on it.
    public enum Code: String, Sendable, CaseIterable {
        /// Another process holds the write lock (`SQLITE_BUSY`, `SQLITE_LOCKED`).
        case locked
        /// No room on the disk, or the file has reached its size limit (`SQLITE_FULL`).
        case diskFull
        /// The file or its directory cannot be written (`SQLITE_READONLY`, `SQLITE_PERM`).
        case readOnly
        /// The operating system failed to read or write (`SQLITE_IOERR`).
        case inputOutput
        /// The file cannot be opened (`SQLITE_CANTOPEN`).
        case cannotOpen
        /// The file is no SQLite database, or is damaged (`SQLITE_NOTADB`, `SQLITE_CORRUPT`).
        case damaged
        /// The file is no longer the one that was opened: removed, moved, replaced, or reached by a second name.
        case replaced
        /// The file belongs to another program, or to a newer Terminus.
        case foreign
        /// No settings were ever applied.
        case noSettings
        /// Somebody else has applied settings meanwhile.
        case settingsChanged
        /// Another process goes on with the same republication.
        case runTaken
        /// Settings leave out a reason that recorded terminations have.
        case reasonInUse
        /// Messages would be removed that the settings still allow to be replayed or corrected.
        case retentionTooShort
        /// Events would be published again that the relay has not published yet.
        case notPublished
        /// The step is not the one that its plan or its run was begun with.
        case notPlanned
        /// This process has the ledger open, so its files must not be read directly.
        case stillOpen
        /// A constraint of the schema refused a row: a defect of Terminus, never of a message.
        case constraint
        /// Anything else that SQLite or GRDB reports.
        case other
    }

    public let code: Code
    /// The extended SQLite result code, 0 where the error is not SQLite's.
    public let rawCode: Int32
    public let description: String
    /// What the person who reads this can do, if anything.
    public let hint: String?

    public init(_ code: Code, rawCode: Int32 = 0, _ description: String, hint: String? = nil) {
        self.code = code
        self.rawCode = rawCode
        self.description = description
        self.hint = hint
    }

    /// Whether the same operation can succeed later without a change to the program or to its input.
    public var isRetriable: Bool {
        switch code {
        case .locked, .diskFull, .readOnly, .inputOutput, .cannotOpen: true
        case .damaged, .replaced, .foreign, .noSettings, .settingsChanged, .runTaken, .reasonInUse, .retentionTooShort,
            .notPublished, .notPlanned, .stillOpen, .constraint, .other:
            false
        }
    }

    /// Whether nothing may be recorded any more until somebody has put a whole file in the ledger's place: going on would
    /// write to a file that is gone, or spread the damage. A single row that says what it may not is not meant.
    public var needsRestore: Bool { code == .replaced || code == .damaged && rawCode != 0 }
}

extension LedgerError {
    /// Translates what GRDB throws. GRDB's own description is not used: it may hold statement arguments.
    init(_ error: any Error) {
        if let error = error as? LedgerError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.other, "The ledger failed: \(type(of: error)).")
            return
        }
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
                hint:
                    "Find out what is left with terminus ledger check, then restore a backup: terminus ledger restore FILE. "
                    + "Or point TERMINUS_LEDGER_PATH at the right file."
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

/// Runs ledger work and lets nothing but a ``LedgerError`` out.
func reportingLedgerErrors<Result>(_ work: () throws -> Result) throws(LedgerError) -> Result {
    do { return try work() } catch { throw LedgerError(error) }
}
