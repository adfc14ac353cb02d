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
    private func expectEachRecordedOnce(_ count: Int, changedReasons: Int = 0, in testEnvironment: TestEnvironment)
        throws
    {
        let numbers = try testEnvironment.ledger.pool.read { database in
            try [
                "SELECT count(*) FROM terminations", "SELECT count(*) FROM termination_revisions",
                "SELECT count(*) FROM events WHERE contract_id IS NOT NULL",
                "SELECT count(DISTINCT id) FROM events WHERE contract_id IS NOT NULL",
                "SELECT max(sequence) FROM events", "SELECT count(*) FROM dead_letters",
            ].map { try Int.fetchOne(database, sql: $0) }
        }
        #expect(numbers == [count, count, count, count, count + changedReasons, 0])
        #expect(try testEnvironment.remaining(in: testEnvironment.names.terminations).isEmpty)
        #expect(try testEnvironment.remaining(in: testEnvironment.names.deadLetters).isEmpty)
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
        try TestEnvironment.with("signal") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.messages(1...200))
            #expect(billing.take(50).count == 50)
            worker.send(signal)
            #expect(worker.end() == .exit(0))
            #expect(worker.errorText.contains("Terminus has stopped"))
            let facts = try testEnvironment.ledger.facts()
            #expect(facts.unpublishedEvents == 0)
            #expect(try billing.rest().count == facts.terminations - 50)
            #expect(
                try testEnvironment.remaining(in: testEnvironment.names.terminations).count == 200 - facts.terminations
            )
        }
    }

    /// A worker that cannot end in order: it has an event for a broker that is gone.
    private func withStuckWorker(_ arguments: String..., body: (ChildProcess) throws -> Void) throws {
        try TestEnvironment.with("stuck") { testEnvironment in
            _ = try Recorder(ledger: testEnvironment.ledger, source: "urn:test").record(
                [Sample.message("t-1")].map { body in
                    let message = IncomingMessage(body: body)
                    return ReceivedMessage(message: message, parsed: ParsedMessage(message))
                },
                at: .now
            )
            let worker = try Program.start(
                ["run", "--log-level", "debug"] + arguments,
                in: testEnvironment.folder.path,
                environment: testEnvironment.environment.merging([
                    "TERMINUS_AMQP_URL": `Exit codes`.nowhere, "TERMINUS_HTTP_ADDRESS": "127.0.0.1:0",
                ]) { $1 }
            )
            #expect(worker.waitForError("The broker cannot be used"))
            try body(worker)
            #expect(try testEnvironment.ledger.facts().unpublishedEvents == 1)
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
        try TestEnvironment.with("killed") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            var events: [Delivery] = []
            for round in 0..<5 {
                try testEnvironment.publish(Sample.messages((round * 400 + 1)...(round * 400 + 400)))
                let worker = try testEnvironment.startWorker("--batch-size", "20", "--prefetch", "200")
                events += billing.take(100)
                worker.send(SIGKILL)
                #expect(worker.end() == .signal(SIGKILL))
                // The event is in the ledger with the fact that it tells, or neither is.
                let facts = try testEnvironment.ledger.facts()
                #expect(try testEnvironment.ledger.lastEventPosition() == Int64(facts.terminations))
            }
            let last = try testEnvironment.startWorker()
            var ids = Set(events.compactMap(\.properties.messageID))
            while ids.count < 2000, let event = billing.take(1).first {
                ids.insert(event.properties.messageID ?? "")
                events.append(event)
            }
            last.send(SIGTERM)
            #expect(last.end() == .exit(0))
            events += try billing.rest()
            expectOneIDEach(events, 2000)
            try expectEachRecordedOnce(2000, in: testEnvironment)

            let file = try testEnvironment.file("events.ndjson", events.flatMap { $0.body + [UInt8(ascii: "\n")] })
            let check = try Program.script("check-schemas", ["--closed", "events", "--ndjson", file])
            #expect(check.end == .exit(0), "\(check.output.prefix(2000)) \(check.errors.prefix(2000))")
        }
    }

    @Test func `tells the whole life of a termination in events that keep their schemas`() throws {
        try TestEnvironment.with("life") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish([
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
            let file = try testEnvironment.file("events.ndjson", events.flatMap { $0.body + [UInt8(ascii: "\n")] })
            let check = try Program.script("check-schemas", ["--closed", "events", "--ndjson", file])
            #expect(check.end == .exit(0), "\(check.output.prefix(2000)) \(check.errors.prefix(2000))")
        }
    }

    @Test func `beside another one on the same ledger and queue records each message once`() throws {
        try TestEnvironment.with("two") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let workers = try (1...2).map { _ in
                try testEnvironment.startWorker("--batch-size", "50", "--prefetch", "100")
            }
            // Each message twice, so that both workers get one.
            for _ in 1...2 { try testEnvironment.publish(Sample.messages(1...500)) }
            let events = billing.takeDistinct(500)
            for worker in workers { worker.send(SIGTERM) }
            for worker in workers { #expect(worker.end() == .exit(0)) }
            expectOneIDEach(try events + billing.rest(), 500)
            // What a worker had not taken before its end is for the next one: by then all are duplicates.
            let more = try testEnvironment.subscriber("more")
            let last = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.message("t-501"))
            #expect(more.take(1).map { $0["data", "terminationId"]?.string } == ["t-501"])
            last.send(SIGTERM)
            #expect(last.end() == .exit(0))
            try expectEachRecordedOnce(501, in: testEnvironment)
        }
    }

    @Test func `outlives its broker and loses nothing`() throws {
        let folder = try Folder()
        let port = try Program.script("free-port", []).lines.first ?? ""
        let variables = ["TERMINUS_BROKER_DIR": folder.path + "/broker", "TERMINUS_BROKER_PORT": port]
        let started = try Program.script("broker", ["start"], environment: variables)
        let url = try #require(started.lines.last, "\(started.errors)")
        defer { _ = try? Program.script("broker", ["stop", "--wipe"], environment: variables) }
        try TestEnvironment.with("outlives", url: url) { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker("--batch-size", "20")
            try testEnvironment.publish(Sample.messages(1...1000))
            var events = billing.take(100)
            #expect(try Program.script("broker", ["stop"], environment: variables).end == .exit(0))
            #expect(try Program.script("broker", ["start"], environment: variables).end == .exit(0))
            try testEnvironment.publish(Sample.messages(1001...1200))
            var ids = Set(events.compactMap(\.properties.messageID))
            while ids.count < 1200, let event = billing.take(1, timeout: .seconds(60)).first {
                ids.insert(event.properties.messageID ?? "")
                events.append(event)
            }
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            expectOneIDEach(events, 1200)
            try expectEachRecordedOnce(1200, in: testEnvironment)
        }
    }

    @Test func `without settings says which command is missing, and takes everything once it was run`() throws {
        try TestEnvironment.with("first-settings", settings: nil) { testEnvironment in
            let billing = try testEnvironment.subscriber(binding: "contract.#")
            try testEnvironment.publish(Sample.messages(1...10))
            let worker = try testEnvironment.startWorker()
            #expect(worker.waitForError("terminus settings apply FILE"))
            let file = try testEnvironment.file("settings.yaml", Sample.settings.utf8)
            #expect(try testEnvironment.run("settings", "apply", file, "--create").end == .exit(0))
            #expect(billing.take(10).count == 10)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            try expectEachRecordedOnce(10, changedReasons: 2, in: testEnvironment)
        }
    }
}
