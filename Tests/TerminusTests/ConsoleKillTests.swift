import Foundation
import JSON
import Ledger
import Terminations
import TestSupport
import Testing

@Suite struct `A console that is killed in the middle` {
    /// A console over the ledger of a shell, and a token of its API.
    private struct Console {
        let process: ChildProcess
        private let client: MachineClient
        private let token: String

        init(_ shell: DeadLetterShell, token: String) throws {
            process = try Program.start(
                ["console", "--console-address", "127.0.0.1:0", "--write"],
                in: shell.folder,
                environment: shell.environment
            )
            #expect(process.waitForOutput("/sign-in?token="))
            let address = process.outputText.components(separatedBy: "http://").last?.prefix { $0 != "/" } ?? ""
            client = MachineClient(address: String(address))
            self.token = token
        }

        func get(_ path: String) throws -> JSONObject { try object(client.send(head("GET", path) + "\r\n")) }

        func post(_ path: String, _ body: String, key: String) throws -> MachineClient.Reply {
            let fields =
                "Idempotency-Key: \(key)\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
            return try client.send(head("POST", path) + fields + "\r\n" + body)
        }

        private func head(_ method: String, _ path: String) -> String {
            "\(method) /api/v1\(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\nConnection: close\r\n"
        }

        private func object(_ reply: MachineClient.Reply) throws -> JSONObject {
            try JSONValue(parsing: reply.body, maxDepth: JSONValue.maxDepth).object ?? JSONObject()
        }

        func kill() {
            process.send(SIGKILL)
            #expect(process.end() == .signal(SIGKILL))
        }

        func end() {
            process.send(SIGTERM)
            #expect(process.end() == .exit(0))
        }
    }

    private func token(_ shell: DeadLetterShell) throws -> String {
        try Program.run(
            ["console", "token", "create", "tests", "--role", "ops"],
            in: shell.folder,
            environment: shell.environment
        ).output.trimmingCharacters(in: .newlines)
    }

    /// Looks again and again, for a minute at most.
    private func wait(_ isThere: () throws -> Bool) throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if try isThere() { return true }
            usleep(2000)
        }
        return false
    }

    @Test func `continues an undo when its request is repeated, and undoes nothing twice`() throws {
        try DeadLetterSample.withRefused(6000) { shell, ledger in
            #expect(try shell.deadLetters("discard", "--all", "--reason", "tests", "--yes").end == .exit(0))
            let token = try token(shell)
            let first = try Console(shell, token: token)
            let body = #"{"reason": "by mistake"}"#
            // Its answer is lost with the process.
            let request = Thread { _ = try? first.post("/actions/1/undo", body, key: "u") }
            request.start()
            #expect(try wait { try ledger.deadLetterAction(2).map { $0.changed > 0 } ?? false })
            first.kill()
            let left = try #require(try ledger.deadLetterAction(2))
            #expect(!left.isFinished && (1..<6000).contains(left.changed))

            let second = try Console(shell, token: token)
            let state = try second.get("/actions/2")
            #expect(state["running"] == .bool(false) && state["finished"] == .bool(false))
            let again = try second.post("/actions/1/undo", body, key: "u")
            #expect(again.status == 202 && again.headers["location"] == "/api/v1/actions/2", "\(again.text)")
            #expect(try wait { try ledger.deadLetterAction(2)?.isFinished ?? false })
            #expect(try ledger.deadLetterAction(2)?.changed == 6000)
            #expect(try ledger.countDeadLetters(matching: DeadLetterFilter(states: [.open])) == 6000)
            // The third time it is an answer, and nothing more.
            let third = try second.post("/actions/1/undo", body, key: "u")
            #expect(third.status == 202 && third.body == again.body)
            #expect(try ledger.deadLetterActions(limit: 9).map(\.number) == [2, 1])
            second.end()
            let audit = try shell.deadLetters("audit", "verify", "--format", "json")
            #expect(audit.end == .exit(0))
            #expect(try audit.objects().first?[number: "verified"] == 12_000)
        }
    }

    @Test func `continues a replay when its request is repeated, but not one that somebody has stopped`() throws {
        try DeadLetterSample.withRefused(400) { shell, ledger in
            try DeadLetterSample.addAlias(in: ledger)
            let token = try token(shell)
            let first = try Console(shell, token: token)
            let body = #"{"filter": {"state": ["open"]}, "rate": 100, "reason": "tests"}"#
            let begun = try first.post("/replays", body, key: "r")
            #expect(begun.status == 202 && begun.headers["location"] == "/api/v1/replays/1", "\(begun.text)")
            first.kill()
            let left = try #require(try ledger.replayRun(1))
            #expect(!left.isFinished && left.taken < 400)

            let second = try Console(shell, token: token)
            #expect(try second.get("/replays/1")["running"] == .bool(false))
            let again = try second.post("/replays", body, key: "r")
            #expect(again.status == 202 && again.body == begun.body, "\(again.text)")
            #expect(try second.get("/replays/1")["running"] == .bool(true))
            #expect(try wait { try ledger.replayRun(1).map { $0.taken > left.taken } ?? false })
            #expect(try second.post("/replays/1/stop", "{}", key: "s").status == 200)
            let stopped = try #require(try ledger.replayRun(1))
            #expect(!stopped.isFinished)
            #expect(try second.post("/replays", body, key: "r").body == begun.body)
            #expect(try second.get("/replays/1")["running"] == .bool(false))
            #expect(try ledger.replayRun(1)?.taken == stopped.taken)
            #expect(try ledger.replayRuns(limit: 5).count == 1)
            second.end()
        }
    }

    @Test func `does not know the outcome of a change in the middle of which it was killed`() throws {
        try DeadLetterSample.withRefused(6000) { shell, ledger in
            let token = try token(shell)
            let (first, second) = (try Console(shell, token: token), try Console(shell, token: token))
            let body = #"{"filter": {"state": ["open"]}, "reason": "tests"}"#
            let request = Thread { _ = try? first.post("/dead-letters/discard", body, key: "d") }
            request.start()
            #expect(try wait { try ledger.deadLetterAction(1).map { $0.changed > 0 } ?? false })
            // Another console says the same as the one that works on it.
            let during = try second.post("/dead-letters/discard", body, key: "d")
            #expect(during.status == 409 && during.text.contains("request-in-progress"), "\(during.text)")
            first.kill()
            let after = try second.post("/dead-letters/discard", body, key: "d")
            #expect(after.status == 409 && after.text.contains("unknown-outcome"), "\(after.text)")
            #expect(try ledger.deadLetterActions(limit: 9).count == 1)
            second.end()
        }
    }
}
