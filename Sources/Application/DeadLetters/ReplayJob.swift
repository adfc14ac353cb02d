import JSON
public import Ledger
import Terminations
public import Threads

/// Judges dead letters again, and records what becomes of them.
public struct ReplayJob: Sendable {
    public var selection: DeadLetterSelection
    public var options: ReplayOptions

    public init(_ selection: DeadLetterSelection, _ options: ReplayOptions = ReplayOptions()) {
        self.selection = selection
        self.options = options
    }

    /// What a replay would judge: dead letters as they were when the plan was made, or the rest of a run.
    public struct Plan {
        fileprivate enum Source {
            case deadLetters([DeadLetterVersion], settingsVersion: Int?)
            case run(ReplayRun)
        }

        fileprivate let source: Source
        public let options: ReplayOptions
        /// The causes of the dead letters.
        public let causes: [DeadLetterGroup]
        fileprivate let application: Application
    }

    public enum Ending: Sendable, Equatable {
        /// Every dead letter of the run was judged.
        case finished
        /// Somebody asked to stop; the run can be resumed.
        case stopped
        /// One of the first was refused again; the run can be resumed.
        case canaryRefused
    }

    /// What became of a replay.
    public struct Outcome: Sendable {
        /// The whole run, with the dead letters that other processes or earlier attempts judged.
        public let run: ReplayRun
        /// What was judged now.
        public let summary: ReplaySummary
        public let ending: Ending
        /// Dead letters of the plan that had changed when the run began: they are not part of it.
        public let changedMeanwhile: Int
        /// The causes in words that the dead letters had before.
        public let causes: [DeadLetterGroup]
    }
}

extension Application {
    public func plan(_ job: ReplayJob) throws -> ReplayJob.Plan {
        let filter = try job.selection.resolved(in: [.open], of: ledger)
        return try replayPlan(of: filter, job.options)
    }

    /// - Parameter filter: of those that it means, the open ones.
    func replayPlan(of filter: DeadLetterFilter, _ options: ReplayOptions) throws(LedgerError) -> ReplayJob.Plan {
        let settingsVersion = try ledger.currentSettingsVersion()
        return ReplayJob.Plan(
            source: .deadLetters(
                try ledger.deadLetterVersions(matching: filter, limit: options.limit),
                settingsVersion: settingsVersion
            ),
            options: options,
            causes: try ledger.deadLetterGroups(matching: filter),
            application: self
        )
    }

    /// The replay of these versions under these settings, planned by an edit.
    func replayPlan(
        of deadLetters: [DeadLetterVersion],
        settingsVersion: Int?,
        _ options: ReplayOptions
    ) throws(LedgerError) -> ReplayJob.Plan {
        ReplayJob.Plan(
            source: .deadLetters(deadLetters, settingsVersion: settingsVersion),
            options: options,
            causes: try ledger.deadLetterGroups(matching: DeadLetterFilter(ids: deadLetters.map(\.id))),
            application: self
        )
    }

    /// The rest of an interrupted replay.
    ///
    /// - Throws: ``ApplicationError`` where there is no such replay.
    public func planResumingReplay(_ number: Int64, _ options: ReplayOptions = ReplayOptions()) throws -> ReplayJob.Plan
    {
        guard let run = try ledger.replayRun(number) else {
            let unfinished = try ledger.replayRuns(limit: 5).filter { !$0.isFinished }.map(\.number)
            throw ApplicationError(
                .notFound,
                "There is no replay \(number).",
                "Er is geen herhaling \(number).",
                remedy: .chooseUnfinishedReplay(unfinished)
            )
        }
        return ReplayJob.Plan(
            source: .run(run),
            options: options,
            causes: run.isFinished ? [] : try ledger.deadLetterGroups(matching: .all),
            application: self
        )
    }

    /// The replays, the latest first.
    public func replayRuns(isUnfinished: Bool = false, limit: Int = .max) throws(LedgerError) -> [ReplayRun] {
        guard isUnfinished else { return try ledger.replayRuns(limit: limit) }
        return Array(try ledger.replayRuns(limit: .max).filter { !$0.isFinished }.prefix(limit))
    }
}

