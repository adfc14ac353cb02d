import Foundation
import Ledger
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger

@Suite struct `Publishing events again` {
    /// A ledger with so many events, all of them published.
    private func withPublished(_ count: Int, _ purpose: String, _ body: (TestEnvironment, Subscriber) throws -> Void)
        throws
    {
        try TestEnvironment.with(purpose) { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.messages(1...count))
            #expect(billing.take(count).count == count)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(try testEnvironment.ledger.relayPosition() == Int64(count))
            try body(testEnvironment, billing)
        }
    }

    @Test func `fills a new queue with exactly the events of a period, once each, as they were`() throws {
        try TestEnvironment.with("fill") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker()
            var marks: [Instant] = []
            var told: [[Delivery]] = []
            for part in 0..<3 {
                marks.append(.now)
                try testEnvironment.publish(Sample.messages(part * 100 + 1...part * 100 + 100))
                told.append(billing.take(100))
            }
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            let audit = try testEnvironment.subscriber("audit", binding: nil)
            let filled = try testEnvironment.run(
                "events",
                "republish",
                "--to-queue",
                audit.queue,
                "--since",
                marks[1].description,
                "--until",
                marks[2].description,
                "--format",
                "json"
            )
            #expect(filled.end == .exit(0), "\(filled.errors)")
            #expect(try filled.objects().first?[number: "published"] == 100)
            let got = audit.take(100)
            #expect(got.map(\.body) == told[1].map(\.body))
            #expect(got.map(\.properties) == told[1].map(\.properties))
            #expect(try audit.rest().isEmpty)
            #expect(try billing.rest().isEmpty, "nobody else hears them")
        }
    }

    @Test func `that is killed goes on, repeats some and loses none`() throws {
        try withPublished(3000, "killed") { testEnvironment, _ in
            let audit = try testEnvironment.subscriber("audit", binding: nil)
            var process = try testEnvironment.start("events", "republish", "--to-queue", audit.queue, "--rate", "3000")
            var got = audit.take(1200)
            process.send(SIGKILL)
            #expect(process.end() == .signal(SIGKILL))
            #expect(try testEnvironment.ledger.republishRun(1)?.isFinished == false)
            process = try testEnvironment.start("events", "republish", "--resume", "1", "--format", "json")
            #expect(process.end() == .exit(0), "\(process.errorText)")
            got += try audit.rest()
            let ids = got.compactMap(\.properties.messageID)
            #expect(Set(ids) == Set(try testEnvironment.ledger.events(after: 0, limit: 3000).map(\.id)))
            #expect(ids.count >= 3000)
            #expect(try testEnvironment.ledger.republishRun(1)?.published == 3000)
        }
    }

    @Test func `goes to everybody through the exchange, by type or contract, once that is agreed`() throws {
        try withPublished(20, "exchange") { testEnvironment, billing in
            let asked = try testEnvironment.run("events", "republish", "--to-exchange")
            #expect(asked.end == .exit(64))
            let one = try testEnvironment.run("events", "republish", "--to-exchange", "--contract", "c-t-7", "--yes")
            #expect(one.end == .exit(0), "\(one.errors)")
            #expect(billing.take(1).map { $0["data", "terminationId"]?.string } == ["t-7"])
            let type = "contract.termination.withdrawn.v1"
            let none = try testEnvironment.run(
                "events",
                "republish",
                "--to-exchange",
                "--type",
                type,
                "--yes",
                "--format",
                "json"
            )
            #expect(try none.objects().first?[number: "total"] == 0)
            let forecast = try testEnvironment.run(
                "events",
                "republish",
                "--to-exchange",
                "--dry-run",
                "--from",
                "5",
                "--to",
                "9"
            )
            #expect(forecast.output.contains("5 events would be published"))
            #expect(try billing.rest().isEmpty)
        }
    }

    @Test func `gives a queue what a subscriber to terminations is bound to, unless its bindings are said`() throws {
        try TestEnvironment.with("bindings") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish([Sample.message("t-1"), Sample.message("t-2", reason: "prise")])
            try testEnvironment.publish(Sample.withdrawal("t-1", revision: 2))
            let told = billing.take(3)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            let refused = "contract.termination.rejected.v1"
            #expect(told.map(\.routingKey).filter { $0 == refused }.count == 1)
            let audit = try testEnvironment.subscriber("audit", binding: nil)
            let types = { (count: Int) in audit.take(count).compactMap(\.properties.type).sorted() }
            let republish = { (arguments: [String]) in
                try Program.run(
                    ["events", "republish", "--to-queue", audit.queue] + arguments,
                    in: testEnvironment.folder.path,
                    environment: testEnvironment.environment
                )
            }

            let forecast = try republish(["--dry-run"])
            #expect(forecast.output.contains("2 events would be published"))
            #expect(forecast.output.contains("1 \(refused). --binding '#' brings all."))
            let counted = try republish(["--dry-run", "--format", "json"]).objects().first
            #expect(counted?[number: "total"] == 2)
            #expect(counted?["leftOut"]?.object?[number: refused] == 1)

            let usual = try republish([])
            #expect(usual.end == .exit(0), "\(usual.errors)")
            #expect(usual.errors.contains("1 \(refused)"))
            #expect(types(2) == ["contract.terminated.v1", "contract.termination.withdrawn.v1"])

            #expect(try republish(["--binding", "#"]).end == .exit(0))
            #expect(types(3) == told.map(\.routingKey).sorted())
            let bound = try republish(["--binding", "*.*.rejected.v1", "--binding", "contract.terminated.*"])
            #expect(bound.errors.contains("1 contract.termination.withdrawn.v1"))
            #expect(types(2) == ["contract.terminated.v1", refused])
            #expect(try republish(["--type", refused]).errors.contains("Left out") == false)
            #expect(types(1) == [refused])

            for arguments in [["--binding", "contract.ended.v1"], ["--binding", "#", "--type", refused]] {
                #expect(try republish(arguments).end == .exit(64))
            }
            let nowhere = try testEnvironment.run("events", "republish", "--to-exchange", "--binding", "#")
            #expect(nowhere.end == .exit(64))
            #expect(try audit.rest().isEmpty)
        }
    }

    @Test func `passes over an event that the broker does not take, and tries it first when it goes on`() throws {
        try withPublished(10, "not-taken") { testEnvironment, _ in
            let audit = try testEnvironment.subscriber("audit", binding: nil)
            // AMQP has no room for an id of 300 bytes; the second event of the same contract waits behind it.
            try testEnvironment.ledger.pool.write { database in
                try database.execute(
                    sql: """
                        UPDATE events SET id = hex(zeroblob(150)) WHERE sequence = 3;
                        UPDATE events SET contract_id = (SELECT contract_id FROM events WHERE sequence = 3)
                            WHERE sequence = 8;
                        """
                )
            }
            let first = try testEnvironment.run(
                "events",
                "republish",
                "--to-queue",
                audit.queue,
                "--binding",
                "#",
                "--format",
                "json"
            )
            #expect(first.end == .exit(1))
            #expect(!first.errors.contains(".."), "\(first.errors)")
            let report = try #require(try first.objects().first)
            #expect(report[number: "published"] == 8 && report[number: "position"] == 10)
            #expect(report[number: "notTaken"] == 2)
            #expect(
                report["failures"]?.array?.map { $0.object?["position"]?.integer } == [3, 8]
            )
            #expect(audit.take(8).count == 8)
            try testEnvironment.ledger.pool.write {
                try $0.execute(sql: "UPDATE events SET id = 'short' WHERE sequence = 3")
            }
            let second = try testEnvironment.run("events", "republish", "--resume", "1", "--format", "json")
            #expect(second.end == .exit(0), "\(second.errors)")
            #expect(try second.objects().first?[number: "published"] == 10)
            #expect(try second.objects().first?["finished"] == .bool(true))
            let positions = try audit.rest().map { $0["sequence"]?.string }
            #expect(positions == ["3", "8"], "what was confirmed is not sent again")
        }
    }

    @Test func `says that there is no such queue`() throws {
        try withPublished(1, "nowhere") { testEnvironment, _ in
            let answer = try testEnvironment.run(
                "events",
                "republish",
                "--to-queue",
                "\(testEnvironment.names.prefix).nowhere"
            )
            #expect(answer.end == .exit(78))
            #expect(answer.errors.contains("does not exist"))
        }
    }

    @Test func `does not hold up live events for a second`() throws {
        try withPublished(6000, "live") { testEnvironment, billing in
            let audit = try testEnvironment.declareQuorumQueue("audit")
            let worker = try testEnvironment.startWorker()
            let process = try testEnvironment.start("events", "republish", "--to-queue", audit, "--rate", "3000")
            #expect(process.waitForError("This is run 1"))
            var slowest = Duration.zero
            var live = 0
            while process.end(timeout: .zero) == nil, live < 100 {
                live += 1
                let sent = ContinuousClock.now
                try testEnvironment.publish(Sample.message("live-\(live)"))
                #expect(billing.take(1).first?["data", "terminationId"]?.string == "live-\(live)")
                slowest = max(slowest, .now - sent)
            }
            #expect(process.end() == .exit(0), "\(process.errorText)")
            #expect(live > 1)
            #expect(slowest < .seconds(1), "\(slowest)")
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
        }
    }

    @Test func `shows what is in the log, and what has become of it`() throws {
        try withPublished(3, "show") { testEnvironment, _ in
            let list = try testEnvironment.run("events", "list", "--format", "json").objects()
            #expect(list.map { $0["record"]?.object?[number: "sequence"] } == [3, 2, 1])
            #expect(list.first?["record"]?.object?[text: "publication"] == "published")
            let id = try #require(list.last?["event"]?.object?[text: "id"])
            let shown = try testEnvironment.run("events", "show", id)
            #expect(shown.output.contains("position        1\n"))
            #expect(shown.output.contains("\"type\": \"contract.terminated.v1\""))
            #expect(try testEnvironment.run("events", "show", "4").end == .exit(65))
            #expect(try testEnvironment.run("events", "list", "--contract", "c-t-2").lines.count == 2)
            #expect(try testEnvironment.run("events", "list", "--parked").lines.isEmpty)
        }
    }
}
