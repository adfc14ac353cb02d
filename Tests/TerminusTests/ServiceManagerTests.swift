import Foundation
import TestSupport
import Testing

@Suite struct `What a service manager hears` {
    enum Kind: CaseIterable, Sendable { case path, abstract }

    private func listener(_ kind: Kind, in testEnvironment: TestEnvironment) throws -> NotifyListener {
        switch kind {
        case .path: try NotifyListener(testEnvironment.folder.appending(path: "notify").path)
        case .abstract: try NotifyListener("@terminus-test/\(UUID().uuidString)")
        }
    }

    private func start(in testEnvironment: TestEnvironment, _ manager: NotifyListener, _ more: [String: String]) throws
        -> ChildProcess
    {
        let variables = ["NOTIFY_SOCKET": manager.address].merging(more) { $1 }
        return try Program.start(
            ["run"],
            in: testEnvironment.folder.path,
            environment: testEnvironment.environment.merging(variables) { $1 }
        )
    }

    @Test(arguments: Kind.allCases)
    func `is readiness once messages are taken, signs of life, and the stop`(kind: Kind) throws {
        try TestEnvironment.with("notify") { testEnvironment in
            let manager = try listener(kind, in: testEnvironment)
            let worker = try start(in: testEnvironment, manager, ["WATCHDOG_USEC": "600000"])
            #expect(manager.wait(for: "READY=1"))
            #expect(manager.wait(for: "STATUS=Consumes \(testEnvironment.names.terminations)."))
            #expect(manager.wait(for: "WATCHDOG=1", count: 4))
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(manager.wait(for: "STOPPING=1"))
            #expect(manager.assignments.count { $0 == "READY=1" } == 1)
        }
    }

    @Test func `is why the worker is not ready, until it is`() throws {
        try TestEnvironment.with("notify-settings", settings: nil) { testEnvironment in
            let manager = try listener(.path, in: testEnvironment)
            let worker = try start(in: testEnvironment, manager, [:])
            #expect(manager.wait(for: "STATUS=Paused: No settings were ever applied"))
            #expect(!manager.assignments.contains("READY=1"))
            try testEnvironment.apply(Sample.settings)
            #expect(manager.wait(for: "READY=1"))
            #expect(!manager.assignments.contains("WATCHDOG=1"), "nobody asked for signs of life")
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
        }
    }

    @Test func `is what keeps the worker from its broker`() throws {
        try TestEnvironment.with("notify-broker") { testEnvironment in
            let manager = try listener(.path, in: testEnvironment)
            let worker = try start(in: testEnvironment, manager, ["TERMINUS_AMQP_URL": `Exit codes`.nowhere])
            #expect(manager.wait(for: "STATUS=Waits for the broker: The broker at "))
            #expect(!manager.assignments.contains("READY=1"))
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
        }
    }

    @Test func `does not keep a worker from working when there is nobody to hear it`() throws {
        try TestEnvironment.with("notify-nobody") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let worker = try Program.start(
                ["run"],
                in: testEnvironment.folder.path,
                environment: testEnvironment.environment.merging([
                    "NOTIFY_SOCKET": testEnvironment.folder.path + "/nobody"
                ]) { $1 }
            )
            try testEnvironment.publish(Sample.message("t-1"))
            #expect(billing.take(1).count == 1)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(worker.errorText.contains("The service manager cannot be notified"))
        }
    }
}

@Suite struct `A health check` {
    @Test func `is one line and 0 or 1`() throws {
        try TestEnvironment.with("probe", settings: nil) { testEnvironment in
            let good = try testEnvironment.run("doctor", "--probe")
            #expect(good.end == .exit(0))
            #expect(good.output == "ok\n" && good.errors.isEmpty)
            let without = try Program.run(
                ["doctor", "--probe", "--ledger-path", "none.sqlite"],
                in: testEnvironment.folder.path,
                environment: testEnvironment.environment
            )
            #expect(without.end == .exit(1))
            #expect(without.output == "failed: There is no ledger at none.sqlite.\n" && without.errors.isEmpty)
            let alone = try testEnvironment.run("doctor", "--probe", "--amqp-url", `Exit codes`.nowhere)
            #expect(alone.end == .exit(1))
            #expect(alone.lines.count == 1 && alone.output.contains("cannot be reached"))
            let wrong = try testEnvironment.run("doctor", "--probe", "--log-format", "xml", "--prefix", "amq.x")
            #expect(wrong.end == .exit(1))
            #expect(wrong.lines.count == 1 && wrong.output.contains("2 faults"))
        }
    }
}
