import JSON
public import Terminations

/// A message that was received: the parsed content, and how it was delivered.
///
/// A class, because it is large and passed from step to step: a copy would retain two dozen strings.
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

/// The outcome of a received message. On disk when ``Recorder/record(_:at:)`` returns it.
public enum Outcome: Sendable {
    /// Recorded, with the position of its event in the log (0 where it has none), and with the messages that waited for it.
    case accepted(sequence: Int64, followUps: [CascadedOutcome])
    /// The same message was accepted before.
    case duplicate
    /// A later revision, or this one under another message id, is recorded.
    case stale
    /// A correction or withdrawal that waits for its termination; `isRepeated` when it did so before.
    case held(deadLetterID: String, isRepeated: Bool)
    /// Kept as a dead letter; `isRepeated` when that dead letter was there already and counts one more occurrence.
    case rejected(deadLetterID: String, violations: [Violation], isRepeated: Bool)
    /// Kept as a dead letter because judging it failed, or because the broker had dead-lettered it. No refusal
    /// was published.
    case parked(deadLetterID: String)
}

/// Where a message comes from: it decides whether events are published of it.
enum MessageSource {
    case received
    case imported(run: Int64, publishesEvents: Bool)

    var publishesEvents: Bool {
        switch self {
        case .received: true
        case .imported(_, let publishesEvents): publishesEvents
        }
    }

    var importRun: Int64? {
        switch self {
        case .received: nil
        case .imported(let run, _): run
        }
    }

    /// Once subscribers have seen a termination, every later change to it is published; otherwise they would keep what holds
    /// no longer.
    func publishing(ifAnnounced judged: Judgement) -> MessageSource {
        switch self {
        case .received: self
        case .imported(let run, let publishesEvents):
            .imported(run: run, publishesEvents: publishesEvents || judged.termination?.isAnnounced ?? false)
        }
    }
}

extension Batch {
    /// Writes what comes from `origin`; what is written afterwards comes from the broker again.
    mutating func from<Result>(_ origin: MessageSource, _ write: (inout Batch) throws -> Result) rethrows -> Result {
        self.origin = origin
        defer { self.origin = .received }
        return try write(&self)
    }
}
