import Foundation
import Ledger

/// The tested worker: one process at a time on one ledger.
final class WorkerProcess {
    private let binary: String
    private let environment: [String: String]
    private let log: String
    /// Contains the process id while the process exists, so that scripts/torture can kill it after this program.
    private let pidFile: String
    private var pid: pid_t?
    /// Exit codes, or negative signals, that no fault explains.
    private(set) var unexplained: [Int32] = []
    private(set) var starts = 0

    /// - Parameter folder: the folder of its log and its process id.
    init(binary: String, environment: [String: String], folder: String) {
        self.binary = binary
        self.environment = environment
        log = folder + "/worker.txt"
        pidFile = folder + "/worker.pid"
    }

    /// Starts it, unless it runs.
    ///
    /// - Parameter crash: environment variables that request a crash.
    func start(_ crash: [String: String] = [:]) throws {
        guard pid == nil else { return }
        starts += 1
        let started = try SystemUnderTest(
            [binary, "run"],
            environment: environment.merging(crash) { _, new in new },
            log: log
        )
        pid = started.pid
        try? "\(started.pid)\n".write(toFile: pidFile, atomically: true, encoding: .utf8)
    }

    /// Kills it, if it runs.
    func kill() {
        guard let pid else { return }
        Glibc.kill(pid, SIGKILL)
        _ = waitForEnd(timeout: 30)
    }

    /// Stops it in order, and kills it if that takes ten seconds longer than its grace time.
    ///
    /// - Returns: the exit code; nil if it was killed or did not run.
    func terminate() -> Int32? {
        guard let pid else { return nil }
        Glibc.kill(pid, SIGTERM)
        if let code = waitForEnd(timeout: 30) { return code }
        kill()
        unexplained.append(-SIGKILL)
        return nil
    }

    /// - Returns: the exit code or the negative signal; nil if it still runs, or did not run.
    func waitForEnd(timeout: Double) -> Int32? {
        let deadline = ContinuousClock.now + .seconds(timeout)
        while true {
            if let code = collect() { return code }
            guard pid != nil, ContinuousClock.now < deadline else { return nil }
            Thread.sleep(forTimeInterval: 0.002)
        }
    }

    /// Starts it again if it ended by itself, which counts as ``unexplained``.
    ///
    /// - Parameter excused: whether a fault explains the end.
    func restartIfEnded(excused: Bool = false) throws {
        if let code = collect(), !excused { unexplained.append(code) }
        try start()
    }

    /// Waits until the worker has opened the ledger. This process must not have it open.
    func waitUntilPresent(on ledger: String) throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while WorkerPresence.count(at: ledger) == 0 {
            guard pid != nil, ContinuousClock.now < deadline else {
                throw BenchmarkError("The worker has not opened \(ledger).")
            }
            Thread.sleep(forTimeInterval: 0.002)
        }
    }

    /// Runs the closure while all threads of the process are stopped.
    func whileStopped<Result>(_ work: () throws -> Result) throws -> Result {
        guard let pid else { throw BenchmarkError("The worker does not run.") }
        Glibc.kill(pid, SIGSTOP)
        defer { Glibc.kill(pid, SIGCONT) }
        var status: Int32 = 0
        // WUNTRACED: returns when every thread has stopped, or the process has ended.
        guard waitpid(pid, &status, WUNTRACED) == pid, status & 0xFF == 0x7F else {
            self.pid = nil
            throw BenchmarkError("The worker ended before it could be stopped.")
        }
        return try work()
    }

    /// Limits its files to the current size of the ledger's write-ahead log, as on a full disk; nil removes the limit.
    func limitFiles(of ledger: String?) throws {
        guard let pid else { return }
        var limit = "unlimited"
        if let ledger {
            var facts = stat()
            limit = stat(ledger + "-wal", &facts) == 0 ? "\(facts.st_size)" : "0"
        }
        let arguments = ["/usr/bin/prlimit", "--pid", "\(pid)", "--fsize=\(limit):unlimited"]
        _ = try SystemUnderTest(arguments, log: "/dev/null").wait()
    }

    private func collect() -> Int32? {
        guard let child = pid else { return nil }
        var status: Int32 = 0
        guard waitpid(child, &status, WNOHANG) == child else { return nil }
        pid = nil
        unlink(pidFile)
        return (status & 0x7F) == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
    }
}
