import Foundation
import RabbitMQ
import Terminations
import TestSupport
import Testing

/// The Python samples of the guides, run against the real worker. Only the names of queues and exchanges are the test's.
@Suite struct `The samples for the CRM and for billing` {
    private func start(_ sample: String, in scene: Scene, input: [UInt8] = []) throws -> ChildProcess {
        let file = Program.project.appending(path: "docs/examples/\(sample)")
        let prefix = scene.names.prefix
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacing("\"terminus.", with: "\"\(prefix).")
            .replacing("\"crm.answers\"", with: "\"\(prefix).crm\"")
            .replacing("\"billing.terminations\"", with: "\"\(prefix).billing\"")
        try Data(text.utf8).write(to: scene.folder.appending(path: sample))
        return try ChildProcess(
            "/usr/bin/python3",
            ["-u", sample],
            environment: Program.environment.merging(["AMQP_URL": scene.url]) { $1 },
            folder: scene.folder.path,
            input: input
        )
    }

    /// Makes the queues that the samples make, so that they are there before anything is sent.
    private func declareQueues(in scene: Scene) throws -> String {
        _ = try scene.declareQuorumQueue("crm")
        return try scene.declareQuorumQueue("billing", "contract.#")
    }

    private static func line(_ members: String) -> String {
        """
        {\(members),"contractId":"C-1","customerId":"K-1","occurredAt":"2026-02-02T09:52:34+01:00"}

        """
    }

    private static let outbox =
        line(
            #""messageId":"m-1","action":"terminate","terminationId":"T-1","reasonCode":"price","endDate":"2026-03-31""#
        )
        + line(
            #""messageId":"m-2","action":"terminate","terminationId":"T-2","reasonCode":"prise","endDate":"2026-03-31""#
        )
        + line(
            #""messageId":"m-3","action":"correct","revision":2,"terminationId":"T-1","reasonCode":"price","endDate":"2026-04-30""#
        )
        + line(#""messageId":"m-4","action":"withdraw","revision":3,"terminationId":"T-1""#)

    @Test func `send terminations, learn of refusals, and bill each once and in order`() throws {
        try Scene.with("samples") { scene in
            _ = try declareQueues(in: scene)
            let worker = try scene.startWorker()
            let answers = try start("answers.py", in: scene)
            let billing = try start("subscribe.py", in: scene)
            defer { for process in [worker, answers, billing] { process.send(SIGKILL) } }

            let outbox = Array(Self.outbox.utf8)
            #expect(try start("publish.py", in: scene, input: outbox).end() == .exit(0))
            #expect(billing.waitForOutput("go on billing C-1"), "\(billing.errorText)\(answers.outputText)")
            #expect(answers.waitForOutput("m-2 unknown-reason /reasonCode"), "\(answers.errorText)")
            #expect(answers.outputText.contains("price"))

            // The outbox was not sure, and sends all of it again: nobody is told twice.
            #expect(try start("publish.py", in: scene, input: outbox).end() == .exit(0))
            let last = Self.line(
                #""messageId":"m-5","action":"terminate","terminationId":"T-5","reasonCode":"moved","endDate":"2026-05-31""#
            )
            #expect(try start("publish.py", in: scene, input: Array(last.utf8)).end() == .exit(0))
            #expect(billing.waitForOutput("2026-05-31"))
            #expect(
                billing.outputText.split(separator: "\n") == [
                    "stop billing C-1 2026-03-31T22:00:00Z", "stop billing C-1 2026-04-30T22:00:00Z",
                    "go on billing C-1", "stop billing C-1 2026-05-31T22:00:00Z",
                ]
            )
        }
    }

    @Test func `do nothing when an event comes again`() throws {
        try Scene.with("again") { scene in
            let queue = try declareQueues(in: scene)
            let copy = try scene.subscriber("copy", binding: "contract.terminated.v1")
            let worker = try scene.startWorker()
            defer { worker.send(SIGKILL) }
            let first = Self.outbox.split(separator: "\n")[0] + "\n"
            #expect(try start("publish.py", in: scene, input: Array(first.utf8)).end() == .exit(0))
            let event = try #require(copy.take(1).first).body
            for round in 1...2 {
                let billing = try start("subscribe.py", in: scene)
                let last = "C-last-\(round)"
                try scene.publish([event, event, other(than: event, contract: last)], toQueue: queue)
                #expect(billing.waitForOutput(last), "\(billing.errorText)")
                // Killed without warning: whatever it had not acknowledged comes again.
                billing.send(SIGKILL)
                #expect(billing.end() == .signal(SIGKILL))
                #expect(billing.outputText.ranges(of: "stop billing C-1 ").count == (round == 1 ? 1 : 0))
            }
        }
    }

    /// An event of another id, about another contract.
    private func other(than event: [UInt8], contract: String) -> [UInt8] {
        let text = String(decoding: event, as: UTF8.self)
        let id = text.firstMatch(of: /"id":"([^"]+)"/)?.output.1 ?? ""
        return Array(
            text.replacing(id, with: UUID().uuidString).replacing("C-1", with: contract)
                .replacing("T-1", with: contract).utf8
        )
    }
}
