import ArgumentParser
import Foundation
import JSON
import Ledger
import Terminations
import Worker

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Judge messages offline, with the code and the rules of the worker.",
        usage: "terminus check <file> ... [--settings <file>] [<options>]",
        discussion: """
            Reads JSON documents, arrays and NDJSON (.ndjson, .jsonl, or standard input). Each message is judged as if \
            it were sent alone, without history: what the ledger has recorded and what stands before it in the file is \
            not asked, so that a duplicate, or a contract that is terminated already, is not seen. Nothing is changed, \
            neither on the broker nor in the ledger.

            A document with "specversion" at its top is taken for a structured CloudEvent. An array of one message is \
            refused, as it is when it is sent; the messages of a longer one are judged one by one.

            A warning names what is no violation, and probably not meant: a member whose name is close to that of a \
            field, a field in the wrong object, and what is judged here otherwise than it is live.

            --show-event prints the event that follows an accepted message. Its id is the one that it will have; \
            "sequence" and "contractSequence" are 1, and "time" and "recordedAt" are now.

            Exit code 0 when no message would be refused, warnings or not; 65 when one would.

            EXAMPLE
              terminus check --settings settings.yaml terminations.ndjson
              my-crm export | terminus check - --format json
              terminus check --settings settings.yaml one.json --show-event
            """
    )

    @Argument(help: ArgumentHelp("Files of messages, or - for standard input.", valueName: "file"), completion: .file())
    var files: [String]
    @Option(
        help: ArgumentHelp("Judge by this settings file instead of the ledger's settings.", valueName: "file"),
        completion: .file()
    )
    var settings: String?
    @Option(
        help: ArgumentHelp("The AMQP property content-type (default: what the document looks like).", valueName: "type")
    )
    var contentType: String?
    @Flag(help: "Print the event that would follow each message that is accepted.")
    var showEvent = false
    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let configuration = try await TerminusConfiguration.load(options)
        let judge = Judge(settings: try settingsVersion(configuration))
        let messages = try MessageFile.read(files, inDoubt: .one)
        if messages.isEmpty {
            throw MessageFile.nothing(in: files)
        }
        let width = messages.map(\.place.count).max() ?? 0
        var counts = Counts()
        var bar = ProgressBar(total: messages.count, isShown: Console.errorIsTerminal && !Console.outputIsTerminal)
        for (index, message) in messages.enumerated() {
            let checked = check(message, by: judge, configuration.worker)
            counts.add(checked)
            switch output.format {
            case .text: printText(checked, width)
            case .json: printJSON(checked)
            }
            bar.advance(to: index + 1)
        }
        bar.finish()
        if output.format == .text {
            for sentence in counts.sentences(showsEvents: showEvent) { Console.note(sentence) }
        }
        if counts.refused > 0 { throw ExitCode(ExitStatus.dataError.rawValue) }
    }

    /// What is said of one message.
    private struct Checked {
        let message: FileMessage
        let parsed: ParsedMessage
        let verdict: String
        let violations: [Violation]
        let warnings: [MessageWarning]
        let event: JSONValue?

        /// What stands for an id that is not there.
        var missingID: String { violations.placeholder(for: "messageId") }
    }

    private struct Counts {
        private var all = 0
        private(set) var refused = 0
        private var held = 0
        private var doubtful = 0

        mutating func add(_ checked: Checked) {
            all += 1
            if !checked.violations.isEmpty { refused += 1 }
            if checked.verdict == "held" { held += 1 }
            if !checked.warnings.isEmpty { doubtful += 1 }
        }

        func sentences(showsEvents: Bool) -> [String] {
            var sentences = [
                "\(Count.messages(all)) checked, \(refused) would be refused. Each was judged alone, without history."
            ]
            if doubtful > 0 { sentences.append("\(Count.messages(doubtful)) with warnings, which refuse nothing.") }
            if held > 0 {
                sentences.append(
                    "\(held) would wait for the termination that they correct or withdraw, unless it is recorded."
                        + (showsEvents ? " Their events depend on it, and are not shown." : "")
                )
            }
            return sentences
        }
    }

    private func check(_ message: FileMessage, by judge: Judge, _ worker: WorkerConfiguration) -> Checked {
        let incoming = message.incoming(contentType: contentType)
        let parsed = ParsedMessage(incoming, limits: worker.limits)
        var event: JSONValue?
        let (verdict, violations): (String, [Violation])
        switch judge.judge(parsed, history: .none) {
        case .accepted(let fact):
            (verdict, violations) = ("accepted", [])
            if showEvent { event = self.event(of: fact, source: worker.source) }
        case .duplicate, .stale: (verdict, violations) = ("accepted", [])
        case .held: (verdict, violations) = ("held", [])
        case .rejected(let found): (verdict, violations) = ("rejected", found)
        }
        return Checked(
            message: message,
            parsed: parsed,
            verdict: verdict,
            violations: violations,
            warnings: warnings(of: message, incoming) + incoming.ignoredFields(limits: worker.limits),
            event: event
        )
    }

    /// The event as the first of a new ledger: what the ledger counts is 1.
    private func event(of fact: RecordedChange, source: String) -> JSONValue? {
        let context = EventContext(sequence: 1, contractSequence: 1, source: source, recordedAt: .now)
        return try? JSONValue(parsing: Event.telling(fact, context: context).body, maxDepth: JSONValue.maxDepth)
    }

    /// What is judged here otherwise than it is live.
    private func warnings(of message: FileMessage, _ incoming: IncomingMessage) -> [MessageWarning] {
        var warnings: [MessageWarning] = []
        switch message.origin {
        case .document, .line: break
        case .arrayElement:
            warnings.append(
                MessageWarning(
                    .arrayElement,
                    "This is an element of an array, and was judged as if it were sent alone: live, an array is refused."
                )
            )
        case .documentOfLines:
            warnings.append(
                MessageWarning(
                    .looksLikeLines,
                    "The file was judged as one message. Name it .ndjson if each line is one."
                )
            )
        }
        if contentType == nil, incoming.isCloudEvent {
            warnings.append(
                MessageWarning(
                    .contentTypeNeeded,
                    "This was judged as a CloudEvent: live, the property content-type must be application/cloudevents+json."
                )
            )
        }
        return warnings
    }

    private func settingsVersion(_ configuration: TerminusConfiguration) throws -> SettingsVersion {
        if let settings {
            return SettingsVersion(number: 1, settings: try SettingsFile.read(settings).document.settings)
        }
        return try reporting(on: configuration.ledgerPath) {
            let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
            defer { ledger.close() }
            guard let current = try ledger.currentSettings() else {
                throw CommandFailure(
                    .configuration,
                    "No settings were ever applied to \(configuration.ledgerPath).",
                    hint: "Name a file with --settings, or run: terminus settings apply FILE"
                )
            }
            return current
        }
    }

    private func printText(_ checked: Checked, _ width: Int) {
        let verdict = Table.padded(checked.verdict, to: "accepted".count)
        let place = Table.padded(Table.printable(checked.message.place), to: width)
        Console.print("\(verdict)  \(place)  \(Table.printable(checked.parsed.messageID ?? checked.missingID))")
        for line in Violation.lines(checked.violations, indent: 4) { Console.print(line) }
        for line in MessageWarning.lines(checked.warnings, indent: 4) { Console.print(line) }
        if let event = checked.event {
            for line in JSONPrinter.pretty(event, indent: "    ").split(separator: "\n") {
                Console.print(Table.printable(String(line)))
            }
        }
    }

    private func printJSON(_ checked: Checked) {
        var line = JSONWriter()
        line.beginObject()
        line.name("messageId")
        line.stringOrNull(checked.parsed.messageID)
        line.name("verdict")
        line.string(checked.verdict)
        line.name("violations")
        line.violations(checked.violations)
        line.name("warnings")
        line.beginArray()
        for warning in checked.warnings { warning.write(to: &line) }
        line.endArray()
        if showEvent {
            line.name("event")
            line.value(checked.event ?? .null)
        }
        line.name("file")
        line.string(checked.message.file)
        line.name("position")
        line.integer(checked.message.position)
        line.endObject()
        Console.print(line)
    }
}

extension MessageWarning {
    /// The sentence, with what was probably meant.
    var sentence: String {
        Table.printable(message + (suggestion.map { " Did you mean \($0)?" } ?? ""))
    }

    /// As those of violations: where and what, marked as a warning, and then the sentence.
    static func lines(_ warnings: [MessageWarning], indent: Int) -> [String] {
        warnings.flatMap { warning in
            let place = warning.pointer == .root ? "(document)" : Table.printable(warning.pointer.description)
            let margin = String(repeating: " ", count: indent)
            return ["\(margin)\(place)  warning: \(warning.code.rawValue)"]
                + Paragraph.indented(warning.sentence, by: indent + 4)
        }
    }

    /// Writes `{code, pointer, message, suggestion?}`.
    func write(to line: inout JSONWriter) {
        line.beginObject()
        line.name("code")
        line.string(code.rawValue)
        line.name("pointer")
        line.string(pointer.description)
        line.name("message")
        line.string(message)
        if let suggestion {
            line.name("suggestion")
            line.string(suggestion)
        }
        line.endObject()
    }
}
