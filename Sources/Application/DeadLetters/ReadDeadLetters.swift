import JSON
import Foundation
public import Ledger
import Terminations

/// One dead letter with its bytes and its history.
public struct DeadLetterDetail: Sendable {
    public let deadLetter: DeadLetter
    public let content: DeadLetterContent
    public let history: [DeadLetterHistoryEntry]
    /// The outcome that a replay would have now; nil where it was not judged again.
    public private(set) var verdict: ReplayOutcome.Result?
    /// Why it could not be judged again, as a sentence; nil where it was, or where it need not be.
    public private(set) var verdictFailure: String?

    /// Whether only another judgement shows its violations, because it was edited since.
    public var needsVerdict: Bool { deadLetter.isEdited && deadLetter.state == .open }

    /// Judges it again where it needs a verdict. Without one, everything else is there all the same, and says why.
    ///
    /// - Parameter judge: see ``Application/verdict(on:)``.
    public mutating func addVerdict(_ judge: (DeadLetter) throws -> ReplayOutcome.Result?) {
        guard needsVerdict else { return }
        do {
            verdict = try judge(deadLetter)
        } catch let error as LedgerError {
            verdictFailure = error.description
        } catch let error as ApplicationError {
            verdictFailure = error.description
        } catch {
            verdictFailure = "The ledger cannot be opened for writing here, which a judgement needs."
        }
    }
}

/// An entry of the audit trail about one dead letter, with what an edit changed.
public struct DeadLetterHistoryEntry: Sendable {
    public let entry: AuditEntry
    /// From what to what an edit changed the body; nil where that is not known, or where nothing was edited.
    public let changes: [JSONDifference]?

    public func write(to line: inout JSONWriter) {
        guard let changes, let members = entry.json.object?.members else {
            line.value(entry.json)
            return
        }
        line.beginObject()
        for member in members {
            line.name(escaping: member.name)
            line.value(member.value)
        }
        line.name("changes")
        line.differences(changes)
        line.endObject()
    }
}

extension Application {
    /// The dead letters that a filter means, in an order.
    ///
    /// - Parameters:
    ///   - after: the id of the last one of the page before.
    ///   - limit: how many at most; a page costs the same wherever it begins.
    public func deadLetters(
        matching filter: DeadLetterFilter,
        order: DeadLetterOrder = .newest,
        after: String? = nil,
        limit: Int
    ) throws(LedgerError) -> [DeadLetter] {
        try ledger.deadLetters(matching: filter, order: order, after: after, limit: limit)
    }

    public func countDeadLetters(matching filter: DeadLetterFilter) throws(LedgerError) -> Int {
        try ledger.countDeadLetters(matching: filter)
    }

    /// What was done with the one dead letter of this name.
    ///
    /// - Throws: as ``deadLetter(named:)``.
    public func deadLetterHistory(
        named name: String
    ) throws -> (deadLetter: DeadLetter, entries: [DeadLetterHistoryEntry]) {
        let deadLetter = try deadLetter(named: name)
        return (deadLetter, try history(of: deadLetter.id))
    }

    private func history(of id: String) throws(LedgerError) -> [DeadLetterHistoryEntry] {
        let edits = try ledger.deadLetterEdits(of: id)
        return try ledger.history(of: id).map { DeadLetterHistoryEntry(entry: $0, changes: edits[$0.number]) }
    }

    /// The one dead letter of this name with everything that a person wants to see of it.
    ///
    /// - Throws: as ``deadLetter(named:)``.
    public func deadLetterDetail(named name: String) throws -> DeadLetterDetail {
        let deadLetter = try deadLetter(named: name)
        guard let content = try ledger.deadLetterContent(id: deadLetter.id) else {
            throw ApplicationError(
                .notFound,
                "There is no dead letter \(name).",
                "Er is geen dead letter \(name).",
                remedy: .listDeadLetters
            )
        }
        return DeadLetterDetail(
            deadLetter: deadLetter,
            content: content,
            history: try history(of: deadLetter.id)
        )
    }

    /// What a replay would make of a dead letter now. Nothing is changed. The ledger must be open for writing, because it is the replay
    /// itself, rolled back.
    public func verdict(on deadLetter: DeadLetter) throws(LedgerError) -> ReplayOutcome.Result? {
        try recorder.previewReplay([deadLetter.id], at: .now).outcomes.first?.result
    }

