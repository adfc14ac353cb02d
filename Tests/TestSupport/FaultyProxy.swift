import Foundation
public import RabbitMQ

/// A TCP proxy between a client and a broker, which can cut, mute, stall, slow down and half-close connections.
public final class FaultyProxy: Sendable {
    private enum Mode {
        case open
        /// Discards what the broker sends.
        case muted
        /// Forwards nothing, and keeps it.
        case stalled
        case slow(bytesASecond: Int)
        /// Cuts each new connection.
        case closed
    }

    private struct State {
        var mode = Mode.open
        var pairs: [Int: Pair] = [:]
        var nextPair = 0
    }

    /// The two sockets of a connection, which are closed when both directions have ended.
    private struct Pair {
        var client: Int32
        var server: Int32
        var directions = 2
    }

    private enum Direction {
        case towardsBroker
        case towardsClient
    }

    public let port: Int
    private let listener: Int32
    private let brokerPort: Int
    private let condition = NSCondition()
    /// Guarded by `condition`.
    private nonisolated(unsafe) var state = State()

    /// Listens on a free port.
    ///
    /// - Parameter port: the broker's port on this machine.
    public init(toPort port: Int) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.port = withLoopback(port: 0) { address, length in
            bind(listener, address, length.pointee)
            listen(listener, 64)
            getsockname(listener, address, length)
        }
        self.listener = listener
        brokerPort = port
        guard self.port != 0 else { throw POSIXError(.EADDRINUSE) }
        Thread { [self] in acceptAll() }.start()
    }

    /// The configuration with the proxy's address instead of the broker's.
    public func configuration(_ configuration: ConnectionConfiguration) -> ConnectionConfiguration {
        var configuration = configuration
        for index in configuration.addresses.indices {
            configuration.addresses[index].host = "127.0.0.1"
            configuration.addresses[index].port = port
        }
        return configuration
    }

    /// Discards what the broker sends, until ``cut()`` or ``restore()``.
    public func mute() { locked { $0.mode = .muted } }
    /// Holds both directions, until ``restore()``.
    public func stall() { locked { $0.mode = .stalled } }
    /// Limits each direction, until ``restore()``.
    public func slow(to bytesASecond: Int) { locked { $0.mode = .slow(bytesASecond: bytesASecond) } }
    /// Ends every fault.
    public func restore() { locked { $0.mode = .open } }

    /// Cuts all connections. New ones work.
    public func cut() {
        locked { state in
            if case .muted = state.mode { state.mode = .open }
            Self.cut(state)
        }
    }

    /// Cuts all connections, and each new one, until ``restore()``.
    public func interrupt() {
        locked { state in
            state.mode = .closed
            Self.cut(state)
        }
    }

    /// Ends one direction of all connections.
    public func halfClose(towardsBroker: Bool) {
        locked { state in
            for pair in state.pairs.values {
                shutdown(towardsBroker ? pair.server : pair.client, Int32(SHUT_WR))
            }
        }
    }

    /// Cuts all connections, and accepts no more.
    public func close() {
        interrupt()
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private static func cut(_ state: State) {
        for pair in state.pairs.values {
            shutdown(pair.client, Int32(SHUT_RDWR))
            shutdown(pair.server, Int32(SHUT_RDWR))
        }
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            if client < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                break
            }
            // A process that is started later must not inherit it.
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var isConnected = false
            _ = withLoopback(port: brokerPort) { address, length in
                isConnected = connect(server, address, length.pointee) == 0
            }
            let number = locked { state -> Int? in
                if case .closed = state.mode { return nil }
                guard isConnected else { return nil }
                state.nextPair += 1
                state.pairs[state.nextPair] = Pair(client: client, server: server)
                return state.nextPair
            }
            guard let number else {
                Glibc.close(client)
                Glibc.close(server)
                continue
            }
            Thread { [self] in forward(.towardsBroker, from: client, to: server, of: number) }.start()
            Thread { [self] in forward(.towardsClient, from: server, to: client, of: number) }.start()
        }
        Glibc.close(listener)
    }

    /// Forwards one direction until it ends. Passes on the end of this direction alone.
    private func forward(_ direction: Direction, from source: Int32, to target: Int32, of pair: Int) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var isWhole = true
        while isWhole {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0 else {
                isWhole = count == 0
                break
            }
            if direction == .towardsClient, isMuted { continue }
            isWhole = buffer.withUnsafeBytes { send($0[..<count], to: target) }
        }
        shutdown(target, Int32(isWhole ? SHUT_WR : SHUT_RDWR))
        if !isWhole { shutdown(source, Int32(SHUT_RDWR)) }
        endDirection(of: pair)
    }

    private var isMuted: Bool {
        locked { if case .muted = $0.mode { true } else { false } }
    }

    /// - Returns: whether all bytes were sent.
    private func send(_ bytes: Slice<UnsafeRawBufferPointer>, to target: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let piece = waitForTurn(rest.count)
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(piece))
            let sent = Glibc.send(target, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// Blocks while connections are stalled, and for a moment while they are slow.
    ///
    /// - Returns: the number of bytes that may pass now.
    private func waitForTurn(_ count: Int) -> Int {
        condition.lock()
        while case .stalled = state.mode { condition.wait() }
        let mode = state.mode
        condition.unlock()
        guard case .slow(let bytesASecond) = mode else { return count }
        Thread.sleep(forTimeInterval: 0.02)
        return min(count, max(bytesASecond / 50, 1))
    }

    private func endDirection(of number: Int) {
        locked { state in
            guard var pair = state.pairs[number] else { return }
            pair.directions -= 1
            state.pairs[number] = pair.directions == 0 ? nil : pair
            if pair.directions == 0 {
                Glibc.close(pair.client)
                Glibc.close(pair.server)
            }
        }
    }

    private func locked<Result>(_ work: (inout State) -> Result) -> Result {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return work(&state)
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
