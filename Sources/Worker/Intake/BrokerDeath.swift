import Ledger
import RabbitMQ
import Terminations

/// What the broker says of why it dead-lettered a message (RabbitMQ, "Dead Letter Exchanges", the header `x-death`).
struct BrokerDeath {
    /// `rejected`, `expired`, `maxlen` or `delivery_limit`; `unknown` where the header says nothing.
    let reason: String
    /// The queue in which it died last.
    let queue: String?
    /// The exchange to which it was published first; empty for the default exchange.
    let exchange: String?
    /// With which it was published first; after those come the routing keys of the headers `CC` and `BCC`.
    let routingKeys: [String]

    /// The newest death stands first in the header, the oldest last.
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

    /// As the transport of a dead letter names it.
    var json: JSONValue {
        var members = [JSONObject.Member(name: "reason", value: .string(reason))]
        if let queue { members.append(.init(name: "queue", value: .string(queue))) }
        if let exchange { members.append(.init(name: "originalExchange", value: .string(exchange))) }
        if let key = routingKeys.first { members.append(.init(name: "originalRoutingKey", value: .string(key))) }
        return .object(JSONObject(members))
    }
}

extension ReceivedMessage {
    /// Reads a message that the broker has dead-lettered. Its transport says why, and where it was published first,
    /// besides how it came: the whole header `x-death` is among the headers.
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
