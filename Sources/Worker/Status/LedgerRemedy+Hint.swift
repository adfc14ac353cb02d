public import Ledger

extension LedgerError {
    /// What the person who reads the error can do, if anything: the remedy as a command, or the error's own advice.
    public var operatorHint: String? { remedy?.hint ?? hint }
}

extension LedgerRemedy {
    /// The remedy as commands and options, for the worker's log and for the command line.
    public var hint: String {
        switch self {
        case .applySettings: "Run: terminus settings apply FILE"
        case .applyValidSettings: "Apply valid settings again: terminus settings apply FILE"
        case .reviewSettings:
            "Somebody else has applied settings. Look at them (terminus settings show), and try again."
        case .reviewSettingsChanges(let version):
            "Somebody else has changed them. Look at the difference (terminus settings diff \(version)), and try again."
        case .keepOrRetireReason(let code):
            "Is this half of a file? It must have every reason that was ever used (terminus settings export). "
                + "To end a reason, keep it in the file with a validThrough, or give: terminus reasons retire "
                + (code ?? "CODE")
        case .nameOrCreateLedger:
            "Name the ledger with --config or --ledger-path. To make a new one: terminus settings apply FILE --create"
        case .makeFolderOrNameLedger: "Make the folder, or name the ledger with --ledger-path."
        case .nameLedgerOrNewFile:
            "Point TERMINUS_LEDGER_PATH at the ledger, or at a file that does not exist yet."
        case .migrate: "Run: terminus ledger migrate"
        case .allowReadingOrReadBackup:
            "Give the user who reads read access to the ledger and, while a worker has it open, to its -wal and "
                + "-shm: they take over its mode and group. Or let them read a backup: terminus ledger backup FILE"
        case .copyElsewhereOrReadBackup:
            "Copy it to a folder that may be written, or read a backup instead: terminus ledger backup FILE"
        case .removeSecondName:
            "Stop what uses the ledger and remove the other name (find / -xdev -samefile FILE). To have a copy: "
                + "terminus ledger backup FILE"
        case .returnFileOrRestore:
            "Put the file back that belongs to the log, or a backup: terminus ledger restore FILE"
        case .stopAndReturnFileOrRestore:
            "Nothing more is recorded or acknowledged: messages wait in the queue. Stop what uses the ledger, then "
                + "put the file back with its log, or a backup: terminus ledger restore FILE"
        case .stopAndRestore:
            "Nothing more is recorded or acknowledged: messages wait in the queue. Stop what uses the ledger, then "
                + "restore a backup: terminus ledger restore FILE"
        case .restoreInsteadOfCopying:
            "Let it be put there with: terminus ledger restore FILE. Or move the -wal and -shm files away by hand."
        case .checkAndRestore:
            "Find out what is left with terminus ledger check, then restore a backup: terminus ledger restore FILE. "
                + "Or point TERMINUS_LEDGER_PATH at the right file."
        case .restore: "Restore a backup: terminus ledger restore FILE. See: terminus ledger check"
        case .nameBackupThatHolds:
            "Name a backup that passes the check: terminus ledger check --ledger-path FILE"
        case .verifyAudit: "Run: terminus dead-letters audit verify"
        case .leaveToRelay(let position): "Leave them to the relay: --to \(position)"
        case .keepMessages(let days): "Keep them longer: --keep-messages \(days)d"
        }
    }
}
