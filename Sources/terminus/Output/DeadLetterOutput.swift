import Ledger
import Terminations

extension DeadLetter {
    /// Why it is a dead letter, in a few words.
    var cause: String {
        switch source {
        case .refused: Violation.summary(violations.map(\.code.rawValue))
        case .unjudgeable: "judging it failed"
        case .broker: "the broker gave up"
        }
    }

    /// What there is to know about it, with the names of the facts.
    var facts: [(name: String, value: String)] {
        let unknown = "(unreadable)"
        var facts = [
            ("received", receivedAt.toTheSecond),
            ("message", messageID ?? unknown),
            ("termination", terminationID ?? unknown),
            ("contract", contractID ?? unknown),
            ("customer", customerID ?? unknown),
            ("judged", attempts == 1 ? "once" : "\(attempts) times"),
            ("settings", settingsVersion.map { "version \($0)" } ?? "none judged it"),
            ("fingerprint", fingerprint),
        ]
        if occurrences > 1 {
            facts.insert(("seen", "\(occurrences) times, the last at \(lastSeenAt.toTheSecond)"), at: 1)
        }
        if let resolvedAt { facts.append(("resolved", resolvedAt.toTheSecond)) }
        return facts
    }

    static func table(of letters: [DeadLetter], withState: Bool) -> Table {
        var table = Table(["ID"] + (withState ? ["STATE"] : []) + ["RECEIVED AT", "MESSAGE", "WHY"])
        for letter in letters {
            table.add(
                [letter.id] + (withState ? [letter.state.rawValue] : [])
                    + [letter.receivedAt.toTheSecond, letter.messageID ?? "(unreadable)", letter.cause]
            )
        }
        return table
    }
}

extension JSONWriter {
    /// The members by which programs know a dead letter.
    mutating func fields(of letter: DeadLetter) {
        name("id")
        string(letter.id)
        name("state")
        string(letter.state.rawValue)
        name("source")
        string(letter.source.rawValue)
        name("messageId")
        stringOrNull(letter.messageID)
        name("terminationId")
        stringOrNull(letter.terminationID)
        name("contractId")
        stringOrNull(letter.contractID)
        name("customerId")
        stringOrNull(letter.customerID)
        name("fingerprint")
        string(letter.fingerprint)
        name("violations")
        violations(letter.violations)
        name("attempts")
        integer(letter.attempts)
        name("occurrences")
        integer(letter.occurrences)
        name("settingsVersion")
        if let version = letter.settingsVersion { integer(version) } else { null() }
        name("receivedAt")
        instant(letter.receivedAt)
        name("lastSeenAt")
        instant(letter.lastSeenAt)
        if let resolvedAt = letter.resolvedAt {
            name("resolvedAt")
            instant(resolvedAt)
        }
    }
}
