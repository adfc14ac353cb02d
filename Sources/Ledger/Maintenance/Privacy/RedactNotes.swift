import JSON
public import Terminations

extension Ledger {
    /// Removes the notes of the next terminations or dead letters that match a filter: from bodies, events, edited
    /// bodies and patches, with an entry in the audit trail for each termination and dead letter, all in one transaction.
    ///
    /// Guarantees:
    /// - Only notes change. Digests stay, so a message that comes again is still a duplicate.
    /// - Rows without a note are skipped, so an interrupted redaction is simply started again.
    /// - The pages of the file no longer hold the notes once the log is empty (``LedgerFile/emptyLog()``).
    ///
    /// - Parameters:
    ///   - place: where the step before ended.
    ///   - limit: the most rows that are examined; some hundreds, so that the worker does not wait.
    ///   - isRehearsal: only counts.
    public func redactNotes(
        matching filter: NoteFilter,
        after place: RedactionPlace,
        limit: Int = 500,
        isRehearsal: Bool = false,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> RedactionStep {
        try reportingLedgerErrors {
            // Searched before the write lock is taken, because most messages have no note.
            let (page, notes, removed) = try pool.read { database in
                let page = try RedactionPage(filter, after: place, limit: limit, database)
                let (notes, removed) = try page.notes(filter, database) { _, _ in }
                return (page, notes, removed)
            }
            guard notes.places > 0, !isRehearsal else {
                return RedactionStep(place: page.place, notes: notes, removed: isRehearsal ? [] : removed)
            }
            return try pool.write { database in
                var trail = try AuditTrail(database)
                let author = AuditTrail.Author(actor: actor, reason: reason)
                let (notes, removed) = try page.notes(filter, database) { found, database in
                    try found.write(database, &trail, by: author, at: now)
                }
                return RedactionStep(place: page.place, notes: notes, removed: removed)
            }
        }
    }

    /// How many rows a redaction looks at.
    public func redactionSize(matching filter: NoteFilter) throws(LedgerError) -> Int {
        try reportingLedgerErrors {
            try pool.read { database in
                let last = try RedactionPage.last(database)
                return Int(last.termination + last.deadLetter)
            }
        }
    }
}

/// Rows that one step looks at.
private struct RedactionPage {
    let place: RedactionPlace
    private var terminations: [Int64] = []
    private var deadLetters: [Int64] = []

    /// The last rows there are.
    static func last(_ database: Database) throws -> RedactionPlace {
        var last = RedactionPlace()
        last.termination = try Int64.fetchOne(database, sql: "SELECT max(id) FROM terminations") ?? 0
        last.deadLetter = try Int64.fetchOne(database, sql: "SELECT max(number) FROM dead_letters") ?? 0
        return last
    }

