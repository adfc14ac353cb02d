import Foundation
import JSON
import RabbitMQ
import Terminations
import TestSupport
import Testing

@Suite struct `From the command line to the event and back` {
    @Test func `messages are sent, judged, told and kept`() throws {
        try TestEnvironment.with("round-trip") { environment in
            let bad = Sample.message("t-2", reason: "prise")
            let lines = [Sample.message("t-1"), bad, Sample.message("t-3")].map { String(decoding: $0, as: UTF8.self) }
            let file = try environment.file("three.ndjson", lines.joined(separator: "\n").utf8)
            let worker = try environment.startWorker("--log-format", "json")
            let listener = try environment.start("listen", "--count", "3", "--timeout", "30", "--format", "json")
            #expect(listener.waitForError("Listening on"))

            let sent = try environment.run("send", file, "--format", "json")
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

            let list = try environment.run("dead-letters", "list", "--state", "open", "--format", "json").objects()
            #expect(list.map { $0["messageId"]?.string } == ["m-t-2"])
            let deadLetter = try #require(list.first)
            let id = try #require(deadLetter["id"]?.string)
            for name in ["id", "state", "messageId", "fingerprint", "violations", "attempts", "receivedAt"] {
                #expect(deadLetter[name] != nil && deadLetter[name] != .null, "\(name)")
            }
            let shown = try environment.run("dead-letters", "show", id, "--format", "json")
            #expect(shown.lines.count == 1)
            let object = try #require(try shown.objects().first)
            #expect(object["violations"]?.array?.first?.object?["suggestion"]?.string == "price")
            #expect(object["bodyBase64"]?.string == Data(bad).base64EncodedString())
            #expect(object["transport"]?.object?["routingKey"]?.string == "contract.terminate")
            #expect(try environment.run("dead-letters", "show", String(id.prefix(30)), "--raw").bytes == bad)
            #expect(try environment.run("dead-letters", "show", id).output.contains("unknown-reason"))
            #expect(try environment.run("dead-letters", "list").lines.count == 2)
        }
    }

    @Test func `a listener that waits in vain says so`() throws {
        try TestEnvironment.with("in-vain") { environment in
            let answer = try environment.run("listen", "--count", "1", "--timeout", "0.2")
            #expect(answer.end == .exit(75))
            #expect(answer.errors.contains("0 of 1 events came in time."))
        }
    }

    @Test func `a listener can take a queue's events one by one`() throws {
        try TestEnvironment.with("queue") { environment in
            let billing = try environment.subscriber("billing")
            let worker = try environment.startWorker()
            try environment.publish(Sample.messages(1...3))
            #expect(billing.take(1).count == 1)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            billing.close()
            let first = try environment.run("listen", "--queue", billing.queue, "--count", "1", "--format", "json")
            #expect(first.end == .exit(0))
            #expect(first.lines.count == 1)
            #expect(try environment.remaining(in: billing.queue).count == 1)
        }
    }

    @Test func `what nobody takes is named, with a failure`() throws {
        try TestEnvironment.with("no-queue") { environment in
            try Broker.deleteQueue(environment.names.terminations, on: environment.connection)
            let file = try environment.file("one.json", Sample.message("t-1"))
            let answer = try environment.run("send", file)
            #expect(answer.end == .exit(1))
            #expect(answer.errors.contains("one.json:1") && answer.errors.contains("312 NO_ROUTE"))
            #expect(answer.output == "0 of 1 messages sent.\n")
        }
    }

    @Test func `setup declares what the worker needs, and names a difference`() throws {
        try TestEnvironment.with("setup") { environment in
            #expect(try environment.run("setup").end == .exit(0))
            try Broker.deleteQueue(environment.names.deadLetters, on: environment.connection)
            try Broker.declare(
                Topology(queues: [QueueDeclaration(name: environment.names.deadLetters)]),
                on: environment.connection
            )
            let answer = try environment.run("setup")
            #expect(answer.end == .exit(78))
            #expect(answer.errors.contains("x-queue-type"))
            // RabbitMQ 3 calls the kind of a classic queue "none".
            #expect(answer.errors.contains("quorum") && answer.errors.contains(/none|classic/))
        }
    }

    @Test func `doctor finds all well, for people and for programs`() throws {
        try TestEnvironment.with("doctor") { environment in
            let text = try environment.run("doctor")
            #expect(text.end == .exit(0))
            #expect(!text.output.contains("✗"))
            #expect(!text.output.contains("guest"))
            let objects = try environment.run("doctor", "--format", "json").objects()
            for check in [
                "configuration", "ledger", "sqlite", "settings", "broker", "queue", "librabbitmq", "terminus",
            ] {
                #expect(objects.contains { $0["check"]?.string == check && $0["result"]?.string == "ok" }, "\(check)")
            }
        }
    }

    @Test func `doctor says what is missing and what to do`() throws {
        try TestEnvironment.with("doctor-missing", settings: nil) { environment in
            try Broker.deleteQueue(environment.names.terminations, on: environment.connection)
            let answer = try environment.run("doctor", "--format", "json")
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
