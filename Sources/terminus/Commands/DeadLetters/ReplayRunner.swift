import ArgumentParser
import JSON
import Ledger
import Terminations
import Worker

/// Runs a replay for a person or a script: asks, shows how far it is, and says how it ended.
struct ReplayRunner {
    let change: ChangeOptions
    let confirmation: ConfirmationOptions
    let format: OutputFormat
    var rate: Int?
    var canary: Int?
    /// Why, where the person has said so and agreed already.
    var agreedReason: String?

    func start(
        _ filter: DeadLetterFilter,
        limit: Int? = nil,
        asOf clock: ReplayClock = .occurred,
        in ledger: Ledger,
        with recorder: Recorder
    ) throws {
        let size = min(try ledger.countDeadLetters(matching: filter), limit ?? .max)
        if size > 0, agreedReason == nil {
            if size > 1 || confirmation.asks {
                Console.note("\(Count.deadLetters(size)) \(size == 1 ? "is" : "are") open and would be judged again.")
            }
            try confirmation.confirm("Replay \(Count.deadLetters(size))", isNeeded: size > 1)
        }
        let causes = try ledger.deadLetterGroups(matching: filter)
        let reason = try agreedReason ?? (size == 0 ? "" : change.reason())
        let run = try patiently { () throws(LedgerError) in
            try ledger.startReplayRun(
                matching: filter,
                order: .oldest,
                limit: limit,
                asOf: clock,
                by: change.actor,
                reason: reason,
                at: .now
            )
        }
        try go(on: run, causes: causes, in: ledger, with: recorder)
    }

    func resume(_ number: Int64, in ledger: Ledger, with recorder: Recorder) throws {
        guard let run = try ledger.replayRun(number) else {
            let latest = try ledger.replayRuns(limit: 5).filter { !$0.isFinished }.map { String($0.number) }
            throw CommandFailure(
                .dataError,
                "There is no replay \(number).",
                hint: latest.isEmpty ? "None is unfinished." : "Unfinished: \(latest.joined(separator: ", "))"
            )
        }
        guard !run.isFinished else {
            try report(run, ReplayTally(), .finished, causes: [])
            return
        }
        let remaining = run.total - run.taken
        Console.note(
            "\(Count.text(remaining)) of \(Count.deadLetters(run.total)) of replay \(number) \(remaining == 1 ? "is" : "are") left."
        )
        try confirmation.confirm("Go on with replay \(number)", isNeeded: remaining > 1)
        try go(on: run, causes: try ledger.deadLetterGroups(matching: .all), in: ledger, with: recorder)
    }

    private func go(
        on run: ReplayRun,
        causes: [DeadLetterGroup],
        in ledger: Ledger,
        with recorder: Recorder
    ) throws {
        // Before anything is said: who reads it may interrupt at once.
        let interruption = Interruption()
        if run.total > 1 {
            Console.note(
                "This is replay \(run.number): --resume \(run.number) goes on with it, should it be interrupted."
            )
        }
        var bar = ProgressBar(total: run.total - run.taken)
        let replaying = ReplayJob(recorder: recorder, by: change.actor, stop: interruption.stop)
        let (ending, tally) = try replaying.go(on: run, rate: rate, canary: canary) { tally in
            bar.advance(to: tally.counts.total)
        }
        bar.finish()
        try report(try ledger.replayRun(run.number) ?? run, tally, ending, causes: causes)
    }

    private func report(
        _ run: ReplayRun,
        _ tally: ReplayTally,
        _ ending: ReplayJob.Ending,
        causes: [DeadLetterGroup]
    ) throws {
        let report = ReplayReport(tally, causes: causes, isForecast: false)
        switch format {
        case .text:
            if run.total == 0 {
                Console.print("No open dead letter matches.")
            } else {
                // After a resume both are said: what was done now, and what came of the replay as a whole.
                if tally.counts.total < run.taken {
                    Console.print(
                        "\(Count.deadLetters(tally.counts.total)) judged again now: "
                            + "\(ReplayReport.sentence(tally.counts, isForecast: false))."
                    )
                }
                Console.print(
                    "Replay \(run.number): \(Count.text(run.taken)) of \(Count.deadLetters(run.total)) judged again: "
                        + "\(ReplayReport.sentence(run.counts, isForecast: false))."
                )
                for line in report.lines { Console.print(line) }
            }
        case .json:
            var line = JSONWriter()
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
            line.integer(run.taken - tally.counts.total)
            report.write(to: &line)
            // Of the replay as a whole, whoever took its letters when.
            line.name("totals")
            line.beginObject()
            line.counts(run.counts)
            line.endObject()
            line.endObject()
            Console.print(line)
        }
        switch ending {
        case .finished:
            if run.rejected > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
        case .stopped:
            throw CommandFailure(
                .temporary,
                "The replay was interrupted; \(Count.text(run.total - run.taken)) are left.",
                hint: "Go on with: terminus dead-letters replay --resume \(run.number)"
            )
        case .canaryRefused:
            throw CommandFailure(
                .failure,
                "One of the first was refused again, so that the replay stopped.",
                hint: "Mend the cause, then: terminus dead-letters replay --resume \(run.number)"
            )
        }
    }
}

extension ReplayRun {
    var counts: ReplayTally.Counts {
        var counts = ReplayTally.Counts()
        counts.accepted = accepted
        counts.alreadyRecorded = alreadyRecorded
        counts.rejected = rejected
        counts.notOpen = notOpen
        return counts
    }
}
