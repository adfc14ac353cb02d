import Foundation
import RabbitMQ
import Terminations
import TestSupport
import Testing

@Suite struct `Settings that change under a running worker` {
    @Test func `are told on the broker, once, and judge what comes after them`() throws {
        try TestEnvironment.with("takeover-program") { testEnvironment in
            let settingsEvents = try testEnvironment.subscriber("catalogue", binding: EventType.reasonChanged.rawValue)
            let billing = try testEnvironment.subscriber("billing", binding: EventType.terminated.rawValue)
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.message("a"))
            #expect(billing.take(1).count == 1)

            let edit = ["edit", "price", "--label", "nl=Te prijzig", "--reason", "clearer", "--yes"]
            for _ in 1...2 {
                let answer = try Program.run(
                    ["reasons"] + edit,
                    in: testEnvironment.folder.path,
                    environment: testEnvironment.environment
                )
                #expect(answer.end == .exit(0), "\(answer.errors)")
            }
            try testEnvironment.publish(Sample.message("b"))
            let after = try #require(billing.take(1).first)
            #expect(after["data", "settingsVersion"]?.integer == 2)
            #expect(after["data", "reason", "label"]?.string == "Te prijzig")

            #expect(try testEnvironment.run("reasons", "retire", "moved", "--reason", "over", "--yes").end == .exit(0))
            let told = settingsEvents.take(2)
            #expect(told.map { $0["data", "change"]?.string } == ["edited", "retired"])
            #expect(told.map { $0["subject"]?.string } == ["price", "moved"])
            #expect(told.map { $0["data", "settingsVersion"]?.integer } == [2, 3])
            #expect(told.first?["data", "labels", "nl"]?.string == "Te prijzig")
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(try settingsEvents.rest().isEmpty)
        }
    }
}
