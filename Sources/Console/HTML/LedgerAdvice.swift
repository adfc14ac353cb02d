import Ledger
import Reports

extension Visit {
    /// What to do about an error of the ledger; nil where only another attempt helps.
    func advice(on error: LedgerError) -> PageSentence? {
        if let remedy = error.remedy { return PageSentence(text: text(of: remedy)) }
        return error.hint.map {
            t.sentence(
                $0,
                among: KnownSentences.hints,
                otherwise: "Wat te doen is, is alleen in het Engels beschreven."
            )
        }
    }

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

extension LedgerError {
    /// Why it did not succeed, in the language of the page.
    func sentence(_ t: Language) -> PageSentence {
        t.sentence(description, among: KnownSentences.ledger, otherwise: code.dutch)
    }
}

extension LedgerError.Code {
    fileprivate var dutch: String {
        switch self {
        case .locked: "Een ander proces houdt het grootboek bezet."
        case .diskFull: "Er is geen ruimte meer voor het grootboek."
        case .readOnly: "Het grootboek is niet te schrijven."
        case .inputOutput: "Lezen of schrijven op de schijf is mislukt."
        case .cannotOpen: "Het bestand is niet te openen."
        case .damaged: "Het grootboek is beschadigd, of deze versie van Terminus kan een waarde erin niet lezen."
        case .replaced: "Het bestand van het grootboek is niet meer het bestand dat is geopend."
        case .foreign: "Het bestand is geen grootboek dat deze versie van Terminus kan gebruiken."
        case .noSettings: "Er zijn nooit instellingen toegepast."
        case .settingsChanged: "De instellingen zijn intussen gewijzigd."
        case .runTaken: "Een ander proces is hier al mee bezig."
        case .reasonInUse: "Vastgelegde beëindigingen hebben een reden die zou verdwijnen."
        case .retentionTooShort: "Berichten zouden korter worden bewaard dan de instellingen toelaten."
        case .notPublished: "Deze events zijn nog niet gepubliceerd."
        case .notPlanned: "Dit is niet wat er is voorbereid."
        case .stillOpen: "Dit proces heeft het grootboek zelf nog open."
        case .constraint: "Het grootboek weigerde een rij; dat is een fout in Terminus."
        case .other: "Het grootboek faalde."
        }
    }
}
