import Crypto
import Foundation
import GRDB
import JSON
import RabbitMQ
import Terminations
import TestSupport
import Testing

@testable import Ledger
@testable import Worker

@Suite struct `A message that is too large` {
    private static let size = 3_000_000
    private static let body = Sample.message("t-large", padding: size)
    private static let properties = BasicProperties(
        contentType: "application/json",
        headers: ["x-source": "crm"],
        messageID: "m-t-large"
    )

    /// Publishes one between good ones, and lets a worker judge them.
    private func withDeadLetter(_ purpose: String, _ body: (TestEnvironment, DeadLetter) throws -> Void) throws {
        try TestEnvironment.with(purpose) { environment in
            let billing = try environment.subscriber()
            let worker = try RunningWorker(environment)
            try environment.publish(Sample.message("t-1"))
            try environment.publish(Self.body, Self.properties)
            try environment.publish(Sample.message("t-2"))
            #expect(
                billing.take(3).map(\.routingKey) == [
                    "contract.terminated.v1", "contract.termination.rejected.v1", "contract.terminated.v1",
                ]
            )
            #expect(worker.stop())
            #expect(try environment.remaining(in: environment.names.terminations).isEmpty)
            let deadLetters = try environment.ledger.deadLetters(limit: 10)
            #expect(deadLetters.count == 1)
            try body(environment, #require(deadLetters.first))
        }
    }

    @Test func `is kept by its beginning, its size and its digest`() throws {
        try withDeadLetter("too-large") { environment, deadLetter in
            #expect(deadLetter.violations.map(\.code) == [.tooLarge])
            #expect(deadLetter.violations.first?.expected == "at most 262144 bytes")
            let content = try #require(try environment.ledger.deadLetterContent(id: deadLetter.id))
            #expect(content.body == Array(Self.body.prefix(1_048_576)))
            #expect(content.truncatedBody?.size == Self.body.count)
            let digest = SHA256.hash(data: Self.body).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
            #expect(content.truncatedBody?.sha256 == digest)
            #expect(content.transport.object?["bodyBytes"]?.integer == Int64(Self.body.count))
            #expect(content.transport.object?["bodySha256"]?.string == digest)
            #expect(content.transport.object?["headers"]?.object?["x-source"]?.string == "crm")
        }
    }

    @Test func `is recognised by the key of the whole message when it is delivered again`() throws {
        try withDeadLetter("too-large-key") { environment, deadLetter in
            let whole = IncomingMessage(body: Self.body, properties: MessageProperties(Self.properties))
            let key = try environment.ledger.pool.read { database in
                try Data.fetchOne(
                    database,
                    sql: "SELECT content_key FROM dead_letters WHERE id = ?",
                    arguments: [deadLetter.id]
                )
            }
            #expect(key == ContentKey(whole).blob)

            // As by a worker that kept bodies whole, or that ended before its acknowledgement.
            let recorder = Recorder(ledger: environment.ledger, source: "urn:test")
            let again = ReceivedMessage(message: whole, parsed: ParsedMessage(whole), isRedelivered: true)
            guard case .rejected(let id, _, let isRepeated) = try recorder.record([again], at: .now).first else {
                Issue.record("it was not rejected")
                return
            }
            #expect(id == deadLetter.id && isRepeated)
        }
    }

    @Test func `is not judged by its beginning, whatever the limit is later`() throws {
        try withDeadLetter("too-large-replay") { environment, deadLetter in
            let larger = MessageLimits(maxBytes: 10_000_000)
            let recorder = Recorder(ledger: environment.ledger, source: "urn:test", limits: larger)
            let outcomes = try recorder.replay([DeadLetterVersion(deadLetter)], by: "ann", reason: "try", at: .now)
            guard case .rejected(let violations, _, _)? = outcomes.first?.result else {
                Issue.record("\(outcomes)")
                return
            }
            #expect(violations.map(\.code) == [.tooLarge])
            #expect(violations.first?.expected == "the same message, published again")
        }
    }

    @Test func `can be mended only as a whole`() throws {
        try withDeadLetter("too-large-mend") { environment, deadLetter in
            let recorder = Recorder(ledger: environment.ledger, source: "urn:test")
            func preview(_ patch: String) throws -> ReplayOutcome.Result? {
                let patch = try JSONPatch(parsing: patch)
                let edits = [deadLetter.id: DeadLetterEdit.patch(patch)]
                return try recorder.previewReplay([deadLetter.id], edits: edits, at: .now).outcomes.first?.result
            }
            guard case .unpatchable(let why)? = try preview(#"[{"op":"remove","path":"/padding"}]"#) else {
                Issue.record("it was patched")
                return
            }
            #expect(why.contains("Only the beginning of the body was kept"))
            let whole = String(decoding: Sample.message("t-large"), as: UTF8.self)
            guard case .accepted? = try preview(#"[{"op":"replace","path":"","value":\#(whole)}]"#) else {
                Issue.record("it was not accepted as a whole")
                return
            }
        }
    }

    @Test func `does not make a replay of many hold them all`() throws {
        try TestEnvironment.with("too-large-run") { environment in
            let bodies = (1...5).map { Sample.message("t-\($0)", reason: "unknown", padding: 1000) }
            let recorder = Recorder(ledger: environment.ledger, source: "urn:test")
            let receivedMessages = bodies.map { body in
                let message = IncomingMessage(body: body)
                return ReceivedMessage(message: message, parsed: ParsedMessage(message))
            }
            _ = try recorder.record(receivedMessages, at: .now)
            let deadLetters = try environment.ledger.deadLetters(matching: .all, order: .oldest, limit: 10)
            let (run, _) = try environment.ledger.startReplayRun(
                of: deadLetters.map(DeadLetterVersion.init),
                settingsVersion: environment.ledger.currentSettingsVersion(),
                by: "ann",
                reason: "try",
                at: .now
            )
            let first = try recorder.replay(run: run.number, limit: 3, by: "ann", at: .now)
            let rest = try recorder.replay(run: run.number, limit: 3, by: "ann", at: .now)
            let none = try recorder.replay(run: run.number, limit: 3, by: "ann", at: .now)
            #expect((first + rest).map(\.deadLetterID) == deadLetters.map(\.id))
            #expect(first.count == 3 && rest.count == 2 && none.isEmpty)
        }
    }
}

@Suite struct `Events that are large` {
    @Test func `are read and published page by page, in order`() throws {
        let settings = Sample.settings + "\nnote: {maxLength: 100000, publish: true}\n"
        try TestEnvironment.with("large-events", settings: settings) { environment in
            let billing = try environment.subscriber()
            let note = String(repeating: "n", count: 100_000)
            let ids = (1...200).map { "t-\($0)" }
            let recorder = Recorder(ledger: environment.ledger, source: "urn:test")
            let receivedMessages = ids.map { id in
                let message = IncomingMessage(body: Sample.message(id, others: ["note": "\"\(note)\""]))
                return ReceivedMessage(message: message, parsed: ParsedMessage(message))
            }
            _ = try recorder.record(receivedMessages, at: .now)
            let first = try environment.ledger.lastEventPosition() - 199
            // A page ends by its bytes before it ends by its number.
            let page = try environment.ledger.events(after: first - 1, limit: 500, bytes: Relay.pageBytes)
            #expect(page.count < 60 && page.reduce(0) { $0 + $1.body.count } >= Relay.pageBytes)
            let worker = try RunningWorker(environment, components: [.relay])
            let events = billing.take(ids.count + Int(first) - 1).suffix(ids.count)
            #expect(events.map { $0["data", "terminationId"]?.string } == ids)
            #expect(worker.stop())
        }
    }
}
