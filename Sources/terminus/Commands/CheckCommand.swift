import ArgumentParser
import Foundation
import Ledger
import Terminations

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Judge messages offline, with the code and the rules of the worker.",
        usage: "terminus check <file> ... [--settings <file>] [<options>]",
        discussion: """
            Reads JSON documents, arrays and NDJSON. A document with "specversion" at its top is taken for a \
            structured CloudEvent. Each message is judged alone: what the ledger has recorded and what stands before \
            it in the file is not asked, so that a duplicate, or a contract that is terminated already, is not seen. \
            Nothing is changed, neither on the broker nor in the ledger. Exit code 0 when every message would be \
            accepted, 65 when one would not.

            EXAMPLE
              terminus check --settings settings.yaml terminations.ndjson
              my-crm export | terminus check - --format json
            """
    )

    @Argument(help: ArgumentHelp("Files of messages, or - for standard input.", valueName: "file"))
    var files: [String]
    @Option(help: ArgumentHelp("Judge by this settings file instead of the ledger's settings.", valueName: "file"))
    var settings: String?
    @Option(
        help: ArgumentHelp("The AMQP property content-type (default: what the document looks like).", valueName: "type")
    )
    var contentType: String?
    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let configuration = try await TerminusConfiguration.load(options)
        let judge = Judge(settings: try settingsVersion(configuration))
        let messages = try MessageFile.read(files)
        if messages.isEmpty {
            let names = files.map { $0 == "-" ? "standard input" : $0 }
            throw CommandFailure(.dataError, "There is no message in \(names.joined(separator: ", ")).")
        }
        let width = messages.map(\.place.count).max() ?? 0
        var refused = 0
        var held = 0
        var bar = ProgressBar(total: messages.count, isShown: Console.errorIsTerminal && !Console.outputIsTerminal)
        for (index, message) in messages.enumerated() {
            let reading = Reading(message.incoming(contentType: contentType), limits: configuration.worker.limits)
            let (verdict, violations): (String, [Violation]) =
                switch judge.judge(reading, history: .none) {
                case .accepted, .duplicate, .stale: ("accepted", [])
                case .held: ("held", [])
                case .rejected(let violations): ("rejected", violations)
                }
            if verdict == "held" { held += 1 }
            if !violations.isEmpty { refused += 1 }
            switch output.format {
            case .text: printText(message, reading, verdict, violations, width)
            case .json: printJSON(message, reading, verdict, violations)
            }
            bar.advance(to: index + 1)
        }
        bar.finish()
        if output.format == .text {
            let count = messages.count == 1 ? "1 message" : "\(messages.count) messages"
            Console.note("\(count) checked, \(refused) would be refused. Each was judged alone, without history.")
            if held > 0 {
                Console.note(
                    "\(held) would wait for the termination that they correct or withdraw, unless it is recorded."
                )
            }
        }
        if refused > 0 { throw ExitCode(ExitStatus.dataError.rawValue) }
    }

    private func settingsVersion(_ configuration: TerminusConfiguration) throws -> SettingsVersion {
        if let settings {
            return SettingsVersion(number: 1, settings: try SettingsFile.read(settings).settings)
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

    private func printText(
        _ message: FileMessage,
        _ reading: Reading,
        _ verdict: String,
        _ violations: [Violation],
        _ width: Int
    ) {
        let verdict = Table.padded(verdict, to: "accepted".count)
        let place = Table.padded(Table.printable(message.place), to: width)
        Console.print("\(verdict)  \(place)  \(Table.printable(reading.messageID ?? "(unreadable)"))")
        for line in Violation.lines(violations, indent: 4) { Console.print(line) }
    }

    private func printJSON(_ message: FileMessage, _ reading: Reading, _ verdict: String, _ violations: [Violation]) {
        var line = JSONWriter()
        line.beginObject()
        line.name("messageId")
        line.stringOrNull(reading.messageID)
        line.name("verdict")
        line.string(verdict)
        line.name("violations")
        line.violations(violations)
        line.name("file")
        line.string(message.file)
        line.name("position")
        line.integer(message.position)
        line.endObject()
        Console.print(line)
    }
}
