import Foundation
import GRDB
import Ledger
import Terminations
import Testing

@testable import Console

extension Timing {
    @Suite struct `A ledger that another process keeps` {
        private let fixture: ConsoleFixture
        private let other: DatabaseQueue

        init() throws {
            fixture = try ConsoleFixture(isWritable: true)
            try fixture.fill()
            other = try DatabaseQueue(path: fixture.responder.configuration.ledgerPath)
        }

        /// Asks while another connection is in a transaction that writes.
        ///
        /// - Returns: what was answered, within the time that a request may wait.
        private func whileLocked<Answer>(_ ask: () throws -> Answer) throws -> Answer {
            try other.writeWithoutTransaction { database in
                try database.execute(sql: "BEGIN IMMEDIATE")
                defer { try? database.execute(sql: "ROLLBACK") }
                let start = ContinuousClock.now
                let answer = try ask()
                // Twice the limit: the lock is tried each millisecond, which takes longer on a busy machine.
                #expect(ContinuousClock.now - start < .seconds(10))
                return answer
            }
        }

        private func count(_ state: DeadLetter.State) throws -> Int { try fixture.ledger.countDeadLetters(in: state) }

        @Test func `gives a page that says so, with the form to send again`() throws {
            let way = ChangeWay(fixture)
            let filter = [("state", "open"), ("code", "unknown-reason")]
            for path in ["/dead-letters/discard", "/replays"] {
                let preview =
                    path == "/replays"
                    ? try way.get("/replays/new?state=open&code=unknown-reason")
                    : try way.page(path, filter + [("reason", "Sent by a <test>"), ("step", "preview")])
                #expect(!preview.confirmation.isEmpty, "\(preview.text)")
                let form = preview.confirmation + [("step", "do")]
                let answer = try whileLocked { way.post(path, form) }
                #expect(answer.status == 503)
                #expect(answer.headers.first { $0.name == "retry-after" }?.value == "5")
                let page = try ParsedPage(answer)
                #expect(page.text.contains("The ledger is busy") && page.text.contains("Nothing was changed."))
                #expect(try count(.open) == 3 && fixture.ledger.deadLetterActions(limit: 5).isEmpty)
                #expect(try fixture.ledger.replayRuns(limit: 5).isEmpty)
                // The form of the page confirms what was previewed before.
                #expect(page.confirmation.map(\.0) == form.map(\.0) && page.confirmation.map(\.1) == form.map(\.1))
            }
            // What was refused while the ledger was locked is done when it is sent again.
            let preview = try way.page("/dead-letters/discard", filter + [("reason", "again"), ("step", "preview")])
            let refused = try whileLocked {
                try ParsedPage(way.post("/dead-letters/discard", preview.confirmation + [("step", "do")]))
            }
            #expect(way.post("/dead-letters/discard", refused.confirmation).status == 303)
            fixture.responder.jobs.waitForAll(atMost: .seconds(30))
            #expect(try count(.discarded) == 2)
        }

        @Test func `gives a problem of the API, and keeps no idempotency key`() throws {
            let token = try fixture.token()
            let filter = #""filter": {"code": "unknown-reason"}"#
            func post(_ path: String, _ body: String, key: String? = nil) -> APIAnswer {
                let headers = key.map { ["idempotency-key": $0] } ?? [:]
                return fixture.api(path, method: "POST", token: token, body: body, headers: headers)
            }
            for (path, body) in [
                ("/dead-letters/discard", #"{\#(filter), "reason": "tests"}"#),
                ("/dead-letters/edit", #"{\#(filter), "set": {"/reasonCode": "price"}, "reason": "tests"}"#),
                ("/replays", #"{\#(filter), "dryRun": true}"#), ("/replays", #"{\#(filter), "reason": "tests"}"#),
            ] {
                let answer = try whileLocked { post(path, body, key: "\(path)\(body.count)") }
                #expect(answer.status == 503 && answer.problem == "ledger-unavailable", "\(path) \(answer.text)")
                #expect(answer.headers["retry-after"] == "5")
                #expect(answer.text.contains("Nothing was changed."))
            }
            #expect(try count(.open) == 3)
            let again = post(
                "/replays",
                #"{\#(filter), "reason": "tests"}"#,
                key: "/replays\(#"{\#(filter), "reason": "tests"}"#.count)"
            )
            #expect(again.status == 202, "\(again.text)")
            fixture.responder.jobs.waitForAll(atMost: .seconds(30))
        }

        @Test func `is waited for, also where no process had it open`() throws {
            let token = try fixture.token()
            // The last one that closes it leaves a file without a log.
            try other.close()
            fixture.ledger.close()
            let path = fixture.responder.configuration.ledgerPath
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
            let holder = try DatabaseQueue(path: path)
            let (isLocked, isFree) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            Thread.detachNewThread {
                try? holder.writeWithoutTransaction { database in
                    try database.execute(sql: "BEGIN IMMEDIATE")
                    isLocked.signal()
                    Thread.sleep(forTimeInterval: 1)
                    try database.execute(sql: "ROLLBACK")
                }
                isFree.signal()
            }
            isLocked.wait()
            let answer = fixture.api(
                "/dead-letters/discard",
                method: "POST",
                token: token,
                body: #"{"filter": {"code": "unknown-reason"}, "reason": "tests"}"#
            )
            #expect(answer.status == 200 && answer.json["changed"]?.integer == 2, "\(answer.text)")
            isFree.wait()
        }

        @Test func `is said on a page that only reads`() throws {
            fixture.ledger.close()
            try other.writeWithoutTransaction { database in
                // As a restore does, or a program that needs the file for itself.
                try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
                defer { try? database.execute(sql: "ROLLBACK; PRAGMA locking_mode = NORMAL") }
                let start = ContinuousClock.now
                let page = fixture.ask("/dead-letters").answer
                #expect(ContinuousClock.now - start < .seconds(10))
                #expect(page.status == 503 && page.headers.contains { $0 == ("retry-after", "5") })
                #expect(try ParsedPage(page).text.contains("The ledger is busy"))
                // The style sheet of this page does not wait.
                let sheet = ContinuousClock.now
                let link = try #require(try ParsedPage(page).html.firstMatch(of: /href="(\/assets\/[^"]*)"/)?.output.1)
                #expect(fixture.ask(String(link), as: nil).answer.status == 200)
                #expect(ContinuousClock.now - sheet < .seconds(2))
                let answer = fixture.api("/dead-letters", token: try fixture.token())
                #expect(answer.status == 503 && answer.headers["retry-after"] == "5")
            }
        }
    }
}
