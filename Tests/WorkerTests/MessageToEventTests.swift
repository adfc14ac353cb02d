import Foundation
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Worker

@Suite struct `A termination message` {
    @Test func `leads to an event with the properties that billing relies on`() throws {
        try Scene.with("event") { scene in
            let billing = try scene.subscriber()
            let worker = try RunningWorker(scene)
            try scene.publish(
                Sample.message("t-1"),
                BasicProperties(
                    contentType: "application/json",
                    headers: [
                        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        "tracestate": "vendor=1",
                    ],
                    correlationID: "request-7",
                    messageID: "m-t-1"
                )
            )
            let event = try #require(billing.take(1).first)
            #expect(event.exchange == scene.names.events)
            #expect(event.routingKey == "contract.terminated.v1")
            #expect(event.properties.type == "contract.terminated.v1")
            #expect(event.properties.contentType == "application/cloudevents+json")
            #expect(event.properties.deliveryMode == 2)
            #expect(event.properties.correlationID == "request-7")
            #expect(
                event.properties.headers == [
                    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    "tracestate": "vendor=1", "partitionkey": "c-t-1",
                ]
            )
            #expect(event.properties.messageID == event["id"]?.string)
            #expect(event["source"]?.string == "urn:test")
            #expect(event["subject"]?.string == "c-t-1")
            #expect(event["causationid"]?.string == "m-t-1")
            #expect(event["correlationid"]?.string == "request-7")
            #expect(event["data", "reason", "labels", "en"]?.string == "Too expensive")
            #expect(event["data", "billingStopsAt"]?.string == "2035-12-31T23:00:00Z")
            #expect(worker.stop())
            #expect(try scene.remaining(in: scene.names.terminations).isEmpty)
            #expect(try scene.ledger.events(after: 0, limit: 10).map(\.body) == [event.body])
        }
    }

    @Test func `that is refused becomes a dead letter, an event, and an answer to who asked`() throws {
        try Scene.with("refused") { scene in
            let billing = try scene.subscriber()
            let crm = try scene.subscriber("crm", binding: nil)
            let worker = try RunningWorker(scene)
            let body = Sample.message("t-1", reason: "prize")
            try scene.publish(body, BasicProperties(correlationID: "request-8", replyTo: .text(crm.queue)))
            let event = try #require(billing.take(1).first)
            let answer = try #require(crm.take(1).first)
            #expect(worker.stop())

            let letter = try #require(try scene.ledger.deadLetters(limit: 10).first)
            #expect(letter.state == .open && letter.source == .refused && letter.messageID == "m-t-1")
            #expect(letter.violations.map(\.code) == [.unknownReason])
            #expect(letter.violations.map(\.pointer.description) == ["/reasonCode"])
            #expect(try scene.ledger.deadLetterContent(id: letter.id)?.body == body)
            let transport = try scene.ledger.deadLetterContent(id: letter.id)?.transport.object
            #expect(transport?["replyTo"]?.string == crm.queue)
            #expect(transport?["routingKey"]?.string == "contract.terminate")

            #expect(event.routingKey == "contract.termination.rejected.v1")
            #expect(event["data", "deadLetterId"]?.string == letter.id)
            #expect(answer.body == event.body)
            #expect(answer.routingKey == crm.queue)
            #expect(answer.properties == event.properties)
            #expect(answer.properties.correlationID == "request-8")
            #expect(try billing.rest().isEmpty)
            #expect(try crm.rest().isEmpty)
        }
    }

    @Test func `whose sender is gone is answered to nobody, and holds up nothing`() throws {
        try Scene.with("gone") { scene in
            let billing = try scene.subscriber()
            let worker = try RunningWorker(scene)
            try scene.publish(
                Sample.message("t-1", reason: nil),
                BasicProperties(replyTo: "\(scene.names.prefix).nobody")
            )
            try scene.publish(Sample.message("t-2"))
            #expect(
                billing.take(2).map(\.routingKey) == ["contract.termination.rejected.v1", "contract.terminated.v1"]
            )
            #expect(worker.stop())
            #expect(worker.status.snapshot.relayPosition == 2)
            #expect(worker.status.snapshot.parkedEvents == 0)
        }
    }

    @Test func `is recorded and told once, however often it is delivered`() throws {
        try Scene.with("once") { scene in
            let billing = try scene.subscriber()
            // Small batches, so that the same message comes within a batch and in several.
            let worker = try RunningWorker(scene) { $0.batchSize = 3 }
            try scene.publish(Array(repeating: Sample.message("t-1"), count: 10))
            try scene.publish(Sample.message("t-2"))
            #expect(billing.take(2).map { $0["data", "terminationId"]?.string } == ["t-1", "t-2"])
            #expect(worker.stop())
            #expect(try billing.rest().isEmpty)
            #expect(try scene.ledger.facts().terminations == 2)
            #expect(try scene.ledger.deadLetters(limit: 10).isEmpty)
            #expect(try scene.remaining(in: scene.names.terminations).isEmpty)
        }
    }

    @Test func `refused again is counted and told once, and its dead letter is resolved when it is accepted`() throws {
        try Scene.with("mended") { scene in
            let billing = try scene.subscriber()
            let worker = try RunningWorker(scene)
            let body = Sample.message("t-1", reason: "sold")
            try scene.publish([body, body, body])
            try scene.publish(Sample.message("t-2"))
            #expect(
                billing.take(2).map(\.routingKey) == ["contract.termination.rejected.v1", "contract.terminated.v1"]
            )
            try scene.apply(Sample.settings + "\n  - code: sold\n    labels: {nl: Verkocht}")
            try scene.publish(body)
            #expect(billing.take(1).map { $0["data", "terminationId"]?.string } == ["t-1"])
            #expect(worker.stop())
            let letters = try scene.ledger.deadLetters(limit: 10)
            #expect(letters.map(\.state) == [.resolved])
            #expect(letters.map(\.occurrences) == [3])
            #expect(try billing.rest().isEmpty)
        }
    }

    @Test func `leaves neither its note nor the broker's password in the log`() throws {
        try Scene.with("secrets") { scene in
            let billing = try scene.subscriber()
            let worker = try RunningWorker(scene) { configuration in
                // The broker refuses this password: what is logged of it is the point.
                var wrong = configuration.connection.addresses[0]
                wrong.password = "pass-Zebra-word"
                configuration.connection.addresses.insert(wrong, at: 0)
            }
            let note = ["note": "\"note-Zebra-text\""]
            try scene.publish([
                Sample.message("t-1", others: note), Sample.message("t-2", reason: "Zebra-reason", others: note),
                Sample.message("t-3", messageID: "m-t-1", others: note),
            ])
            #expect(billing.take(3).count == 3)
            #expect(worker.stop())
            #expect(worker.log.lines.all.contains { $0.message == "Message refused" })
            for line in worker.log.lines.all {
                #expect(!"\(line)".contains("Zebra-text") && !"\(line)".contains("Zebra-word"))
            }
        }
    }

    @Test func `leaves no sensitive reason in the log or in what is published`() throws {
        let settings =
            Sample.settings
                + """

                  - {code: zebra-code, labels: {nl: zebra label}, aliases: [zebra-alias], sensitive: true}
                  - {code: zebra-other, labels: {nl: zebra label}, sensitive: true, note: {rule: required}}
                """
        try Scene.with("sensitive", settings: settings) { scene in
            let billing = try scene.subscriber()
            let worker = try RunningWorker(scene)
            try scene.publish([
                Sample.message("t-1", reason: "zebra-code"), Sample.message("t-2", reason: "zebra-alias"),
                Sample.message("t-3", reason: "zebra-other"), Sample.message("t-4", reason: "zebra-cod"),
                Sample.withdrawal("t-1", revision: 2),
            ])
            let events = billing.take(5)
            #expect(events.count == 5)
            #expect(worker.stop())
            for event in events {
                #expect(!String(decoding: event.body, as: UTF8.self).contains("zebra"))
                #expect(!"\(event.properties)".contains("zebra"))
            }
            for line in worker.log.lines.all { #expect(!"\(line)".contains("zebra")) }
        }
    }
}
