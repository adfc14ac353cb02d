import ArgumentParser
import Foundation

/// Where a command writes its answer as a whole.
struct OutputFileOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The file to write, or - for standard output, which is the default.", valueName: "file"))
    var output: String?
    @Flag(help: "Replace the file where it exists.")
    var force = false

    /// - Parameter ledger: the path of the ledger, which is never written to.
    func open(besides ledger: String) throws -> OutputFile {
        try OutputFile(output, force: force, besides: ledger)
    }
}

/// An answer that is written as a whole: to a file, to a device or pipe, or to standard output.
///
/// A regular file has its name only when it is complete: until then it has another one beside it, which nobody else can
/// have made (O_EXCL) and only its owner can read. It is removed when the command fails, and when SIGINT or SIGTERM ends it.
/// A file that is replaced keeps its owner and mode; a symbolic link stays, and what it leads to is written. Devices and pipes
/// are written through.
final class OutputFile {
    private enum Target {
        case console
        case stream(Int32)
        case file(NewFile)
    }

    private let name: String
    private let target: Target

    /// - Parameter name: nil or `-` for standard output.
    /// - Throws: ``CommandFailure`` with exit code 64 where a file exists and must not be replaced; with 74 where nothing
    ///   can be written.
    init(_ name: String?, force: Bool, besides ledger: String) throws {
        self.name = name ?? "-"
        guard let name, name != "-" else {
            target = .console
            return
        }
        guard let status = Self.status(of: name) else {
            guard errno == ENOENT, !name.isEmpty else { throw Self.failure(name, errno) }
            target = .file(try NewFile(name, replacing: nil))
            return
        }
        if Self.status(of: STDOUT_FILENO).map({ Self.areSame($0, status) }) == true {
            target = .console
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            throw CommandFailure(.usage, "\(name) is a folder.", hint: "Name a file.")
        case S_IFREG:
            let isLedger = ["", "-wal", "-shm", "-journal"].contains { suffix in
                Self.status(of: ledger + suffix).map { Self.areSame($0, status) } ?? false
            }
            if isLedger { throw CommandFailure(.usage, "\(name) is the ledger.", hint: "Name another file.") }
            guard force else {
                throw CommandFailure(
                    .usage,
                    "\(name) exists already.",
                    hint: "Name another file, or replace it with --force."
                )
            }
            target = .file(try NewFile(name, replacing: status))
        default:
            // A FIFO is waited for until somebody reads it; a signal ends that.
            let descriptor = open(name, O_WRONLY | O_NOCTTY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Self.failure(name, errno) }
            target = .stream(descriptor)
        }
    }

    deinit {
        if case .stream(let descriptor) = target { close(descriptor) }
    }

    /// Whether it is standard output.
    var isConsole: Bool {
        switch target {
        case .console: true
        case .stream, .file: false
        }
    }

    /// Whether what is written still arrives; see ``Console/isRead``.
    var isRead: Bool {
        switch target {
        case .console: Console.isRead
        case .stream, .file: true
        }
    }

    func write(_ text: String) throws {
        switch target {
        case .console: Console.write(text)
        case .stream(let descriptor):
            if let error = Console.writeAll(Array(text.utf8), to: descriptor) { throw Self.failure(name, error) }
        case .file(let file): try file.write(text)
        }
    }

    /// Gives the file its name. What is not finished is not there.
    func finish() throws {
        if case .file(let file) = target { try file.finish() }
    }

    /// Says where it is, unless it is standard output.
    func noteWritten() {
        switch target {
        case .console: break
        case .stream, .file: Console.note("Written to \(name).")
        }
    }

    fileprivate static func failure(_ name: String, _ error: Int32) -> CommandFailure {
        let isPlace = [ENOENT, ENOTDIR, EACCES, EPERM, EROFS].contains(error)
        return CommandFailure(
            .inputOutput,
            "\(name) cannot be written: \(String(cString: strerror(error))).",
            hint: isPlace ? "Name a file in a folder that exists and that you may write to." : nil
        )
    }

    private static func status(of name: String) -> stat? {
        var status = stat()
        return stat(name, &status) == 0 ? status : nil
    }

    private static func status(of descriptor: Int32) -> stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }

    private static func areSame(_ one: stat, _ other: stat) -> Bool {
        one.st_dev == other.st_dev && one.st_ino == other.st_ino
    }
}

/// A regular file that has its name when it is complete.
private final class NewFile {
    private let name: String
    private let path: String
    private let partial: String
    private let descriptor: Int32
    /// What the file was that it replaces.
    private let old: stat?
    private let signals: SignalCount
    private var isFinished = false

    init(_ name: String, replacing old: stat?) throws {
        self.name = name
        self.old = old
        let path = Self.end(of: name)
        self.path = path
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? ""
        let base = slash.map { path[path.index(after: $0)...] } ?? path[...]
        // File names have at most 255 bytes.
        let partial = "\(folder).\(base.prefix(40)).\(UUID().uuidString.lowercased()).partial"
        self.partial = partial
        for number in [SIGINT, SIGTERM] { signal(number, SIG_IGN) }
        signals = SignalCount { number, _ in
            unlink(partial)
            _exit(128 + number)
        }
        descriptor = open(partial, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let error = errno
            endSignals()
            throw OutputFile.failure(name, error)
        }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        if !isFinished { unlink(partial) }
        endSignals()
    }

    func write(_ text: String) throws {
        if let error = Console.writeAll(Array(text.utf8), to: descriptor) { throw OutputFile.failure(name, error) }
    }

    func finish() throws {
        if let old {
            var new = stat()
            guard fstat(descriptor, &new) == 0,
                (new.st_uid == old.st_uid && new.st_gid == old.st_gid)
                    || fchown(descriptor, old.st_uid, old.st_gid) == 0,
                fchmod(descriptor, old.st_mode & 0o7777) == 0
            else { throw OutputFile.failure(name, errno) }
        }
        guard fsync(descriptor) == 0, rename() else {
            if errno == EEXIST { throw CommandFailure(.usage, "\(name) exists already: it was made meanwhile.") }
            throw OutputFile.failure(name, errno)
        }
        isFinished = true
    }

    /// Never over a file that was made meanwhile; a link is refused then, where the file system has links.
    private func rename() -> Bool {
        if old == nil {
            if link(partial, path) == 0 {
                unlink(partial)
                return true
            }
            guard [EPERM, EOPNOTSUPP, ENOSYS, EINVAL].contains(errno) else { return false }
            if access(path, F_OK) == 0 {
                errno = EEXIST
                return false
            }
        }
        return Glibc.rename(partial, path) == 0
    }

    private func endSignals() {
        signals.cancel()
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }

    /// What a name leads to through symbolic links, whether it exists or not.
    private static func end(of name: String) -> String {
        var path = name
        // As many as the kernel follows (path_resolution(7)).
        for _ in 0..<40 {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &buffer, buffer.count)
            guard count > 0 else { return path }
            let link = String(decoding: buffer[..<count].lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            path = link.hasPrefix("/") ? link : folder + link
        }
        return path
    }
}
