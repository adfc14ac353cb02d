import Ledger

extension Visit {
    /// What to do about an error of the ledger; nil where only another attempt helps.
    func advice(on error: LedgerError) -> String? { error.remedy.map { text(of: $0) } ?? error.hint }

    /// The remedy in the language of the page. Files are restored, migrated and named by commands.
    func text(of remedy: LedgerRemedy) -> String {
        switch remedy {
        case .applySettings, .applyValidSettings:
            t(
                "Apply valid settings: terminus settings apply FILE",
                "Pas geldige instellingen toe: terminus settings apply FILE"
            )
        case .reviewSettings, .reviewSettingsChanges:
            t(
                "Somebody else has changed the settings. Look at them and try again.",
                "Iemand anders heeft de instellingen gewijzigd. Bekijk ze en probeer het opnieuw."
            )
        case .keepOrRetireReason:
            t(
                "Settings must have every reason that was ever used. To end a reason, retire it.",
                "Instellingen moeten elke reden bevatten die ooit gebruikt is. Trek een reden in om haar te beëindigen."
            )
        case .nameOrCreateLedger, .makeFolderOrNameLedger, .nameLedgerOrNewFile:
            t(
                "Start the console with the ledger of the worker: --config or --ledger-path.",
                "Start de console met het grootboek van de worker: --config of --ledger-path."
            )
        case .migrate:
            t("Run: terminus ledger migrate", "Voer uit: terminus ledger migrate")
        case .allowReadingOrReadBackup, .copyElsewhereOrReadBackup:
            t(
                "Give the console's user access to the ledger and, while a worker has it open, to its -wal and -shm.",
                "Geef de gebruiker van de console toegang tot het grootboek en, zolang een worker het open heeft, tot -wal en -shm."
            )
        case .removeSecondName:
            t(
                "Stop what uses the ledger and remove the file's other name.",
                "Stop wat het grootboek gebruikt en verwijder de andere naam van het bestand."
            )
        case .returnFileOrRestore, .stopAndReturnFileOrRestore, .stopAndRestore, .restoreInsteadOfCopying, .restore:
            t(
                "Stop what uses the ledger, then restore a backup: terminus ledger restore FILE",
                "Stop wat het grootboek gebruikt en zet een back-up terug: terminus ledger restore FILE"
            )
        case .checkAndRestore, .nameBackupThatHolds:
            t(
                "Find out what is left: terminus ledger check. Then restore a backup: terminus ledger restore FILE",
                "Ga na wat er over is: terminus ledger check. Zet dan een back-up terug: terminus ledger restore FILE"
            )
        case .verifyAudit:
            t("Run: terminus dead-letters audit verify", "Voer uit: terminus dead-letters audit verify")
        case .leaveToRelay(let position):
            t(
                "Leave the events after position \(position) to the relay.",
                "Laat de events na positie \(position) aan de relay over."
            )
        case .keepMessages(let days):
            t("Keep messages at least \(days) days.", "Bewaar berichten ten minste \(days) dagen.")
        }
    }
}