extension ReplayJob.Plan {
    /// How many dead letters would be judged.
    public var count: Int {
        switch source {
        case .deadLetters(let deadLetters, _): deadLetters.count
        case .run(let run): run.total - run.taken
        }
    }

    /// Those that would be judged, as they were when the plan was made; empty where a run is resumed.
    public var deadLetters: [DeadLetterVersion] {
        if case .deadLetters(let deadLetters, _) = source { deadLetters } else { [] }
    }

    /// The run that is resumed; nil where a new one begins.
    public var resumedRun: ReplayRun? {
        if case .run(let run) = source { run } else { nil }
    }

    /// Differs from that of another plan that would judge others, other versions of them, under other settings or as of
    /// another instant.
    public var digest: String {
        switch source {
        case .deadLetters(let deadLetters, let settingsVersion):
            var digest = PlanDigest("replay", deadLetters)
            digest.add(settingsVersion.map(String.init) ?? "none")
            digest.add(options.asOf.rawValue)
            return digest.text
        case .run(let run):
            var digest = PlanDigest("resume", [])
            digest.add(String(run.number))
            return digest.text
        }
    }

    /// Judges the dead letters as they are now, and rolls back.
    ///
    /// - Parameters:
    ///   - limit: only the first so many; all of them when nil.
    ///   - keptEvents: how many of the events to keep.
    ///   - progress: called after each batch with what was found so far.
    ///   - stop: ends it after the batch that is being judged.
    public func dryRun(
        limit: Int? = nil,
        keptEvents: Int = 5,
        progress: (DryRun) -> Void = { _ in },
        stop: StopRequest = StopRequest()
    ) throws(LedgerError) -> DryRun {
        var dryRun = DryRun(keptEvents: keptEvents)
        guard case .deadLetters(let all, _) = source else { return dryRun }
        let deadLetters = all.prefix(limit ?? .max)
        for start in stride(from: 0, to: deadLetters.count, by: DryRun.batchSize) where !stop.isStopped {
            let page = deadLetters[start..<min(start + DryRun.batchSize, deadLetters.count)]
            try dryRun.judge(page.map(\.id), asOf: options.asOf, by: application)
            progress(dryRun)
        }
        return dryRun
    }

    /// Writes the answer of a dry run.
    public func write(_ dryRun: DryRun, to line: inout JSONWriter) {
        line.beginObject()
        line.name("dryRun")
        line.bool(true)
        line.name("total")
        line.integer(count)
        line.name("judged")
        line.integer(dryRun.judged)
        dryRun.writeMembers(to: &line, causes: causes)
        line.endObject()
    }

    /// Judges the dead letters of the plan, batch by batch.
    ///
    /// Guarantees:
    /// - Dead letters that have changed since the plan was made are not judged; they are counted.
    /// - Each batch is one transaction with all of its outcomes: after a process was killed, the run continues where it was.
    /// - Other processes can write to the ledger after each batch.
    /// - With a rate, never more dead letters than so many a second are judged; see ``RateLimiter``.
    ///
    /// Blocks the calling thread.
    ///
    /// - Parameters:
    ///   - progress: called when the run has its number, and after each batch: with the run as it began, and with what was
    ///     judged now.
    ///   - stop: ends it after the batch that is being recorded.
    /// - Throws: ``LedgerError``, with `settingsChanged` where the settings are others than when the plan was made.
    public func execute(
        by actor: Actor,
        because reason: String,
        progress: (ReplayRun, ReplaySummary) -> Void = { _, _ in },
        stop: StopRequest = StopRequest()
    ) throws(LedgerError) -> ReplayJob.Outcome {
        let ledger = application.ledger
        let run: ReplayRun
        var changedMeanwhile = 0
        switch source {
        case .run(let resumed): run = resumed
        case .deadLetters(let deadLetters, let settingsVersion):
            let started = try retryWhileLocked(for: application.lockWait.toBegin) { () throws(LedgerError) in
                try ledger.startReplayRun(
                    of: deadLetters,
                    settingsVersion: settingsVersion,
                    asOf: options.asOf,
                    by: actor,
                    reason: reason,
                    at: .now
                )
            }
            run = started.run
            changedMeanwhile = started.changedMeanwhile
        }
        var replay = RunningReplay(run: run, recorder: application.recorder, actor: actor, stop: stop)
        var ending = ReplayJob.Ending.finished
        if !run.isFinished {
            progress(run, replay.summary)
            ending = try replay.run(options, progress)
        }
        return ReplayJob.Outcome(
            run: try ledger.replayRun(run.number) ?? run,
            summary: replay.summary,
            ending: ending,
            changedMeanwhile: changedMeanwhile,
            causes: causes
        )
    }
}

