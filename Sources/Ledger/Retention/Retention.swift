public import Terminations

/// What is kept how long: everything before these instants may go. Nil keeps all.
public struct Retention: Sendable, Equatable {
    /// The messages of accepted revisions, as they came.
    public var messagesBefore: Instant?
    /// Events that are published.
    public var eventsBefore: Instant?
    /// Dead letters that are resolved or discarded.
    public var deadLettersBefore: Instant?

    public init(messagesBefore: Instant? = nil, eventsBefore: Instant? = nil, deadLettersBefore: Instant? = nil) {
        self.messagesBefore = messagesBefore
        self.eventsBefore = eventsBefore
        self.deadLettersBefore = deadLettersBefore
    }

    public func before(_ kind: PrunedKind) -> Instant? {
        switch kind {
        case .deadLetters: deadLettersBefore
        case .messages: messagesBefore
        case .events: eventsBefore
        }
    }
}

/// What can be pruned, in the order in which it is.
public enum PrunedKind: Sendable, CaseIterable {
    case deadLetters, messages, events
}

/// How much was pruned.
public struct PrunedRows: Sendable, Equatable {
    public var deadLetters = 0
    public var messages = 0
    public var events = 0

    public init() {}

    public var total: Int { deadLetters + messages + events }

    public mutating func add(_ count: Int, _ kind: PrunedKind) {
        switch kind {
        case .deadLetters: deadLetters += count
        case .messages: messages += count
        case .events: events += count
        }
    }
}

/// What one step of a pruning has done.
public struct PruneStep: Sendable, Equatable {
    public let pruned: Int
    /// Rows up to here were looked at.
    public let place: Int64
    public let isAtEnd: Bool
}
