public import Terminations

/// One message at the door: what was read of it, and how it came.
///
/// A class, because it is large and handed from step to step: a copy would retain two dozen strings.
public final class ReceivedMessage: Sendable {
    public let message: IncomingMessage
    public let parsed: ParsedMessage
    /// Whether the broker says that it was delivered before. Only then is a message without a readable id
    /// recognised by its bytes.
    public let isRedelivered: Bool
    /// Why the broker dead-lettered it, in the broker's word (`expired`); nil when it did not.
    public let brokerReason: String?
    /// The headers, exchange and routing key as JSON. Asked for only when the message becomes a dead letter.
    public let transport: @Sendable () -> JSONValue

    public init(
        message: IncomingMessage,
        parsed: ParsedMessage,
        isRedelivered: Bool = false,
        brokerReason: String? = nil,
        transport: @escaping @Sendable () -> JSONValue = { .object(JSONObject([])) }
    ) {
        self.message = message
        self.parsed = parsed
        self.isRedelivered = isRedelivered
        self.brokerReason = brokerReason
        self.transport = transport
    }
}

/// What became of an arrival. On disk when ``Recorder/record(_:at:)`` returns it.
public enum Outcome: Sendable {
    /// Recorded, with the event at this position of the log (0 where none tells of it), and what had waited for it.
    case accepted(sequence: Int64, followUps: [CascadedOutcome])
    /// The same message was accepted before.
    case duplicate
    /// A later revision, or this one under another message id, is recorded.
    case stale
    /// A correction or withdrawal that waits for its termination; `isRepeated` when it did so before.
    case held(deadLetterID: String, isRepeated: Bool)
    /// Kept as a dead letter; `isRepeated` when that dead letter was there already and counts one more occurrence.
    case rejected(deadLetterID: String, violations: [Violation], isRepeated: Bool)
    /// Kept as a dead letter because judging it failed, or because the broker had dead-lettered it; nobody was told
    /// that it is refused.
    case parked(deadLetterID: String)
}
