import Foundation
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger

@Suite struct `A worker without some permission` {
    @Test func `publishes what it may, keeps the rest, says so, and goes on once it may`() throws {
        try DeployedBroker.with { broker in
            let address = "localhost:\(broker.port)"
            try TestEnvironment.with("permissions", url: "amqp://guest:guest@\(address)") { testEnvironment in
                try broker.control("add_user", "w", "w")
                let environment = testEnvironment.environment.merging(
                    ["TERMINUS_AMQP_URL": "amqp://w:w@\(address)", "TERMINUS_HTTP_ADDRESS": "off"]
                ) { $1 }
                func topic(_ pattern: String) throws {
                    try broker.control("set_topic_permissions", "w", testEnvironment.names.events, pattern, ".*")
                }

                // Neither answers nor one type of event.
                try broker.control("set_permissions", "w", ".*", "^(?!amq\\.default)", ".*")
                try topic("^(?!contract\\.termination\\.rejected)")
                let billing = try testEnvironment.subscriber()
                let crm = try testEnvironment.subscriber("crm", binding: nil)
                let worker = try Program.start(["run"], in: testEnvironment.folder.path, environment: environment)
                defer { worker.send(SIGKILL) }
                let asking = BasicProperties(replyTo: .text(crm.queue))
                for number in 0..<10 {
                    try testEnvironment.publish(Sample.message("r-\(number)", reason: "unknown"), asking)
                    try testEnvironment.publish(Sample.message("t-\(number)"))
                }
                let ids = billing.takeDistinct(10).map { $0["data", "terminationId"]?.string }
                #expect(Set(ids) == Set((0..<10).map { "t-\($0)" }))
                #expect(worker.waitForError("Answer dropped", count: 10))
                #expect(worker.waitForError("Events not published"))
                #expect(worker.errorText.contains("routing-key=contract.termination.rejected.v1"))
                #expect(worker.errorText.contains("user=w"))

                // All of it.
                try broker.control("set_permissions", "w", ".*", ".*", ".*")
                try broker.control("clear_topic_permissions", "w")
                let rejected = billing.takeDistinct(10, timeout: .seconds(60))
                #expect(Set(rejected.map(\.routingKey)) == ["contract.termination.rejected.v1"])

                // What billing acts on.
                try topic("^(?!contract\\.terminated)")
                // A connection knows its permissions for a while.
                try broker.control("close_all_connections", "--vhost", "/", "test")
                try testEnvironment.publish(Sample.message("t-11"))
                try testEnvironment.publish(Sample.message("t-12", reason: "unknown"))
                #expect(billing.takeDistinct(1).first?["data", "terminationId"]?.string == "t-12")
                #expect(worker.waitForError("routing-key=contract.terminated.v1"))
                let doctor = try testEnvironment.run("doctor")
                #expect(doctor.end == .exit(69))
                #expect(doctor.output.contains("contract.terminated.v1"))
                try broker.control("clear_topic_permissions", "w")
                #expect(
                    billing.takeDistinct(1, timeout: .seconds(60)).first?["data", "terminationId"]?.string == "t-11"
                )
                worker.send(SIGTERM)
                #expect(worker.end() == .exit(0))
            }
        }
    }
}
