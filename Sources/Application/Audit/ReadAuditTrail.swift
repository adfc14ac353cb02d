import JSON
public import Ledger
import Terminations

extension Application {
    /// Calls `take` with what a filter of the audit trail means, the latest first; false ends the reading.
    ///
    /// - Parameters:
    ///   - before: only entries before this number.
    ///   - joins: whether what one action or one replay did is one step; where not, each entry is one.
    ///   - mostEntries: ends after so many entries, including those that the filter leaves out.
    /// - Returns: the number before which the reading continues; nil where it has reached the beginning of the trail.
    @discardableResult
    public func auditSteps(
        matching filter: AuditFilter,
        before number: Int64 = .max,
        joins: Bool = true,
        mostEntries: Int64 = .max,
        _ take: (AuditStep) throws -> Bool
    ) throws -> Int64? {
        try ledger.auditSteps(matching: filter, before: number, joins: joins, mostEntries: mostEntries, take)
    }

    /// A page of the audit trail, the latest first. Searches ``AuditStepPage/mostEntries`` at most, so that a page is made at once
    /// however long the trail is.
    ///
    /// - Parameter before: ``AuditStepPage/next`` of the page before.
    public func auditPage(
        matching filter: AuditFilter,
        before number: Int64 = .max,
        joins: Bool = true,
        limit: Int
    ) throws -> AuditStepPage {
        var steps: [AuditStep] = []
        let next = try auditSteps(
            matching: filter,
            before: number,
            joins: joins,
            mostEntries: AuditStepPage.mostEntries
        ) { step in
            steps.append(step)
            return steps.count < limit
        }
        return AuditStepPage(steps: steps, next: next)
    }

    /// Whether the audit trail is as it was written.
    public func verifyAudit() throws(LedgerError) -> AuditVerification { try ledger.verifyAudit() }
}

/// A page of the audit trail.
public struct AuditStepPage: Sendable {
    /// Entries that are searched for a page, some tenths of a second's worth.
    public static let mostEntries: Int64 = 1_000_000

    /// May be fewer than were asked for, though there are more, where the filter means few of very many.
    public let steps: [AuditStep]
    /// Only entries before this number are on the next page; nil where this one is the last.
    public let next: Int64?
}

extension AuditStep {
    public func write(to line: inout JSONWriter) {
        line.beginObject()
        line.name("firstEntry")
        line.integer(firstEntry)
        line.name("lastEntry")
        line.integer(lastEntry)
        line.name("startedAt")
        line.instant(startedAt)
        line.name("endedAt")
        line.instant(endedAt)
        line.name("actor")
        line.string(actor)
        line.name("via")
        line.string(via.text)
        line.name("reason")
        line.string(reason)
        line.name("counts")
        line.beginObject()
        for (action, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            line.name(escaping: action.rawValue)
            line.integer(count)
        }
        line.endObject()
        line.name("action")
        line.integerOrNull(number)
        line.name("undoes")
        line.integerOrNull(undoes)
        line.name("replay")
        line.integerOrNull(replay)
        line.name("deadLetterIds")
        line.strings(deadLetterIDs)
        line.name("terminationIds")
        line.strings(terminationIDs)
        line.endObject()
    }
}

extension AuditVerification {
    public func write(to line: inout JSONWriter) {
        line.beginObject()
        line.name("holds")
        line.bool(defect == nil)
        line.name("verified")
        line.integer(verified)
        line.name("headHash")
        line.string(headHash)
        line.name("defect")
        if let defect {
            line.beginObject()
            line.name("kind")
            line.string(defect.kind)
            if let number = defect.number {
                line.name("entry")
                line.integer(number)
            }
            line.endObject()
        } else {
            line.null()
        }
        line.endObject()
    }
}

extension AuditVerification.Defect {
    fileprivate var kind: String {
        switch self {
        case .missing: "missing"
        case .changed: "changed"
        case .uncounted: "uncounted"
        case .headChanged: "head-changed"
        }
    }

    fileprivate var number: Int64? {
        switch self {
        case .missing(let number), .changed(let number), .uncounted(let number): number
        case .headChanged: nil
        }
    }
}
