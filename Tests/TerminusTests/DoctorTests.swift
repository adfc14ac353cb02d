import Foundation
import JSON
import RabbitMQ
import Terminations
import TestSupport
import Testing

@Suite struct `What doctor finds` {
    /// What a user may configure, write and read, as regular expressions; `EVENTS` and the like stand for the scene's names.
    struct Rights: CustomTestStringConvertible {
        var configure = ".*"
        var write = ".*"
        var read = ".*"
        /// Routing keys to which events may be published.
        var topics = ".*"
        /// What doctor says of it; nil where a worker can work.
        let failure: String?
        var warning: String?

        var testDescription: String { failure ?? warning ?? "all" }
    }

    @Test func `names each permission that is missing, and takes and publishes nothing to find out`() throws {
        let cases = [
            Rights(failure: nil),
            Rights(read: "^(?!TERMINATIONS)", failure: "read permission on the queue 'TERMINATIONS'"),
            Rights(read: "^(?!DEAD-LETTERS)", failure: "read permission on the queue 'DEAD-LETTERS'"),
            Rights(write: "^(?!EVENTS)", failure: "write permission on the exchange 'EVENTS'"),
            Rights(configure: "^(?!TERMINATIONS)", failure: "configure permission on the"),
            Rights(topics: "^(?!contract\\.termination\\.effective)", failure: "contract.termination.effective.v1"),
            Rights(
                topics: "^(?!contract\\.termination\\.rejected)",
                failure: nil,
                warning: "contract.termination.rejected.v1"
            ),
            Rights(write: "^(?!amq\\.default)", failure: nil, warning: "amq.default"),
        ]
        try DeployedBroker.with { broker in
            let address = "localhost:\(broker.port)"
            try TestEnvironment.with("doctor-permissions", url: "amqp://guest:guest@\(address)") { testEnvironment in
                let billing = try testEnvironment.subscriber()
                try testEnvironment.publish(Sample.message("t-1"))
                for (number, rights) in cases.enumerated() {
                    func named(_ text: String) -> String {
                        text.replacing("TERMINATIONS", with: testEnvironment.names.terminations)
                            .replacing("DEAD-LETTERS", with: testEnvironment.names.deadLetters)
                            .replacing("EVENTS", with: testEnvironment.names.events)
                    }
                    let user = "user-\(number)"
                    try broker.control("add_user", user, "w")
                    let permissions = [rights.configure, rights.write, rights.read].map(named)
                    try broker.control("set_permissions", user, permissions[0], permissions[1], permissions[2])
                    try broker.control("set_topic_permissions", user, testEnvironment.names.events, rights.topics, ".*")
                    let environment = testEnvironment.environment.merging(
                        ["TERMINUS_AMQP_URL": "amqp://\(user):w@\(address)"]
                    ) { $1 }
                    let answer = try Program.run(
                        ["doctor", "--format", "json"],
                        in: testEnvironment.folder.path,
                        environment: environment
                    )
                    #expect(answer.end == .exit(rights.failure == nil ? 0 : 69), "\(rights.testDescription)")
                    let findings = try answer.objects().filter { $0["check"]?.string == "permissions" }
                    func texts(_ result: String) -> [String] {
                        findings.filter { $0["result"]?.string == result }.compactMap { $0["detail"]?.string }
                    }
                    if let failure = rights.failure {
                        #expect(!texts("failed").isEmpty && texts("failed").allSatisfy { $0.contains(named(failure)) })
                    } else if let warning = rights.warning {
                        #expect(texts("warning").count == 1 && texts("warning").allSatisfy { $0.contains(warning) })
                    } else {
                        #expect(texts("ok").count == 1 && findings.count == 1, "\(answer.output)")
                    }
                }
                // What doctor advises is all that a worker needs.
                try broker.control("add_user", "none", "w")
                try broker.control("set_permissions", "none", "^$", "^$", "^$")
                func examine() throws -> [JSONObject] {
                    let environment = testEnvironment.environment.merging(
                        ["TERMINUS_AMQP_URL": "amqp://none:w@\(address)"]
                    ) { $1 }
                    let answer = try Program.run(
                        ["doctor", "--format", "json"],
                        in: testEnvironment.folder.path,
                        environment: environment
                    )
                    return try answer.objects().filter { $0["check"]?.string == "permissions" }
                }
                let advice = try examine().compactMap { $0["hint"]?.string }.filter { $0.contains("set_permissions") }
                let patterns = try #require(advice.first).matches(of: /'([^']*)'/).map { String($0.output.1) }
                #expect(advice.count == 1 && patterns.count == 3)
                try broker.control("set_permissions", "none", patterns[0], patterns[1], patterns[2])
                #expect(try examine().map { $0["result"]?.string } == ["ok"])
                // The message was never out for acknowledgement, and no event was made up.
                let waiting = try testEnvironment.remaining(in: testEnvironment.names.terminations)
                #expect(waiting.count == 1 && waiting.allSatisfy { !$0.isRedelivered })
                #expect(try billing.rest().isEmpty)
            }
        }
    }

