import JSON
public import Logging
public import RabbitMQ
import Synchronization
public import Terminations

/// Publishes messages to an exchange as they are, with confirms. The worker finds out what is wrong with one.
public struct SendMessages: Sendable {
    private let messages: [IncomingMessage]
    private let exchange: String
    private let routingKey: String
    private let replyTo: String?
    private let limits: MessageLimits

    /// - Parameters:
    ///   - replyTo: the queue that gets the answer to a refused message.
    ///   - limits: as the worker has them, to find the id of a message.
    public init(
        _ messages: [IncomingMessage],
        to exchange: String,
        routingKey: String,
        replyTo: String? = nil,
        limits: MessageLimits
    ) {
        self.messages = messages
        self.exchange = exchange
        self.routingKey = routingKey
        self.replyTo = replyTo
        self.limits = limits
    }

    /// Blocks the calling thread until each message has an outcome or the time is over.
    ///
    /// - Parameters:
    ///   - timeout: how long to wait for the broker's next confirmation.
    ///   - progress: how many messages have an outcome.
    public func execute(
        on connection: ConnectionConfiguration,
        timeout: Duration,
        logger: Logger,
        progress: (_ done: Int) -> Void = { _ in }
    ) -> SendOutcome {
        let outcomes = Mutex<[PublishOutcome]>([])
        let publisher = Publisher(
            connection: connection,
            logger: logger,
            onOutcomes: { burst in outcomes.withLock { $0 += burst } }
        )
        publisher.start()
        defer { publisher.close() }
        for (index, message) in messages.enumerated() {
            guard publisher.publish([outgoing(message, token: UInt64(index))], timeout: timeout) else { break }
            progress(outcomes.withLock { $0.count })
        }
        _ = publisher.drain(timeout: timeout)
        let all = outcomes.withLock { $0 }
        progress(all.count)
        return SendOutcome(all, of: messages.count)
    }

    private func outgoing(_ message: IncomingMessage, token: UInt64) -> OutgoingMessage {
        let messageID = ParsedMessage(message, limits: limits).messageID
        var properties = BasicProperties()
        properties.contentType = message.properties.contentType
        properties.deliveryMode = 2
        // A property has at most 255 bytes (AMQP 0-9-1, 4.2.5.3); 128 characters may be more. The body has the id too.
        properties.messageID = messageID.flatMap { $0.utf8.count <= 255 ? $0 : nil }
        properties.replyTo = replyTo.map { .text($0) }
        return OutgoingMessage(
            exchange: exchange,
            routingKey: routingKey,
            body: message.body,
            properties: properties,
            mandatory: true,
            token: token
        )
    }
}

/// Which of the messages the broker has taken.
public struct SendOutcome: Sendable {
    /// Counted from 0, with a full sentence each: first those with an answer of the broker, in its order.
    public let failures: [(message: Int, reason: String)]
    public let total: Int

    public var sent: Int { total - failures.count }

    init(_ outcomes: [PublishOutcome], of total: Int) {
        var failures: [(message: Int, reason: String)] = []
        var missing = Set(0..<total)
        for outcome in outcomes {
            let message = Int(outcome.token)
            missing.remove(message)
            switch outcome {
            case .confirmed: continue
            case .returned(_, let code, let text):
                failures.append((message, "The broker returned it: \(code) \(text)."))
            case .refused: failures.append((message, "The broker refused it."))
            case .failed(_, let error): failures.append((message, error.description))
            }
        }
        let unconfirmed = "The broker did not confirm it in time: it may have arrived or not."
        self.failures = failures + missing.sorted().map { ($0, unconfirmed) }
        self.total = total
    }

    /// Writes one JSON object.
    ///
    /// - Parameter place: where a person finds a message, such as `terminations.ndjson:17`.
    public func write(to json: inout JSONWriter, place: (_ message: Int) -> String) {
        json.beginObject()
        json.name("sent")
        json.integer(sent)
        json.name("failed")
        json.beginArray()
        for failure in failures {
            json.beginObject()
            json.name("place")
            json.string(place(failure.message))
            json.name("reason")
            json.string(failure.reason)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}
