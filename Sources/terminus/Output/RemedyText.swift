import Application

extension Remedy {
    /// The advice as a command.
    var hint: String {
        switch self {
        // Dead letters
        case .resumeReplay(let number): "Go on with: terminus dead-letters replay --resume \(number)"

        // Settings
        case .applySettings: "Run: terminus settings apply FILE"
        case .listSettingsVersions: "See: terminus settings history"
        case .listReasons: "See: terminus reasons list"
        case .restoreReason(let code): "Undo it with: terminus reasons restore \(code.shellWord)"
        case .restoreReasonFirst(let code): "Undo first: terminus reasons restore \(code.shellWord)"
        case .restoreOrEditReason(let code):
            "Undo it with: terminus reasons restore \(code.shellWord); for another last day: terminus reasons edit "
                + "\(code.shellWord) --valid-through DATE"

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
        case .republishRestFrom(let position): "Begin anew with --from \(position) for what is left."
        case .chooseUnfinishedRepublication(let numbers):
            numbers.isEmpty
                ? "None is unfinished." : "Unfinished: \(numbers.map(String.init).joined(separator: ", "))"
        case .resumeRepublication(let number): "Go on with: terminus events republish --resume \(number)"
        case .resumeRepublicationLater(let number):
            "Go on with: terminus events republish --resume \(number), once the cause is gone."
        case .resumeRepublicationWithFailures(let number):
            "Go on with: terminus events republish --resume \(number), once the cause is gone. It begins with those."
        }
    }
}
