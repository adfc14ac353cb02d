import Foundation
import RabbitMQ

/// A TCP proxy between the worker and a broker, which can cut, stall, slow down and half-close connections.
final class FaultyProxy: Sendable {
    private enum Mode {
        case open
        case stalled
        case slow(bytesASecond: Int)
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
        var users = 2
    }

    let port: Int
    private let broker: Int
    private let listener: Int32
    private let condition = NSCondition()
    /// Guarded by `condition`.
    private nonisolated(unsafe) var state = State()

    /// - Parameter broker: the broker's port on this machine.
    init(toPort broker: Int) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.broker = broker
        let listener = listener
        port = Loopback.withAddress(port: 0) { address, length in
            _ = bind(listener, address, length.pointee)
            _ = listen(listener, 64)
            _ = getsockname(listener, address, length)
        }
        guard port != 0 else { throw BenchmarkError("No port is free for the proxy.") }
        Thread { [self] in acceptAll() }.start()
    }

    /// Cuts all connections. New ones work.
    func cut() {
        locked { state in
            for pair in state.pairs.values {
                shutdown(pair.client, Int32(SHUT_RDWR))
                shutdown(pair.server, Int32(SHUT_RDWR))
            }
        }
    }

    /// Ends one direction of all connections.
    func halfClose(towardsBroker: Bool) {
        locked { state in
            for pair in state.pairs.values {
                shutdown(towardsBroker ? pair.server : pair.client, Int32(SHUT_WR))
            }
        }
    }

    func stall() { locked { $0.mode = .stalled } }
    func slow(to bytesASecond: Int) { locked { $0.mode = .slow(bytesASecond: bytesASecond) } }
    func restore() { locked { $0.mode = .open } }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { continue }
            // A worker that is started later must not inherit it.
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var isConnected = false
            _ = Loopback.withAddress(port: broker) { address, length in
                isConnected = connect(server, address, length.pointee) == 0
            }
            guard isConnected else {
                close(client)
                close(server)
                continue
            }
            let number = locked { state in
                state.nextPair += 1
                state.pairs[state.nextPair] = Pair(client: client, server: server)
                return state.nextPair
            }
            Thread { [self] in carry(from: client, to: server, of: number) }.start()
            Thread { [self] in carry(from: server, to: client, of: number) }.start()
        }
    }

    /// Forwards one direction until it ends. Passes on the end of this direction alone.
    private func carry(from source: Int32, to target: Int32, of pair: Int) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var isWhole = true
        while isWhole {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0 else {
                isWhole = count == 0
                break
            }
            isWhole = buffer.withUnsafeBytes { send($0[..<count], to: target) }
        }
        shutdown(target, Int32(isWhole ? SHUT_WR : SHUT_RDWR))
        if !isWhole { shutdown(source, Int32(SHUT_RDWR)) }
        leave(pair)
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

    private func leave(_ number: Int) {
        locked { state in
            guard var pair = state.pairs[number] else { return }
            pair.users -= 1
            state.pairs[number] = pair.users == 0 ? nil : pair
            if pair.users == 0 {
                close(pair.client)
                close(pair.server)
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

private enum Loopback {
    /// - Returns: the port in the address afterwards.
    static func withAddress(
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
}
