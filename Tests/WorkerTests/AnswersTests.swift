import Foundation
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Worker

@Suite struct `A refused message that asks for an answer` {
    /// A message with a reason that the settings lack.
    private func refused(_ id: String) -> [UInt8] { Sample.message(id, reason: "unknown") }

    @Test func `is answered each time that it is delivered`() throws {
        try TestEnvironment.with("answered") { environment in
            let crm = try environment.subscriber("crm", binding: nil)
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            let correlations: [ShortString] = ["one", .bytes(Array(repeating: 0xE9, count: 255)), "three"]
            for correlation in correlations {
                try environment.publish(
                    refused("t-1"),
                    BasicProperties(correlationID: correlation, replyTo: .text(crm.queue))
                )
            }
            let answers = crm.take(3)
            #expect(answers.map(\.properties.correlationID) == correlations)
            #expect(Set(answers.map(\.properties.messageID)).count == 1)
            #expect(answers.map { $0["correlationid"]?.string } == ["one", nil, "three"])
            #expect(billing.take(1).map(\.properties.messageID) == [answers.first?.properties.messageID])
            #expect(worker.stop())
            #expect(try billing.rest().isEmpty)
            #expect(try environment.ledger.answers(after: 0, limit: 10).isEmpty)
        }
    }

    /// What RabbitMQ 3.10 makes of each: the connection is closed with 541, nothing routes it, or it is no address.
    @Test(
        arguments: [
            "amq.rabbitmq.reply-to.x.y", "amq.rabbitmq.reply-to.AAAA.BBBB", "amq.rabbitmq.reply-to.%%%.===",
            "amq.rabbitmq.reply-to.", "amq.rabbitmq.reply-to.x", "amq.foo", "amq.gen-gone",
            "nobody", "", "\u{0}", .text(String(repeating: "r", count: 255)),
            .bytes(Array(repeating: 0xFF, count: 255)),
            // Of a node that is not this one, and of a channel of it.
            "amq.rabbitmq.reply-to.g1hkAA5yZXBseUAxMjM0NTY3OAAAB9AAAAAAY0xqmQ==.2V5hpDsOtPDLPXGBVBrgeA==",
        ] as [ShortString]
    )
    func `costs that answer alone, wherever it is to go`(replyTo: ShortString) throws {
        try TestEnvironment.with("hostile") { environment in
            let crm = try environment.subscriber("crm", binding: nil)
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            try environment.publish(refused("t-0"), BasicProperties(replyTo: .text(crm.queue)))
            try environment.publish(refused("t-1"), BasicProperties(replyTo: replyTo))
            try environment.publish(refused("t-2"), BasicProperties(replyTo: .text(crm.queue)))
            try environment.publish(Sample.messages(3...22))
            #expect(billing.takeDistinct(23).count >= 23)
            let answered = crm.takeDistinct(2).map { $0["data", "terminationId"]?.string }
            #expect(Set(answered) == ["t-0", "t-2"])
            if replyTo.count > 0 {
                let line = worker.log.wait(for: "Answer dropped")
                #expect(line?.metadata["message.id"] == "m-t-1")
                #expect(line?.metadata["dead-letter.id"] != nil && line?.metadata["error"] != nil)
            }
            #expect(worker.stop())
            #expect(worker.status.snapshot.parkedEvents == 0)
            #expect(try environment.ledger.answers(after: 0, limit: 10).isEmpty)
        }
    }

    @Test func `is answered on a direct reply-to, over the channel that made it`() throws {
        let names = TopologyNames(prefix: "t")
        let address = try #require(
            ReplyAddress(
                "amq.rabbitmq.reply-to.g1hkAA5yZXBseUAxMjM0NTY3OAAAB9AAAAAAY0xqmQ==.2V5hpDsOtPDLPXGBVBrgeA==",
                names: names
            )
        )
        #expect(!address.reportsUnroutable)
        #expect(
            ReplyAddress("amq.gen-JzTY20BRgKO-HjmUJj0wLg", names: names) == .queue("amq.gen-JzTY20BRgKO-HjmUJj0wLg")
        )
        for key in [
            "amq.rabbitmq.reply-to.g1hkaa5yzxbsEUAx.2v5h", "amq.match", "amq.rabbitmq.trace", "t.terminations",
            "t.dead-letters", "t.poison-messages",
        ] as [OpaqueProperty] {
            #expect(ReplyAddress(key, names: names) == nil)
        }
    }

    @Test func `waits for its answer while the broker is gone, and holds up no stop`() throws {
        try TestEnvironment.with("answers-wait") { environment in
            let crm = try environment.subscriber("crm", binding: nil)
            let line = try FaultyProxy(toPort: environment.connection.addresses[0].port)
            defer { line.close() }
            line.interrupt()
            let message = IncomingMessage(
                body: refused("t-1"),
                properties: MessageProperties(replyTo: .text(crm.queue))
            )
            _ = try Recorder(ledger: environment.ledger, source: "urn:test")
                .record([ReceivedMessage(message: message, parsed: ParsedMessage(message))], at: .now)
            let first = try RunningWorker(environment, components: [.answers]) {
                $0.connection = line.configuration($0.connection)
            }
            let began = ContinuousClock.now
            #expect(first.stop())
            #expect(ContinuousClock.now - began < .seconds(10))
            #expect(try environment.ledger.answers(after: 0, limit: 10).count == 1)
            let second = try RunningWorker(environment, components: [.answers])
            #expect(crm.take(1).count == 1)
            #expect(second.stop())
            #expect(try environment.ledger.answers(after: 0, limit: 10).isEmpty)
        }
    }
}

@Suite struct `Events shared out by contract` {
    @Test func `reach one queue for each contract, and more than one in all`() throws {
        try TestEnvironment.with("hash") { environment in
            let exchange = "\(environment.names.prefix).shards"
            defer { try? Broker.deleteExchange(exchange, on: environment.connection) }
            let shards = try (0..<4).map { try environment.subscriber("shard-\($0)", binding: nil) }
            try Broker.declare(
                Topology(
                    exchanges: [
                        ExchangeDeclaration(
                            name: exchange,
                            type: "x-consistent-hash",
                            arguments: ["hash-header": "partitionkey"]
                        )
                    ],
                    bindings: [
                        BindingDeclaration(
                            source: environment.names.events,
                            destination: .exchange(exchange),
                            routingKey: "contract.#"
                        )
                    ] + shards.map { BindingDeclaration(queue: $0.queue, to: exchange, routingKey: "1") }
                ),
                on: environment.connection
            )
            let worker = try RunningWorker(environment)
            try environment.publish((1...30).map { Sample.message("t-\($0)") })
            try environment.publish(
                (1...30).map { Sample.message("t-\($0)", messageID: "again-\($0)", reason: "unknown") }
            )
            worker.log.wait(for: "Message refused", count: 30)
            #expect(worker.stop())
            var shardOfContract: [String: Set<Int>] = [:]
            var counts = [0, 0, 0, 0]
            for (index, shard) in shards.enumerated() {
                for event in try shard.rest() {
                    shardOfContract[event["partitionkey"]?.string ?? "", default: []].insert(index)
                    #expect(event.properties.headers["partitionkey"]?.string == event["partitionkey"]?.string)
                    counts[index] += 1
                }
            }
            #expect(shardOfContract.count == 30)
            #expect(shardOfContract.values.allSatisfy { $0.count == 1 })
            #expect(counts.reduce(0, +) == 60)
            #expect(counts.count { $0 > 0 } > 1)
        }
    }
}
