import Foundation
import RabbitMQ
import Terminations
import TestSupport
import Testing

@Suite struct `From the command line to the event and back` {
    @Test func `messages are sent, judged, told and kept`() throws {
        try Scene.with("round-trip") { scene in
            let bad = Sample.message("t-2", reason: "prise")
            let lines = [Sample.message("t-1"), bad, Sample.message("t-3")].map { String(decoding: $0, as: UTF8.self) }
            let file = try scene.file("three.ndjson", lines.joined(separator: "\n").utf8)
            let worker = try scene.startWorker("--log-format", "json")
            let listener = try scene.start("listen", "--count", "3", "--timeout", "30", "--format", "json")
            #expect(listener.waitForError("Listening on"))

            let sent = try scene.run("send", file, "--format", "json")
            #expect(sent.end == .exit(0))
            #expect(try sent.objects().first?["sent"]?.integer == 3)
            #expect(listener.end() == .exit(0))
            let events = try listener.outputText.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
            #expect(
                events.map { $0.object?["type"]?.string } == [
                    "contract.terminated.v1", "contract.termination.rejected.v1", "contract.terminated.v1",
                ]
            )
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            for line in worker.errorText.split(separator: "\n") {
                #expect(try JSONValue(parsing: Array(line.utf8)).object?["message"] != nil, "each line is JSON")
            }

            let list = try scene.run("dead-letters", "list", "--state", "open", "--format", "json").objects()
            #expect(list.map { $0["messageId"]?.string } == ["m-t-2"])
            let letter = try #require(list.first)
            let id = try #require(letter["id"]?.string)
            for name in ["id", "state", "messageId", "fingerprint", "violations", "attempts", "receivedAt"] {
                #expect(letter[name] != nil && letter[name] != .null, "\(name)")
            }
            let shown = try scene.run("dead-letters", "show", id, "--format", "json")
            #expect(shown.lines.count == 1)
            let object = try #require(try shown.objects().first)
            #expect(object["violations"]?.array?.first?.object?["suggestion"]?.string == "price")
            #expect(object["bodyBase64"]?.string == Data(bad).base64EncodedString())
            #expect(object["transport"]?.object?["routingKey"]?.string == "contract.terminate")
            #expect(try scene.run("dead-letters", "show", String(id.prefix(30)), "--raw").bytes == bad)
            #expect(try scene.run("dead-letters", "show", id).output.contains("unknown-reason"))
            #expect(try scene.run("dead-letters", "list").lines.count == 2)
        }
    }

    @Test func `a listener that waits in vain says so`() throws {
        try Scene.with("in-vain") { scene in
            let answer = try scene.run("listen", "--count", "1", "--timeout", "0.2")
            #expect(answer.end == .exit(75))
            #expect(answer.errors.contains("0 of 1 events came in time."))
        }
    }

    @Test func `a listener can take a queue's events one by one`() throws {
        try Scene.with("queue") { scene in
            let billing = try scene.subscriber("billing")
            let worker = try scene.startWorker()
            try scene.publish(Sample.messages(1...3))
            #expect(billing.take(1).count == 1)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            billing.close()
            let first = try scene.run("listen", "--queue", billing.queue, "--count", "1", "--format", "json")
            #expect(first.end == .exit(0))
            #expect(first.lines.count == 1)
            #expect(try scene.remaining(in: billing.queue).count == 1)
        }
    }

    @Test func `what nobody takes is named, with a failure`() throws {
        try Scene.with("no-queue") { scene in
            try Broker.deleteQueue(scene.names.terminations, on: scene.connection)
            let file = try scene.file("one.json", Sample.message("t-1"))
            let answer = try scene.run("send", file)
            #expect(answer.end == .exit(1))
            #expect(answer.errors.contains("one.json:1") && answer.errors.contains("312 NO_ROUTE"))
            #expect(answer.output == "0 of 1 messages sent.\n")
        }
    }

    @Test func `setup declares what the worker needs, and names a difference`() throws {
        try Scene.with("setup") { scene in
            #expect(try scene.run("setup").end == .exit(0))
            try Broker.deleteQueue(scene.names.deadLetters, on: scene.connection)
            try Broker.declare(
                Topology(queues: [QueueDeclaration(name: scene.names.deadLetters)]),
                on: scene.connection
            )
            let answer = try scene.run("setup")
            #expect(answer.end == .exit(78))
            #expect(answer.errors.contains("x-queue-type"))
            // RabbitMQ 3 calls the kind of a classic queue "none".
            #expect(answer.errors.contains("quorum") && answer.errors.contains(/none|classic/))
        }
    }

    @Test func `doctor finds all well, for people and for programs`() throws {
        try Scene.with("doctor") { scene in
            let text = try scene.run("doctor")
            #expect(text.end == .exit(0))
            #expect(!text.output.contains("✗"))
            #expect(!text.output.contains("guest"))
            let objects = try scene.run("doctor", "--format", "json").objects()
            for check in [
                "configuration", "ledger", "sqlite", "settings", "broker", "queue", "librabbitmq", "terminus",
            ] {
                #expect(objects.contains { $0["check"]?.string == check && $0["result"]?.string == "ok" }, "\(check)")
            }
        }
    }

    @Test func `doctor says what is missing and what to do`() throws {
        try Scene.with("doctor-missing", settings: nil) { scene in
            try Broker.deleteQueue(scene.names.terminations, on: scene.connection)
            let answer = try scene.run("doctor", "--format", "json")
            #expect(answer.end == .exit(78))
            let objects = try answer.objects()
            // Without settings nothing can be judged; a queue that is missing is declared by `terminus run`.
            let checks = { (result: String) in
                objects.filter { $0["result"]?.string == result }.map { $0["check"]?.string }
            }
            #expect(checks("failed") == ["settings"])
            #expect(checks("warning") == ["queue", "events"])
            #expect(objects.allSatisfy { $0["result"]?.string == "ok" || $0["hint"]?.string?.isEmpty == false })
        }
    }
}
