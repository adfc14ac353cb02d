public import Terminations

/// What became of an imported message.
public enum ImportOutcome: Sendable {
    case accepted
    /// The same message, or a later revision, is recorded.
    case alreadyRecorded
    /// Waits for its termination, as a dead letter.
    case held
    /// Refused: a dead letter, or left to the caller.
    case rejected([Violation])
}

/// Messages of a file that are recorded in one transaction.
public struct ImportPage: Sendable {
    public let receivedMessages: [ReceivedMessage]
    /// Up to where the file is read then, in bytes.
    public let end: Int64

    public init(_ receivedMessages: [ReceivedMessage], end: Int64) {
        self.receivedMessages = receivedMessages
        self.end = end
    }
}

extension Recorder {
    /// Keeps more of the ledger in memory while much is recorded at once: 64 MiB, until the ledger is closed.
    public func keepMorePages() throws(LedgerError) {
        try reportingLedgerErrors { try ledger.pool.keepMorePages() }
    }

    /// Judges and records a page of an import, and moves the import on, in one transaction.
    ///
    /// Guarantees: as ``record(_:at:)``. Of two processes that continue the same import at once, one records each page, and
    /// the other is refused.
    ///
    /// - Parameters:
    ///   - keepsRejected: whether refused messages become dead letters. Otherwise nothing of them is kept here.
    ///   - onOutcomes: called with the outcomes before they are committed; what it throws rolls them back.
    /// - Throws: ``LedgerError``, with `runTaken` where another process has moved the import on.
    public func record(
        _ page: ImportPage,
        of run: ImportRun,
        keepsRejected: Bool,
        at now: Instant,
        onOutcomes: ([ImportOutcome]) throws -> Void = { _ in }
    ) throws(LedgerError) -> (run: ImportRun, outcomes: [ImportOutcome]) {
        try write { database in
            let outcomes = try judging(database, at: now) { batch, judge in
                try page.receivedMessages.map { received in
                    try batch.take(received, of: run, keepsRejected: keepsRejected, judge: judge)
                }
            }
            try session.compact()
            try onOutcomes(outcomes)
            return (try run.advanced(to: page.end, with: outcomes, database), outcomes)
        }
    }

    /// Keeps a message of an import whose rows the ledger refuses each time, and moves the import on.
    public func park(_ received: ReceivedMessage, of run: ImportRun, end: Int64, at now: Instant) throws(LedgerError)
        -> ImportRun
    {
        try write { database in
            let outcome = try judging(database, at: now) { batch, _ in try batch.park(received, source: .unjudgeable) }
            let result: ImportOutcome =
                switch outcome {
                case .duplicate: .alreadyRecorded
                default: .rejected([])
                }
            return try run.advanced(to: end, with: [result], database)
        }
    }
}

extension ImportRun {
    /// Moves the run on, where nobody else has.
    fileprivate func advanced(to end: Int64, with outcomes: [ImportOutcome], _ database: Database) throws -> ImportRun {
        var (accepted, alreadyRecorded, held, rejected) = (0, 0, 0, 0)
        for outcome in outcomes {
            switch outcome {
            case .accepted: accepted += 1
            case .alreadyRecorded: alreadyRecorded += 1
            case .held: held += 1
            case .rejected: rejected += 1
            }
        }
        let row = try Row.fetchOne(
            database,
            sql: """
                UPDATE import_runs SET position = ?, messages = messages + ?, accepted = accepted + ?,
                    already_recorded = already_recorded + ?, held = held + ?, rejected = rejected + ?
                WHERE number = ? AND position = ? RETURNING *
                """,
            arguments: [end, outcomes.count, accepted, alreadyRecorded, held, rejected, number, position]
        )
        guard let row else {
            throw LedgerError(
                .runTaken,
                "Import \(number) is not where it was: another process continues it.",
                hint: "Let that one end. The same command then shows how far it came."
            )
        }
        return try ImportRun(row)
    }
}

extension Batch {
    /// Records an imported message: by the judge, the history and the writing that arrivals go through.
    mutating func take(
        _ received: ReceivedMessage,
        of run: ImportRun,
        keepsRejected: Bool,
        judge: Judge
    ) throws -> ImportOutcome {
        let imported = MessageSource.imported(run: run.number, publishesEvents: run.publishesEvents)
        let judged = try judgeToRecord(received.parsed, by: judge)
        switch judged.verdict {
        case .accepted(let fact):
            let recorded = try from(imported.publishing(ifAnnounced: judged)) { batch in
                try batch.accept(fact, received.message, judged)
            }
            try resolveDeadLetters(of: fact.message, by: recorded.revision)
            _ = try followUp(judged, fact, by: judge)
            return .accepted
        case .duplicate:
            return .alreadyRecorded
        case .stale(let staleness):
            _ = try from(imported) { try $0.keep(staleness, received.parsed, received.message, judged) }
            return .alreadyRecorded
        case .held where !run.publishesEvents:
            // It does not wait: when the time is over, the CRM would get an answer.
            let violations = [Judge.unknownTermination(received.parsed)]
            if keepsRejected { _ = try from(imported) { try $0.reject(received, violations) } }
            return .rejected(violations)
        case .held:
            _ = try from(imported) { try $0.hold(received, for: judge.settings.settings.heldFor) }
            return .held
        case .rejected(let violations):
            if keepsRejected { _ = try from(imported) { try $0.reject(received, violations) } }
            return .rejected(violations)
        }
    }
}