    init(_ filter: NoteFilter, after place: RedactionPlace, limit: Int, _ database: Database) throws {
        let last = try Self.last(database)
        var next = place
        if place.termination < last.termination {
            let named = try TerminationFilter(terminationID: filter.terminationID, contractID: filter.contractID)
                .namedRows(database)
            // What is named is found by its id; a customer has no index, and is looked for in larger steps.
            let width = filter.customerID == nil ? Int64(limit) : Ledger.terminationPage
            next.termination = named == nil ? min(last.termination, place.termination + width) : last.termination
            terminations = try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM terminations
                    WHERE id > :after AND id <= :through
                        AND (:named IS NULL OR id IN \(EngineSQL.list(":named")))
                        AND (:customer IS NULL OR customer_id = :customer)
                        AND (:before IS NULL OR recorded_at < :before)
                    ORDER BY id LIMIT :limit
                    """,
                arguments: [
                    "after": place.termination, "through": next.termination,
                    "named": named.map { JSONValue.array($0.map { .number(JSONNumber($0)) }).text },
                    "customer": filter.customerID, "before": filter.before?.milliseconds, "limit": limit,
                ]
            )
            if terminations.count == limit { next.termination = terminations[limit - 1] }
        } else {
            next.deadLetter = min(last.deadLetter, place.deadLetter + Int64(limit))
            deadLetters = try Self.deadLetters(filter, after: place.deadLetter, through: next.deadLetter, database)
            next.isAtEnd = next.deadLetter == last.deadLetter
        }
        self.place = next
    }

    /// Those whose message names what the filter means, and those that became a termination that it means.
    private static func deadLetters(
        _ filter: NoteFilter,
        after: Int64,
        through: Int64,
        _ database: Database
    ) throws -> [Int64] {
        try Int64.fetchAll(
            database,
            sql: """
                SELECT number FROM dead_letters
                WHERE number > :after AND number <= :through AND (:before IS NULL OR received_at < :before) AND (
                    (:contract IS NULL OR contract_id = :contract) AND (:customer IS NULL OR customer_id = :customer)
                        AND (:termination IS NULL OR termination_id = :termination)
                    OR EXISTS (
                        SELECT 1 FROM termination_revisions AS revisions
                        JOIN terminations ON terminations.id = revisions.termination
                        WHERE revisions.id = resolved_by
                            AND (:contract IS NULL OR terminations.contract_id = :contract)
                            AND (:customer IS NULL OR terminations.customer_id = :customer)
                            AND (:termination IS NULL OR terminations.termination_id = :termination)))
                ORDER BY number
                """,
            arguments: [
                "after": after, "through": through, "before": filter.before?.milliseconds,
                "contract": filter.contractID, "customer": filter.customerID, "termination": filter.terminationID,
            ]
        )
    }

    /// The notes in these rows. Each row with notes is handed on once it is found.
    func notes(
        _ filter: NoteFilter,
        _ database: Database,
        _ take: (any FoundNotes, Database) throws -> Void
    ) throws -> (RedactedNotes, [RemovedText]) {
        var notes = RedactedNotes()
        var removed: [RemovedText] = []
        for row in terminations {
            guard let found = try TerminationNotes(row, before: filter.before, database) else { continue }
            notes.terminations += 1
            notes.places += found.places
            removed += found.removed
            try take(found, database)
        }
        for number in deadLetters {
            guard let found = try DeadLetterNotes(number, database) else { continue }
            notes.deadLetters += 1
            notes.places += found.places
            removed += found.removed
            try take(found, database)
        }
        return (notes, removed)
    }
}

/// The notes of one termination or dead letter.
protocol FoundNotes {
    var places: Int { get }
    var removed: [RemovedText] { get }
    func write(
        _ database: Database,
        _ trail: inout AuditTrail,
        by author: AuditTrail.Author,
        at now: Instant
    ) throws
}

/// Whose notes are meant. Every condition that is given must hold.
public struct NoteFilter: Sendable, Equatable {
    public var contractID: String?
    public var customerID: String?
    public var terminationID: String?
    /// Of messages that were recorded, or received as dead letters, before this instant.
    public var before: Instant?

    public init(
        contractID: String? = nil,
        customerID: String? = nil,
        terminationID: String? = nil,
        before: Instant? = nil
    ) {
        self.contractID = contractID
        self.customerID = customerID
        self.terminationID = terminationID
        self.before = before
    }
}

/// How many notes were removed, or would be.
public struct RedactedNotes: Sendable, Equatable {
    public var terminations = 0
    public var deadLetters = 0
    /// Bodies, events and patches that contained a note.
    public var places = 0

    public init() {}

    public static func + (a: RedactedNotes, b: RedactedNotes) -> RedactedNotes {
        var sum = a
        sum.terminations += b.terminations
        sum.deadLetters += b.deadLetters
        sum.places += b.places
        return sum
    }
}

/// How far a redaction has come: first through the terminations, then through the dead letters.
public struct RedactionPlace: Sendable, Equatable {
    /// Rows up to here were examined.
    var termination: Int64 = 0
    var deadLetter: Int64 = 0
    public internal(set) var isAtEnd = false

    public init() {}

    /// How many rows were examined.
    public var seen: Int { Int(termination + deadLetter) }
}

/// What one step of a redaction has done, or found.
public struct RedactionStep: Sendable {
    public let place: RedactionPlace
    public let notes: RedactedNotes
    /// The removed texts.
    public let removed: [RemovedText]
}
