import ArgumentParser
import JSON
import Ledger
import Terminations
import Worker

extension ReplayClock: ExpressibleByArgument {}

extension DeadLettersCommand {
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge dead letters again, and record what becomes of them.",
            usage: "terminus dead-letters replay (<id> ... | <filters> | --all | --resume <run>)",
            discussion: """
                Which ones is fixed at the start. Each is judged and recorded in one transaction: it is resolved, or \
                it stays open with the reasons why. The worker may run meanwhile, and publishes the events. After \
                Ctrl-C, or whatever ended it, --resume goes on where it was.

                Exit code 0 when none is refused again, 1 when one is, 75 when it was interrupted.

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
        @Option(help: ArgumentHelp("Go on with this replay.", valueName: "run"))
        var resume: Int64?
        @Flag(help: "Judge, say what would become of them and which events would be published, and change nothing.")
        var dryRun = false
        @Option(help: ArgumentHelp("How many of the events to show in a dry run.", valueName: "n"))
        var events = 5
        @Option(help: ArgumentHelp("So many at most, the oldest first.", valueName: "n"))
        var limit: Int?
        @Option(help: ArgumentHelp("So many a second at most: 500 or 500/s.", valueName: "n"))
        var rate: Rate?
        @Option(help: ArgumentHelp("So many first; go on only if none of them is refused again.", valueName: "n"))
        var canary: Int?
        @Option(help: "Judge by the dated rules as of when the termination occurred, or as of now.")
        var asOf = ReplayClock.occurred
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
                        "--resume goes on with what was chosen then: give no ids, filters or --limit."
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

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let runner = ReplayRunner(
                change: change,
                confirmation: confirmation,
                format: output.format,
                rate: rate?.perSecond,
                canary: canary
            )
            try configuration.withLedger(.readWrite) { ledger in
                let recorder = configuration.recorder(on: ledger)
                if let resume {
                    try runner.resume(resume, in: ledger, with: recorder)
                    return
                }
                let filter = try selection.filter(in: ledger, states: [.open])
                if dryRun {
                    try forecast(filter, in: ledger, with: recorder)
                } else {
                    try runner.start(
                        filter,
                        limit: limit,
                        asOf: asOf,
                        in: ledger,
                        with: recorder
                    )
                }
            }
        }

        private func forecast(_ filter: DeadLetterFilter, in ledger: Ledger, with recorder: Recorder) throws {
            let causes = try ledger.deadLetterGroups(matching: filter)
            var bar = ProgressBar(total: min(try ledger.countDeadLetters(matching: filter), limit ?? .max))
            let forecast = try ReplayForecast(
                of: filter,
                limit: limit,
                asOf: asOf,
                keepsEvents: events,
                in: ledger,
                with: recorder
            ) { bar.advance(to: $0) }
            bar.finish()
            let report = ForecastReport(forecast, causes: causes)
            switch output.format {
            case .text:
                guard !forecast.seen.isEmpty else {
                    Console.print("No open dead letter matches.")
                    return
                }
                let sentence = ReplayReport.sentence(forecast.tally.counts, isForecast: true)
                Console.print("Of \(Count.deadLetters(forecast.seen.count)): \(sentence).")
                for line in report.lines { Console.print(line) }
                Console.print("Nothing was changed.")
            case .json:
                var line = JSONWriter()
                line.beginObject()
                line.name("dryRun")
                line.bool(true)
                line.name("total")
                line.integer(forecast.seen.count)
                report.write(to: &line)
                line.endObject()
                Console.print(line)
            }
        }
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
