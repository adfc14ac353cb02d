import Application
import ArgumentParser
import JSON
import Ledger
import Terminations

extension JudgingTime: ExpressibleByArgument {}

extension DeadLettersCommand {
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge dead letters again, and record the outcomes.",
            usage: "terminus dead-letters replay (<id> ... | <filters> | --all | --resume <run>)",
            discussion: """
                The selection is fixed at the start. Each dead letter is judged and recorded in one transaction: it is \
                resolved, or it stays open with the new reasons. The worker may run at the same time; it publishes the \
                events. After Ctrl-C or a crash, --resume continues the replay.

                Exit code 0 when no dead letter is refused again, 1 when one is, 75 when the replay was interrupted.

                EXAMPLE
                  terminus dead-letters replay --fingerprint 1c5f0a7be2d4 --dry-run
                  terminus dead-letters replay --fingerprint 1c5f0a7be2d4 --canary 5
                  terminus dead-letters replay --all --rate 500 --yes
                  terminus dead-letters replay --resume 12
                """
        )

        @Argument(
            help: ArgumentHelp(
                "Ids, parts of them, numbers, or message ids; - reads them from standard input.",
                valueName: "id"
            )
        )
        var ids: [String] = []
        @Flag(help: "All that are open.")
        var all = false
        @Option(help: ArgumentHelp("Continue this replay.", valueName: "run"))
        var resume: Int64?
        @Flag(help: "Judge, show the outcomes and the events that would be published, and change nothing.")
        var dryRun = false
        @Option(help: ArgumentHelp("How many of the events to show in a dry run.", valueName: "n"))
        var events = 5
        @Option(help: ArgumentHelp("At most so many, the oldest first.", valueName: "n"))
        var limit: Int?
        @Option(help: ArgumentHelp("At most so many per second: 500 or 500/s.", valueName: "n"))
        var rate: Rate?
        @Option(help: ArgumentHelp("This many first; continue only if none of them is refused again.", valueName: "n"))
        var canary: Int?
        @Option(help: "Judge by the dated rules as of when the termination occurred, or as of now.")
        var asOf = JudgingTime.occurred
        @OptionGroup(title: "FILTERS") var filters: FilterOptions
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        private var selection: Selection { Selection(ids: ids, all: all, filters: filters) }

        func validate() throws {
            if resume != nil {
                guard ids.isEmpty, !all, !filters.isGiven, limit == nil, !dryRun else {
                    throw ValidationError(
                        "--resume continues with what was chosen then: give no ids, filters or --limit."
                    )
                }
            } else {
                try selection.validate()
            }
            for (name, number) in [("--limit", limit), ("--canary", canary)] {
                if let number, number < 1 { throw ValidationError("\(name) must be at least 1.") }
            }
            if events < 0 { throw ValidationError("--events must not be negative.") }
        }

        private var replayOptions: ReplayOptions {
            ReplayOptions(asOf: asOf, limit: limit, rate: rate?.perSecond, canary: canary)
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let selection = try resume == nil ? self.selection.read() : DeadLetterSelection()
            try configuration.withApplication(.readWrite) { application in
                if let resume {
                    try self.resume(try application.planResumingReplay(resume, replayOptions))
                    return
                }
                let plan = try application.plan(ReplayJob(selection, replayOptions))
                if dryRun {
                    try judge(plan)
                } else {
                    try start(plan)
                }
            }
        }

        private func start(_ plan: ReplayJob.Plan) throws {
            var reason = ""
            if plan.count > 0 {
                if plan.count > 1 || confirmation.asks {
                    let are = plan.count == 1 ? "is" : "are"
                    Console.note("\(Count.deadLetters(plan.count)) \(are) open and would be judged again.")
                }
                try confirmation.confirm("Replay \(Count.deadLetters(plan.count))", isNeeded: plan.count > 1)
                reason = try change.reason()
            }
            try plan.run(by: change.actor, because: reason, output.format)
        }

        private func resume(_ plan: ReplayJob.Plan) throws {
            if let run = plan.resumedRun, !run.isFinished {
                let of = "of \(Count.deadLetters(run.total)) of replay \(run.number)"
                Console.note("\(Count.text(plan.count)) \(of) \(plan.count == 1 ? "is" : "are") left.")
                try confirmation.confirm("Go on with replay \(run.number)", isNeeded: plan.count > 1)
            }
            try plan.run(by: change.actor, because: "", output.format)
        }

        private func judge(_ plan: ReplayJob.Plan) throws {
            var bar = ProgressBar(total: plan.count)
            let dryRun = try plan.dryRun(keptEvents: events) { bar.advance(to: $0.judged) }
            bar.finish()
            switch output.format {
            case .text:
                guard plan.count > 0 else {
                    Console.print("No open dead letter matches.")
                    return
                }
                let sentence = dryRun.summary.counts.sentence(isDryRun: true)
                Console.print("Of \(Count.deadLetters(plan.count)): \(sentence).")
                for line in dryRun.lines(causes: plan.causes) { Console.print(line) }
                Console.print("Nothing was changed.")
            case .json:
                var line = JSONWriter()
                plan.write(dryRun, to: &line)
                Console.print(line)
            }
        }
    }
}

extension ReplayJob.Plan {
    /// Replays, shows the progress, and prints the outcome.
    func run(by actor: Actor, because reason: String, _ format: OutputFormat) throws {
        // Before anything is printed, because the reader may interrupt at once.
        let interruption = Interruption()
        var bar: ProgressBar?
        let outcome = try execute(
            by: actor,
            because: reason,
            progress: { run, summary in
                if bar == nil {
                    if run.total > 1 {
                        Console.note(
                            "This is replay \(run.number): --resume \(run.number) continues it after an interruption."
                        )
                    }
                    bar = ProgressBar(total: run.total - run.taken)
                }
                bar?.advance(to: summary.counts.total)
            },
            stop: interruption.stop
        )
        bar?.finish()
        switch format {
        case .text: for line in outcome.lines { Console.print(line) }
        case .json:
            var line = JSONWriter()
            outcome.write(to: &line)
            Console.print(line)
        }
        if let interruption = outcome.interruption { throw interruption }
        if outcome.run.rejected > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
    }
}

/// `500` or `500/s`.
struct Rate: ExpressibleByArgument {
    let perSecond: Int

    init?(argument: String) {
        let text = argument.hasSuffix("/s") ? String(argument.dropLast(2)) : argument
        guard let number = Int(text), 1...1_000_000 ~= number else { return nil }
        perSecond = number
    }
}
