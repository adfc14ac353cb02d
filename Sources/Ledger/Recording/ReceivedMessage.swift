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

/// Where a message comes from, which decides who is told of it.
enum MessageSource {
    case received
    case imported(run: Int64, tellsEvents: Bool)

    var tellsEvents: Bool {
        switch self {
        case .received: true
        case .imported(_, let tellsEvents): tellsEvents
        }
    }

    var importRun: Int64? {
        switch self {
        case .received: nil
        case .imported(let run, _): run
        }
    }

    /// Of what subscribers were told they are told whatever follows, or else they would keep what holds no longer.
    func telling(ifTold judged: Batch.Judgement) -> MessageSource {
        switch self {
        case .received: self
        case .imported(let run, let tellsEvents):
            .imported(run: run, tellsEvents: tellsEvents || judged.termination?.isTold ?? false)
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
