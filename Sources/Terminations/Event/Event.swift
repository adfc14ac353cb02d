/// A CloudEvent (1.0, structured mode, JSON) that Terminus publishes.
public struct Event: Sendable, Equatable {
    /// UUIDv5: the same however often the event is made and sent.
    public let id: String
    public let type: EventType
    /// The contract's id; a dead letter's where the contract is not known.
    public let subject: String
    public let contractID: String?
    /// nil for events that are not part of a contract's sequence.
    public let contractSequence: Int?
    /// The complete event: `application/cloudevents+json`.
    public let body: [UInt8]
}

extension Event {
    /// The event that tells of a recorded termination.
    public static func terminated(_ termination: Termination, context: EventContext) -> Event {
        fatalError("in work")
    }

    /// The event that tells of a refused message.
    ///
    /// - Parameter context: its `recordedAt` is when the message was received; its `contractSequence` is not used.
    public static func rejected(
        deadLetterID: String,
        reading: Reading,
        violations: [Violation],
        context: EventContext
    ) -> Event {
        fatalError("in work")
    }

    /// The id of the event that tells of this revision of a termination.
    public static func id(of type: EventType, terminationID: String, revision: Int) -> String {
        fatalError("in work")
    }
}
