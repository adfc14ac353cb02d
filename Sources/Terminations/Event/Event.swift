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
        let message = termination.message
        let id = id(of: .terminated, terminationID: message.terminationID, revision: message.revision)
        let subject = CloudEventText.replacing(message.contractID)
        let envelope = EventEnvelope(
            id: id,
            type: .terminated,
            subject: subject,
            partitionKey: subject,
            causationID: CloudEventText.replacing(message.messageID),
            context: context
        )
        return Event(
            id: id,
            type: .terminated,
            subject: subject,
            contractID: message.contractID,
            contractSequence: context.contractSequence,
            body: envelope.body(capacity: 2048) { termination.writeData(to: &$0, context: context) }
        )
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
        let id = EventID.of(deadLetterID: deadLetterID)
        let contract = reading.contractID.map(CloudEventText.replacing)
        let envelope = EventEnvelope(
            id: id,
            type: .rejected,
            subject: contract ?? deadLetterID,
            partitionKey: contract,
            causationID: reading.messageID.map(CloudEventText.replacing),
            context: context
        )
        let body = envelope.body(capacity: 1024 + 160 * violations.count) { data in
            data.beginObject()
            data.member("deadLetterId", deadLetterID)
            data.member("messageId", reading.messageID)
            data.member("terminationId", reading.terminationID)
            data.member("contractId", reading.contractID)
            data.member("customerId", reading.customerID)
            data.name("violations")
            data.beginArray()
            for violation in violations { violation.write(to: &data) }
            data.endArray()
            data.member("receivedAt", context.recordedAt)
            data.endObject()
        }
        return Event(
            id: id,
            type: .rejected,
            subject: contract ?? deadLetterID,
            contractID: reading.contractID,
            contractSequence: nil,
            body: body
        )
    }

    /// The id of the event that tells of this revision of a termination.
    public static func id(of type: EventType, terminationID: String, revision: Int) -> String {
        EventID.of(terminationID: terminationID, revision: revision, type: type)
    }
}
