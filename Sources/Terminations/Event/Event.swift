import JSON

/// A CloudEvent (1.0, structured mode, JSON) that Terminus publishes.
public struct Event: Sendable, Equatable {
    /// UUIDv5: the same each time the event is created and sent.
    public let id: String
    public let type: EventType
    /// The contract's id, or the dead letter's where the contract is not known.
    public let subject: String
    public let contractID: String?
    /// nil for events that are not part of a contract's sequence.
    public let contractSequence: Int?
    /// The complete event: `application/cloudevents+json`.
    public let body: [UInt8]
}

extension Event {
    /// The event about a recorded change.
    public static func announcing(_ change: RecordedChange, context: EventContext) -> Event {
        switch change {
        case .terminated(let termination):
            make(.terminated, of: change.message, context) { termination.writeData(to: &$0, context: context) }
        case .corrected(let termination, let supersession):
            make(.corrected, of: change.message, context) {
                termination.writeData(to: &$0, context: context, supersession)
            }
        case .withdrawn(let withdrawal):
            make(.withdrawn, of: change.message, context) { withdrawal.writeData(to: &$0, context: context) }
        }
    }

    /// The event about a termination that took effect.
    public static func effective(_ effect: Effect, context: EventContext) -> Event {
        make(
            .effective,
            terminationID: effect.termination.terminationID,
            revision: effect.termination.revision,
            contractID: effect.termination.contractID,
            messageID: effect.messageID,
            context
        ) { effect.writeData(to: &$0, context: context) }
    }

    private static func make(
        _ type: EventType,
        of message: TerminationMessage,
        _ context: EventContext,
        data: (inout JSONWriter) -> Void
    ) -> Event {
        make(
            type,
            terminationID: message.terminationID,
            revision: message.revision,
            contractID: message.contractID,
            messageID: message.messageID,
            context,
            data: data
        )
    }

    private static func make(
        _ type: EventType,
        terminationID: String,
        revision: Int,
        contractID: String,
        messageID: String,
        _ context: EventContext,
        data: (inout JSONWriter) -> Void
    ) -> Event {
        let id = id(of: type, terminationID: terminationID, revision: revision)
        let subject = CloudEventText.replacing(contractID)
        let envelope = EventEnvelope(
            id: id,
            type: type,
            subject: subject,
            partitionKey: subject,
            causationID: CloudEventText.replacing(messageID),
            context: context
        )
        return Event(
            id: id,
            type: type,
            subject: subject,
            contractID: contractID,
            contractSequence: context.contractSequence,
            body: envelope.body(capacity: 2048, data: data)
        )
    }

    /// The event about a refused message.
    ///
    /// - Parameters:
    ///   - receivedAt: when the message was received; nil for when it is recorded.
    ///   - context: its `contractSequence` is not used.
    public static func rejected(
        deadLetterID: String,
        parsed: ParsedMessage,
        violations: [Violation],
        receivedAt: Instant? = nil,
        context: EventContext
    ) -> Event {
        let id = EventID.of(deadLetterID: deadLetterID)
        let contract = parsed.contractID.map(CloudEventText.replacing)
        let envelope = EventEnvelope(
            id: id,
            type: .rejected,
            subject: contract ?? deadLetterID,
            partitionKey: contract,
            causationID: parsed.messageID.map(CloudEventText.replacing),
            context: context
        )
        let body = envelope.body(capacity: 1024 + 160 * violations.count) { data in
            data.beginObject()
            data.member("deadLetterId", deadLetterID)
            data.member("messageId", parsed.messageID)
            data.member("terminationId", parsed.terminationID)
            data.member("contractId", parsed.contractID)
            data.member("customerId", parsed.customerID)
            data.name("violations")
            data.beginArray()
            for violation in violations { violation.write(to: &data) }
            data.endArray()
            data.member("receivedAt", receivedAt ?? context.recordedAt)
            data.endObject()
        }
        return Event(
            id: id,
            type: .rejected,
            subject: contract ?? deadLetterID,
            contractID: parsed.contractID,
            contractSequence: nil,
            body: body
        )
    }

    /// The `partitionkey` of the events of a contract.
    public static func partitionKey(ofContract contractID: String) -> String { CloudEventText.replacing(contractID) }

    /// The id of the event about this revision of a termination.
    public static func id(of type: EventType, terminationID: String, revision: Int) -> String {
        EventID.of(terminationID: terminationID, revision: revision, type: type)
    }

    /// The id of the event about this dead letter's refusal.
    public static func id(ofRejection deadLetterID: String) -> String {
        EventID.of(deadLetterID: deadLetterID)
    }
}

/// The type of an event, which is also its routing key and the `type` of its CloudEvent.
public enum EventType: String, CaseIterable, Sendable {
    case terminated = "contract.terminated.v1"
    case corrected = "contract.termination.corrected.v1"
    case withdrawn = "contract.termination.withdrawn.v1"
    case effective = "contract.termination.effective.v1"
    case rejected = "contract.termination.rejected.v1"
    case reasonChanged = "cancellation-reason.changed.v1"

    /// The URI of the JSON Schema of its data.
    public var dataSchema: String { "urn:terminus:schema:" + rawValue }

    /// Whether the event counts as published although no queue is bound for it.
    public var mayBeUnroutable: Bool {
        switch self {
        case .terminated, .corrected, .withdrawn, .effective: false
        case .rejected, .reasonChanged: true
        }
    }
}

extension Action {
    /// The type of the event about an accepted message with this action.
    public var eventType: EventType {
        switch self {
        case .terminate: .terminated
        case .correct: .corrected
        case .withdraw: .withdrawn
        }
    }
}
