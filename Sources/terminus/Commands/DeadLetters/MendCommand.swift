import Application
import ArgumentParser
import JSON
import Ledger
import Terminations

extension DeadLettersCommand {
    struct Mend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Edit the bodies of dead letters.",
            usage: "terminus dead-letters mend (<id> ... | <filters> | --all) <change> [--replay] [<options>]",
            discussion: """
                The change is --set for one member, --set-each for a change by a pattern, a JSON Patch (RFC 6902), or \
                --edit for one dead letter in your editor. Before the change is stored, the edited messages are \
                judged, and the outcome and the first differences are shown. The received bytes are kept unchanged \
                beside the edit. --replay replays the edited dead letters at once. The action gets a number; undo \
                takes that number and reverts it.

                --set-each takes /pointer=s/pattern/replacement/flags, as sed writes it: $1 is what the first \
                parentheses took, $0 the whole match, $$ a dollar. Flags: g for every match, i for upper and lower \
                case alike, n to make a number of a text. A value that does not match stays as it is, and so does a \
                dead letter that no pattern changes.

                --set takes JSON where the text parses as JSON, and otherwise a string: --set /note=null, --set \
                '/note="42"'. In a CloudEvent the message is in /data; if the data came in Base64, \
                /data_base64/endDate points into it. A body that is not JSON can only be replaced as a whole, by a \
                patch whose first operation is {"op":"replace","path":"","value":{…}}. An edited body is JSON in \
                UTF-8; the content-encoding of the received message no longer applies.

                Exit code 1 when a dead letter cannot be changed, or when a dry run would change none.

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
        @Flag(help: "Open one dead letter as JSON in $VISUAL or $EDITOR.")
        var edit = false
        @Option(help: ArgumentHelp("Use this JSON file as the body of one dead letter.", valueName: "file"))
        var body: String?
        @Flag(help: "Replay the edited dead letters.")
        var replay = false
        @Option(help: ArgumentHelp("With --replay: at most so many per second: 500 or 500/s.", valueName: "n"))
        var rate: Rate?
        @Option(
            help: ArgumentHelp(
                "With --replay: this many first; continue only if none of them is refused again.",
                valueName: "n"
            )
        )
        var canary: Int?
        @Flag(help: "Judge the edited messages, show the outcome, and change nothing.")
        var dryRun = false
        @Option(help: ArgumentHelp("How many of the events that a replay would publish to show.", valueName: "n"))
        var events = 3
        @Option(help: "Judge by the dated rules as of when the termination occurred, or as of now.")
        var asOf = JudgingTime.occurred
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
            let selection = try selected.selection.read()
            let change = edit || body != nil ? nil : BodyChange(patch: try jsonPatch(), substitutions: setEach)
            let file = try body.map { ($0, try MessageFile.bytes(of: $0)) }
            try configuration.withApplication(.readWrite) { application in
                if let change {
                    try run(application.plan(action(selection, change)))
                } else {
                    try changeWhole(selection, file, application)
                }
            }
        }

        private func action(_ selection: DeadLetterSelection, _ change: BodyChange) -> EditDeadLetters {
            EditDeadLetters(selection, change, asOf: asOf, keptEvents: events)
        }

        /// Takes the body from a file, or from an editor.
        private func changeWhole(
            _ selection: DeadLetterSelection,
            _ file: (path: String, bytes: [UInt8])?,
            _ application: Application
        ) throws {
            guard let editable = try application.editableBody(selection) else {
                // There is nothing to change. The plan has the reason.
                try run(application.plan(action(selection, BodyChange(patch: nil))))
                return
            }
            if let file {
                let value = try editable.parse(file.bytes, from: file.path)
                try run(editable, value, nil, application)
                return
            }
            let editor = try EditorFile(editable.text, of: editable.deadLetter)
            do {
                try run(editable, try editor.edit(editable), editor, application)
                editor.remove()
            } catch {
                editor.keepOrRemove()
                throw error
            }
        }

        /// - Parameter file: the file in which the body was typed. It is removed once the ledger has the body.
        private func run(
            _ editable: EditableBody,
            _ value: JSONValue,
            _ file: EditorFile?,
            _ application: Application
        ) throws {
            guard let change = editable.change(to: value) else {
                switch output.format {
                case .text: Console.print("Nothing was changed: the body reads so already.")
                case .json:
                    var line = JSONWriter()
                    EditDeadLetters.writeNothing(to: &line)
                    Console.print(line)
                }
                return
            }
            let selection = DeadLetterSelection(filter: DeadLetterFilter(ids: [editable.deadLetter.id]))
            let plan = try application.plan(
                action(selection, change),
                seen: DeadLetterVersion(editable.deadLetter)
            )
            try run(plan, isWhole: true, file)
        }

        /// Shows the preview, asks, and changes the dead letters.
        private func run(_ plan: EditDeadLetters.Plan, isWhole: Bool = false, _ file: EditorFile? = nil) throws {
            guard plan.total > 0 else {
                printNothing(plan)
                return
            }
            for warning in plan.warnings where output.format == .text || !dryRun { Console.note(warning.sentence) }
            if output.format == .text { for line in plan.lines { Console.print(line) } }
            if dryRun {
                report(plan, nil)
                if !plan.isComplete { throw ExitCode(ExitStatus.failure.rawValue) }
                return
            }
            if let refusal = plan.refusal { throw refusal }
            try confirm(plan, isWhole: isWhole)
            let reason = try change.reason()
            file?.ignoreSignals()
            let interruption = Interruption()
            var bar = ProgressBar(total: plan.edits.count)
            let outcome = try plan.execute(
                by: change.actor,
                because: reason,
                progress: { bar.advance(to: $0) },
                stop: interruption.stop
            )
            bar.finish()
            if !outcome.changed.isEmpty { file?.remove() }
            report(plan, outcome)
            if let interruption = outcome.interruption { throw interruption }
            if replay, !outcome.changed.isEmpty {
                let options = ReplayOptions(asOf: asOf, rate: rate?.perSecond, canary: canary)
                try plan.replay(outcome, options).run(by: change.actor, because: reason, output.format)
            }
            if outcome.notChanged > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
        }

        private func confirm(_ plan: EditDeadLetters.Plan, isWhole: Bool) throws {
            let counts = plan.dryRun.summary.counts
            if counts.unpatchable > 0 {
                let they = counts.unpatchable == 1 ? "it is" : "they are"
                Console.note("\(Count.deadLetters(counts.unpatchable)) cannot be changed, and would stay as \(they).")
            }
            if isWhole, counts.rejected > 0 {
                Console.note("The dead letter would still be refused.")
                try confirmation.confirm("Mend it all the same")
            } else {
                try confirmation.confirm(
                    "Mend \(replay ? "and replay " : "")\(Count.deadLetters(plan.count))",
                    isNeeded: plan.total > 1
                )
            }
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
                    hint: Remedy.replayUnchanged.hint
                )
            }
            return all
        }

        private func printNothing(_ plan: EditDeadLetters.Plan) {
            guard output.format == .text else {
                printJSON(plan, dryRun ? nil : ChangeOutcome())
                return
            }
            let why = ChangeOutcome.words(plan.others, target: nil)
            Console.print("No open dead letter matches\(why.isEmpty ? "" : ": \(why)").")
        }

        /// - Parameter outcome: nil after a dry run.
        private func report(_ plan: EditDeadLetters.Plan, _ outcome: ChangeOutcome?) {
            guard output.format == .text else {
                printJSON(plan, outcome)
                return
            }
            guard let outcome else {
                Console.print("Nothing was changed.")
                return
            }
            Console.print("\(Count.deadLetters(outcome.changed.count)) mended.")
            if outcome.notChanged > 0 {
                Console.print(
                    "\(Count.deadLetters(outcome.notChanged)) not mended: \(outcome.exceptions(target: nil))."
                )
            }
            if let action = outcome.action { Console.print(action.undoHint) }
            if !replay, !outcome.changed.isEmpty {
                let which =
                    outcome.changed.count == 1
                    ? outcome.changed[0]
                    : selected.filters.fingerprint.map { "--fingerprint \($0)" } ?? "with the same selection"
                let them = outcome.changed.count == 1 ? "it" : "them"
                Console.print("To judge \(them) again: terminus dead-letters replay \(which)")
            }
        }

        private func printJSON(_ plan: EditDeadLetters.Plan, _ outcome: ChangeOutcome?) {
            var line = JSONWriter()
            plan.write(outcome, to: &line)
            Console.print(line)
        }
    }
}
