import Foundation
import GRDB
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger

@Suite struct `A worker process` {
    /// What the ledger must hold after all these messages, however often they were delivered.
    ///
    /// - Parameter changedReasons: how many events tell of reasons, besides those of the terminations.
    private func expectEachRecordedOnce(_ count: Int, changedReasons: Int = 0, in scene: Scene) throws {
        let numbers = try scene.ledger.pool.read { database in
            try [
                "SELECT count(*) FROM terminations", "SELECT count(*) FROM termination_revisions",
                "SELECT count(*) FROM events WHERE contract_id IS NOT NULL",
                "SELECT count(DISTINCT id) FROM events WHERE contract_id IS NOT NULL",
                "SELECT max(sequence) FROM events", "SELECT count(*) FROM dead_letters",
            ].map { try Int.fetchOne(database, sql: $0) }
        }
        #expect(numbers == [count, count, count, count, count + changedReasons, 0])
        #expect(try scene.remaining(in: scene.names.terminations).isEmpty)
        #expect(try scene.remaining(in: scene.names.deadLetters).isEmpty)
    }

    /// Each termination was told, under one id.
    private func expectOneIDEach(_ events: [Delivery], _ count: Int) {
        var ids: [String: Set<String>] = [:]
        for event in events {
            ids[event["data", "terminationId"]?.string ?? "?", default: []].insert(event.properties.messageID ?? "?")
        }
        #expect(ids.count == count)
        #expect(ids.values.allSatisfy { $0.count == 1 })
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `ends in order at a signal, and leaves nothing half done`(signal: Int32) throws {
        try Scene.with("signal") { scene in
            let billing = try scene.subscriber()
            let worker = try scene.startWorker()
            try scene.publish(Sample.messages(1...200))
            #expect(billing.take(50).count == 50)
            worker.send(signal)
            #expect(worker.end() == .exit(0))
            #expect(worker.errorText.contains("Terminus has stopped"))
            let facts = try scene.ledger.facts()
            #expect(facts.unpublishedEvents == 0)
            #expect(try billing.rest().count == facts.terminations - 50)
            #expect(try scene.remaining(in: scene.names.terminations).count == 200 - facts.terminations)
        }
    }

    /// A worker that cannot end in order: it has an event for a broker that is gone.
    private func withStuckWorker(_ arguments: String..., body: (ChildProcess) throws -> Void) throws {
        try Scene.with("stuck") { scene in
            _ = try Recorder(ledger: scene.ledger, source: "urn:test").record(
                [Sample.message("t-1")].map { body in
                    let message = IncomingMessage(body: body)
                    return Arrival(message: message, reading: Reading(message))
                },
                at: .now
            )
            let worker = try Program.start(
                ["run", "--log-level", "debug"] + arguments,
                in: scene.folder.path,
                environment: scene.environment.merging([
                    "TERMINUS_AMQP_URL": `Exit codes`.nowhere, "TERMINUS_HTTP_ADDRESS": "127.0.0.1:0",
                ]) { $1 }
            )
            #expect(worker.waitForError("The broker cannot be used"))
            try body(worker)
            #expect(try scene.ledger.facts().unpublishedEvents == 1)
        }
    }

    @Test func `ends at once at a second signal`() throws {
        try withStuckWorker("--grace-seconds", "3600") { worker in
            worker.send(SIGTERM)
            #expect(worker.waitForError("Triggering graceful shutdown"))
            worker.send(SIGTERM)
            #expect(worker.end(timeout: .seconds(10)) == .exit(128 + SIGTERM))
        }
    }

    @Test func `ends when the grace time has run out, and says that nothing is lost`() throws {
        try withStuckWorker("--grace-seconds", "1") { worker in
            worker.send(SIGTERM)
            #expect(worker.waitForError("Terminus stops; a second signal ends it at once"))
            #expect(worker.end() == .exit(75))
            #expect(worker.errorText.contains("Nothing is lost"))
            #expect(worker.errorText.contains("unpublished-events=1"))
            #expect(worker.errorText.contains("broker=not connected"))
            #expect(worker.errorText.contains("at-most=1 s"))
            // A library's own words about the stop help nobody.
            #expect(!worker.errorText.contains(" error "), "\(worker.errorText)")
            #expect(!worker.errorText.contains("CancellationError"))
        }
    }

    @Test func `that is killed again and again records each message once and loses no event`() throws {
        try Scene.with("killed") { scene in
            let billing = try scene.subscriber()
            var events: [Delivery] = []
            for round in 0..<5 {
                try scene.publish(Sample.messages((round * 400 + 1)...(round * 400 + 400)))
                let worker = try scene.startWorker("--batch-size", "20", "--prefetch", "200")
                events += billing.take(100)
                worker.send(SIGKILL)
                #expect(worker.end() == .signal(SIGKILL))
                // The event is in the ledger with the fact that it tells, or neither is.
                let facts = try scene.ledger.facts()
                #expect(try scene.ledger.lastEventPosition() == Int64(facts.terminations))
            }
            let last = try scene.startWorker()
            var ids = Set(events.compactMap(\.properties.messageID))
            while ids.count < 2000, let event = billing.take(1).first {
                ids.insert(event.properties.messageID ?? "")
                events.append(event)
            }
            last.send(SIGTERM)
            #expect(last.end() == .exit(0))
            events += try billing.rest()
            expectOneIDEach(events, 2000)
            try expectEachRecordedOnce(2000, in: scene)

            let file = try scene.file("events.ndjson", events.flatMap { $0.body + [UInt8(ascii: "\n")] })
            let check = try Program.script("check-schemas", ["--closed", "events", "--ndjson", file])
            #expect(check.end == .exit(0), "\(check.output.prefix(2000)) \(check.errors.prefix(2000))")
        }
    }

    @Test func `tells the whole life of a termination in events that keep their schemas`() throws {
        try Scene.with("life") { scene in
            let billing = try scene.subscriber()
            let worker = try scene.startWorker()
            try scene.publish([
                Sample.message("t-1", endDate: "2026-02-28"),
                Sample.correction("t-1", revision: 2, endDate: "2035-12-31"),
                Sample.withdrawal("t-1", revision: 3), Sample.correction("t-1", revision: 4, endDate: "2035-12-31"),
            ])
            let events = billing.take(5)
            #expect(
                events.map(\.routingKey) == [
                    "contract.terminated.v1", "contract.termination.effective.v1",
                    "contract.termination.corrected.v1", "contract.termination.withdrawn.v1",
                    "contract.termination.rejected.v1",
                ]
            )
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            let file = try scene.file("events.ndjson", events.flatMap { $0.body + [UInt8(ascii: "\n")] })
            let check = try Program.script("check-schemas", ["--closed", "events", "--ndjson", file])
            #expect(check.end == .exit(0), "\(check.output.prefix(2000)) \(check.errors.prefix(2000))")
        }
    }

