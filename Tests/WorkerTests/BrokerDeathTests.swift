import Ledger
import RabbitMQ
import Terminations
import Testing

@testable import Worker

@Suite struct `What the broker says of a dead letter` {
    private let expired: [String: FieldValue] = [
        "count": .int64(1), "reason": .string("expired"), "queue": .string("second"), "exchange": .string("dlx"),
        "routing-keys": .array([.string("second")]),
    ]
    private let rejected: [String: FieldValue] = [
        "count": .int64(1), "reason": .string("rejected"), "queue": .string("first"), "exchange": .string("crm"),
        "routing-keys": .array([.string("contract.terminate"), .string("cc")]),
    ]

    @Test func `takes the reason from the last death and the origin from the first`() {
        let death = BrokerDeath(["x-death": .array([.table(expired), .table(rejected)])])
        #expect(death.reason == "expired")
        #expect(death.queue == "second")
        #expect(death.exchange == "crm")
        #expect(death.routingKeys == ["contract.terminate", "cc"])
    }

    @Test func `makes do with less`() {
        #expect(BrokerDeath([:]).reason == "unknown")
        #expect(BrokerDeath(["x-death": .string("odd")]).routingKeys.isEmpty)
        #expect(BrokerDeath(["x-first-death-reason": .string("maxlen")]).reason == "maxlen")
    }

    @Test func `is kept in the transport, beside the header itself`() throws {
        let delivery = Delivery(
            tag: DeliveryTag(generation: 1, number: 1),
            body: body,
            properties: BasicProperties(headers: ["x-death": .array([.table(rejected)])]),
            exchange: "terminus.dead-letters",
            routingKey: "contract.terminate"
        )
        let received = ReceivedMessage(deadLettered: delivery, limits: MessageLimits())
        #expect(received.brokerReason == "rejected")
        let transport = try #require(received.transport().object)
        #expect(transport["exchange"]?.string == "terminus.dead-letters")
        let death = try #require(transport["death"]?.object)
        #expect(death["reason"]?.string == "rejected")
        #expect(death["queue"]?.string == "first")
        #expect(death["originalExchange"]?.string == "crm")
        #expect(death["originalRoutingKey"]?.string == "contract.terminate")
        #expect(transport["headers"]?.object?["x-death"]?.array?.count == 1)
    }

    private let body = Array("{}".utf8)
}
