import Foundation
import Glibc
import TestSupport

/// A program that a test has started: what it writes can be waited for, and its end.
///
/// Not Foundation's `Process`: its children inherit which signals are blocked, and on a pool's thread SIGTERM is.
final class ChildProcess: Sendable {
    enum End: Sendable, Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    let pid: pid_t
    private let output = Record<[UInt8]>()
    private let errors = Record<[UInt8]>()
    private let ends = Record<End>()
    /// Both streams are read to their end.
    private let drained = Record<Int32>()

    struct CannotStart: Error { let code: Int32 }

    init(
        _ path: String,
        _ arguments: [String],
        environment: [String: String],
        folder: String,
        input: [UInt8] = []
    ) throws {
        let outputPipe = try Self.pipe()
        let errorPipe = try Self.pipe()
        let inputFile = try Self.file(input)
        defer { for descriptor in [outputPipe.write, errorPipe.write, inputFile] { close(descriptor) } }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputFile, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, outputPipe.write, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errorPipe.write, STDERR_FILENO)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var pid = pid_t()
        // env(1) changes the folder and becomes the program: spawning by itself cannot change it.
        let words = (["/usr/bin/env", "-C", folder, path] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        let code = posix_spawn(&pid, "/usr/bin/env", &actions, &attributes, words, variables)
        guard code == 0 else { throw CannotStart(code: code) }
        let child = pid
        self.pid = child
        Self.read(outputPipe.read, into: output, end: drained)
        Self.read(errorPipe.read, into: errors, end: drained)
        Thread { [ends] in
            var status: Int32 = 0
            while waitpid(child, &status, 0) < 0 && errno == EINTR {}
            ends.add(status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F))
        }.start()
    }

    deinit { if ends.all.isEmpty { Glibc.kill(pid, SIGKILL) } }

    func send(_ signal: Int32) { Glibc.kill(pid, signal) }

    /// Blocks until the process has ended and all that it wrote is read.
    func end(timeout: Duration = .seconds(60)) -> End? {
        guard let end = ends.wait(count: 1, timeout: timeout)?.first else { return nil }
        drained.wait(count: 2, timeout: .seconds(5))
        return end
    }

    var outputBytes: [UInt8] { output.all.flatMap(\.self) }
    var outputText: String { String(decoding: outputBytes, as: UTF8.self) }
    var errorText: String { String(decoding: errors.all.flatMap(\.self), as: UTF8.self) }

    /// Blocks until standard error holds this text so often.
    @discardableResult
    func waitForError(_ text: String, count: Int = 1, timeout: Duration = .seconds(30)) -> Bool {
        Self.wait(for: text, in: errors, count, timeout)
    }

    /// Blocks until standard output holds this text so often.
    @discardableResult
    func waitForOutput(_ text: String, count: Int = 1, timeout: Duration = .seconds(30)) -> Bool {
        Self.wait(for: text, in: output, count, timeout)
    }

    private static func wait(for text: String, in stream: Record<[UInt8]>, _ count: Int, _ timeout: Duration) -> Bool {
        stream.wait(timeout: timeout) {
            String(decoding: $0.flatMap(\.self), as: UTF8.self).ranges(of: text).count >= count
        } != nil
    }

    /// Sockets, because they can be made so that no other child inherits them.
    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw CannotStart(code: errno) }
        return (ends[0], ends[1])
    }

    /// A file that holds these bytes and has no name any more.
    private static func file(_ bytes: [UInt8]) throws -> Int32 {
        let path = FileManager.default.temporaryDirectory.appending(path: "terminus-test.\(UUID().uuidString)").path
        let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CannotStart(code: errno) }
        unlink(path)
        try FileHandle(fileDescriptor: file).write(contentsOf: Data(bytes))
        lseek(file, 0, SEEK_SET)
        return file
    }

    private static func read(_ descriptor: Int32, into record: Record<[UInt8]>, end: Record<Int32>) {
        Thread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = Glibc.read(descriptor, &buffer, buffer.count)
                guard count > 0 else { break }
                record.add(Array(buffer[..<count]))
            }
            close(descriptor)
            end.add(descriptor)
        }.start()
    }
}
