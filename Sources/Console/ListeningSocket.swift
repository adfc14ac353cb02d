import Foundation

/// The Unix socket that a console listens on: its file in the file system.
///
/// Guarantees:
/// - A file that a dead console has left behind is removed, and a socket on which somebody listens is not touched.
/// - The owner and the group may connect (mode 0660). Between its creation and that, the umask bounds who may.
/// - At the end the file is removed, unless another program has put its own in its place.
struct ListeningSocket {
    /// `sun_path` of unix(7), with the zero byte at its end.
    private static let longestPath = 107
    private static let mode: mode_t = 0o660

    let path: String

    /// To be called before the console listens.
    ///
    /// - Throws: ``ConsoleError`` where nothing can listen on the path.
    func prepare() throws(ConsoleError) {
        guard path.utf8.count <= Self.longestPath else {
            throw error("its path has more than \(Self.longestPath) bytes", hint: "Choose a shorter path.")
        }
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return }
        guard facts.st_mode & S_IFMT == S_IFSOCK else {
            throw error("a file is there that is no socket", hint: "Move the file away, or choose another path.")
        }
        switch connection() {
        case 0, EAGAIN:
            throw error("another program listens on it", hint: "End that program, or choose another path.")
        case ECONNREFUSED:
            guard unlink(path) == 0 || errno == ENOENT else {
                throw error(
                    "the socket of a program that has ended is there, and this user may not remove it",
                    hint: "Remove the file, and let this user write to its folder."
                )
            }
        case ENOENT: break
        default:
            throw error(
                "this user may not open the socket that is there",
                hint: "Remove the file, or choose another path."
            )
        }
    }

    /// To be called when the console listens.
    ///
    /// - Returns: what ``remove(_:)`` takes.
    func open() -> Identity? {
        _ = chmod(path, Self.mode)
        return Identity(path)
    }

    /// Removes the file, if it is the one of this console.
    func remove(_ identity: Identity) {
        if Identity(path) == identity { unlink(path) }
    }

    struct Identity: Equatable, Sendable {
        private let device: UInt64
        private let inode: UInt64

        fileprivate init?(_ path: String) {
            var facts = stat()
            guard lstat(path, &facts) == 0 else { return nil }
            device = UInt64(facts.st_dev)
            inode = UInt64(facts.st_ino)
        }
    }

    /// - Returns: 0 where somebody listens, else the error number.
    private func connection() -> Int32 {
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return errno }
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result == 0 ? 0 : errno
    }

    private func error(_ why: String, hint: String) -> ConsoleError {
        ConsoleError(description: "The console cannot listen on unix:\(path): \(why).", hint: hint)
    }
}
