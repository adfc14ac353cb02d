import Foundation
import JSON
import Terminations

extension TerminationHistory {
    /// How many dead letters are read at most.
    static let mostDeadLetters = 200

    init(_ termination: TerminationSummary, _ database: Database) throws {
        var reader = RevisionReader(database)
        let revisions = try reader.revisions(of: termination)
        let superseded = revisions.filter { $0.supersededEffect != nil }
        var effects: [RecordedEffect] = []
        for (sequence, revision) in superseded.map({ ($0.supersededEffect, $0.revision as Int?) })
            + [(termination.effectiveEvent, nil)]
        {
            guard let sequence, let event = try RecordedEvent.fetch(database, sequence: sequence) else { continue }
            effects.append(RecordedEffect(event, of: termination.terminationID, revisions, supersededBy: revision))
        }
        let deadLetters = try DeadLetterTimeline.fetch(
            database,
            of: termination,
            revisions,
            limit: Self.mostDeadLetters + 1
        )
        self.init(
            termination: termination,
            timeZone: try revisions.last { $0.action != .withdraw && !$0.isSuperseded }?.rules?.timeZone
                ?? reader.settings(termination.settingsVersion).settings.timeZone,
            revisions: revisions,
            effects: effects,
            deadLetters: Array(deadLetters.prefix(Self.mostDeadLetters)),
            redactions: try AuditEntry.fetch(database, ofTermination: termination.terminationID),
            hasMoreDeadLetters: deadLetters.count > Self.mostDeadLetters
        )
    }
}

extension RecordedEffect {
    /// The id of such an event is computed from its revision.
    fileprivate init(
        _ event: RecordedEvent,
        of terminationID: String,
        _ revisions: [RecordedRevision],
        supersededBy: Int?
    ) {
        let announced = revisions.first {
            Event.id(of: .effective, terminationID: terminationID, revision: $0.revision) == event.id
        }
        self.init(revision: announced?.revision, event: event, supersededBy: supersededBy)
    }
}

/// Reads the revisions of a termination: as they came, and what the settings of their time made of them.
struct RevisionReader {
    private let database: Database
    private var versions: [Int: SettingsVersion] = [:]

    init(_ database: Database) {
        self.database = database
    }

    mutating func revisions(of termination: TerminationSummary) throws -> [RecordedRevision] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT revision, action, message_id, settings_version, recorded_at, event, superseded_effect, body,
                    EXISTS (SELECT 1 FROM redacted_revisions WHERE redacted_revisions.revision = id),
                    import_run, superseded, id
                FROM termination_revisions WHERE termination = ? ORDER BY revision
                """,
            arguments: [termination.row]
        )
        var revisions: [RecordedRevision] = []
        var last: RecordedRevision?
        for row in rows {
            let revision = try revision(row, after: last)
            if revision.action != .withdraw, !revision.isSuperseded { last = revision }
            revisions.append(revision)
        }
        return revisions
    }

    mutating func settings(_ number: Int) throws -> SettingsVersion {
        if let known = versions[number] { return known }
        let version = try SettingsVersion.fetch(database, number: number)
        versions[number] = version
        return version
    }

    private mutating func revision(_ row: Row, after last: RecordedRevision?) throws -> RecordedRevision {
        guard let action = Action(rawValue: row[1]) else {
            throw LedgerError(.damaged, "A revision has an action that this version does not know.")
        }
        let version: Int = row[3]
        let bytes = [UInt8](row[7] as Data)
        let isRedacted: Bool = row[8]
        let parsed = ParsedMessage(accepted: bytes)
        let rules = AppliedRules(to: parsed, by: try settings(version))
        let message = parsed.message
        let isNoteKnown = !isRedacted && last?.isRedacted != true
        let changes = action == .withdraw ? [] : message.map { last?.message?.changes(to: $0) ?? [] } ?? []
        return RecordedRevision(
            revision: row[0],
            action: action,
            messageID: row[2],
            isSuperseded: row[10],
            repetitions: try repetitions(of: row[11]),
            recordedAt: Instant(milliseconds: row[4]),
            settingsVersion: version,
            message: message,
            // None where the message was pruned.
            body: try? JSONValue(parsing: bytes, maxDepth: JSONValue.maxDepth),
            isRedacted: isRedacted,
            isPruned: bytes.isEmpty,
            changes: changes.filter { isNoteKnown || !$0.isNote },
            hasUnknownChanges: action == .correct && last?.message == nil,
            reason: action == .withdraw ? nil : try reason(message?.reasonCode, version),
            rules: rules,
            billingStopsAt: action == .withdraw
                ? nil : message?.endDate.flatMap { rules?.timeZone.startOfDay(after: $0) },
            event: try (row[5] as Int64?).flatMap { try RecordedEvent.fetch(database, sequence: $0) },
            isAnnounced: row[5] as Int64? != nil || row[9] as Int64? == nil,
            supersededEffect: row[6]
        )
    }

    private func repetitions(of revision: Int64) throws -> [RepeatedMessage] {
        try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT message_id, recorded_at FROM repeated_messages WHERE revision = ? ORDER BY id"
            ),
            arguments: [revision]
        )
        .map { RepeatedMessage(messageID: $0[0], recordedAt: Instant(milliseconds: $0[1])) }
    }

    /// What a code came to under a version of the settings, as it was kept then.
    private func reason(_ givenCode: String?, _ version: Int) throws -> ReasonSnapshot? {
        guard let givenCode else { return nil }
        let statement = try database.cachedStatement(
            sql: "SELECT snapshot, is_sensitive FROM reason_snapshots WHERE settings_version = ? AND given_code = ?"
        )
        return try Row.fetchOne(statement, arguments: [version, givenCode]).map {
            try ReasonSnapshot.stored($0[0], isSensitive: $0[1])
        }
    }
}

extension ParsedMessage {
    /// Reads a message that was accepted, whatever the limits were. Its content type is not kept: a message without the
    /// fields of one is a CloudEvent.
    init(accepted body: [UInt8]) {
        let limits = MessageLimits(maxBytes: .max, maxDepth: JSONValue.maxDepth)
        let plain = ParsedMessage(IncomingMessage(body: body), limits: limits)
        guard plain.message == nil else {
            self = plain
            return
        }
        let properties = MessageProperties(contentType: "application/cloudevents+json")
        let event = ParsedMessage(IncomingMessage(body: body, properties: properties), limits: limits)
        self = event.message == nil ? plain : event
    }
}

extension RecordedEvent {
    /// The event at a position of the log; nil where there is none.
    static func fetch(_ database: Database, sequence: Int64) throws -> RecordedEvent? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT sequence, events.id, type, contract_sequence, recorded_at, sequence <= position,
                    failure, attempts, parked_at, last_attempt_at
                FROM events JOIN relay_cursor LEFT JOIN parked_events USING (sequence) WHERE sequence = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [sequence]).map(RecordedEvent.init)
    }

    private init(_ row: Row) {
        sequence = row[0]
        id = row[1]
        type = row[2]
        contractSequence = row[3]
        recordedAt = Instant(milliseconds: row[4])
        if let failure = row[6] as String? {
            publication = .parked(
                failure: failure,
                attempts: row[7],
                since: Instant(milliseconds: row[8]),
                lastAttemptAt: Instant(milliseconds: row[9])
            )
        } else {
            publication = row[5] ? .published : .waiting
        }
    }
}
