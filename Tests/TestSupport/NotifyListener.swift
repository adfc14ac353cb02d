import Foundation
import Glibc

/// systemd's end of the notification socket. Records each datagram of a service.
public final class NotifyListener: Sendable {
    /// For `NOTIFY_SOCKET`.
    public let address: String
    public let datagrams = Record<String>()
    private let descriptor: Int32

    struct CannotListen: Error { let code: Int32 }

    /// - Parameter address: a path, or an `@` followed by a name in the abstract namespace.
    public init(_ address: String) throws {
        self.address = address
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(address.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let bound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0 else { throw CannotListen(code: errno) }
        Thread { [datagrams, descriptor] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { return }
                datagrams.add(String(decoding: buffer[..<count], as: UTF8.self))
            }
        }.start()
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// Every assignment so far, in order.
    public var assignments: [String] { Self.lines(datagrams.all) }

    /// Blocks until an assignment was received so many times.
    public func wait(for assignment: String, count: Int = 1, timeout: Duration = .seconds(30)) -> Bool {
        datagrams.wait(timeout: timeout) { datagrams in
            Self.lines(datagrams).count { $0.hasPrefix(assignment) } >= count
        } != nil
    }

    private static func lines(_ datagrams: [String]) -> [String] {
        datagrams.flatMap { $0.split(separator: "\n").map(String.init) }
    }
}
