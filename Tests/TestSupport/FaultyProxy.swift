import Foundation
public import RabbitMQ
import Synchronization

/// A TCP proxy between a client and the real broker that a test can mute and interrupt.
public final class FaultyProxy: Sendable {
    private struct State {
        var sockets: [Int32] = []
        var isMuted = false
        var isClosed = false
    }

    public let port: Int
    private let listener: Int32
    private let broker: BrokerAddress
    private let state = Mutex(State())

    /// Starts listening at once.
    public init(to broker: BrokerAddress) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        port = withLoopback(port: 0) { address, length in
            bind(listener, address, length.pointee)
            listen(listener, 16)
            getsockname(listener, address, length)
        }
        self.listener = listener
        self.broker = broker
        Thread { [self] in acceptAll() }.start()
    }

    /// The same configuration, with all addresses replaced by this proxy.
    public func configuration(_ configuration: ConnectionConfiguration) -> ConnectionConfiguration {
        var configuration = configuration
        for index in configuration.addresses.indices {
            configuration.addresses[index].host = "127.0.0.1"
            configuration.addresses[index].port = port
        }
        return configuration
    }

    /// Drops all data from the broker from now on. Data from the client still arrives.
    public func mute() { state.withLock { $0.isMuted = true } }

    /// Closes every connection. New connections work again.
    public func cut() {
        state.withLock { state in
            state.isMuted = false
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// Closes every connection, and each new one at once, until ``restore()``.
    public func interrupt() {
        state.withLock { $0.isClosed = true }
        cut()
    }

    public func restore() { state.withLock { $0.isClosed = false } }

    /// Closes every connection and accepts no more.
    public func close() {
        state.withLock { $0.isClosed = true }
        cut()
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            _ = withLoopback(port: broker.port) { address, length in connect(server, address, length.pointee) }
            let isClosed = state.withLock { state in
                state.sockets += [client, server]
                return state.isClosed
            }
            if isClosed { cut() }
            Thread { [self] in forward(from: client, to: server) { false } }.start()
            Thread { [self] in forward(from: server, to: client) { [self] in state.withLock { $0.isMuted } } }.start()
        }
        // The sockets of the connections stay open until the test process ends. If their numbers were reused, `cut` would
        // shut down something else.
        Glibc.close(listener)
    }

    private func carry(from source: Int32, to target: Int32, unless isMuted: () -> Bool) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            if isMuted() { continue }
            var sent = 0
            while sent < count {
                let more = buffer.withUnsafeBytes {
                    send(target, $0.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
                }
                guard more > 0 else { break }
                sent += more
            }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }
}

/// - Returns: the port in the address afterwards.
private func withLoopback(
    port: Int,
    _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Void
) -> Int {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
    }
    return Int(UInt16(bigEndian: address.sin_port))
}
