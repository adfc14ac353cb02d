import Foundation
import JSON
import Ledger
import Terminations
import TestSupport
import Testing
import YAML

@Suite struct `Taking notes out of a ledger` {
    private static let settings = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        note: {publish: true}
        reasons:
          - {code: price, labels: {nl: Te duur}}
        """
    private static let note = "Klant is ernstig ziek, zie brief"

    private static func message(_ id: String, customer: String = "K-1", reason: String = "price") -> [UInt8] {
        let text = String(
            decoding: Sample.message(id, reason: reason, others: ["note": "\"\(note) \(id)\""]),
            as: UTF8.self
        )
        return Array(text.replacing("k-1", with: customer).utf8)
    }

    /// In a process of its own: whoever closes the file lets go of the locks that SQLite has on it.
    private static func isFound(_ text: String, in ledgerPath: String) throws -> Bool {
        let folder = (ledgerPath as NSString).deletingLastPathComponent
        let grep = try ChildProcess(
            "/usr/bin/grep",
            ["-r", "-a", "-c", "-F", text, folder],
            environment: Program.environment,
            folder: folder
        )
        let end = grep.end()
        #expect(end == .exit(0) || end == .exit(1))
        return end == .exit(0)
    }

    private static func record(_ bodies: [[UInt8]], in ledger: Ledger, at now: Instant = .now) throws {
        let recorder = Recorder(ledger: ledger, source: "urn:test")
        let receivedMessages = bodies.map { body in
            let message = IncomingMessage(body: body)
            return ReceivedMessage(message: message, parsed: ParsedMessage(message))
        }
        _ = try recorder.record(receivedMessages, at: now)
    }

    @Test func `leaves none in the files, beside a worker that records`() throws {
        try TestEnvironment.with("redact", settings: Self.settings) { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker("--batch-size", "20")
            try testEnvironment.publish(
                (1...100).map { Self.message("t-\($0)", reason: $0 % 10 == 0 ? "unknown" : "price") }
            )
            #expect(billing.take(100).count == 100)
            #expect(try Self.isFound(Self.note, in: testEnvironment.ledgerPath))
            let redact = try testEnvironment.start("notes", "redact", "--customer", "K-1", "--yes", "--actor", "jo")
            try testEnvironment.publish((1...100).map { Self.message("u-\($0)", customer: "K-2") })
            #expect(redact.end() == .exit(0), "\(redact.errorText)")
            #expect(
                redact.outputText.contains(
                    "The notes of 90 terminations and 10 dead letters are redacted, in 190 places."
                )
            )
            #expect(redact.outputText.contains("is found in none."))
            #expect(!(redact.outputText + redact.errorText).contains(Self.note))
            #expect(billing.take(100).count == 100)
            #expect(try !Self.isFound("\(Self.note) t-", in: testEnvironment.ledgerPath))
            #expect(try Self.isFound("\(Self.note) u-", in: testEnvironment.ledgerPath))
            #expect(try testEnvironment.run("ledger", "check").end == .exit(0))

            // Sent again it is a duplicate, and its note does not come back.
            try testEnvironment.publish([Self.message("t-1"), Self.message("v-1", customer: "K-2")])
            #expect(billing.take(1).count == 1)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(try !Self.isFound("\(Self.note) t-", in: testEnvironment.ledgerPath))
            let shown = try testEnvironment.run("terminations", "show", "t-1", "--confidential")
            #expect(shown.output.contains("note         redacted"))
            #expect(shown.output.contains("redacted, by jo"))
        }
    }

    @Test func `that is killed does the rest when it is begun again`() throws {
        let folder = try Folder()
        let path = folder.path + "/terminus.sqlite"
        let ledger = try Ledger(path: path)
        _ = try ledger.apply(try Settings.parse(yamlOrJSON: Self.settings), by: "tests", at: .now)
        try Self.record((1...4000).map { Self.message("t-\($0)") }, in: ledger)
        let arguments = ["notes", "redact", "--customer", "K-1", "--yes", "--reason", "asked for", "--format", "json"]
        let first = try Program.start(arguments, in: folder.path)
        let deadline = ContinuousClock.now + .seconds(60)
        // In the middle: its first page is on disk.
        while try ledger.verifyAudit().verified == 0, ContinuousClock.now < deadline {}
        first.send(SIGKILL)
        #expect(first.end() == .signal(SIGKILL))
        let done = try ledger.verifyAudit()
        #expect(done.defect == nil)
        #expect((1..<4000).contains(done.verified))
        ledger.close()
        #expect(try folder.run("ledger", "check").end == .exit(0))
        let again = try folder.run(arguments)
        #expect(again.end == .exit(0), "\(again.errors)")
        let report = try again.objects()[0]
        #expect(report["terminations"]?.integer == 4000 - done.verified)
        #expect(report["logEmptied"] == .bool(true))
        #expect(report["leftOver"]?.integer == 0)
        #expect(try !Self.isFound(Self.note, in: path))
        #expect(try folder.run("ledger", "check").end == .exit(0))
        #expect(try folder.run("dead-letters", "audit", "verify").output.contains("4,000 entries"))
    }

    @Test func `asks whose, says how many, and changes nothing unless it may`() throws {
        let folder = try Folder()
        let path = folder.path + "/terminus.sqlite"
        let ledger = try Ledger(path: path)
        _ = try ledger.apply(try Settings.parse(yamlOrJSON: Self.settings), by: "tests", at: .now)
        try Self.record([Self.message("t-1"), Self.message("t-2", customer: "K-2")], in: ledger)
        ledger.close()
        let none = try folder.run("notes", "redact", "--yes")
        #expect(none.end == .exit(64))
        #expect(none.errors.contains("Say whose notes"))
        let forecast = try folder.run("notes", "redact", "--older-than", "0d", "--dry-run")
        #expect(forecast.end == .exit(0))
        #expect(
            forecast.output == "The notes of 2 terminations would be redacted, in 4 places.\nNothing was changed.\n"
        )
        let unasked = try folder.run("notes", "redact", "--customer", "K-1")
        #expect(unasked.end == .exit(64))
        #expect(unasked.errors.contains("There is no terminal to ask on."))
        let narrowed = try folder.run("notes", "redact", "--customer", "K-1", "--contract", "c-t-2", "--yes")
        #expect(narrowed.output == "No note matches.\n")
        #expect(try Self.isFound("\(Self.note) t-1", in: path))
        #expect(try folder.run("notes", "redact", "--termination", "t-1", "--yes").end == .exit(0))
        #expect(try !Self.isFound("\(Self.note) t-1", in: path))
        #expect(try Self.isFound("\(Self.note) t-2", in: path))
    }
}

@Suite struct `What is kept about a customer` {
    private func folder() throws -> Folder {
        let folder = try Folder()
        let ledger = try Ledger(path: folder.path + "/terminus.sqlite")
        defer { ledger.close() }
        _ = try ledger.apply(try Settings.parse(yamlOrJSON: DeadLetterSample.settings()), by: "tests", at: .now)
        try DeadLetterSample.refuse(
            [
                Sample.message("t-1", others: ["note": "\"a note\""]),
                Sample.correction("t-1", revision: 2, endDate: "2035-11-30"),
                Sample.message("t-2", reason: "te-duur"),
                Array(String(decoding: Sample.message("t-3"), as: UTF8.self).replacing("k-1", with: "k-2").utf8),
            ],
            in: ledger
        )
        let deadLetter = try #require(try ledger.deadLetters(matching: .all, limit: 1).first)
        _ = try ledger.discard([DeadLetterVersion(deadLetter)], by: "jo.employee", reason: "a test", at: .now)
        return folder
    }

    @Test func `is written as one document, without anybody else`() throws {
        let folder = try folder()
        let answer = try folder.run("customers", "export", "k-1")
        #expect(answer.end == .exit(0), "\(answer.errors)")
        let export = try #require(try JSONValue(parsing: answer.bytes).object)
        #expect(export["customerId"]?.string == "k-1")
        #expect(export["complete"] == .bool(true))
        let termination = try #require(export["terminations"]?.array?.first?.object)
        #expect(export["terminations"]?.array?.count == 1)
        #expect(termination["reason"]?.object?["code"]?.string == "price")
        let revisions = termination["revisions"]?.array?.compactMap(\.object) ?? []
        #expect(revisions.map { $0["action"]?.string } == ["terminate", "correct"])
        #expect(revisions[0]["message"]?.object?["note"]?.string == "a note")
        #expect(revisions[1]["event"]?.object?["type"]?.string == "contract.termination.corrected.v1")
        let deadLetter = try #require(export["deadLetters"]?.array?.first?.object)
        #expect(deadLetter["rejection"]?.object?["type"]?.string == "contract.termination.rejected.v1")
        #expect(deadLetter["history"]?.array?.first?.object?["by"]?.string == "operator")
        #expect(deadLetter["bodyBase64"]?.string?.isEmpty == false)
        #expect(!answer.output.contains("jo.employee"))
        #expect(!answer.output.contains("t-3"))
    }

    @Test func `goes to a file that only its owner may read, and that did not exist`() throws {
        let folder = try folder()
        let answer = try folder.run("customers", "export", "k-1", "--output", "k-1.json")
        #expect(answer.end == .exit(0), "\(answer.errors)")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/k-1.json")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let bytes = [UInt8](try Data(contentsOf: folder.url.appending(path: "k-1.json")))
        #expect(try JSONValue(parsing: bytes).object?["complete"] == .bool(true))
        let again = try folder.run("customers", "export", "k-1", "--output", "k-1.json")
        #expect(again.end == .exit(64))
        #expect(again.errors.contains("exists already"))
        let nobody = try folder.run("customers", "export", "nobody")
        #expect(nobody.end == .exit(65))
        #expect(nobody.errors.contains("Nothing is kept about a customer nobody."))
    }
}

@Suite struct `Pruning by command` {
    private static let longAgo = Instant.now.advanced(by: .seconds(-86_400 * 500))

    private func folder() throws -> Folder {
        let folder = try Folder()
        let ledger = try Ledger(path: folder.path + "/terminus.sqlite")
        defer { ledger.close() }
        _ = try ledger.apply(try Settings.parse(yamlOrJSON: Sample.settings), by: "tests", at: .now)
        let recorder = Recorder(ledger: ledger, source: "urn:test")
        for (range, at) in [(1...500, Self.longAgo), (501...600, Instant.now)] {
            let receivedMessages = range.map { number in
                let made = min(at, Instant(rfc3339: "2026-03-01T09:00:00Z")!).description
                let message = IncomingMessage(
                    body: Sample.message("t-\(number)", endDate: "2030-12-31", occurredAt: made)
                )
                return ReceivedMessage(message: message, parsed: ParsedMessage(message))
            }
            _ = try recorder.record(receivedMessages, at: at)
        }
        _ = try ledger.advanceRelay(to: 600)
        return folder
    }

    @Test func `removes what is older, and gives the space back`() throws {
        let folder = try folder()
        let forecast = try folder.run("ledger", "prune", "--keep", "400d", "--dry-run")
        #expect(forecast.end == .exit(0))
        #expect(forecast.output == "500 messages and 500 events would be removed.\nNothing was changed.\n")
        let unasked = try folder.run("ledger", "prune", "--keep", "400d")
        #expect(unasked.end == .exit(64))
        let events = try folder.run("ledger", "prune", "--keep-events", "400d", "--yes")
        #expect(events.output.hasPrefix("500 events removed.\n"), "\(events.errors)")
        let rest = try folder.run("ledger", "prune", "--keep", "400d", "--yes", "--format", "json").objects()
        #expect(rest.first?["messages"]?.integer == 500)
        #expect(rest.first?["events"]?.integer == 0)
        #expect(rest.first?["bytesFree"]?.integer == 0)
        let again = try folder.run("ledger", "prune", "--keep", "400d", "--yes")
        #expect(again.output.hasPrefix("Nothing is older than it is kept.\n"))
        #expect(try folder.run("ledger", "check").end == .exit(0))
        #expect(try folder.run("terminations", "show", "t-1").output.contains("m-t-1, older than messages are kept"))
        #expect(try folder.run("ledger", "prune", "--vacuum", "--yes").end == .exit(0))
        #expect(try folder.run("ledger", "check").end == .exit(0))
    }

    @Test func `refuses to keep messages for less than the settings let them be late`() throws {
        let folder = try folder()
        let refused = try folder.run("ledger", "prune", "--keep", "365d", "--yes")
        #expect(refused.end == .exit(64))
        #expect(refused.errors.contains("The minimum retention of messages is 366 days"))
        #expect(refused.errors.contains("--keep-messages 366d"))
        #expect(try folder.run("ledger", "prune", "--keep", "30d", "--keep-messages", "366d", "--yes").end == .exit(0))
        let nothing = try folder.run("ledger", "prune", "--yes")
        #expect(nothing.end == .exit(64))
    }

    @Test func `lets a worker go on`() throws {
        try TestEnvironment.with("prune") { testEnvironment in
            let receivedMessages = (1...3000).map { number in
                let made = Self.longAgo.description
                let message = IncomingMessage(
                    body: Sample.message("o-\(number)", endDate: "2030-12-31", occurredAt: made)
                )
                return ReceivedMessage(message: message, parsed: ParsedMessage(message))
            }
            _ = try Recorder(ledger: testEnvironment.ledger, source: "urn:test").record(
                receivedMessages,
                at: Self.longAgo
            )
            _ = try testEnvironment.ledger.advanceRelay(to: 3000)
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker()
            let prune = try testEnvironment.start("ledger", "prune", "--keep", "400d", "--yes", "--format", "json")
            try testEnvironment.publish(Sample.messages(1...500))
            #expect(billing.take(500).count == 500)
            #expect(prune.end() == .exit(0), "\(prune.errorText)")
            let report = try JSONValue(parsing: Array(prune.outputText.utf8)).object
            #expect(report?["messages"]?.integer == 3000)
            #expect(report?["events"]?.integer == 3000)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(try testEnvironment.run("ledger", "check").end == .exit(0))
        }
    }
}
