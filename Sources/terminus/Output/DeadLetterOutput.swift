import Ledger
import Terminations

extension DeadLetter {
    /// Why it is a dead letter, in a few words.
    var cause: String {
        switch source {
        case .refused: violations.map { "\($0.code.rawValue) \($0.pointer)" }.joined(separator: ", ")
        case .unjudgeable: "judging it failed each time"
        case .broker: "dead-lettered by the broker"
        }
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