    @Test(arguments: [("classic", Int32(78)), ("quorum", 0)])
    func `says that a queue exists with other arguments, and bears those of an earlier version`(
        type: String,
        code: Int32
    ) throws {
        try TestEnvironment.with("doctor-arguments") { testEnvironment in
            try Broker.deleteQueue(testEnvironment.names.deadLetters, on: testEnvironment.connection)
            let other = QueueDeclaration(
                name: testEnvironment.names.deadLetters,
                arguments: ["x-queue-type": .string(type)]
            )
            try Broker.declare(Topology(queues: [other]), on: testEnvironment.connection)
            let answer = try testEnvironment.run("doctor", "--format", "json")
            #expect(answer.end == .exit(code))
            let found = try answer.objects().filter { $0["check"]?.string == "permissions" }
            #expect(found.map { $0["result"]?.string } == [code == 0 ? "warning" : "failed"])
            #expect(found.first?["detail"]?.string?.contains("inequivalent arg") == true)
        }
    }

    @Test func `says how many workers run on the ledger, and so does the second worker`() throws {
        try TestEnvironment.with("doctor-workers") { testEnvironment in
            func workers() throws -> (result: String?, text: String?) {
                let found = try testEnvironment.run("doctor", "--format", "json").objects().filter {
                    $0["check"]?.string == "workers"
                }
                return (found.first?["result"]?.string, found.first?["detail"]?.string)
            }
            #expect(try workers() == ("ok", "No worker runs on this ledger."))
            let first = try testEnvironment.startWorker()
            #expect(first.waitForError("Connected to the broker", count: 4))
            #expect(try workers() == ("ok", "One worker runs on this ledger."))
            let second = try testEnvironment.startWorker()
            #expect(second.waitForError("Another worker uses this ledger"))
            #expect(second.waitForError("Connected to the broker", count: 4))
            let two = try workers()
            #expect(two.result == "warning")
            #expect(two.text?.hasPrefix("2 workers run on this ledger") == true)
            // However a worker ends, it is no longer counted.
            first.send(SIGKILL)
            #expect(first.end() == .signal(SIGKILL))
            #expect(try workers() == ("ok", "One worker runs on this ledger."))
            second.send(SIGTERM)
            #expect(second.end() == .exit(0))
            #expect(!first.errorText.contains("Another worker"))
        }
    }

    @Test func `warns that nobody knows who listens until an event was published`() throws {
        try TestEnvironment.with("doctor-unheard") { testEnvironment in
            let isWarned = { try testEnvironment.run("doctor").output.contains("None was published yet") }
            #expect(try isWarned())
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.message("t-1"))
            #expect(billing.take(1).count == 1)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(try !isWarned())
        }
    }
}

@Suite struct `Sending and listening without permission` {
    @Test func `ends at once, and names the permission`() throws {
        try DeployedBroker.with { broker in
            let address = "localhost:\(broker.port)"
            try TestEnvironment.with("no-permission", url: "amqp://guest:guest@\(address)") { testEnvironment in
                try broker.control("add_user", "w", "w")
                try broker.control("set_permissions", "w", "^$", "^$", "^$")
                let environment = testEnvironment.environment.merging(["TERMINUS_AMQP_URL": "amqp://w:w@\(address)"]) {
                    $1
                }
                let file = try testEnvironment.file("message.json", Sample.message("t-1"))
                let cases = [
                    (["send", file], "write permission on the exchange '\(testEnvironment.names.terminations)'"),
                    (["listen"], "configure, write and read permission on \(testEnvironment.names.prefix).listen."),
                    (
                        ["listen", "--queue", testEnvironment.names.deadLetters],
                        "read permission on the queue '\(testEnvironment.names.deadLetters)'"
                    ),
                ]
                for (command, permission) in cases {
                    let answer = try Program.run(command, in: testEnvironment.folder.path, environment: environment)
                    #expect(answer.end == .exit(69), "\(command)")
                    #expect(answer.errors.contains(permission), "\(answer.errors)")
                    #expect(!answer.errors.contains("may have arrived"))
                }
                #expect(try testEnvironment.remaining(in: testEnvironment.names.terminations).isEmpty)
            }
        }
    }
}
