import JSON
import Application
import ArgumentParser
import Ledger
import Terminations

extension DeadLettersCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one dead letter: its violations, how it was received, and its history.",
            usage: "terminus dead-letters show <id> [--raw] [<options>]",
            discussion: """
                Name it by its id, by a unique part of the id, by its number in the list, or by the id of its message. \
                An edited one is judged again and shown with the result; --raw always prints what was received.

                EXAMPLE
                  terminus dead-letters show crm-000131
                  terminus dead-letters show 4f0c9d2e --raw > message.json
                """
        )

        @Argument(help: ArgumentHelp("The id, a part of it, the number, or the message's id.", valueName: "id"))
        var id: String
        @Flag(help: "Write the received bytes and nothing else.")
        var raw = false
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            var shown = try configuration.withApplication(.readOnly) { try $0.deadLetterDetail(named: id) }
            if raw {
                printRaw(shown.content)
                return
            }
            // Without write access to the ledger, the verdict from before the edit is shown.
            shown.addVerdict { deadLetter in
                try configuration.withApplication(.readWrite) { try $0.verdict(on: deadLetter) }
            }
            switch output.format {
            case .text: printText(shown)
            case .json:
                var line = JSONWriter()
                shown.write(to: &line)
                Console.print(line)
            }
        }

        private func printRaw(_ content: DeadLetterContent) {
            Console.write(content.body)
            guard let truncated = content.truncatedBody, !content.body.isEmpty else { return }
            Console.note(
                "Only the first \(Count.text(content.body.count)) of \(Count.text(truncated.size)) bytes were kept."
            )
        }

        private func printText(_ shown: DeadLetterDetail) {
            let (deadLetter, content, history) = (shown.deadLetter, shown.content, shown.history)
            Console.print("Dead letter \(deadLetter.id), \(deadLetter.state.rawValue)")
            for (name, value) in [("number", String(deadLetter.number))] + deadLetter.facts {
                let lines = Paragraph.hanging(value, indent: 15, hanging: 15)
                Console.print("  " + Table.padded(name, to: 13) + lines[0].dropFirst(15))
                for line in lines.dropFirst() { Console.print(line) }
            }
            // The history has the violations of a message that was edited and accepted.
            var violations = deadLetter.state == .resolved ? [] : deadLetter.violations
            switch shown.verdict {
            case .accepted?, .alreadyRecorded?:
                violations = []
                Console.print("Violations")
                Console.print("  none as it reads now: a replay would resolve it")
            case .rejected(let found, _, _)? where !found.isEmpty:
                violations = found
                Console.print("Violations as it reads now")
                for line in Violation.lines(violations, indent: 2) { Console.print(line) }
            case .rejected?, .notOpen?, .changedMeanwhile?, .unknown?, .unpatchable?, nil:
                let isEdited = history.map(\.entry.action).last { $0 != .discarded && $0 != .restored } == .mended
                if deadLetter.violations.isEmpty {
                    Console.print("Why")
                    Console.print("  \(deadLetter.cause)")
                } else if !violations.isEmpty {
                    Console.print(isEdited ? "Violations before it was mended" : "Violations")
                    for line in Violation.lines(violations, indent: 2) { Console.print(line) }
                }
                if let why = shown.verdictFailure { Console.note("It was not judged as it reads now. \(why)") }
                // The violations are those of the body before the edit, so none is marked in the edited one.
                if isEdited { violations = [] }
            }
            Console.print("Transport")
            for line in JSONPrinter.pretty(content.transport, indent: "  ").split(separator: "\n") {
                Console.print(Paragraph.clipped(String(line)))
            }
            let body = content.mendedBody ?? content.body
            Console.print("Body\(content.mendedBody == nil ? "" : " as mended") (\(content.shownSize))")
            if body.isEmpty, deadLetter.redactedAt != nil {
                Console.print("    taken out whole: it was no JSON, in which a note could be found")
            } else {
                for line in MarkedBody(body, violations: violations).texts() { Console.print(line) }
            }
            Console.print("History")
            Console.print("  \(deadLetter.receivedAt.toTheSecond) received")
            for line in history.flatMap(\.lines) { Console.print(line) }
        }
    }
}

extension DeadLetterContent {
    /// How much of the body is shown: `612 bytes`, `the first 1,048,576 of 15,000,000 bytes`.
    fileprivate var shownSize: String {
        if mendedBody == nil, !body.isEmpty, let truncatedBody {
            return "the first \(Count.text(body.count)) of \(Count.text(truncatedBody.size)) bytes"
        }
        return "\(Count.text((mendedBody ?? body).count)) bytes"
    }
}
