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
        /// Other settings were applied meanwhile.
        case settingsChanged
        /// Another process continues the same import or republication.
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
    /// What the person who reads this can do, where it is outside of Terminus, such as to free space on a disk.
    public let hint: String?
    /// What the person who reads this can do by Terminus, in place of ``hint``.
    public let remedy: LedgerRemedy?

    public init(
        _ code: Code,
        rawCode: Int32 = 0,
        _ description: String,
        hint: String? = nil,
        remedy: LedgerRemedy? = nil
    ) {
        self.code = code
        self.rawCode = rawCode
        self.description = description
        self.hint = hint
        self.remedy = remedy
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

    /// Whether nothing may be recorded until a backup is restored: recording would write to a file that is gone, or spread the
    /// damage. A single row with an invalid value does not need it.
    public var needsRestore: Bool { code == .replaced || code == .damaged && rawCode != 0 }
}

extension LedgerError {
    /// Translates an error of an engine, whose own description is not used: it may hold arguments of a statement.
    init(_ error: any Error) {
        if let error = error as? LedgerError {
            self = error
        } else if let error = error as? any EngineError {
            self = error.ledgerError
        } else {
            self.init(.other, "The ledger failed: \(type(of: error)).")
        }
    }
}

/// Runs work on the ledger, and translates every error to a ``LedgerError``.
func reportingLedgerErrors<Result>(_ work: () throws -> Result) throws(LedgerError) -> Result {
    do { return try work() } catch { throw LedgerError(error) }
}
