import Foundation
import Ledger

/// The worker under torture: one process at a time, started again and again on one ledger.
final class WorkerProcess {
    private let binary: String
    private let environment: [String: String]
    private let log: String
    /// Holds the process id while there is a process: whoever ends this program by force can end that one too.
    private let pidFile: String
    private var pid: pid_t?
    /// Ends that no fault explains, each with the exit code or the negative signal.
    private(set) var unexplained: [Int32] = []
    private(set) var starts = 0

    /// - Parameter folder: where its log and its process id are kept.
    init(binary: String, environment: [String: String], folder: String) {
        self.binary = binary
        self.environment = environment
        log = folder + "/worker.txt"
        pidFile = folder + "/worker.pid"
    }

    /// Starts it, unless it runs.
    ///
    /// - Parameter crash: variables that ask for a crash.
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

    /// Stops it in order, and kills it where it takes longer than its grace time and ten seconds.
    ///
    /// - Returns: its exit code; nil where it had to be killed, or did not run.
    func terminate() -> Int32? {
        guard let pid else { return nil }
        Glibc.kill(pid, SIGTERM)
        if let code = waitForEnd(timeout: 30) { return code }
        kill()
        unexplained.append(-SIGKILL)
        return nil
    }

    /// - Returns: the exit code or the negative signal; nil when it still runs, or did not.
    func waitForEnd(timeout: Double) -> Int32? {
        let deadline = ContinuousClock.now + .seconds(timeout)
        while true {
            if let code = collect() { return code }
            guard pid != nil, ContinuousClock.now < deadline else { return nil }
            Thread.sleep(forTimeInterval: 0.002)
        }
    }

    /// Starts it again where it ended by itself, and remembers that it did.
    ///
    /// - Parameter excused: whether a fault may have kept it from starting.
    func revive(excused: Bool = false) throws {
        if let code = collect(), !excused { unexplained.append(code) }
        try start()
    }

    /// Waits until the worker has opened the ledger and says so. Called while this process has no ledger open.
    func waitUntilPresent(on ledger: String) throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while WorkerPresence.count(at: ledger) == 0 {
            guard pid != nil, ContinuousClock.now < deadline else {
                throw BenchmarkError("The worker has not opened \(ledger).")
            }
            Thread.sleep(forTimeInterval: 0.002)
        }
    }

    /// Does something while no thread of the process runs, as if it took no time.
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

    /// Keeps its files from growing beyond what the ledger's log has by now, as on a full disk; nil lifts that.
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
