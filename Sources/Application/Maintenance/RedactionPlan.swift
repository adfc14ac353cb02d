import JSON
import Ledger
import Terminations
public import Threads
import Worker

/// Takes notes out of everything that a ledger holds, page by page, and empties the log that still held them.
///
/// Guarantees:
/// - Each page is one transaction with its entries in the audit trail: killed at any moment, the same action does the rest.
/// - Another process that records at the same time is waited for, and gets the write lock after each page.
public struct RedactNotes: Sendable {
    public let filter: NoteFilter

    public init(_ filter: NoteFilter) { self.filter = filter }
}

extension Application {
    /// What would be redacted.
    ///
    /// - Parameter progress: how many rows were looked at, of how many.
    /// - Throws: ``ApplicationError`` with `interrupted`.
    public func plan(
        _ action: RedactNotes,
        stop: StopRequest = StopRequest(),
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> RedactionPlan {
        let size = try ledger.redactionSize(matching: action.filter)
        var notes = RedactedNotes()
        var place = RedactionPlace()
        while !place.isAtEnd, !stop.isStopped {
            let step = try ledger.redactNotes(
                matching: action.filter,
                after: place,
                isRehearsal: true,
                by: .worker,
                reason: "",
                at: .now
            )
            place = step.place
            notes = notes + step.notes
            progress(place.seen, size)
        }
        if stop.isStopped {
            throw ApplicationError(
                .interrupted,
                "Interrupted. Nothing was changed.",
                "Onderbroken. Er is niets gewijzigd."
            )
        }
        return RedactionPlan(found: notes, filter: action.filter, size: size, ledger: ledger)
    }
}

/// What a redaction would take out.
public struct RedactionPlan {
    public let found: RedactedNotes
    fileprivate let filter: NoteFilter
    /// Rows to look at.
    fileprivate let size: Int
    fileprivate let ledger: Ledger

    /// Takes the notes out. Does its work also where none is left: a run that was killed has left the log as it was.
    ///
    /// Blocks the calling thread.
    ///
    /// - Parameters:
    ///   - progress: how many rows were looked at, of how many.
    ///   - onWaiting: called while another program reads the log, so that it cannot be emptied yet.
    public func execute(
        by actor: Actor,
        because reason: String,
        stop: StopRequest = StopRequest(),
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
        onWaiting: () -> Void = {}
    ) throws(LedgerError) -> Redaction {
        var notes = RedactedNotes()
        var removed = RemovedTexts()
        var place = RedactionPlace()
        while !place.isAtEnd {
            if stop.isStopped { return Redaction(ending: .stopped, notes: notes, removed: removed) }
            let step = try yieldingWriteLock { () throws(LedgerError) in
                try ledger.redactNotes(matching: filter, after: place, by: actor, reason: reason, at: .now)
            }
            place = step.place
            notes = notes + step.notes
            for text in step.removed { removed.add(text) }
            progress(place.seen, size)
        }
        return Redaction(ending: try emptyLog(stop, onWaiting), notes: notes, removed: removed)
    }

    private func emptyLog(_ stop: StopRequest, _ onWaiting: () -> Void) throws(LedgerError) -> Redaction.Ending {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !ledger.file.emptyLog() {
            onWaiting()
            if stop.isStopped { return .stopped }
            if ContinuousClock.now > deadline { return .logIsRead }
        }
        return .finished
    }
}

/// What a redaction took out of the rows. The files are searched for it once the ledger is closed.
public struct Redaction: Sendable {
    public enum Ending: Sendable, Equatable {
        /// Every note is out, and the log is empty.
        case finished
        /// A stop was requested; the same action does the rest.
        case stopped
        /// Every note is out of the rows, but another program reads the log, which may still hold them.
        case logIsRead
    }

    public let ending: Ending
    public let notes: RedactedNotes
    /// Never printed, never logged.
    public let removed: RemovedTexts

    /// Searches the files of the ledger for what was taken out.
    ///
    /// - Parameter progress: how many bytes were searched, of how many.
    /// - Throws: ``LedgerError``, with `stillOpen` while this process has the ledger open.
    public func searchFiles(
        of path: String,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(LedgerError) -> RedactionOutcome {
        let residue = try LedgerFile.scanForResidue(of: removed, in: path, onProgress: progress)
        return RedactionOutcome(redaction: self, residue: residue)
    }
}

/// What a redaction did, without the redacted texts.
public struct RedactionOutcome: Sendable {
    public let redaction: Redaction
    public let residue: Residue

    /// One JSON object.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        redaction.notes.writeMembers(to: &json, isDryRun: false)
        json.name("logEmptied")
        json.bool(redaction.ending == .finished)
        json.name("textsSearched")
        json.integer(redaction.removed.count)
        json.name("textsTooShort")
        json.integer(redaction.removed.shortCount)
        json.name("inOtherRows")
        json.integer(residue.inOtherRows)
        json.name("otherPlaces")
        json.beginArray()
        for place in residue.places {
            json.beginObject()
            json.name("table")
            json.string(place.table)
            json.name("column")
            json.string(place.column)
            json.name("rows")
            json.integer(place.rows)
            json.endObject()
        }
        json.endArray()
        json.name("leftOver")
        json.integer(residue.leftOver)
        json.endObject()
    }
}

extension RedactionPlan {
    /// One JSON object: the answer of a dry run.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        found.writeMembers(to: &json, isDryRun: true)
        json.endObject()
    }
}

extension RedactedNotes {
    fileprivate func writeMembers(to json: inout JSONWriter, isDryRun: Bool) {
        json.name("dryRun")
        json.bool(isDryRun)
        json.name("terminations")
        json.integer(terminations)
        json.name("deadLetters")
        json.integer(deadLetters)
        json.name("places")
        json.integer(places)
    }
}
