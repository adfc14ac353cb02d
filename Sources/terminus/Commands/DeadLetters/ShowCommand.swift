import ArgumentParser
import Foundation
import JSON
import Ledger
import Terminations

extension DeadLettersCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one dead letter: what is wrong where, how it came, and what was done with it.",
            usage: "terminus dead-letters show <id> [--raw] [<options>]",
            discussion: """
                It is named by its id, by any part of the id that no other has, by its number in the list, or by the \
                id of its message. What was mended is judged anew, and shown as it would be judged now; --raw is \
                always what was received.

                EXAMPLE
                  terminus dead-letters show crm-000131
                  terminus dead-letters show 4f0c9d2e --raw > message.json
                """
        )

        @Argument(help: ArgumentHelp("The id, a part of it, the number, or the message's id.", valueName: "id"))
        var id: String
        @Flag(help: "Write exactly the bytes that were received, and nothing else.")
        var raw = false
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let shown = try configuration.withLedger(.readOnly) { ledger -> ShownDeadLetter? in
                let id = try ledger.deadLetterID(id)
                guard let deadLetter = try ledger.deadLetters(matching: DeadLetterFilter(ids: [id]), limit: 1).first,
                    let content = try ledger.deadLetterContent(id: id)
                else { throw CommandFailure(.dataError, "There is no dead letter \(id).") }
                if raw {
                    Console.write(content.body)
                    if let truncated = content.truncatedBody, !content.body.isEmpty {
                        Console.note(
                            "Only the first \(Count.text(content.body.count)) of \(Count.text(truncated.size)) bytes were kept."
                        )
                    }
                    return nil
                }
                return ShownDeadLetter(
                    deadLetter: deadLetter,
                    content: content,
                    history: try ledger.history(of: id),
                    edits: try ledger.deadLetterEdits(of: id)
                )
            }
            guard var shown else { return }
            if shown.deadLetter.isMended, shown.deadLetter.state == .open {
                shown.verdict = judge(shown.deadLetter, configuration)
            }
            switch output.format {
            case .text: printText(shown)
            case .json: printJSON(shown)
            }
        }

        private struct ShownDeadLetter {
            let deadLetter: DeadLetter
            let content: DeadLetterContent
            let history: [AuditEntry]
            let edits: [Int64: [JSONDifference]]
            /// What would become of it now; nil where it was not judged anew.
            var verdict: ReplayOutcome.Result?
        }

        /// Judges an edited letter as a replay would, and changes nothing.
        ///
        /// - Returns: nil where it cannot be judged now: who may only read is shown what was said last.
        private func judge(_ deadLetter: DeadLetter, _ configuration: TerminusConfiguration) -> ReplayOutcome.Result? {
            try? configuration.withLedger(.readWrite) { ledger in
                try configuration.recorder(on: ledger).previewReplay([deadLetter.id], at: .now).outcomes.first?.result
            }
        }

        private func printText(_ shown: ShownDeadLetter) {
            let (deadLetter, content, history) = (shown.deadLetter, shown.content, shown.history)
            Console.print("Dead letter \(deadLetter.id), \(deadLetter.state.rawValue)")
            for (name, value) in [("number", String(deadLetter.number))] + deadLetter.facts {
                let lines = Paragraph.hanging(value, indent: 15, hanging: 15)
                Console.print("  " + Table.padded(name, to: 13) + lines[0].dropFirst(15))
                for line in lines.dropFirst() { Console.print(line) }
            }
            // What was wrong with a message that was mended and accepted is in its history.
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
            case .rejected?, .notOpen?, .unknown?, .unpatchable?, nil:
                let isEdited = history.last { $0.action != .discarded && $0.action != .restored }?.action == .mended
                if deadLetter.violations.isEmpty {
                    Console.print("Why")
                    Console.print("  \(deadLetter.cause)")
                } else if !violations.isEmpty {
                    Console.print(isEdited ? "Violations before it was mended" : "Violations")
                    for line in Violation.lines(violations, indent: 2) { Console.print(line) }
                }
                // What was right before the edit is no fault of what stands there now.
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
                for line in MarkedBody(body, violations: violations).lines { Console.print(line) }
            }
            Console.print("History")
            Console.print("  \(deadLetter.receivedAt.toTheSecond) received")
            for line in history.flatMap({ $0.lines(edit: shown.edits[$0.number]) }) { Console.print(line) }
        }

        private func printJSON(_ shown: ShownDeadLetter) {
            let content = shown.content
            var line = JSONWriter()
            line.beginObject()
            line.fields(of: shown.deadLetter)
            line.verdict(shown.verdict)
            line.name("transport")
            line.value(content.transport)
            line.name("bodyBase64")
            line.string(Data(content.body).base64EncodedString())
            if let body = try? JSONValue(parsing: content.body, maxDepth: JSONValue.maxDepth) {
                line.name("body")
                line.value(body)
            }
            if let mended = content.mendedBody.flatMap({ try? JSONValue(parsing: $0, maxDepth: JSONValue.maxDepth) }) {
                line.name("mendedBody")
                line.value(mended)
            }
            line.name("history")
            line.beginArray()
            for entry in shown.history { entry.write(to: &line, edit: shown.edits[entry.number]) }
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

extension JSONWriter {
    /// The member `now`: what would become of an edited letter.
    fileprivate mutating func verdict(_ verdict: ReplayOutcome.Result?) {
        let found: (verdict: String, violations: [Violation])
        switch verdict {
        case .accepted?: found = ("accepted", [])
        case .alreadyRecorded?: found = ("alreadyRecorded", [])
        case .rejected(let violations, _, _)?: found = ("rejected", violations)
        case .notOpen?, .unknown?, .unpatchable?, nil: return
        }
        name("now")
        beginObject()
        name("verdict")
        string(found.verdict)
        name("violations")
        violations(found.violations)
        endObject()
    }
}
