import Application
import ArgumentParser
import Foundation
import Ledger
import Terminations

extension EventsCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one event as it is published, and whether it was.",
            usage: "terminus events show <event> [--confidential] [<options>]",
            discussion: """
                Name it by its position or by its id, which subscribers know. Its note is withheld without \
                --confidential.

                EXAMPLE
                  terminus events show 4711
                  terminus events show 0f1d6a7e-52c0-5d0f-9a53-6f2f0c1c7f0e
                """
        )

        @Argument(help: ArgumentHelp("Its position in the log, or its id.", valueName: "event"))
        var event: String
        @OptionGroup var disclosure: ConfidentialOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let found = try configuration.withApplication(.readOnly) { try $0.event(event) }
            switch output.format {
            case .text: printText(found)
            case .json: Console.print { found.write(to: &$0, isConfidential: disclosure.confidential) }
            }
        }

        private func printText(_ found: LoggedEvent) {
            let stored = found.event
            var facts = [
                ("position", "\(stored.sequence)"), ("id", stored.id), ("type", stored.type),
                ("recorded", found.record.recordedAt.toTheSecond), ("state", found.record.publication.text),
            ]
            let others = [
                ("contract", stored.contractID), ("correlation-id", stored.correlationID?.shown),
                ("traceparent", stored.traceparent), ("tracestate", stored.tracestate),
            ]
            for case (let name, let text?) in others { facts.append((name, text)) }
            for (name, text) in facts {
                for line in TimelineEntry.fact(name, text, indent: 0, width: 16) { Console.print(line) }
            }
            if let body = found.body(isConfidential: disclosure.confidential) {
                Console.print(JSONPrinter.pretty(body))
            }
        }
    }
}

extension OpaqueProperty {
    /// Uses Base64 for bytes that are no text.
    fileprivate var shown: String {
        switch self {
        case .text(let text): text
        case .bytes(let bytes): "base64:" + Data(bytes).base64EncodedString()
        }
    }
}
