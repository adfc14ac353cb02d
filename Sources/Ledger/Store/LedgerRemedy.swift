/// What a person can do about an error of the ledger, where it is an action of Terminus or of its configuration.
///
/// The interface words it: the command line and the worker's log as a command, the console as a link.
public enum LedgerRemedy: Sendable, Equatable {
    // Settings
    /// Applies the first settings.
    case applySettings
    /// Applies settings that this version can read.
    case applyValidSettings
    /// Looks at the settings that somebody else has applied, and tries again.
    case reviewSettings
    /// Looks at what somebody else has changed since this version, and tries again.
    case reviewSettingsChanges(since: Int)
    /// Keeps this reason in the settings, or retires it; nil where there are several.
    case keepOrRetireReason(code: String?)

    // The file
    /// Names the ledger, or makes a new one by applying settings.
    case nameOrCreateLedger
    /// Makes the folder, or names the ledger.
    case makeFolderOrNameLedger
    /// Names the ledger instead of another program's database.
    case nameLedgerOrNewFile
    /// Brings the tables up to date.
    case migrate
    /// Gives read access, or reads a backup.
    case allowReadingOrReadBackup
    /// Copies the file to a folder that may be written, or reads a backup.
    case copyElsewhereOrReadBackup
    /// Removes the file's second name; a backup is the way to a copy.
    case removeSecondName

    // Restoring
    /// Puts the file back that belongs to the log, or restores a backup.
    case returnFileOrRestore
    /// Stops what uses the ledger, and puts the file back with its log or restores a backup.
    case stopAndReturnFileOrRestore
    /// Stops what uses the ledger, and restores a backup.
    case stopAndRestore
    /// Restores the file by the command, or moves the other ledger's log away.
    case restoreInsteadOfCopying
    /// Checks what is left, and restores a backup.
    case checkAndRestore
    /// Restores a backup.
    case restore
    /// Names a backup that holds.
    case nameBackupThatHolds
    /// Verifies the audit trail.
    case verifyAudit

    // Long work
    /// Republishes only up to this position: the relay publishes the rest.
    case leaveToRelay(after: Int64)
    /// Keeps messages at least this long.
    case keepMessages(days: Int)
}
