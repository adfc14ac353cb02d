import Foundation

/// What the kernel says about a running process at one moment (proc(5)).
struct ProcessFigures {
    /// Bytes.
    let residentMemory: Int
    /// Bytes; the most since the program was started. `getrusage` would count what its parent had, too.
    let peakMemory: Int
    /// Bytes of private address space, as RLIMIT_DATA counts it.
    let data: Int
    let fileDescriptors: Int
    let threads: Int

    /// nil where the process is gone.
    init?(of pid: pid_t) {
        guard let file = FileHandle(forReadingAtPath: "/proc/\(pid)/status"), let data = try? file.readToEnd(),
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
    }
}
