import ArgumentParser
import JSON
import Ledger
import Terminations
import Worker

extension DeadLettersCommand {
    struct Mend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change what is wrong in the bodies of dead letters.",
            usage: "terminus dead-letters mend (<id> ... | <filters> | --all) <change> [--replay] [<options>]",
            discussion: """
                The change is --set for one member, --set-each for a change by a pattern, a JSON Patch (RFC 6902), or \
                --edit for one letter in your editor. Before it is kept, the messages are judged as they would be \
                then, and the outcome and the first differences are shown. What was received is kept beside it, byte \
                for byte. --replay replays them at once. The action gets a number; undo takes it back by that.

                --set-each takes /pointer=s/pattern/replacement/flags, as sed writes it: $1 is what the first \
                parentheses took, $0 the whole match, $$ a dollar. Flags: g for every match, i for upper and lower \
                case alike, n to make a number of a text. A value that does not match is left as it is, and so is a \
                letter that none of the patterns changes.

                --set takes JSON where the text parses as JSON, and otherwise a string: --set /note=null, \
                --set '/note="42"'. In a CloudEvent the message stands in /data; where it came in Base64, \
                /data_base64/endDate leads into it. A body that is no JSON can only be replaced as a whole, by a \
                patch whose first operation is {"op":"replace","path":"","value":{…}}. A mended body is JSON in \
                UTF-8: the content-encoding with which the message came is no longer asked for.

                Exit code 1 when a letter cannot be changed, or, in a dry run, when none would be.

                EXAMPLE
                  terminus dead-letters mend crm-000131 --set /reasonCode=price --replay
                  terminus dead-letters mend --fingerprint 9d2e4c1b0a7f \\
                      --set "/note=See ticket 4711" --dry-run
                  terminus dead-letters mend --code invalid-date --dry-run \\
                      --set-each '/endDate=s/(\\d\\d)-(\\d\\d)-(\\d{4})/$3-$2-$1/'
                  terminus dead-letters mend crm-000131 --edit
                """
        )

        @OptionGroup var selected: SelectionOptions
        @Option(help: ArgumentHelp("A JSON Patch, or - for standard input.", valueName: "file"), completion: .file())
        var patch: String?
        @Option(help: ArgumentHelp("Set a member; may be given several times.", valueName: "/pointer=value"))
        var set: [SetMember] = []
        @Option(
            help: ArgumentHelp(
                "Change a member of each by a pattern; may be given several times.",
                valueName: "/pointer=s/pattern/replacement/"
            ),
            transform: { text in
                do throws(MemberSubstitutionError) {
                    return try MemberSubstitution(parsing: text)
                } catch {
                    throw ValidationError(error.description)
                }
            }
        )
        var setEach: [MemberSubstitution] = []
        @Flag(help: "Open one letter as JSON in $VISUAL or $EDITOR.")
        var edit = false
        @Option(help: ArgumentHelp("Take this JSON file for the body of one letter.", valueName: "file"))
        var body: String?
        @Flag(help: "Replay what was mended.")
        var replay = false
        @Option(help: ArgumentHelp("With --replay: so many a second at most: 500 or 500/s.", valueName: "n"))
        var rate: Rate?
        @Option(
            help: ArgumentHelp(
                "With --replay: so many first; go on only if none of them is refused again.",
                valueName: "n"
            )
        )
        var canary: Int?
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
            let ways = [patch != nil || !set.isEmpty || !setEach.isEmpty, edit, body != nil].count { $0 }
            if ways == 0 {
                throw ValidationError(
                    "Say what to change: --set /pointer=value, --set-each, --patch FILE, --edit or --body FILE."
                )
            }
            if ways > 1 {
                throw ValidationError("--edit and --body change the whole body: give nothing else to change.")
            }
            if [patch, body].contains("-"), selected.ids == ["-"] {
                throw ValidationError("Either the ids or the change can come from standard input.")
            }
            if events < 0 { throw ValidationError("--events must not be negative.") }
            if !replay, rate != nil || canary != nil { throw ValidationError("--rate and --canary need --replay.") }
            if let canary, canary < 1 { throw ValidationError("--canary must be at least 1.") }
            if edit, dryRun { throw ValidationError("--edit asks before it changes anything: leave out --dry-run.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            if edit { _ = try EditorFile.editor() }
            // Read before the ledger is opened: standard input may take its time.
            let given = edit || body != nil ? nil : BodyChange(patch: try jsonPatch(), substitutions: setEach)
            let wholeBody = try body.map { ($0, try MessageFile.bytes(of: $0)) }
            try configuration.withLedger(.readWrite) { ledger in
                let filter = try selected.selection.filter(in: ledger, states: [.open])
                if let given {
                    try mend(filter, given, in: ledger, with: configuration.recorder(on: ledger))
                    return
                }
                guard let deadLetter = try oneDeadLetter(filter, in: ledger) else { return }
                if let (path, bytes) = wholeBody {
                    let value = try deadLetter.parse(bytes, from: path)
                    try mendWhole(deadLetter, value, in: ledger, with: configuration.recorder(on: ledger))
                } else {
                    try edit(deadLetter, in: ledger, with: configuration.recorder(on: ledger))
                }
            }
        }

        // MARK: - One whole body

        private func oneDeadLetter(_ filter: DeadLetterFilter, in ledger: Ledger) throws -> EditedDeadLetter? {
            let found = try ledger.deadLetters(matching: filter, limit: 2)
            guard let deadLetter = found.first else {
                try printNothing(selected.selection, in: ledger)
                return nil
            }
            guard found.count == 1 else {
                throw CommandFailure(
                    .usage,
                    "--\(edit ? "edit" : "body") changes one dead letter, and \(try ledger.countDeadLetters(matching: filter)) "
                        + "match.",
                    hint: "Name one, or change them by a pattern: --set-each"
                )
            }
            guard let content = try ledger.deadLetterContent(id: deadLetter.id) else { return nil }
            return EditedDeadLetter(deadLetter, judged: content.mendedBody ?? content.body)
        }

        private func edit(_ deadLetter: EditedDeadLetter, in ledger: Ledger, with recorder: Recorder) throws {
            let file = try EditorFile(deadLetter.text, of: deadLetter.deadLetter)
            do {
                let value = try file.edit(deadLetter)
                try mendWhole(deadLetter, value, file, in: ledger, with: recorder)
                file.remove()
            } catch {
                file.keepOrRemove()
                throw error
            }
        }

        /// - Parameter file: where the body was typed, of no more use once the ledger has it.
        private func mendWhole(
            _ deadLetter: EditedDeadLetter,
            _ value: JSONValue,
            _ file: EditorFile? = nil,
            in ledger: Ledger,
            with recorder: Recorder
        ) throws {
            guard let patch = deadLetter.patch(to: value) else {
                if output.format == .text {
                    Console.print("Nothing was changed: the body reads so already.")
                } else {
                    finishJSON(nil, nil, nil)
                }
                return
            }
            let filter = DeadLetterFilter(states: [.open], ids: [deadLetter.deadLetter.id])
            let change = BodyChange(patch: patch)
            try mend(filter, change, version: deadLetter.deadLetter.version, file, in: ledger, with: recorder)
        }

        // MARK: - Any number of bodies

        /// - Parameter version: of the one letter, as it was when somebody began to edit it.
        private func mend(
            _ filter: DeadLetterFilter,
            _ bodyChange: BodyChange,
            version: Int? = nil,
            _ file: EditorFile? = nil,
            in ledger: Ledger,
            with recorder: Recorder
        ) throws {
            let causes = try ledger.deadLetterGroups(matching: filter)
            let forecast: ReplayForecast
            do {
                forecast = try ReplayForecast(
                    of: filter,
                    change: bodyChange,
                    asOf: asOf,
                    keepsEvents: events,
                    keepsSamples: 5,
                    in: ledger,
                    with: recorder
                )
            } catch let error as BodyChangeError {
                throw CommandFailure(
                    .dataError,
                    "\(error.description) Nothing was changed.",
                    hint: "Write a simpler pattern: repetitions within repetitions, such as (a+)+, may take for ever."
                )
            }
            guard forecast.total > 0 else {
                try printNothing(selected.selection, in: ledger)
                return
            }
            let warnings = try self.warnings(bodyChange, forecast, in: ledger)
            let report = MendReport(forecast: ForecastReport(forecast, causes: causes), warnings: warnings)
            for warning in warnings where output.format == .text || !dryRun {
                Console.note(MendReport.sentence(warning))
            }
            if output.format == .text { for line in report.lines { Console.print(line) } }
            if dryRun {
                finish(report, nil, nil)
                if report.changesNothing || forecast.tally.counts.unpatchable > 0 {
                    throw ExitCode(ExitStatus.failure.rawValue)
                }
                return
            }
            if let version, forecast.seen[0].version != version {
                throw CommandFailure(.failure, "Somebody has changed the dead letter meanwhile. Nothing was changed.")
            }
            let (tally, action, reason) = try store(report, isWhole: version != nil, file, in: ledger)
            if !tally.changed.isEmpty { file?.remove() }
            finish(report, tally, action)
            if !tally.isComplete {
                throw Interruption.failure(
                    deadLetters: forecast.seen.count - tally.changed.count - tally.notChanged,
                    hint: "Give the same command again for the rest."
                )
            }
            if replay, !tally.changed.isEmpty {
                var runner = ReplayRunner(
                    change: self.change,
                    confirmation: confirmation,
                    format: output.format,
                    rate: rate?.perSecond,
                    canary: canary
                )
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

        private func jsonPatch() throws -> JSONPatch? {
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
            if let all, all.changesNothing, setEach.isEmpty {
                throw CommandFailure(
                    .dataError,
                    "The patch changes nothing: it has no operation, or only tests.",
                    hint: "To judge dead letters as they are: terminus dead-letters replay"
                )
            }
            return all
        }

        private func warnings(
            _ change: BodyChange,
            _ forecast: ReplayForecast,
            in ledger: Ledger
        ) throws -> [UnknownMember] {
            guard let patch = change.patch, let first = forecast.seen.first else { return [] }
            return patch.unknownMembers(in: try ledger.judgedDocuments(of: [first.id]).first?.document)
        }

        private func printNothing(_ selection: Selection, in ledger: Ledger) throws {
            guard output.format == .text else {
                finishJSON(nil, nil, nil)
                return
            }
            var states: [DeadLetter.State: Int] = [:]
            for state in DeadLetter.State.allCases where state != .open {
                var filter = try selection.filter(in: ledger, states: Set(DeadLetter.State.allCases))
                guard filter.states.contains(state) else { continue }
                filter.states = [state]
                let count = try ledger.countDeadLetters(matching: filter)
                if count > 0 { states[state] = count }
            }
            let why = ChangeTally.words(states, target: nil)
            Console.print("No open dead letter matches\(why.isEmpty ? "" : ": \(why)").")
        }

        private func store(
            _ report: MendReport,
            isWhole: Bool,
            _ file: EditorFile?,
            in ledger: Ledger
        ) throws -> (ChangeTally, DeadLetterAction?, reason: String) {
            let forecast = report.forecast.forecast
            let counts = forecast.tally.counts
            if report.changesNothing {
                let reasons = Set(forecast.tally.unpatchable.keys).union(forecast.unchanged.keys).sorted()
                throw CommandFailure(
                    .dataError,
                    "No dead letter would be changed: \(reasons.joined(separator: " "))"
                )
            }
            if counts.unpatchable > 0 {
                let they = counts.unpatchable == 1 ? "it is" : "they are"
                Console.note("\(Count.deadLetters(counts.unpatchable)) cannot be changed, and would stay as \(they).")
            }
            if isWhole, counts.rejected > 0 {
                Console.note("The dead letter would still be refused.")
                try confirmation.confirm("Mend it all the same")
            } else {
                try confirmation.confirm(
                    "Mend \(replay ? "and replay " : "")\(Count.deadLetters(counts.total - counts.unpatchable))",
                    isNeeded: forecast.total > 1
                )
            }
            let reason = try change.reason()
            file?.ignoreSignals()
            let seen = forecast.seen
            let interruption = Interruption()
            var bar = ProgressBar(total: seen.count)
            let (tally, action) = try ChangeTally.ofAction(
                .mended,
                on: seen.map(\.id),
                in: ledger,
                by: change.actor,
                reason: reason,
                stop: interruption.stop,
                onProgress: { bar.advance(to: $0) },
                { range, action throws(LedgerError) in
                    try ledger.mend(
                        seen[range].map(\.id),
                        with: seen[range].map { $0.edit ?? .impossible("The patch changes nothing.") },
                        ifVersions: seen[range].map(\.version),
                        action: action,
                        by: change.actor,
                        reason: reason,
                        at: .now
                    )
                }
            )
            bar.finish()
            return (tally, action, reason)
        }

        // MARK: - Answers

        /// - Parameter tally: nil after a dry run.
        private func finish(_ report: MendReport, _ tally: ChangeTally?, _ action: DeadLetterAction?) {
            guard output.format == .text else {
                finishJSON(report, tally, action)
                return
            }
            guard let tally else {
                Console.print("Nothing was changed.")
                return
            }
            Console.print("\(Count.deadLetters(tally.changed.count)) mended.")
            if tally.notChanged > 0 {
                Console.print("\(Count.deadLetters(tally.notChanged)) not mended: \(tally.exceptions(target: nil)).")
            }
            if let action { Console.print(action.undoHint) }
            if !replay, !tally.changed.isEmpty {
                let which =
                    tally.changed.count == 1
                    ? tally.changed[0]
                    : selected.filters.fingerprint.map { "--fingerprint \($0)" } ?? "with the same selection"
                let them = tally.changed.count == 1 ? "it" : "them"
                Console.print("To judge \(them) again: terminus dead-letters replay \(which)")
            }
        }

        private func finishJSON(_ report: MendReport?, _ tally: ChangeTally?, _ action: DeadLetterAction?) {
            var line = JSONWriter()
            line.beginObject()
            line.name("dryRun")
            line.bool(dryRun)
            line.name("total")
            line.integer(report?.forecast.forecast.total ?? 0)
            line.name("mended")
            line.integer(tally?.changed.count ?? 0)
            line.name("notMended")
            line.integer(tally?.notChanged ?? 0)
            line.name("unchanged")
            line.integer(report?.forecast.forecast.unchanged.values.reduce(0, +) ?? 0)
            if let tally { line.exceptions(tally) }
            line.name("action")
            if let action { line.integer(action.number) } else { line.null() }
            report?.write(to: &line)
            line.endObject()
            Console.print(line)
        }
    }
}