/// Takes the dead letters of a run through the judge.
private struct RunningReplay {
    /// Dead letters in one transaction at most.
    private static let batchSize = 1000

    let run: ReplayRun
    let recorder: Recorder
    let actor: Actor
    let stop: StopRequest
    private(set) var summary = ReplaySummary()

    init(run: ReplayRun, recorder: Recorder, actor: Actor, stop: StopRequest) {
        self.run = run
        self.recorder = recorder
        self.actor = actor
        self.stop = stop
    }

    mutating func run(
        _ options: ReplayOptions,
        _ progress: (ReplayRun, ReplaySummary) -> Void
    ) throws(LedgerError) -> ReplayJob.Ending {
        if let canary = options.canary, canary > 0 {
            let isAtEnd = try judge(canary, rate: options.rate, progress)
            if stop.isStopped { return isAtEnd ? .finished : .stopped }
            if summary.counts.rejected > 0 { return .canaryRefused }
            if isAtEnd { return .finished }
        }
        return try judge(.max, rate: options.rate, progress) ? .finished : .stopped
    }

    /// Judges at most so many; true when the run has no more.
    private mutating func judge(
        _ count: Int,
        rate: Int?,
        _ progress: (ReplayRun, ReplaySummary) -> Void
    ) throws(LedgerError) -> Bool {
        var limiter = rate.map { RateLimiter(perSecond: $0) }
        var batchSize = AdaptiveBatchSize(most: Self.batchSize)
        var remaining = count
        while remaining > 0, !stop.isStopped {
            var size = min(remaining, batchSize.size)
            if limiter != nil {
                let (granted, wait) = limiter?.take(size, at: .now) ?? (0, .zero)
                if granted == 0 {
                    stop.wait(for: wait)
                    continue
                }
                size = granted
            }
            let outcomes = try yieldingWriteLock { () throws(LedgerError) in
                try recorder.replay(run: run.number, limit: size, by: actor, at: .now)
            }
            if outcomes.isEmpty { return true }
            remaining -= outcomes.count
            summary.add(outcomes)
            progress(run, summary)
            batchSize.observe(outcomes.count, took: recorder.times.held)
        }
        return false
    }
}

extension ReplayJob.Outcome {
    /// What is to be thrown once the outcome was shown; nil where the run is at its end.
    public var interruption: ApplicationError? {
        switch ending {
        case .finished: nil
        case .stopped:
            ApplicationError(
                .interrupted,
                "The replay was interrupted; \((run.total - run.taken).grouped) are left.",
                "De herhaling is onderbroken; er resten er \((run.total - run.taken).groupedInDutch).",
                remedy: .resumeReplay(number: run.number)
            )
        case .canaryRefused:
            ApplicationError(
                .nothingToDo,
                "One of the first was refused again, so that the replay stopped.",
                "Een van de eerste is weer geweigerd; daarom is de herhaling gestopt.",
                remedy: .mendThenResumeReplay(number: run.number)
            )
        }
    }

    public func write(to line: inout JSONWriter) {
        line.beginObject()
        line.name("run")
        line.integer(run.number)
        line.name("finished")
        line.bool(run.isFinished)
        line.name("total")
        line.integer(run.total)
        line.name("taken")
        line.integer(run.taken)
        line.name("takenBefore")
        line.integer(run.taken - summary.counts.total)
        line.name("changedMeanwhile")
        line.integer(changedMeanwhile)
        summary.writeMembers(to: &line, causes: causes)
        // Of the whole replay, with the dead letters that other processes or earlier attempts judged.
        line.name("totals")
        line.beginObject()
        run.counts.writeMembers(to: &line)
        line.endObject()
        line.endObject()
    }
}
