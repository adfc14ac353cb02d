public import Ledger
import Terminations
public import Threads

/// Takes notes out of a ledger, page by page, and empties the log that still held them.
///
/// Guarantees:
/// - Each page is one transaction with its entries in the audit trail: killed at any moment, the rest is done by beginning
///   again.
/// - Another process that records at the same time is waited for, and gets as much time as this takes.
///
/// Blocks the calling thread, and belongs to it.
public struct RedactionJob {
    public enum Ending: Sendable, Equatable {
        /// Every note is out, and the log is empty.
        case finished
        /// A stop was asked for; begun again, it goes on.
        case stopped
        /// Every note is out of the rows, but somebody reads the log, which may still hold them.
        case logIsRead
    }

    private let ledger: Ledger
    private let stop: StopRequest

    public init(ledger: Ledger, stop: StopRequest = StopRequest()) {
        self.ledger = ledger
        self.stop = stop
    }

    /// What would be redacted.
    public func preview(
        _ filter: NoteFilter,
        onProgress: (Int) -> Void = { _ in }
    ) throws(LedgerError) -> RedactedNotes {
        var notes = RedactedNotes()
        var place = RedactionPlace()
        while !place.isAtEnd, !stop.isStopped {
            let step = try ledger.redactNotes(
                matching: filter,
                after: place,
                isRehearsal: true,
                by: .worker,
                reason: "",
                at: .now
            )
            place = step.place
            notes = notes + step.notes
            onProgress(place.seen)
        }
        return notes
    }

    /// - Parameters:
    ///   - onProgress: how many rows were looked at.
    ///   - onWaiting: called when somebody reads the log, so that it cannot be emptied yet.
    public func go(
        _ filter: NoteFilter,
        by actor: Actor,
        reason: String,
        onProgress: (Int) -> Void = { _ in },
        onWaiting: () -> Void = {}
    ) throws(LedgerError) -> (ending: Ending, notes: RedactedNotes, removed: RemovedTexts) {
        var notes = RedactedNotes()
        var removed = RemovedTexts()
        var place = RedactionPlace()
        while !place.isAtEnd {
            if stop.isStopped { return (.stopped, notes, removed) }
            let began = ContinuousClock.now
            let step = try patiently { () throws(LedgerError) in
                try ledger.redactNotes(matching: filter, after: place, by: actor, reason: reason, at: .now)
            }
            place = step.place
            notes = notes + step.notes
            for text in step.removed { removed.add(text) }
            onProgress(place.seen)
            if step.notes.places > 0 { stop.wait(for: ContinuousClock.now - began) }
        }
        return (try emptyLog(onWaiting), notes, removed)
    }

    private func emptyLog(_ onWaiting: () -> Void) throws(LedgerError) -> Ending {
        let deadline = ContinuousClock.now + .seconds(60)
        while try !ledger.file.emptyLog() {
            onWaiting()
            if stop.isStopped { return .stopped }
            if ContinuousClock.now > deadline { return .logIsRead }
        }
        return .finished
    }
}
