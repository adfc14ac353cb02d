import Application
import Reports

/// What can be done about an error of an action: in words, by a page of the console, or by a command.
struct RemedyAdvice {
    var text: String?
    var link: PageProblem.Link?
    var command: String?
}

extension Visit {
    /// Links lead only where the person may go; a command is for who has a shell.
    func advice(on remedy: Remedy) -> RemedyAdvice {
        switch remedy {
        case .ledger(let remedy): RemedyAdvice(text: text(of: remedy))

        // Dead letters
        case .listDeadLetters, .nameOneDeadLetter:
            to("/dead-letters", t("To the dead letters", "Naar de dead letters"), .readDeadLetters)
        case .nameOneOrUsePattern:
            to(
                "/dead-letters",
                t("To the dead letters", "Naar de dead letters"),
                .readDeadLetters,
                t(
                    "Edit one dead letter, or change single places of all of them.",
                    "Bewerk één dead letter, of wijzig losse plaatsen van allemaal."
                )
            )
        case .giveReason: RemedyAdvice(text: t("Go back and say why.", "Ga terug en zeg waarom."))
        case .repeatForTheRest:
            RemedyAdvice(
                text: t("Do the same again for the rest.", "Doe hetzelfde nog eens voor de rest.")
            )
        case .simplifyPattern:
            RemedyAdvice(
                text: t(
                    "Write a simpler pattern, without repetitions within repetitions.",
                    "Schrijf een eenvoudiger patroon, zonder herhalingen binnen herhalingen."
                )
            )
        case .replayUnchanged:
            to("/replays/new", t("Replay dead letters", "Dead letters opnieuw aanbieden"), .replayDeadLetters)
        case .resumeReplay(let number): toReplay(number)
        case .mendThenResumeReplay(let number):
            toReplay(
                number,
                [("outcome", "refused")],
                t(
                    "Remove the cause of the refusals, and then resume the replay.",
                    "Neem de oorzaak van de weigeringen weg en hervat dan de herhaling."
                )
            )
        case .chooseUnfinishedReplay: to("/replays", t("To the replays", "Naar de herhalingen"), .readDeadLetters)
        case .correctTerminations(let number):
            toReplay(
                number,
                [],
                t(
                    "The events of a replay are published, so it cannot be undone. The sender corrects or withdraws the terminations.",
                    "De events van een herhaling zijn gepubliceerd, dus ze is niet ongedaan te maken. De afzender corrigeert de beëindigingen of trekt ze in."
                )
            )
        case .listActions: to("/actions", t("To the actions", "Naar de acties"), .readDeadLetters)
        case .undo(let number), .continueUndo(let number):
            to(
                "/actions/\(number)/undo",
                t("Undo action \(number)", "Actie \(number) ongedaan maken"),
                .readDeadLetters
            )
        case .showHistory(let id):
            to(
                "/dead-letters/" + Fields.encoded(id),
                t("What was done with the dead letter", "Wat er met de dead letter is gedaan"),
                .readDeadLetters
            )

        // Settings
        case .applySettings:
            RemedyAdvice(
                link: link("/draft", t("To your draft", "Naar je concept"), .draftSettings),
                command: "terminus settings apply FILE"
            )
        case .listSettingsVersions:
            to("/settings", t("To the versions of the settings", "Naar de versies van de instellingen"), .readSettings)
        case .listReasons: to("/reasons", t("To the reasons", "Naar de redenen"), .readSettings)
        case .restoreReason(let code), .restoreReasonFirst(let code), .restoreOrEditReason(let code):
            RemedyAdvice(
                link: link(
                    "/draft/reason",
                    t("Restore the reason \(code)", "De reden \(code) herstellen"),
                    .draftSettings,
                    [("code", code)]
                )
            )

        // The ledger's file
        case .nameFile, .nameNewFile: RemedyAdvice()
        case .checkLedgerAndKeepBackups: RemedyAdvice(command: "terminus ledger check")
        case .previewAgain:
            RemedyAdvice(text: t("Go back and make a new preview.", "Ga terug en maak een nieuw voorbeeld."))

        // Running a worker
        case .groupDeadLetters: to("/causes", t("To the causes", "Naar de oorzaken"), .readDeadLetters)
        case .listParkedEvents:
            RemedyAdvice(
                link: link("/worker", t("To the worker", "Naar de worker"), .readWorker),
                command: "terminus events list --parked"
            )
        case .freeSpaceOrPrune: RemedyAdvice(command: "terminus ledger prune --dry-run")
        case .startWorkerOrSetup, .runSetup, .declareTopology: RemedyAdvice(command: "terminus setup")
        case .correctVariable, .runOneWorker, .bindQueueFirst, .bindQueue, .readWorkerLogs, .grantPermissions,
            .grantWithOthers, .declareQueue:
            RemedyAdvice(command: "terminus doctor")

        // Reports
        case .namePeriod:
            to(
                "/report",
                t("To the report", "Naar het rapport"),
                .readReports,
                t(
                    "Name a period such as 2026, 2026-Q3, 2026-07 or last-month.",
                    "Noem een periode zoals 2026, 2026-Q3, 2026-07 of last-month."
                )
            )

        // Terminations
        case .askConfidentially:
            RemedyAdvice(
                text: t(
                    "It needs the permission \(Permission.readConfidentialReports.rawValue).",
                    "Het vraagt de bevoegdheid \(Permission.readConfidentialReports.rawValue)."
                )
            )
        case .searchDeadLetters:
            to(
                "/dead-letters",
                t("Look in the dead letters", "Zoek in de dead letters"),
                .readDeadLetters,
                t("The message may have been refused.", "Het bericht kan zijn geweigerd.")
            )

        // Events
        case .republishFrom(let position), .republishRestFrom(let position):
            RemedyAdvice(command: "terminus events republish --from \(position)")
        case .chooseUnfinishedRepublication: RemedyAdvice(command: "terminus events republish --help")
        case .resumeRepublication(let number), .resumeRepublicationLater(let number),
            .resumeRepublicationWithFailures(let number):
            RemedyAdvice(command: "terminus events republish --resume \(number)")
        }
    }

    private func to(_ path: String, _ title: String, _ permission: Permission, _ text: String? = nil) -> RemedyAdvice {
        RemedyAdvice(text: text, link: link(path, title, permission))
    }

    private func toReplay(_ number: Int64, _ query: [(String, String)] = [], _ text: String? = nil) -> RemedyAdvice {
        let title = t("To replay \(number)", "Naar herhaling \(number)")
        return RemedyAdvice(text: text, link: link("/replays/\(number)", title, .readDeadLetters, query))
    }

    private func link(
        _ path: String,
        _ title: String,
        _ permission: Permission,
        _ query: [(String, String)] = []
    ) -> PageProblem.Link? {
        may(permission) ? (title, url(path, query)) : nil
    }
}
