import Application
import JSON
import Ledger
import Terminations

/// Judges dead letters again. A replay continues after its request was answered; see ``RunningJobs``.
enum APIReplays {
    /// So many are judged by a dry run.
    private static let mostJudged = 10_000

    static func start(_ visit: APIVisit) throws -> PageAnswer {
        var body = try visit.body()
        let selected = body.selection(visit)
        var options = body.replayOptions()
        options.limit = body.integer("limit", in: 1...10_000_000).map { Int($0) }
        options.asOf = body.choice("asOf") ?? .occurred
        let change = ChangeMembers(&body)
        try body.requireNoFaults()
        try visit.requireBodies(for: selected.selection.filter)
        let replay = ReplayJob(selected.selection, options)
        // With a limit, the plan has fewer than were named.
        let isWhole = options.limit == nil
        if change.isDryRun {
            return try visit.writing { application in
                let plan = try application.plan(replay)
                let dryRun = try plan.dryRun(limit: mostJudged, keptEvents: visit.may(.readBodies) ? 5 : 0)
                let disclosure = DeadLetterDisclosure(visit)
                return .json {
                    $0.value(disclosure.ofDryRun(APIChanges.planned(plan.digest) { plan.write(dryRun, to: &$0) }))
                }
            }
        }
        if case .replay(let number)? = visit.continued { return try resume(number, options, visit) }
        let start = visit.jobs.run { job in
            try visit.writing { application in
                let plan = try application.plan(replay)
                guard plan.count > 0 else { return .nothing }
                try selected.require(plan.deadLetters, plan.digest, application, isWhole: isWhole)
                try ReplayPages.run(plan, as: job, by: visit.actor, because: change.reason) { visit.begin($0) }
                return .nothing
            }
        }
        return try answer(start, visit)
    }

    static func resume(_ visit: APIVisit) throws -> PageAnswer {
        var body = try visit.body()
        let options = body.replayOptions()
        try body.requireNoFaults()
        let run = try run(visit)
        guard !run.isFinished else { throw APIProblem(.notAllowed, "Replay \(run.number) is finished.") }
        return try resume(run.number, options, visit)
    }

    private static func resume(_ number: Int64, _ options: ReplayOptions, _ visit: APIVisit) throws -> PageAnswer {
        let name = RunningJobs.Name.replay(number)
        let start = visit.jobs.run(as: name) { job in
            try visit.writing { application in
                let plan = try application.planResumingReplay(number, options)
                try ReplayPages.run(plan, as: job, by: visit.actor, because: "") { visit.begin($0) }
                return .nothing
            }
        }
        // Nothing is left where another process has finished it meanwhile.
        if case .nothing = start { return try answer(.began(name), visit) }
        return try answer(start, visit)
    }

    static func stop(_ visit: APIVisit) throws -> PageAnswer {
        try visit.query.requireNoFaults()
        let run = try run(visit)
        guard visit.jobs.stop(.replay(run.number)) || run.isFinished else {
            throw APIProblem(
                .notAllowed,
                "Replay \(run.number) does not run in this console: it was stopped, or another process carries it out."
            )
        }
        let stopped = try self.run(visit)
        return .json { write(stopped, to: &$0, visit) }
    }

    static func replay(_ visit: APIVisit) throws -> PageAnswer {
        try visit.query.requireNoFaults()
        let run = try run(visit)
        return .json { write(run, to: &$0, visit) }
    }

    static func list(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let isUnfinished = query.flag("unfinished")
        let limit = Int(query.integer("limit", in: APIDeadLetters.pageSizes) ?? Int64(APIDeadLetters.standardPageSize))
        let after = query.integer("after", in: 1...Int64.max)
        try query.requireNoFaults()
        let all = try visit.reading { try $0.replayRuns(isUnfinished: isUnfinished) }
        let rest = all.drop { run in after.map { run.number >= $0 } ?? false }
        let page = rest.prefix(limit)
        return .list(page, after: page.count < rest.count ? page.last.map { String($0.number) } : nil, visit) {
            write($0, to: &$1, visit)
        }
    }

    private static func run(_ visit: APIVisit) throws -> ReplayRun {
        let name = visit.parameter("number")
        guard name.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int64(name),
            let run = try visit.reading({ try $0.ledger.replayRun(number) })
        else { throw APIProblem(.notFound, "There is no such replay.") }
        return run
    }

    private static func write(_ run: ReplayRun?, to json: inout JSONWriter, _ visit: APIVisit) {
        guard let run else { return json.null() }
        let isRunning = visit.jobs.isRunning(.replay(run.number))
        json.value(APIChanges.extended([("running", .bool(isRunning))]) { run.write(to: &$0) })
    }

    private static func answer(_ start: RunningJobs.Start, _ visit: APIVisit) throws -> PageAnswer {
        switch start {
        case .began(.replay(let number)):
            let run = try visit.reading { try $0.ledger.replayRun(number) }
            return .json(status: 202, headers: [("location", visit.path("/replays/\(number)"))]) {
                write(run, to: &$0, visit)
            }
        case .began(.action), .began(.dryRun), .nothing:
            throw APIProblem(.notAllowed, "No open dead letter is meant: there is nothing to replay.")
        case .changed: throw APIProblem(.changedMeanwhile, "The dead letters have changed meanwhile.")
        case .failed(let error): throw error
        }
    }
}

extension APIBody {
    /// `rate` and `canary`.
    mutating func replayOptions() -> ReplayOptions {
        ReplayOptions(
            rate: integer("rate", in: 1...1_000_000).map { Int($0) },
            canary: integer("canary", in: 1...1_000_000).map { Int($0) }
        )
    }
}
