import ArgumentParser
import Ledger
import Terminations
import Worker

extension DeadLettersCommand {
    struct Mend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change what is wrong in the bodies of dead letters.",
            usage: "terminus dead-letters mend (<id> ... | <filters> | --all) --set </pointer=value>",
            discussion: """
                The change is a JSON Patch (RFC 6902), or --set for one member. Before it is kept, the messages are \
                judged as they would be then, and the outcome is shown. What was received is kept beside it, byte \
                for byte. --replay replays them at once.

                --set takes JSON where the text parses as JSON, and otherwise a string: --set /note=null, \
                --set '/note="42"'. In a CloudEvent the message stands in /data; where it came in Base64, \
                /data_base64/endDate leads into it. A body that is no JSON can only be replaced as a whole, by a \
                patch whose first operation is {"op":"replace","path":"","value":{…}}. A mended body is JSON in \
                UTF-8: the content-encoding with which the message came is no longer asked for.

                EXAMPLE
                  terminus dead-letters mend crm-000131 --set /reasonCode=price --replay
                  terminus dead-letters mend --fingerprint 9d2e4c1b0a7f --set "/note=See ticket 4711" --dry-run
                  terminus dead-letters mend crm-000131 --patch mend.json
                """
        )

        @OptionGroup var selected: SelectionOptions
        @Option(help: ArgumentHelp("A JSON Patch, or - for standard input.", valueName: "file"))
        var patch: String?
        @Option(help: ArgumentHelp("Set a member; may be given several times.", valueName: "/pointer=value"))
        var set: [SetMember] = []
        @Flag(help: "Replay what was mended.")
        var replay = false
        @Flag(help: "Judge them as they would be mended, say what would become of them, and change nothing.")
        var dryRun = false
        @Option(help: ArgumentHelp("How many of the events to show that a replay would publish.", valueName: "n"))
        var events = 3
        @Option(help: "Judge by the dated rules as of when the termination occurred, or as of now.")
        var asOf = ReplayClock.occurred
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if patch == nil, set.isEmpty {
                throw ValidationError("Say what to change: --set /pointer=value or --patch FILE.")
            }
            if patch == "-", selected.ids == ["-"] {
                throw ValidationError("Either the ids or the patch can come from standard input.")
            }
            if events < 0 { throw ValidationError("--events must not be negative.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let change = try jsonPatch()
            try configuration.withLedger(.readWrite) { ledger in
                let recorder = configuration.recorder(on: ledger)
                let filter = try selected.selection.filter(in: ledger, states: [.open])
                let causes = try ledger.deadLetterGroups(matching: filter)
                let forecast = try ReplayForecast(
                    of: filter,
                    patch: change,
                    asOf: asOf,
                    keepsEvents: events,
                    in: ledger,
                    with: recorder
                )
                guard !forecast.seen.isEmpty else {
                    try printNothing(in: ledger)
                    return
                }
                if output.format == .text { printForecast(ForecastReport(forecast, causes: causes)) }
                if dryRun {
                    finish(forecast, causes, nil)
                    return
                }
                let (tally, reason) = try store(change, forecast, in: ledger)
                finish(forecast, causes, tally)
                if replay, !tally.changed.isEmpty {
                    var runner = ReplayRunner(change: self.change, confirmation: confirmation, format: output.format)
                    runner.agreedReason = reason
                    try runner.start(
                        DeadLetterFilter(states: [.open], ids: tally.changed),
                        asOf: asOf,
                        in: ledger,
                        with: recorder
                    )
                }
                if tally.notChanged > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
            }
        }

        private func jsonPatch() throws -> JSONPatch {
            var all: JSONPatch?
            if let patch {
                do {
                    all = try JSONPatch(
                        parsing: Array(InputFile.withoutByteOrderMark(try MessageFile.bytes(of: patch)))
                    )
                } catch let error as JSONPatchError {
                    throw CommandFailure(.dataError, "\(patch) cannot be used: \(error.description)")
                }
            }
            for member in set {
                let one = JSONPatch.set(member.pointer, member.value)
                all = all.map { $0 + one } ?? one
            }
            guard let all else { throw CommandFailure(.usage, "Say what to change.") }
            if all.changesNothing {
                throw CommandFailure(
                    .dataError,
                    "The patch changes nothing: it has no operation, or only tests.",
                    hint: "To judge dead letters as they are: terminus dead-letters replay"
                )
            }
            return all
        }

        private func printNothing(in ledger: Ledger) throws {
            guard output.format == .text else {
                finishJSON(total: 0, report: nil, nil)
                return
            }
            Console.print("No open dead letter matches.")
        }

        private func printForecast(_ report: ForecastReport) {
            let counts = report.forecast.tally.counts
            Console.print(
                "Once mended, of \(Count.letters(counts.total)): "
                    + "\(ReplayReport.sentence(counts, isForecast: true))."
            )
            for line in report.lines { Console.print(line) }
        }

        private func store(_ patch: JSONPatch, _ forecast: ReplayForecast, in ledger: Ledger) throws
            -> (ChangeTally, reason: String)
        {
            let counts = forecast.tally.counts
            if counts.unpatchable == counts.total {
                throw CommandFailure(
                    .dataError,
                    "The patch cannot be applied: \(forecast.tally.unpatchable.keys.sorted().joined(separator: "; "))"
                )
            }
            if counts.total > 1 {
                try confirmation.confirm("Mend \(replay ? "and replay " : "")\(Count.letters(counts.total))")
            }
            let reason = try change.reason()
            let seen = forecast.seen
            let tally = try ChangeTally(seen.map(\.id)) { range throws(LedgerError) in
                try ledger.mend(
                    seen[range].map(\.id),
                    with: patch,
                    ifVersions: seen[range].map(\.version),
                    by: change.actor,
                    reason: reason,
                    at: .now
                )
            }
            return (tally, reason)
        }

        /// - Parameter tally: nil after a dry run.
        private func finish(_ forecast: ReplayForecast, _ causes: [DeadLetterGroup], _ tally: ChangeTally?) {
            guard output.format == .text else {
                finishJSON(total: forecast.seen.count, report: ForecastReport(forecast, causes: causes), tally)
                return
            }
            guard let tally else {
                Console.print("Nothing was changed.")
                return
            }
            Console.print("\(Count.letters(tally.changed.count)) mended.")
            if tally.notChanged > 0 { Console.print("\(Count.letters(tally.notChanged)) not: \(tally.exceptions).") }
            if !replay, !tally.changed.isEmpty {
                let which =
                    tally.changed.count == 1
                    ? tally.changed[0]
                    : selected.filters.fingerprint.map { "--fingerprint \($0)" } ?? "with the same selection"
                let them = tally.changed.count == 1 ? "it" : "them"
                Console.print("To judge \(them) again: terminus dead-letters replay \(which)")
            }
        }

        private func finishJSON(total: Int, report: ForecastReport?, _ tally: ChangeTally?) {
            var line = JSONWriter()
            line.beginObject()
            line.name("dryRun")
            line.bool(dryRun)
            line.name("total")
            line.integer(total)
            line.name("mended")
            line.integer(tally?.changed.count ?? 0)
            line.name("notMended")
            line.integer(tally?.notChanged ?? 0)
            if let report {
                line.name("forecast")
                line.beginObject()
                report.write(to: &line)
                line.endObject()
            }
            line.endObject()
            Console.print(line)
        }
    }
}
