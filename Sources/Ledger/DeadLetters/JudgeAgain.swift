import Foundation
import Terminations

/// How the letters of a replay are judged.
struct ReplayTerms {
    let judge: Judge
    let limits: MessageLimits
    /// When dated rules are judged; nil for when the termination was made.
    let rulesAt: Instant?
    let author: AuditTrail.Author
    /// Only in a preview: what is judged is the message with the edit of its letter, by the letter's id.
    var edits: [String: DeadLetterEdit] = [:]
}

extension Batch {
    /// Judges a dead letter again and records what follows: by the judge, the history and the writing that arrivals
    /// go through.
    mutating func replay(_ stored: StoredMessage, _ terms: ReplayTerms) throws -> ReplayOutcome.Result {
        guard stored.state == .open else { return .notOpen(stored.state) }
        var message = stored.message
        switch terms.edits[stored.id] {
        case .patch(let patch)?:
            do throws(JSONPatchError) {
                message = try stored.patched(by: patch)
            } catch {
                return .unpatchable(error.description)
            }
        case .impossible(let why)?: return .unpatchable(why)
        case nil: break
        }
        let parsed = ParsedMessage(message, limits: terms.limits)
        let judged = try judgeToRecord(parsed, by: terms.judge, asOf: terms.rulesAt)
        switch judged.verdict {
        case .accepted(let fact):
            let recorded = try accept(fact, of: stored, message, judged)
            try resolve(stored, as: recorded, fact, by: terms.author, attempt: 1)
            _ = try followUp(judged, fact, by: terms.judge)
            return .accepted(
                terminationID: fact.message.terminationID,
                revision: fact.message.revision,
                sequence: recorded.sequence
            )
        case .stale(let staleness):
            let resolution = try resolve(stored, as: staleness, parsed, judged, by: terms.author, attempt: 1)
            return .alreadyRecorded(terminationID: resolution.terminationID, revision: resolution.revision)
        case .duplicate:
            let resolution = try recordedRevision(of: parsed, among: judged.found)
            try resolve(stored.deadLetter, by: terms.author, as: resolution, attempt: 1)
            return .alreadyRecorded(terminationID: resolution.terminationID, revision: resolution.revision)
        case .held:
            // It has waited before, or came when its termination was known: nobody knows it now.
            return try refuse(stored, .violations([Judge.unknownTermination(parsed)]), by: terms.author)
        case .rejected(let violations):
            let causes = stored.isRedacted ? violations.map(\.withoutRedactedNote) : violations
            return try refuse(stored, .violations(causes), by: terms.author)
        }
    }

    /// The revision that a duplicate is.
    func recordedRevision(of parsed: ParsedMessage, among found: FoundRows) throws -> DeadLetterResolution {
        if let revision = try transaction.revision(ofMessage: parsed.messageID, among: found.message) {
            return revision
        }
        throw LedgerError(.damaged, "The revision that a duplicate repeats is missing from the ledger.")
    }

    /// Keeps the letter open with what is wrong now. No event: its refusal was told when it came.
    mutating func refuse(
        _ stored: StoredMessage,
        _ cause: DeadLetterCause,
        by author: AuditTrail.Author
    ) throws -> ReplayOutcome.Result {
        try register(cause)
        let violations = Violation.text(cause.violations)
        try transaction.countAttempt(
            of: stored.deadLetter,
            cause: cause,
            settingsVersion: knownSettingsVersion
        )
        try note(.refused, of: stored.id, by: author, details: refusalDetails(violations, replay: author.replay))
        return .rejected(cause.violations, fingerprint: cause.fingerprint, attempts: stored.attempts + 1)
    }
}

extension Violation {
    /// Says of a note that a rule demands that there was one perhaps.
    fileprivate var withoutRedactedNote: Violation {
        guard code == .noteRequired else { return self }
        return Violation(
            code,
            at: pointer,
            "The note of this message was redacted, and the reason demands one.",
            expected: expected,
            suggestion: suggestion
        )
    }
}
