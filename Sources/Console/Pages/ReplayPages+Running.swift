import Application
import JSON
import Ledger
import Reports
import Terminations

/// Starts, stops and resumes a replay.
extension ReplayPages {
    static func start(_ visit: Visit) throws -> PageAnswer {
        let fields = visit.request.form
        guard fields["step"] == "do" else { return try new(visit, fields).answer(visit) }
        if let answer = try visit.previews.answerGivenBefore(visit) { return answer }
        let selected = try SelectedDeadLetters(fields, visit)
        try selected.check()
        let options = Options(fields, visit)
        guard options.faults.isEmpty else { return try new(visit, fields).answer(visit) }
        let replay = ReplayJob(selected.selection, options.replay)
        let seen = try visit.queries.application().plan(replay)
        var faults = FormFaults()
        let reason = ChangeFields.reason(fields, isNeeded: false, visit, &faults)
        let facts = [seen.digest] + options.facts
        ChangeFields.check(number: seen.count, from: mostWithoutNumber, of: "replay", facts, fields, visit, &faults)
        let actor = try visit.actor()
        return try visit.confirm("replay", facts, faults) {
            visit.jobs.run { [digest = seen.digest] job in
                try visit.queries.withWritableApplication { application in
                    let plan = try application.plan(replay)
                    guard plan.digest == digest else { return .changed }
                    try run(plan, as: job, by: actor, because: reason)
                    return .nothing
                }
            }
        } preview: { isStale in
            try new(visit, fields, faults, isStale: isStale)
        }
    }

    /// Runs on the job's thread to the replay's end.
    ///
    /// - Parameters:
    ///   - earlier: the action by which the dead letters were edited before.
    ///   - onStart: called when the replay has its number, before the first dead letter is judged.
    static func run(
        _ plan: ReplayJob.Plan,
        as job: RunningJobs.Job,
        by actor: Actor,
        because reason: String,
        after earlier: RunningJobs.Name? = nil,
        onStart: (RunningJobs.Name) -> Void = { _ in }
    ) throws {
        var name: RunningJobs.Name?
        let outcome = try plan.execute(
            by: actor,
            because: reason,
            progress: { run, _ in
                guard name == nil else { return }
                name = .replay(run.number)
                onStart(.replay(run.number))
                job.began(.replay(run.number), after: earlier)
            },
            stop: job.stop
        )
        switch outcome.ending {
        case .finished: job.ended(.replay(outcome.run.number), because: nil)
        case .stopped: job.ended(.replay(outcome.run.number), because: .stopped)
        case .canaryRefused: job.ended(.replay(outcome.run.number), because: .canaryRefused)
        }
    }

    static func stop(_ visit: Visit) throws -> PageAnswer {
        let run = try run(visit)
        // One that has ended meanwhile needs no stop. One in another process cannot be stopped from here: the page says so.
        _ = visit.jobs.stop(.replay(run.number))
        return .seeOther(url(run.number, visit))
    }

    static func resume(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let run = try run(visit)
        let options = Options(visit.request.form, visit, reads: ["rate", "canary"])
        guard options.faults.isEmpty else { return try page(visit, options.faults).answer(visit) }
        guard !run.isFinished, !visit.jobs.isRunning(.replay(run.number)) else {
            return .seeOther(url(run.number, visit))
        }
        let actor = try visit.actor()
        // What is left is fixed since the replay began, so that there is nothing to compare.
        let start = visit.jobs.run(as: .replay(run.number)) { job in
            try visit.queries.withWritableApplication { application in
                let plan = try application.planResumingReplay(run.number, options.replay)
                try Self.run(plan, as: job, by: actor, because: "")
                return .nothing
            }
        }
        if case .failed(let error) = start {
            throw PageProblem(
                503,
                t("The replay was not resumed", "De herhaling is niet hervat"),
                visit.words(error),
                remedy: t("Try again.", "Probeer het opnieuw.")
            )
        }
        return .seeOther(url(run.number, visit))
    }
}
