import JSON
import Ledger
import Terminations

extension DeadLetter {
    /// Why it is a dead letter, in a few words.
    var cause: String {
        if state == .held { return "waits for its termination" }
        guard violations.isEmpty else { return Violation.summary(violations.map(\.code.rawValue)) }
        return switch source {
        // Only a message that waited is refused without a violation.
        case .refused: "waited for its termination"
        case .unjudgeable: "judging it failed"
        case .broker: "the broker gave up"
        }
    }

    /// Its properties with their names.
    var facts: [(name: String, value: String)] {
        var facts = [
            ("received", receivedAt.toTheSecond),
            ("message", messageID ?? violations.placeholder(for: "messageId")),
            ("termination", terminationID ?? violations.placeholder(for: "terminationId")),
            ("contract", contractID ?? violations.placeholder(for: "contractId")),
            ("customer", customerID ?? violations.placeholder(for: "customerId")),
            ("judged", attempts == 1 ? "once" : "\(attempts) times"),
            ("settings", settingsVersion.map { "version \($0)" } ?? "none judged it"),
            ("fingerprint", fingerprint),
        ]
        if occurrences > 1 {
            facts.insert(("seen", "\(occurrences) times, the last at \(lastSeenAt.toTheSecond)"), at: 1)
        }
        if let importRun { facts.insert(("came with", "import \(importRun)"), at: 1) }
        if let heldUntil { facts.append(("waits until", heldUntil.toTheSecond)) }
        if let resolvedAt { facts.append(("resolved", resolvedAt.toTheSecond)) }
        if let resolution {
            facts.append(("became", "termination \(resolution.terminationID), revision \(resolution.revision)"))
        }
        if let discardReason { facts.append(("discarded", discardReason)) }
        if let redactedAt { facts.append(("redacted", "\(redactedAt.toTheSecond): it is judged without its note")) }
        return facts
    }

    /// One line for each dead letter, within the width of a terminal. Of several violations the first is named, and how many more.
    static func lines(of deadLetters: [DeadLetter], withState: Bool) -> [String] {
        let name = { (deadLetter: DeadLetter) in
            deadLetter.messageID ?? deadLetter.violations.placeholder(for: "messageId")
        }
        let numbers = max(deadLetters.map { String($0.number).count }.max() ?? 0, 2) + 2
        let state = withState ? 11 : 0
        // A narrow terminal has room for the day.
        let time = Paragraph.width < 70 ? 12 : 18
        let begin = numbers + state + time
        let longest = max(deadLetters.map { name($0).count }.max() ?? 0, 7)
        // The cause gets most of the remaining columns, because the id is known already.
        let message = Console.outputIsTerminal ? min(longest, max((Paragraph.width - begin) * 2 / 5, 8)) : longest
        let rest = max(Paragraph.width - begin - message - 2, 10)
        let line = { (number: String, name: String, received: String, messageID: String, cause: String) in
            Table.padded(number, to: numbers) + (withState ? Table.padded(name, to: state) : "")
                + Table.padded(String(received.prefix(time - 2)), to: time)
                + Table.padded(Paragraph.clipped(messageID, to: message), to: message + 2)
                + Paragraph.clipped(cause, to: rest)
        }
        return [line("NO", "STATE", "RECEIVED (UTC)", "MESSAGE", "WHY")]
            + deadLetters.map {
                line(String($0.number), $0.state.rawValue, $0.receivedAt.toTheMinute, name($0), $0.cause)
            }
    }
}
