import Foundation
import Ledger

/// A process whose processor time and peak memory the kernel measures.
final class SystemUnderTest: Sendable {
    struct Usage {
        /// User and system time, in seconds.
        var cpu: Double
        /// Peak resident memory, in bytes.
        var peakMemory: Int
        var exitCode: Int32
    }

    let pid: pid_t

    /// Starts the program. Appends standard error to `log`, and writes standard output to `output`.
    init(_ arguments: [String], environment: [String: String] = [:], log: String, output: String = "/dev/null") throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        let merged = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = merged.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, arguments[0], &actions, nil, &argv, &envp)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOENT) }
        self.pid = pid
    }

    /// Sends a signal, waits for the end, and returns the usage.
    func end(with signal: Int32) -> Usage {
        kill(pid, signal)
        return wait()
    }

    func wait() -> Usage {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) == -1 && errno == EINTR {}
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return Usage(
            cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            peakMemory: usage.ru_maxrss * 1024,
            exitCode: (status & 0x7F) == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
        )
    }

    /// Whether the process runs. A zombie does not.
    var isRunning: Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == 0
    }
}

/// A worker with its own ledger and settings.
struct TerminusUnderTest {
    let binary: String
    let directory: URL
    let ledgerPath: String
    let environment: [String: String]

    /// - Parameters:
    ///   - ledger: an existing ledger, which is kept (default: a new one).
    ///   - settings: the settings to apply. They must have the reasons of ``SampleMessage``.
    init(
        binary: String,
        options: BrokerOptions,
        ledger: String? = nil,
        settings: String = SampleMessage.settings
    ) throws {
        self.binary = binary
        directory = FileManager.default.temporaryDirectory.appending(path: "terminus-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        ledgerPath = ledger ?? directory.appending(path: "ledger.sqlite").path
        environment = [
            "TERMINUS_AMQP_URL": options.url,
            "TERMINUS_PREFIX": options.prefix,
            "TERMINUS_LEDGER_PATH": ledgerPath,
            "TERMINUS_LOG_LEVEL": "warning",
            "TERMINUS_HTTP_ADDRESS": "off",
        ]
        let file = directory.appending(path: "settings.yaml")
        try settings.write(to: file, atomically: true, encoding: .utf8)
        let apply = try SystemUnderTest(
            [binary, "settings", "apply", file.path, "--create"],
            environment: environment,
            log: log
        )
        guard apply.wait().exitCode == 0 else { throw BenchmarkError("Settings were not applied: see \(log)") }
    }

    var log: String { directory.appending(path: "log.txt").path }

    func start() throws -> SystemUnderTest {
        try SystemUnderTest([binary, "run"], environment: environment, log: log)
    }

    /// The number of events in the ledger; after `init`, the events of the settings.
    func countRecordedEvents() throws -> Int {
        let ledger = try Ledger(path: ledgerPath, access: .readOnly)
        defer { ledger.close() }
        return Int(try ledger.lastEventPosition())
    }

    static func terminations(in path: String) throws -> Int {
        let ledger = try Ledger(path: path, access: .readOnly)
        defer { ledger.close() }
        return try ledger.facts().terminations
    }

    func remove() {
        try? FileManager.default.removeItem(at: directory)
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The kernel's figures of a running process at one moment (proc(5)).
struct ProcessFigures {
    /// Bytes.
    let residentMemory: Int
    /// Bytes; the maximum since the start of the program. `getrusage` would include the parent's memory.
    let peakMemory: Int
    /// Bytes of private address space, as RLIMIT_DATA counts it.
    let data: Int
    let fileDescriptors: Int
    let threads: Int
    /// User and system time since the start, in seconds, to a hundredth.
    let cpu: Double

    /// nil if the process has ended.
    init?(of pid: pid_t) {
        guard let file = FileHandle(forReadingAtPath: "/proc/\(pid)/status"), let data = try? file.readToEnd(),
            let times = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")
        else { return nil }
        var numbers: [Substring: Int] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let words = line.split { $0 == ":" || $0.isWhitespace }
            if words.count > 1, let number = Int(words[1]) { numbers[words[0]] = number }
        }
        guard let resident = numbers["VmRSS"], let peak = numbers["VmHWM"],
            let data = numbers["VmData"], let threads = numbers["Threads"]
        else {
            return nil
        }
        residentMemory = resident * 1024
        peakMemory = peak * 1024
        self.data = data * 1024
        fileDescriptors = descriptors.count
        self.threads = threads
        // The name of the program, in parentheses, may hold spaces. Times are fields 14 and 15 (proc(5)).
        let fields = times.split(separator: ")").last?.split(separator: " ") ?? []
        cpu =
            fields.count > 12
            ? ((Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)) / Double(sysconf(Int32(_SC_CLK_TCK))) : 0
    }
}
