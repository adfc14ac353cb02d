public import Terminations

private func pending<R>() throws(LedgerError) -> R { throw LedgerError(.other, "Not built yet.") }

extension Ledger {
    /// The dead letters that a filter means, in an order.
    ///
    /// - Parameter after: the id of the last one of the page before.
    public func deadLetters(
        matching filter: DeadLetterFilter,
        order: DeadLetterOrder = .newest,
        after: String? = nil,
        limit: Int
    ) throws(LedgerError) -> [DeadLetter] { try pending() }

    public func countDeadLetters(matching filter: DeadLetterFilter) throws(LedgerError) -> Int { try pending() }

    /// By cause, the largest group first.
    public func deadLetterGroups(matching filter: DeadLetterFilter) throws(LedgerError) -> [DeadLetterGroup] {
        try pending()
    }

    /// Patches open letters, all in one transaction.
    ///
    /// - Parameter versions: where given, ``DeadLetter/version`` as the caller saw it, in the order of `ids`.
    public func mend(
        _ ids: [String],
        with patch: JSONPatch,
        ifVersions versions: [Int]? = nil,
        by actor: String,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] { try pending() }

    /// Sets open (or held) letters aside for good.
    public func discard(
        _ ids: [String],
        by actor: String,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] { try pending() }

    /// Opens discarded letters again.
    public func restore(
        _ ids: [String],
        by actor: String,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] { try pending() }

    /// What was done with a letter, in order.
    public func history(of id: String) throws(LedgerError) -> [AuditEntry] { try pending() }

    public func verifyAudit() throws(LedgerError) -> AuditVerification { try pending() }

    /// One letter with everything that is known of it; nil when there is none with this id.
    public func exportDeadLetter(id: String) throws(LedgerError) -> JSONValue? { try pending() }

    /// Freezes which letters a replay takes: of those that the filter means the open ones.
    public func startReplayRun(
        matching filter: DeadLetterFilter,
        order: DeadLetterOrder = .oldest,
        limit: Int? = nil,
        asOf clock: ReplayClock = .occurred,
        by actor: String,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> ReplayRun { try pending() }

    public func replayRun(_ number: Int64) throws(LedgerError) -> ReplayRun? { try pending() }

    /// The latest first.
    public func replayRuns(limit: Int) throws(LedgerError) -> [ReplayRun] { try pending() }
}

extension Recorder {
    public func replay(
        _ ids: [String],
        asOf clock: ReplayClock = .occurred,
        by actor: String,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [ReplayOutcome] { try pending() }

    /// Takes the next letters of a run. Empty when the run is finished.
    public func replay(
        run number: Int64,
        limit: Int,
        by actor: String,
        at now: Instant
    ) throws(LedgerError) -> [ReplayOutcome] { try pending() }

    public func previewReplay(
        _ ids: [String],
        patch: JSONPatch? = nil,
        asOf clock: ReplayClock = .occurred,
        at now: Instant
    ) throws(LedgerError) -> ReplayPreview { try pending() }
}
