import Ledger
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Worker

@Suite struct `The settings in force` {
    @Test func `are waited for: nothing is consumed before, everything after`() throws {
        try Scene.with("unset", settings: nil) { scene in
            let billing = try scene.subscriber()
            try scene.publish(Sample.messages(1...20))
            let worker = try RunningWorker(scene)
            let pause = worker.log.wait(for: "Intake paused")
            #expect(pause?.metadata["hint"] == "Run: terminus settings apply FILE")
            #expect(worker.status.snapshot.pauseReason != nil)
            #expect(worker.status.snapshot.intakeConnection == nil)
            let status = try Broker.queueStatus(scene.names.terminations, on: scene.connection)
            #expect(status == QueueStatus(messages: 20, consumers: 0))

            try scene.apply(Sample.settings)
            #expect(billing.take(20).count == 20)
            #expect(worker.status.snapshot.pauseReason == nil)
            #expect(worker.stop())
            #expect(try scene.ledger.deadLetters(limit: 1).isEmpty)
        }
    }

    @Test func `that never come do not keep a stop waiting`() throws {
        try Scene.with("unset-stop", settings: nil) { scene in
            let worker = try RunningWorker(scene)
            worker.log.wait(for: "Intake paused")
            #expect(worker.stop())
        }
    }

    @Test func `are taken over by a running worker, and change no event of before`() throws {
        try Scene.with("takeover") { scene in
            let billing = try scene.subscriber()
            let worker = try RunningWorker(scene)
            try scene.publish(Sample.message("t-1"))
            let before = try #require(billing.take(1).first)
            let changed =
                Sample.settings.replacing("Too expensive", with: "Costs too much")
                + "\n  - code: sold\n    labels: {nl: Verkocht}"
            try scene.apply(changed)
            // Published when `apply` has returned: every later transaction judges by the new version.
            try scene.publish([Sample.message("t-2"), Sample.message("t-3", reason: "sold")])
            let after = billing.take(2)
            #expect(worker.stop())
            #expect(before["data", "settingsVersion"]?.integer == 1)
            #expect(before["data", "reason", "labels", "en"]?.string == "Too expensive")
            #expect(after.map { $0["data", "settingsVersion"]?.integer } == [2, 2])
            #expect(after.first?["data", "reason", "labels", "en"]?.string == "Costs too much")
            #expect(after.last?["data", "reason", "code"]?.string == "sold")
            #expect(try scene.ledger.events(after: 0, limit: 1).first?.body == before.body)
        }
    }
}
