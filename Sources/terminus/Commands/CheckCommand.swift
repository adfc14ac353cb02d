import JSON
import Application
import ArgumentParser
import Ledger
import Terminations

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Judge messages offline, with the code and the rules of the worker.",
        usage: "terminus check <file> ... [--settings <file>] [<options>]",
        discussion: """
            Reads JSON documents, arrays and NDJSON (.ndjson, .jsonl, or standard input). Each message is judged as if \
            it were sent alone, without history. The ledger and the earlier messages of the file are not consulted, so \
            duplicates and contracts that are terminated already are not noticed. Nothing is changed, neither on the \
            broker nor in the ledger.

            A document with a member "specversion" is read as a structured CloudEvent. An array of one message is \
            refused, as the worker refuses it; the messages of a longer array are judged one by one.

            A warning names what is allowed but probably a mistake: a member whose name is close to the name of a \
            field, a field in the wrong object, and what the worker would judge differently.

            --show-event prints the event that follows an accepted message. Its id is final; "sequence" and \
            "contractSequence" are 1, and "time" and "recordedAt" are now.

            Exit code 0 when no message would be refused, even with warnings; 65 when one would be.

            EXAMPLE
              terminus check --settings settings.yaml terminations.ndjson
              my-crm export | terminus check - --format json
              terminus check --settings settings.yaml one.json --show-event
            """
    )

    @Argument(help: ArgumentHelp("Files of messages, or - for standard input.", valueName: "file"), completion: .file())
    var files: [String]
    @Option(
        help: ArgumentHelp("The settings file to judge by, instead of the ledger's settings.", valueName: "file"),
        completion: .file()
    )
    var settings: String?
    @Option(
        help: ArgumentHelp("The AMQP property content-type (default: detected from the document).", valueName: "type")
    )
    var contentType: String?
    @Flag(help: "Print the event of each accepted message.")
    var showEvent = false
    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let configuration = try await TerminusConfiguration.load(options)
        let check = CheckMessages(
            settings: try settingsVersion(configuration),
            limits: configuration.worker.limits,
            source: configuration.worker.source
        )
        let messages = try MessageFile.read(files, inDoubt: .one)
        if messages.isEmpty {
            throw MessageFile.nothing(in: files)
        }
        let width = messages.map(\.place.count).max() ?? 0
        var counts = Counts()
        var bar = ProgressBar(total: messages.count, isShown: Console.errorIsTerminal && !Console.outputIsTerminal)
        for (index, message) in messages.enumerated() {
            let result = check.check(
                message.incoming(contentType: contentType),
                origin: CheckMessages.Origin(message.origin),
                guessesContentType: contentType == nil,
                showsEvent: showEvent
            )
            counts.add(result)
            switch output.format {
            case .text: printText(result, of: message, width)
            case .json:
                var line = JSONWriter()
                result.write(to: &line, file: message.file, position: message.position, showsEvent: showEvent)
                Console.print(line)
            }
            bar.advance(to: index + 1)
        }
        bar.finish()
        if output.format == .text {
            for sentence in counts.sentences(showsEvents: showEvent) { Console.note(sentence) }
        }
        if counts.refused > 0 { throw ExitCode(ExitStatus.dataError.rawValue) }
    }

    private struct Counts {
        private var all = 0
        private(set) var refused = 0
        private var held = 0
        private var doubtful = 0

        mutating func add(_ result: CheckMessages.Result) {
            all += 1
            switch result.verdict {
            case .accepted: break
            case .held: held += 1
            case .rejected: refused += 1
            }
            if !result.warnings.isEmpty { doubtful += 1 }
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

    private func printText(_ result: CheckMessages.Result, of message: FileMessage, _ width: Int) {
        let verdict = Table.padded(result.verdict.rawValue, to: "accepted".count)
        let place = Table.padded(Table.printable(message.place), to: width)
        let id = result.messageID ?? result.violations.placeholder(for: "messageId")
        Console.print("\(verdict)  \(place)  \(Table.printable(id))")
        for line in Violation.lines(result.violations, indent: 4) { Console.print(line) }
        for line in MessageWarning.lines(result.warnings, indent: 4) { Console.print(line) }
        if let event = result.event {
            for line in JSONPrinter.pretty(event, indent: "    ").split(separator: "\n") {
                Console.print(Table.printable(String(line)))
            }
        }
    }
}

extension CheckMessages.Origin {
    fileprivate init(_ origin: MessageFile.Origin) {
        switch origin {
        case .document: self = .document
        case .line: self = .line
        case .arrayElement: self = .arrayElement
        case .documentOfLines: self = .documentOfLines
        }
    }
}

extension MessageWarning {
    /// The sentence, with the probable correction.
    var sentence: String {
        Table.printable(message + (suggestion.map { " Did you mean \($0)?" } ?? ""))
    }

    /// Place and code, marked as a warning, and then the sentence, as for violations.
    static func lines(_ warnings: [MessageWarning], indent: Int) -> [String] {
        warnings.flatMap { warning in
            let place = warning.pointer == .root ? "(document)" : Table.printable(warning.pointer.description)
            let margin = String(repeating: " ", count: indent)
            return ["\(margin)\(place)  warning: \(warning.code.rawValue)"]
                + Paragraph.indented(warning.sentence, by: indent + 4)
        }
    }
}
