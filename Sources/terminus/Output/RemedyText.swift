import Application
import Ledger
import Worker

extension Remedy {
    /// The advice as a command.
    var hint: String {
        switch self {
        case .ledger(let remedy): remedy.hint

        // Dead letters
        case .listDeadLetters: "See: terminus dead-letters list"
        case .nameOneDeadLetter:
            "Give the number of one, its message's id, or more of its id: see terminus dead-letters list"
        case .nameOneOrUsePattern: "Name one, or change them by a pattern: --set-each"
        case .giveReason: "Say why with --reason TEXT."
        case .repeatForTheRest: "Give the same command again for the rest."
        case .simplifyPattern:
            "Write a simpler pattern: repetitions within repetitions, such as (a+)+, may take for ever."
        case .replayUnchanged: "To judge dead letters as they are: terminus dead-letters replay"
        case .resumeReplay(let number): "To continue: terminus dead-letters replay --resume \(number)"
        case .mendThenResumeReplay(let number):
            "Mend the cause, then: terminus dead-letters replay --resume \(number)"
        case .chooseUnfinishedReplay(let numbers):
            numbers.isEmpty ? "None is unfinished." : "Unfinished: \(numbers.map(String.init).joined(separator: ", "))"
        case .correctTerminations(let replay):
            "Replay \(replay) cannot be undone, since its events are published: correct or withdraw the termination."
        case .listActions(let latest?): "The last one is \(latest). See: terminus dead-letters actions"
        case .listActions(nil): "There are no actions yet: nothing was mended, discarded or restored."
        case .undo(let action): "To do it again: terminus dead-letters undo \(action)"
        case .continueUndo(let action): "To continue: terminus dead-letters undo \(action)"
        case .showHistory(let id): "See: terminus dead-letters history \(id)"

        // Settings
        case .applySettings: LedgerRemedy.applySettings.hint
        case .listSettingsVersions: "See: terminus settings history"
        case .listReasons: "See: terminus reasons list"
        case .restoreReason(let code): "Undo it with: terminus reasons restore \(code.shellWord)"
        case .restoreReasonFirst(let code): "Undo first: terminus reasons restore \(code.shellWord)"
        case .restoreOrEditReason(let code):
            "Undo it with: terminus reasons restore \(code.shellWord); for another last day: terminus reasons edit "
                + "\(code.shellWord) --valid-through DATE"

        // The ledger's file
        case .nameFile(let folder): "Name a file in it: \(folder)/ledger-DATE.sqlite"
        case .nameNewFile: "Name a file that does not exist, one with the date in its name for instance."
        case .checkLedgerAndKeepBackups: "Run: terminus ledger check. Keep the backups that there are."
        case .previewAgain: "Give the same command again: it shows what would happen now."

        // Running a worker
        case .correctVariable: "Is it misspelt?"
        case .freeSpaceOrPrune: "Free space there, or remove what is old: terminus ledger prune --dry-run"
        case .runOneWorker: "Stop all but one. Subscribers drop an event whose id they have."
        case .groupDeadLetters: "See: terminus dead-letters groups"
        case .listParkedEvents: "See: terminus events list --parked"
        case .bindQueueFirst(let exchange):
            "Bind billing's queue to \(exchange) with contract.# before the first termination."
        case .bindQueue(let exchange, let type):
            "No queue takes this type. Bind billing's to \(exchange) with contract.#, or with \(type) too."
        case .readWorkerLogs: "The logs of the time say why the worker ended. See docs/operations.md."
        case .startWorkerOrSetup: "The worker declares it when it starts, or run: terminus setup"
        case .runSetup: "Run: terminus setup"
        case .grantPermissions(let names): names.grant
        case .grantWithOthers: "Give it together with the others."

        // Reports
        case .namePeriod:
            "Such as 2026, 2026-Q3, 2026-07, 2026-W31, 2026-07-15, last-month, this-quarter, month-to-date, "
                + "last-30-days; or --from 2026-07-01 --through 2026-07-15."

        // Terminations
        case .askConfidentially: "Add --confidential if you may know it."
        case .searchDeadLetters(let text):
            "What was refused or waits: terminus dead-letters list --text \(Table.printable(text))"

        // Events
        case .declareQueue: "Declare it first; it need not be bound yet."
        case .declareTopology:
            "Run: terminus setup (or start the worker, which declares it), or correct the prefix."
        case .republishFrom(let position): "It begins at \(position): --from \(position)"
        case .republishRestFrom(let position): "Start again with --from \(position) for the rest."
        case .chooseUnfinishedRepublication(let numbers):
            numbers.isEmpty
                ? "None is unfinished." : "Unfinished: \(numbers.map(String.init).joined(separator: ", "))"
        case .resumeRepublication(let number): "To continue: terminus events republish --resume \(number)"
        case .resumeRepublicationLater(let number):
            "To continue: terminus events republish --resume \(number) after the cause is removed."
        case .resumeRepublicationWithFailures(let number):
            "To continue: terminus events republish --resume \(number) after the cause is removed. It starts with the skipped ones."
        }
    }
}

extension TopologyNames {
    /// The command that gives a user all permissions that a worker needs.
    fileprivate var grant: String {
        func pattern(_ names: [String], and other: String = "") -> String {
            "'^(\(names.map { $0.replacing(".", with: "\\.") }.joined(separator: "|"))\(other))$'"
        }
        let queues = [terminations, deadLetters]
        let all = queues + [poisonMessages, events]
        return "Give the user what a worker needs: rabbitmqctl set_permissions -p VHOST USER \(pattern(all)) "
            + "\(pattern(all, and: "|amq\\.default")) \(pattern(queues)). Where topic permissions are set, they must allow "
            + "the routing keys too."
    }
}
