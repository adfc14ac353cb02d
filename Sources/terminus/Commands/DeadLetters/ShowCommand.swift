import ArgumentParser
import Foundation
import Ledger
import Terminations

extension DeadLettersCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one dead letter: what is wrong where, how it came, and what was done with it.",
            usage: "terminus dead-letters show <id> [--raw] [<options>]",
            discussion: """
                It is named by its id, by any part of the id that no other has, or by the id of its message. What was \
                mended is shown as it would be judged now; --raw is always what was received.

                EXAMPLE
                  terminus dead-letters show crm-000131
                  terminus dead-letters show 4f0c9d2e --raw > message.json
                """
        )

        @Argument(help: ArgumentHelp("The id, a part of it, or the message's id.", valueName: "id"))
        var id: String
        @Flag(help: "Write exactly the bytes that were received, and nothing else.")
        var raw = false
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try configuration.withLedger(.readOnly) { ledger in
                let id = try ledger.deadLetterID(id)
                guard let letter = try ledger.deadLetters(matching: DeadLetterFilter(ids: [id]), limit: 1).first,
                    let content = try ledger.deadLetterContent(id: id)
                else { throw CommandFailure(.dataError, "There is no dead letter \(id).") }
                if raw {
                    Console.write(content.body)
                    if let truncated = content.truncatedBody, !content.body.isEmpty {
                        Console.note(
                            "Only the first \(Count.text(content.body.count)) of \(Count.text(truncated.size)) bytes were kept."
                        )
                    }
                    return
                }
                let history = try ledger.history(of: id)
                switch output.format {
                case .text: printText(letter, content, history)
                case .json: printJSON(letter, content, history)
                }
            }
        }

        private func printText(_ letter: DeadLetter, _ content: DeadLetterContent, _ history: [AuditEntry]) {
            Console.print("Dead letter \(letter.id), \(letter.state.rawValue)")
            for (name, value) in letter.facts {
                let lines = Paragraph.hanging(value, indent: 15, hanging: 15)
                Console.print("  " + Table.padded(name, to: 13) + lines[0].dropFirst(15))
                for line in lines.dropFirst() { Console.print(line) }
            }
            // What was wrong with a message that was mended and accepted is in its history.
            let violations = letter.state == .resolved ? [] : letter.violations
            if letter.violations.isEmpty {
                Console.print("Why")
                Console.print("  \(letter.cause)")
            } else if !violations.isEmpty {
                Console.print(history.last?.action == .mended ? "Violations before it was mended" : "Violations")
                for line in Violation.lines(violations, indent: 2) { Console.print(line) }
            }
            Console.print("Transport")
            for line in JSONPrinter.pretty(content.transport, indent: "  ").split(separator: "\n") {
                Console.print(Paragraph.clipped(String(line)))
            }
            let body = content.mendedBody ?? content.body
            Console.print("Body\(content.mendedBody == nil ? "" : " as mended") (\(content.shownSize))")
            if body.isEmpty, letter.redactedAt != nil {
                Console.print("    taken out whole: it was no JSON, in which a note could be found")
            } else {
                for line in MarkedBody(body, violations: violations).lines { Console.print(line) }
            }
            Console.print("History")
            Console.print("  \(letter.receivedAt.toTheSecond) received")
            for line in history.flatMap(\.lines) { Console.print(line) }
        }

        private func printJSON(_ letter: DeadLetter, _ content: DeadLetterContent, _ history: [AuditEntry]) {
            var line = JSONWriter()
            line.beginObject()
            line.fields(of: letter)
            line.name("transport")
            line.value(content.transport)
            line.name("bodyBase64")
            line.string(Data(content.body).base64EncodedString())
            if let body = try? JSONValue(parsing: content.body, maxDepth: MessageLimits.deepest) {
                line.name("body")
                line.value(body)
            }
            if let mended = content.mendedBody.flatMap({ try? JSONValue(parsing: $0, maxDepth: MessageLimits.deepest) })
            {
                line.name("mendedBody")
                line.value(mended)
            }
            line.name("history")
            line.beginArray()
            for entry in history { entry.write(to: &line) }
            line.endArray()
            line.endObject()
            Console.print(line)
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
