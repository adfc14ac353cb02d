import Foundation
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Worker

@Suite struct `A termination message` {
    @Test func `leads to an event with the properties that billing relies on`() throws {
        try TestEnvironment.with("event") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            try environment.publish(
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
            #expect(event.exchange == environment.names.events)
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
            #expect(try environment.remaining(in: environment.names.terminations).isEmpty)
            #expect(try environment.ledger.events(after: 0, limit: 10).map(\.body) == [event.body])
        }
    }

    @Test func `that is refused becomes a dead letter, an event, and an answer to who asked`() throws {
        try TestEnvironment.with("refused") { environment in
            let billing = try environment.subscriber()
            let crm = try environment.subscriber("crm", binding: nil)
            let worker = try RunningWorker(environment)
            let body = Sample.message("t-1", reason: "prize")
            try environment.publish(body, BasicProperties(correlationID: "request-8", replyTo: .text(crm.queue)))
            let event = try #require(billing.take(1).first)
            let answer = try #require(crm.take(1).first)
            #expect(worker.stop())

            let deadLetter = try #require(try environment.ledger.deadLetters(limit: 10).first)
            #expect(deadLetter.state == .open && deadLetter.source == .refused && deadLetter.messageID == "m-t-1")
            #expect(deadLetter.violations.map(\.code) == [.unknownReason])
            #expect(deadLetter.violations.map(\.pointer.description) == ["/reasonCode"])
            #expect(try environment.ledger.deadLetterContent(id: deadLetter.id)?.body == body)
            let transport = try environment.ledger.deadLetterContent(id: deadLetter.id)?.transport.object
            #expect(transport?["replyTo"]?.string == crm.queue)
            #expect(transport?["routingKey"]?.string == "contract.terminate")

            #expect(event.routingKey == "contract.termination.rejected.v1")
            #expect(event["data", "deadLetterId"]?.string == deadLetter.id)
            #expect(answer.body == event.body)
            #expect(answer.routingKey == crm.queue)
            #expect(answer.properties == event.properties)
            #expect(answer.properties.correlationID == "request-8")
            #expect(try billing.rest().isEmpty)
            #expect(try crm.rest().isEmpty)
        }
    }

    @Test func `whose sender is gone is answered to nobody, and holds up nothing`() throws {
        try TestEnvironment.with("gone") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            try environment.publish(
                Sample.message("t-1", reason: nil),
                BasicProperties(replyTo: "\(environment.names.prefix).nobody")
            )
            try environment.publish(Sample.message("t-2"))
            #expect(
                billing.take(2).map(\.routingKey) == ["contract.termination.rejected.v1", "contract.terminated.v1"]
            )
            #expect(worker.stop())
            #expect(worker.status.snapshot.relayPosition == 2)
            #expect(worker.status.snapshot.parkedEvents == 0)
        }
    }

    @Test func `is recorded and told once, however often it is delivered`() throws {
        try TestEnvironment.with("once") { environment in
            let billing = try environment.subscriber()
            // Small batches, so that the same message comes within a batch and in several.
            let worker = try RunningWorker(environment) { $0.batchSize = 3 }
            try environment.publish(Array(repeating: Sample.message("t-1"), count: 10))
            try environment.publish(Sample.message("t-2"))
            #expect(billing.take(2).map { $0["data", "terminationId"]?.string } == ["t-1", "t-2"])
            #expect(worker.stop())
            #expect(try billing.rest().isEmpty)
            #expect(try environment.ledger.facts().terminations == 2)
            #expect(try environment.ledger.deadLetters(limit: 10).isEmpty)
            #expect(try environment.remaining(in: environment.names.terminations).isEmpty)
        }
    }

    @Test func `refused again is counted and told once, and its dead letter is resolved when it is accepted`() throws {
        try TestEnvironment.with("mended") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            let body = Sample.message("t-1", reason: "sold")
            try environment.publish([body, body, body])
            try environment.publish(Sample.message("t-2"))
            #expect(
                billing.take(2).map(\.routingKey) == ["contract.termination.rejected.v1", "contract.terminated.v1"]
            )
            try environment.apply(Sample.settings + "\n  - code: sold\n    labels: {nl: Verkocht}")
            try environment.publish(body)
            #expect(billing.take(1).map { $0["data", "terminationId"]?.string } == ["t-1"])
            #expect(worker.stop())
            let deadLetters = try environment.ledger.deadLetters(limit: 10)
            #expect(deadLetters.map(\.state) == [.resolved])
            #expect(deadLetters.map(\.occurrences) == [3])
            #expect(try billing.rest().isEmpty)
        }
    }

    @Test func `leaves neither its note nor the broker's password in the log`() throws {
        try TestEnvironment.with("secrets") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment) { configuration in
                // The broker refuses this password. The test checks what is logged about it.
                var wrong = configuration.connection.addresses[0]
                wrong.password = "pass-Zebra-word"
                configuration.connection.addresses.insert(wrong, at: 0)
            }
            let note = ["note": "\"note-Zebra-text\""]
            try environment.publish([
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
        try TestEnvironment.with("sensitive", settings: settings) { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            try environment.publish([
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
