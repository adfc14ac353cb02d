import Glibc

/// The datagram socket for notifications to systemd (sd_notify(3)). Needs no libsystemd.
struct NotifySocket: Sendable {
    /// A path, or an `@` followed by a name in Linux's abstract namespace (unix(7)).
    let address: String

    /// The errno of a failed send.
    struct SendError: Error { let code: Int32 }

    /// nil if the address is malformed.
    init?(address: String) {
        guard let first = address.utf8.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
            address.utf8.count < Self.longestPath, address.utf8.count > 1
        else { return nil }
        self.address = address
    }

    private static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

    /// Sends assignments such as `READY=1`, one per line, in one datagram. Blocks only while systemd's queue is full.
    func send(_ assignments: [String]) throws(SendError) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SendError(code: errno) }
        defer { close(descriptor) }
        let message = Array(assignments.joined(separator: "\n").utf8)
        var (name, length) = socketAddress
        let sent = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        guard sent == message.count else { throw SendError(code: errno) }
    }

    /// An abstract name begins with a zero byte, and the length delimits it. A path ends with a zero byte.
    private var socketAddress: (sockaddr_un, socklen_t) {
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(address.utf8)
        let isAbstract = bytes[0] == UInt8(ascii: "@")
        if isAbstract { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let pathOffset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        return (name, socklen_t(pathOffset + bytes.count + (isAbstract ? 0 : 1)))
    }
}
