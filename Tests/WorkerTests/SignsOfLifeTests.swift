import Foundation
import Ledger
import TestSupport
import Testing

@testable import Worker

extension Timing {
    @Suite struct `Signs of life` {
        private func withNotice(
            watchdog: Duration,
            _ body: (NotifyListener, WorkerStatus) throws -> Void
        ) throws {
            let manager = try NotifyListener("@terminus-test/\(UUID().uuidString)")
            let folder = FileManager.default.temporaryDirectory.appending(path: "terminus-test.\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let ledger = try Ledger(path: folder.appending(path: "ledger.sqlite").path)
            defer { ledger.close() }
            let status = WorkerStatus()
            let notice = try #require(
                ServiceManagerNotice(
                    environment: [
                        "NOTIFY_SOCKET": manager.address, "WATCHDOG_USEC": "\(Int(watchdog / .microseconds(1)))",
                    ],
                    queue: "queue",
                    ledger: ledger,
                    status: status,
                    logger: LiveBroker.quiet
                )
            )
            // A thread of its own, as in the worker: a test that waits must not keep it from running.
            let ended = Record<Bool>()
            Thread {
                notice.notifyUntilStopped()
                ended.add(true)
            }.start()
            defer {
                notice.stop()
                ended.wait(count: 1)
            }
            try body(manager, status)
        }

        /// The number of watchdog pings during so many changes of the status, each of which takes one iteration.
        private func signs(_ manager: NotifyListener, _ status: WorkerStatus, during turns: Int) -> Int {
            let before = manager.assignments.count { $0 == "WATCHDOG=1" }
            for turn in 0..<turns {
                status.set(.intake, connection: .blocked(reason: "turn \(turn) of \(turns)"))
                #expect(manager.wait(for: "STATUS=The broker takes no messages: turn \(turn) of \(turns)"))
            }
            return manager.assignments.count { $0 == "WATCHDOG=1" } - before
        }

        @Test func `end while a thread has not turned for longer than the watchdog allows, and begin again`() throws {
            try withNotice(watchdog: .milliseconds(40)) { manager, status in
                #expect(manager.wait(for: "WATCHDOG=1"))
                status.heartbeat(of: .relay).beat()
                // Eight turns of at least 10 ms but for the first are longer than the watchdog allows.
                _ = signs(manager, status, during: 8)
                #expect(signs(manager, status, during: 10) == 0)
                let before = manager.assignments.count { $0 == "WATCHDOG=1" }
                status.markEnded(.relay)
                #expect(manager.wait(for: "WATCHDOG=1", count: before + 1))
            }
        }

        @Test func `go on while a thread waits for a broker that takes nothing`() throws {
            try withNotice(watchdog: .milliseconds(40)) { manager, status in
                status.heartbeat(of: .relay).waitingForBroker {
                    _ = signs(manager, status, during: 8)
                    let before = manager.assignments.count { $0 == "WATCHDOG=1" }
                    #expect(manager.wait(for: "WATCHDOG=1", count: before + 3))
                }
            }
        }

        @Test(arguments: ["", "relative", "@", "/" + String(repeating: "x", count: 108)])
        func `need an address`(address: String) {
            #expect(NotifySocket(address: address) == nil)
        }
    }
}
