import Foundation
import GRDB
import RabbitMQ
import Terminations
import TestSupport
import Testing
import Worker

@testable import Ledger

@Suite struct `A worker that ends by itself` {
    private func startWorker(_ testEnvironment: TestEnvironment, _ crash: [String: String]) throws -> ChildProcess {
        try Program.start(
            ["run", "--batch-size", "20", "--prefetch", "100"],
            in: testEnvironment.folder.path,
            environment: testEnvironment.environment.merging(crash) { _, new in new }
        )
    }

    /// Reads until every termination was told, and ends the worker in order.
    private func finish(_ worker: ChildProcess, _ billing: Subscriber, _ count: Int) throws -> [Delivery] {
        let events = billing.takeDistinct(count)
        worker.send(SIGTERM)
        #expect(worker.end() == .exit(0))
        return try events + billing.rest()
    }

    @Test(arguments: CrashPoint.Step.allCases)
    func `at a step of the way leads to each message recorded once and each event told`(step: CrashPoint.Step) throws {
        try TestEnvironment.with("crash") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            try testEnvironment.publish(Sample.messages(1...200))
            let first = try startWorker(testEnvironment, ["TERMINUS_CRASH_AT": "\(step.rawValue):2"])
            #expect(first.end() == .signal(SIGKILL))
            let facts = try testEnvironment.ledger.facts()
            #expect(try testEnvironment.ledger.lastEventPosition() == Int64(facts.terminations))
            #expect(facts.terminations < 200, "it ended in the middle")

            let events = try finish(startWorker(testEnvironment, [:]), billing, 200)
            #expect(Set(events.map { $0["data", "terminationId"]?.string }).count == 200)
            #expect(Set(events.map(\.properties.messageID)).count == 200)
            #expect(try testEnvironment.ledger.facts().terminations == 200)
            #expect(try testEnvironment.ledger.lastEventPosition() == 200)
            #expect(try testEnvironment.ledger.check() == [])
            #expect(try testEnvironment.remaining(in: testEnvironment.names.terminations).isEmpty)
        }
    }

    @Test func `before a commit has nothing of it on disk, and after one all of it`() throws {
        for (step, expected) in [(CrashPoint.Step.beforeCommit, 0), (.afterCommit, 1)] {
            try TestEnvironment.with("crash-commit") { testEnvironment in
                try testEnvironment.publish(Sample.message("t-1"))
                let worker = try startWorker(testEnvironment, ["TERMINUS_CRASH_AT": step.rawValue])
                #expect(worker.end() == .signal(SIGKILL))
                #expect(try testEnvironment.ledger.facts().terminations == expected)
                // Neither has acknowledged it.
                #expect(try testEnvironment.remaining(in: testEnvironment.names.terminations).count == 1)
            }
        }
    }

    @Test func `over one message sets it aside within the delivery limit, and all others get through`() throws {
        try TestEnvironment.with("killing") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let crash = ["TERMINUS_CRASH_ON": "m-t-25"]
            try testEnvironment.publish(Sample.messages(1...50))
            var ends = 0
            var worker = try startWorker(testEnvironment, crash)
            while !worker.waitForError("Message set aside: judging it failed each time", timeout: .milliseconds(50)) {
                guard worker.end(timeout: .milliseconds(50)) == .signal(SIGKILL) else { continue }
                ends += 1
                try #require(ends < 20, "the broker would have dead-lettered it")
                worker = try startWorker(testEnvironment, crash)
            }
            let events = try finish(worker, billing, 49)
            #expect(events.contains { $0["data", "terminationId"] == .string("t-25") } == false)
            #expect(ends >= 3)
            let deadLetters = try testEnvironment.ledger.deadLetters(limit: 10)
            #expect(deadLetters.map(\.messageID) == ["m-t-25"])
            #expect(deadLetters.map(\.source) == [.unjudgeable])
            #expect(try testEnvironment.ledger.facts().terminations == 49)
            #expect(try testEnvironment.remaining(in: testEnvironment.names.terminations).isEmpty)
            #expect(try testEnvironment.remaining(in: testEnvironment.names.deadLetters).isEmpty)
        }
    }

    @Test(arguments: ["", "nowhere", "before-commit:often", ":3"])
    func `is not what a variable that nobody understands asks for`(value: String) {
        let point = CrashPoint(environment: ["TERMINUS_CRASH_AT": value])
        #expect((point == nil) == !value.hasPrefix("before-commit"))
    }
}
