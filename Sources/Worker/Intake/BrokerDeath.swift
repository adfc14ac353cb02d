import Ledger
import RabbitMQ
import Terminations

/// Why the broker dead-lettered a message, from the header `x-death` (RabbitMQ, "Dead Letter Exchanges").
struct BrokerDeath {
    /// `rejected`, `expired`, `maxlen` or `delivery_limit`; `unknown` if the header has no reason.
    let reason: String
    /// The queue that dead-lettered it last.
    let queue: String?
    /// The exchange to which it was first published; empty for the default exchange.
    let exchange: String?
    /// The routing keys with which it was first published, followed by those of the headers `CC` and `BCC`.
    let routingKeys: [String]

    /// The header lists the newest entry first and the oldest last.
    init(_ headers: [String: FieldValue]) {
        var deaths: [[String: FieldValue]] = []
        if case .array(let entries)? = headers["x-death"] {
            for case .table(let death) in entries { deaths.append(death) }
        }
        reason = deaths.first?["reason"]?.string ?? headers["x-first-death-reason"]?.string ?? "unknown"
        queue = deaths.first?["queue"]?.string
        exchange = deaths.last?["exchange"]?.string
        if case .array(let keys)? = deaths.last?["routing-keys"] {
            routingKeys = keys.compactMap(\.string)
        } else {
            routingKeys = []
        }
    }

    /// The JSON in the transport of a dead letter.
    var json: JSONValue {
        var members = [JSONObject.Member(name: "reason", value: .string(reason))]
        if let queue { members.append(.init(name: "queue", value: .string(queue))) }
        if let exchange { members.append(.init(name: "originalExchange", value: .string(exchange))) }
        if let key = routingKeys.first { members.append(.init(name: "originalRoutingKey", value: .string(key))) }
        return .object(JSONObject(members))
    }
}

extension ReceivedMessage {
    /// Parses a message that the broker has dead-lettered. Its transport also contains the reason, and where the message was
    /// first published. The headers contain the whole `x-death`.
    convenience init(deadLettered delivery: Delivery, limits: MessageLimits, continuing trace: TraceHeaders? = nil) {
        let message = delivery.message(continuing: trace)
        let death = BrokerDeath(delivery.properties.headers)
        self.init(
            message: message,
            parsed: ParsedMessage(message, limits: limits),
            isRedelivered: delivery.wasDeliveredBefore,
            brokerReason: death.reason,
            transport: {
                let members = delivery.transport.object?.members ?? []
                return .object(JSONObject(members + [.init(name: "death", value: death.json)]))
            }
        )
    }
}