    /// Calls `take` with every dead letter that a selection means, with everything that is known of it, the oldest first.
    ///
    /// Page by page: what is held in memory does not grow, and no long read keeps the log from being emptied.
    ///
    /// - Parameter take: is handed the dead letter, and how many dead letters the selection means; false ends the export.
    public func exportDeadLetters(
        _ selection: DeadLetterSelection,
        _ take: (JSONValue, _ total: Int) throws -> Bool
    ) throws {
        let filter = try filter(of: selection)
        let total = try ledger.countDeadLetters(matching: filter)
        var last: String?
        while true {
            let page = try ledger.deadLetters(matching: filter, order: .oldest, after: last, limit: 500)
            guard let end = page.last else { return }
            for deadLetter in page {
                guard let value = try ledger.exportDeadLetter(id: deadLetter.id) else { continue }
                if try !take(value, total) { return }
            }
            last = end.id
        }
    }
}

extension DeadLetterDetail {
    public func write(to line: inout JSONWriter) {
        line.beginObject()
        deadLetter.writeMembers(to: &line)
        writeVerdict(to: &line)
        line.name("transport")
        line.value(content.transport)
        line.name("bodyBase64")
        line.string(Data(content.body).base64EncodedString())
        if let body = try? JSONValue(parsing: content.body, maxDepth: JSONValue.maxDepth) {
            line.name("body")
            line.value(body)
        }
        if let edited = content.mendedBody.flatMap({ try? JSONValue(parsing: $0, maxDepth: JSONValue.maxDepth) }) {
            line.name("mendedBody")
            line.value(edited)
        }
        line.name("history")
        line.beginArray()
        for entry in history { entry.write(to: &line) }
        line.endArray()
        line.endObject()
    }

    /// The member `now`: what would become of an edited dead letter; or `nowMissing`: why that is not known.
    private func writeVerdict(to line: inout JSONWriter) {
        if let verdictFailure {
            line.name("nowMissing")
            line.string(verdictFailure)
        }
        let found: (verdict: String, violations: [Violation])
        switch verdict {
        case .accepted?: found = ("accepted", [])
        case .alreadyRecorded?: found = ("alreadyRecorded", [])
        case .rejected(let violations, _, _)?: found = ("rejected", violations)
        case .notOpen?, .changedMeanwhile?, .unknown?, .unpatchable?, nil: return
        }
        line.name("now")
        line.beginObject()
        line.name("verdict")
        line.string(found.verdict)
        line.name("violations")
        line.violations(found.violations)
        line.endObject()
    }
}

extension DeadLetter {
    /// Writes a dead letter as lists have it.
    public func write(to line: inout JSONWriter) {
        line.beginObject()
        writeMembers(to: &line)
        line.endObject()
    }

    /// Writes the members by which programs know a dead letter, without the braces.
    public func writeMembers(to line: inout JSONWriter) {
        line.name("id")
        line.string(id)
        line.name("number")
        line.integer(number)
        line.name("state")
        line.string(state.rawValue)
        line.name("source")
        line.string(source.rawValue)
        line.name("messageId")
        line.stringOrNull(messageID)
        line.name("terminationId")
        line.stringOrNull(terminationID)
        line.name("contractId")
        line.stringOrNull(contractID)
        line.name("customerId")
        line.stringOrNull(customerID)
        line.name("fingerprint")
        line.string(fingerprint)
        line.name("violations")
        line.violations(violations)
        line.name("attempts")
        line.integer(attempts)
        line.name("occurrences")
        line.integer(occurrences)
        line.name("isMended")
        line.bool(isEdited)
        line.name("version")
        line.integer(version)
        line.name("settingsVersion")
        line.integerOrNull(settingsVersion)
        line.name("receivedAt")
        line.instant(receivedAt)
        line.name("lastSeenAt")
        line.instant(lastSeenAt)
        if let importRun {
            line.name("importRun")
            line.integer(importRun)
        }
        for (name, instant) in [("redactedAt", redactedAt), ("heldUntil", heldUntil), ("resolvedAt", resolvedAt)] {
            guard let instant else { continue }
            line.name(escaping: name)
            line.instant(instant)
        }
        if let resolution {
            line.name("resolution")
            line.beginObject()
            line.name("terminationId")
            line.string(resolution.terminationID)
            line.name("revision")
            line.integer(resolution.revision)
            line.name("messageId")
            line.string(resolution.messageID)
            line.endObject()
        }
        if let discardReason {
            line.name("discardReason")
            line.string(discardReason)
        }
    }
}
