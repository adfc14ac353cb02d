import Application
import JSON
import Ledger
import Terminations

/// The edits, discards, restores and undos of dead letters, and their undo. An undo continues after its request was answered; see
/// ``RunningJobs``.
enum APIActions {
    static func list(_ visit: APIVisit) throws -> PageAnswer {
        var query = visit.query
        let limit = Int(query.integer("limit", in: APIDeadLetters.pageSizes) ?? Int64(APIDeadLetters.standardPageSize))
        let after = query.integer("after", in: 1...Int64.max)
        try query.requireNoFaults()
        let found = try visit.reading { try $0.deadLetterActions(before: after, limit: limit + 1) }
        return .list(
            found.prefix(limit),
            after: found.count > limit ? String(found[limit - 1].number) : nil,
            visit
        ) { write($0, to: &$1, visit) }
    }

    static func action(_ visit: APIVisit) throws -> PageAnswer {
        try visit.query.requireNoFaults()
        let action = try find(visit)
        return .json { write(action, to: &$0, visit) }
    }

    static func undo(_ visit: APIVisit) throws -> PageAnswer {
        var body = try visit.body()
        let digest = body.text("digest", longest: 64)
        let change = ChangeMembers(&body)
        try body.requireNoFaults()
        let action = try find(visit)
        try visit.require(
            try visit.queries.permission(toUndo: action),
            "The undo of an action needs what the action needs."
        )
        let undo = UndoDeadLetterAction(action.number)
        if change.isDryRun {
            let plan = try visit.reading { try $0.plan(undo) }
            return .json { $0.value(APIChanges.planned(plan.digest) { plan.write(to: &$0) }) }
        }
        guard !visit.jobs.isRunning(.action(action.number)) else {
            throw APIProblem(
                .notAllowed,
                "Action \(action.number) is still carried out. It can be undone when it has ended."
            )
        }
        if case .action(let number)? = visit.continued {
            // What is left of it was confirmed before.
            let start = visit.jobs.run(as: .action(number)) { job in
                try visit.writing { application in
                    try ActionPages.run(try application.plan(undo), as: job, by: visit.actor, because: change.reason)
                }
            }
            if case .failed(let error) = start { throw error }
            guard let answer = try accepted(number, visit) else { throw changedMeanwhile(action) }
            return answer
        }
        let start = visit.jobs.run { job in
            try visit.writing { application in
                let plan = try application.plan(undo)
                if let digest, digest != plan.digest { return .changed }
                return try ActionPages.run(plan, as: job, by: visit.actor, because: change.reason) { visit.begin($0) }
            }
        }
        switch start {
        case .began(.action(let number)): if let answer = try accepted(number, visit) { return answer }
        case .failed(let error): throw error
        case .changed: break
        // An undo has a number before it changes anything.
        case .began, .nothing: break
        }
        throw changedMeanwhile(action)
    }

    private static func changedMeanwhile(_ action: DeadLetterAction) -> APIProblem {
        APIProblem(
            .changedMeanwhile,
            "The dead letters of action \(action.number) have changed meanwhile. Nothing was undone: look at a new dry run."
        )
    }

    /// The answer while the undo is carried out; nil where it ended without a change, and so was not kept.
    private static func accepted(_ number: Int64, _ visit: APIVisit) throws -> PageAnswer? {
        guard let undo = try visit.reading({ try $0.ledger.deadLetterAction(number) }) else { return nil }
        return .json(status: 202, headers: [("location", visit.path("/actions/\(number)"))]) {
            write(undo, to: &$0, visit)
        }
    }

    private static func find(_ visit: APIVisit) throws -> DeadLetterAction {
        let name = visit.parameter("number")
        guard name.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int64(name),
            let action = try visit.reading({ try $0.ledger.deadLetterAction(number) })
        else { throw APIProblem(.notFound, "There is no such action. One that changed nothing is not kept.") }
        return action
    }

    private static func write(_ action: DeadLetterAction, to json: inout JSONWriter, _ visit: APIVisit) {
        let isRunning = visit.jobs.isRunning(.action(action.number))
        json.value(APIChanges.extended([("running", .bool(isRunning))]) { action.write(to: &$0) })
    }
}
