public import Terminations

/// Whose notes are meant. Every condition that is given must hold.
public struct NoteFilter: Sendable, Equatable {
    public var contractID: String?
    public var customerID: String?
    public var terminationID: String?
    /// Of messages that were recorded, or received as dead letters, before this instant.
    public var before: Instant?

    public init(
        contractID: String? = nil,
        customerID: String? = nil,
        terminationID: String? = nil,
        before: Instant? = nil
    ) {
        self.contractID = contractID
        self.customerID = customerID
        self.terminationID = terminationID
        self.before = before
    }
}

/// How many notes were taken out, or would be.
public struct RedactedNotes: Sendable, Equatable {
    public var terminations = 0
    public var deadLetters = 0
    /// Bodies, events and patches in which a note stood.
    public var places = 0

    public init() {}

    public static func + (a: RedactedNotes, b: RedactedNotes) -> RedactedNotes {
        var sum = a
        sum.terminations += b.terminations
        sum.deadLetters += b.deadLetters
        sum.places += b.places
        return sum
    }
}

/// How far a redaction has come: first through the terminations, then through the dead letters.
public struct RedactionPlace: Sendable, Equatable {
    /// Rows up to here were looked at.
    var termination: Int64 = 0
    var deadLetter: Int64 = 0
    public internal(set) var isAtEnd = false

    public init() {}

    /// Rows that were looked at.
    public var seen: Int { Int(termination + deadLetter) }
}

/// What one step of a redaction has done, or found.
public struct RedactionStep: Sendable {
    public let place: RedactionPlace
    public let notes: RedactedNotes
    /// What was taken out.
    public let removed: [RemovedText]
}
