public import Ledger
public import Terminations
public import Worker

/// What a person can do about an error. The interface words it: the command line as a command, the console as a link.
public enum Remedy: Sendable, Equatable {
    /// The remedy of an error of the ledger.
    case ledger(LedgerRemedy)

    // Dead letters
    /// Finds the dead letter in the list.
    case listDeadLetters
    /// Names one dead letter by more of its id, its number, or the id of its message.
    case nameOneDeadLetter
    /// Names one dead letter, or changes them all by a pattern instead.
    case nameOneOrUsePattern
    /// Gives the reason of the change.
    case giveReason
    /// Does the same again for the dead letters that are left.
    case repeatForTheRest
    /// Writes a pattern that does not take so long.
    case simplifyPattern
    /// Judges the dead letters as they are, without an edit.
    case replayUnchanged
    /// Continues an interrupted replay.
    case resumeReplay(number: Int64)
    /// Removes the cause of the refusals, and then continues the replay.
    case mendThenResumeReplay(number: Int64)
    /// Continues one of these replays; empty where none is unfinished.
    case chooseUnfinishedReplay([Int64])
    /// Corrects or withdraws the terminations that came of a replay.
    case correctTerminations(replay: Int64)
    /// Looks at the actions, of which this is the latest; nil where there was none.
    case listActions(latest: Int64?)
    /// Undoes this action.
    case undo(action: Int64)
    /// Continues an interrupted undo of this action.
    case continueUndo(action: Int64)
    /// Looks at what was done with a dead letter.
    case showHistory(deadLetterID: String)

    // Settings
    /// Applies settings, the first ones perhaps.
    case applySettings
    /// Lists the versions of the settings.
    case listSettingsVersions
    /// Lists the reasons of the settings.
    case listReasons
    /// Restores a retired or merged reason.
    case restoreReason(code: String)
    /// Restores a reason before the change is made.
    case restoreReasonFirst(code: String)
    /// Restores a retired reason, or gives it another last day.
    case restoreOrEditReason(code: String)

    // The ledger's file
    /// Names a file in this folder.
    case nameFile(folder: String)
    /// Names a file that does not exist.
    case nameNewFile
    /// Checks the ledger, and keeps the earlier backups.
    case checkLedgerAndKeepBackups
    /// Previews the change again.
    case previewAgain

    // Running a worker
    /// Corrects the name of an environment variable.
    case correctVariable
    /// Frees space on the ledger's disk, or prunes the ledger.
    case freeSpaceOrPrune
    /// Stops all workers of a ledger but one.
    case runOneWorker
    /// Looks at the causes of the open dead letters.
    case groupDeadLetters
    /// Looks at the events that the broker did not take.
    case listParkedEvents
    /// Binds a queue to the exchange of the events before the first termination.
    case bindQueueFirst(exchange: String)
    /// Binds a queue for events of this type.
    case bindQueue(exchange: String, type: String)
    /// Looks at why the worker ended.
    case readWorkerLogs
    /// Starts the worker, which declares what is missing, or declares it by the setup.
    case startWorkerOrSetup
    /// Declares the exchanges and queues by the setup.
    case runSetup
    /// Grants the permissions that a worker with these exchanges and queues needs.
    case grantPermissions(TopologyNames)
    /// Grants the permission together with the others.
    case grantWithOthers

    // Reports
    /// Names a period that reports know, or its days.
    case namePeriod

    // Terminations
    /// Asks again as somebody who may know what is confidential.
    case askConfidentially
    /// Looks for the text in what was refused or waits.
    case searchDeadLetters(text: String)

    // Events
    /// Declares the queue; it need not be bound yet.
    case declareQueue
    /// Declares the exchanges and queues, or corrects their prefix.
    case declareTopology
    /// Begins with the first event that the log still has.
    case republishFrom(position: Int64)
    /// Starts another republication for the rest.
    case republishRestFrom(position: Int64)
    /// Continues one of these republications; empty where none is unfinished.
    case chooseUnfinishedRepublication([Int64])
    /// Continues an interrupted republication.
    case resumeRepublication(number: Int64)
    /// Continues it once the cause is gone.
    case resumeRepublicationLater(number: Int64)
    /// Continues it once the cause is gone, with the events that were not taken.
    case resumeRepublicationWithFailures(number: Int64)
}

/// Why an action was not carried out: a full sentence, and what can be done about it. The command line, the API and logs
/// show the English sentence, the console the one in the language of the page.
public struct ApplicationError: Error, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable {
        /// There is nothing of this name.
        case notFound
        /// The request cannot be carried out on what it names.
        case notAllowed
        /// What was given with the request cannot be used.
        case invalid
        /// There is nothing to do.
        case nothingToDo
        /// Somebody has changed it since it was read.
        case changedMeanwhile
        /// Somebody asked to stop; a part is done.
        case interrupted

        // Settings and the others
        /// No settings were ever applied.
        case noSettings
        /// The broker lacks what the action needs.
        case notConfigured
        /// The broker did not take everything.
        case incomplete
    }

    public let code: Code
    public let text: LocalizedText
    public let remedy: Remedy?

    public var description: String { text.en }

    public init(_ code: Code, _ en: String, _ nl: String, remedy: Remedy? = nil) {
        self.init(code, LocalizedText(en, nl), remedy: remedy)
    }

    public init(_ code: Code, _ text: LocalizedText, remedy: Remedy? = nil) {
        self.code = code
        self.text = text
        self.remedy = remedy
    }
}
