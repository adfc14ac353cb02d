import GRDB
import Ledger
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Worker

@Suite struct `The settings in force` {
    @Test func `are waited for: nothing is consumed before, everything after`() throws {
        try TestEnvironment.with("unset", settings: nil) { environment in
            let billing = try environment.subscriber()
            try environment.publish(Sample.messages(1...20))
            let worker = try RunningWorker(environment)
            let pause = worker.log.wait(for: "Intake paused")
            #expect(pause?.metadata["hint"] == "Run: terminus settings apply FILE")
            #expect(worker.status.snapshot.pauseReason != nil)
            #expect(worker.status.snapshot.intakeConnection == nil)
            let status = try Broker.queueStatus(environment.names.terminations, on: environment.connection)
            #expect(status == QueueStatus(messages: 20, consumers: 0))

            try environment.apply(Sample.settings)
            #expect(billing.take(20).count == 20)
            #expect(worker.status.snapshot.pauseReason == nil)
            #expect(worker.stop())
            #expect(try environment.ledger.deadLetters(limit: 1).isEmpty)
        }
    }

    @Test func `that never come do not keep a stop waiting`() throws {
        try TestEnvironment.with("unset-stop", settings: nil) { environment in
            let worker = try RunningWorker(environment)
            worker.log.wait(for: "Intake paused")
            #expect(worker.stop())
        }
    }

    @Test func `are taken over by a running worker, and change no event of before`() throws {
        try TestEnvironment.with("takeover") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            try environment.publish(Sample.message("t-1"))
            let before = try #require(billing.take(1).first)
            let changed =
                Sample.settings.replacing("Too expensive", with: "Costs too much")
                + "\n  - code: sold\n    labels: {nl: Verkocht}"
            try environment.apply(changed)
            // Published when `apply` has returned: every later transaction judges by the new version.
            try environment.publish([Sample.message("t-2"), Sample.message("t-3", reason: "sold")])
            let after = billing.take(2)
            #expect(worker.stop())
            #expect(before["data", "settingsVersion"]?.integer == 1)
            #expect(before["data", "reason", "labels", "en"]?.string == "Too expensive")
            #expect(after.map { $0["data", "settingsVersion"]?.integer } == [2, 2])
            #expect(after.first?["data", "reason", "labels", "en"]?.string == "Costs too much")
            #expect(after.last?["data", "reason", "code"]?.string == "sold")
            #expect(try environment.ledger.events(after: 0, limit: 1).first?.body == before.body)
        }
    }

    @Test func `change between batches: none is judged by two versions, and the next by the new one`() throws {
        try TestEnvironment.with("between-batches") { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment) { $0.batchSize = 20 }
            let rounds = 6
            var applied: [Instant] = []
            for round in 0..<rounds {
                let first = round * 400 + 1
                try environment.publish(Sample.messages(first...(first + 199)))
                // In the midst of the batches.
                try environment.apply(Sample.settings.replacing("Te duur", with: "Te duur \(round)"))
                applied.append(.now)
                try environment.publish(Sample.messages((first + 200)...(first + 399)))
            }
            #expect(billing.take(rounds * 400).count == rounds * 400)
            #expect(worker.stop())

            let rows = try DatabaseQueue(path: environment.ledgerPath).read { database in
                try Row.fetchAll(
                    database,
                    sql: "SELECT settings_version, recorded_at FROM terminations ORDER BY id"
                ).map { (version: $0[0] as Int, recordedAt: $0[1] as Int64) }
            }
            #expect(rows.count == rounds * 400)
            #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.version <= $1.version })
            // A batch has one instant.
            let batches = Dictionary(grouping: rows, by: \.recordedAt)
            #expect(batches.count > rounds)
            #expect(batches.values.allSatisfy { Set($0.map(\.version)).count == 1 })
            for (round, instant) in applied.enumerated() {
                let milliseconds = instant.secondsSinceEpoch * 1000 + Int64(instant.nanoseconds) / 1_000_000
                // Within a quarter of a second, the messages that waited for it included.
                let late = rows.filter { $0.recordedAt > milliseconds + 250 && $0.version < round + 2 }
                #expect(late.isEmpty, "version \(round + 2)")
                #expect(rows.contains { $0.version == round + 2 })
            }
        }
    }
}
