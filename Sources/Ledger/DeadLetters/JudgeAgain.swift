import Foundation
import JSON
import Terminations

/// How dead letters are judged again.
struct JudgingTerms {
    let judge: Judge
    let limits: MessageLimits
    /// The instant at which dated rules are judged; nil for when the termination occurred.
    let rulesAt: Instant?
    let author: AuditTrail.Author
    /// Whether all of it is rolled back.
    var isDryRun = false
    /// Only in a preview: the edits after which messages are judged, by the ids of their dead letters.
    var edits: [String: DeadLetterEdit] = [:]
}

extension Batch {
    /// Judges a dead letter again and records what follows, by the code that judges and records arrivals.
    mutating func replay(_ stored: StoredMessage, _ terms: JudgingTerms) throws -> ReplayOutcome.Result {
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
            // A message waits once. Its termination is still not recorded, or was removed since.
            return try refuse(stored, .violations([Judge.unknownTermination(parsed)]), by: terms)
        case .rejected(let violations):
            let causes = stored.isRedacted ? violations.map(\.withoutRedactedNote) : violations
            return try refuse(stored, .violations(causes), by: terms)
        }
    }

    /// In a dry run nothing is written: no other dead letter is judged otherwise because this one is refused.
    private mutating func refuse(
        _ stored: StoredMessage,
        _ cause: DeadLetterCause,
        by terms: JudgingTerms
    ) throws -> ReplayOutcome.Result {
        guard terms.isDryRun else { return try refuse(stored, cause, by: terms.author) }
        return .rejected(cause.violations, fingerprint: cause.fingerprint, attempts: stored.attempts + 1)
    }

    /// The revision that a duplicate is.
    func recordedRevision(of parsed: ParsedMessage, among found: FoundRows) throws -> DeadLetterResolution {
        if let revision = try transaction.revision(ofMessage: parsed.messageID, among: found.message) {
            return revision
        }
        throw LedgerError(.damaged, "The revision that a duplicate repeats is missing from the ledger.")
    }

    /// Keeps the dead letter open with what is wrong now. No event follows: the refusal was published on arrival.
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
    /// Adds to a missing note that the message may have had one before it was redacted.
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
