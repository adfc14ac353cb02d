import JSON
import RabbitMQ
import Terminations
import Testing

@testable import Ledger
@testable import Worker

@Suite struct `The transport that a dead letter keeps` {
    @Test(
        arguments: [
            (.bool(true), "true"), (.int8(-1), "-1"), (.uint64(7), "7"), (.double(0.5), "\"0.5\""),
            (.string("a"), "\"a\""),
            (.decimal(scale: 2, value: 125), "\"125e-2\""), (.bytes([0xFF, 0x00]), "\"/wA=\""), (.void, "null"),
            (.array([.int32(1), .void]), "[1,null]"), (.table(["b": .int32(2), "a": .int32(1)]), "{\"a\":1,\"b\":2}"),
            (.timestamp(1_700_000_000), "1700000000"), (.float(.nan), "\"nan\""),
        ] as [(FieldValue, String)]
    )
    func `writes each kind of header as JSON`(value: FieldValue, json: String) throws {
        #expect(try value.json == JSONValue(parsing: json))
    }

    @Test func `names where the message came from, and each property`() {
        let delivery = Delivery(
            tag: DeliveryTag(generation: 1, number: 1),
            body: [],
            properties: BasicProperties(
                contentType: "application/json",
                headers: ["x-delivery-count": .int64(2)],
                deliveryMode: 2,
                correlationID: "c",
                replyTo: "crm",
                messageID: "m",
                timestamp: .max,
                userID: "crm"
            ),
            exchange: "terminations",
            routingKey: "key",
            isRedelivered: true
        )
        #expect(
            delivery.transport.text == """
                {"exchange":"terminations","routingKey":"key","redelivered":true,"messageId":"m",\
                "correlationId":"c","replyTo":"crm","contentType":"application/json","userId":"crm","deliveryMode":2,\
                "timestamp":9223372036854775807,"headers":{"x-delivery-count":2}}
                """
        )
    }

    @Test(arguments: [(false, nil, false), (true, nil, true), (false, 0, false), (false, 1, true)])
    func `knows a message that was delivered before`(isRedelivered: Bool, count: Int64?, expected: Bool) {
        let delivery = Delivery(
            tag: DeliveryTag(generation: 1, number: 1),
            body: [],
            properties: BasicProperties(headers: count.map { ["x-delivery-count": .int64($0)] } ?? [:]),
            isRedelivered: isRedelivered
        )
        #expect(delivery.wasDeliveredBefore == expected)
    }
}