    @Test func `beside another one on the same ledger and queue records each message once`() throws {
        try Scene.with("two") { scene in
            let billing = try scene.subscriber()
            let workers = try (1...2).map { _ in try scene.startWorker("--batch-size", "50", "--prefetch", "100") }
            // Each message twice, so that both workers get one.
            for _ in 1...2 { try scene.publish(Sample.messages(1...500)) }
            let events = billing.takeDistinct(500)
            for worker in workers { worker.send(SIGTERM) }
            for worker in workers { #expect(worker.end() == .exit(0)) }
            expectOneIDEach(try events + billing.rest(), 500)
            // What a worker had not taken before its end is for the next one: by then all are duplicates.
            let more = try scene.subscriber("more")
            let last = try scene.startWorker()
            try scene.publish(Sample.message("t-501"))
            #expect(more.take(1).map { $0["data", "terminationId"]?.string } == ["t-501"])
            last.send(SIGTERM)
            #expect(last.end() == .exit(0))
            try expectEachRecordedOnce(501, in: scene)
        }
    }

    @Test func `outlives its broker and loses nothing`() throws {
        let folder = try Folder()
        let port = try Program.script("free-port", []).lines.first ?? ""
        let variables = ["TERMINUS_BROKER_DIR": folder.path + "/broker", "TERMINUS_BROKER_PORT": port]
        let started = try Program.script("broker", ["start"], environment: variables)
        let url = try #require(started.lines.last, "\(started.errors)")
        defer { _ = try? Program.script("broker", ["stop", "--wipe"], environment: variables) }
        try Scene.with("outlives", url: url) { scene in
            let billing = try scene.subscriber()
            let worker = try scene.startWorker("--batch-size", "20")
            try scene.publish(Sample.messages(1...1000))
            var events = billing.take(100)
            #expect(try Program.script("broker", ["stop"], environment: variables).end == .exit(0))
            #expect(try Program.script("broker", ["start"], environment: variables).end == .exit(0))
            try scene.publish(Sample.messages(1001...1200))
            var ids = Set(events.compactMap(\.properties.messageID))
            while ids.count < 1200, let event = billing.take(1, timeout: .seconds(60)).first {
                ids.insert(event.properties.messageID ?? "")
                events.append(event)
            }
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            expectOneIDEach(events, 1200)
            try expectEachRecordedOnce(1200, in: scene)
        }
    }

    @Test func `without settings says which command is missing, and takes everything once it was run`() throws {
        try Scene.with("first-settings", settings: nil) { scene in
            let billing = try scene.subscriber(binding: "contract.#")
            try scene.publish(Sample.messages(1...10))
            let worker = try scene.startWorker()
            #expect(worker.waitForError("terminus settings apply FILE"))
            let file = try scene.file("settings.yaml", Sample.settings.utf8)
            #expect(try scene.run("settings", "apply", file, "--create").end == .exit(0))
            #expect(billing.take(10).count == 10)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            try expectEachRecordedOnce(10, changedReasons: 2, in: scene)
        }
    }
}
