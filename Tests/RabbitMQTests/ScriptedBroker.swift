import Glibc
import Testing
import Threads

@testable import RabbitMQ

/// A broker on loopback that runs a script for each connection.
final class ScriptedBroker: Sendable {
    let port: Int
    private let listener: Int32
    private let hasEnded = Record<Bool>()

    /// Listens at once. The script runs on a thread of its own, once for each connection; when it returns,
    /// the connection is kept until the client closes it, and when it throws, it is cut.
    ///
    /// - Parameter port: 0 for any that is free.
    init(
        at ip: String = "127.0.0.1",
        port wanted: Int = 0,
        _ script: @escaping @Sendable (Peer) throws -> Void
    ) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr(ip)
        address.sin_port = UInt16(wanted).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length)
                listen(listener, 16)
                getsockname(listener, address, &length)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.listener = listener
        DedicatedThread.start(name: "scripted-broker") { [hasEnded] in
            Self.accept(listener, script)
            close(listener)
            hasEnded.add(true)
        }
    }

    /// What to connect with: quick to try again, quick to give up.
    var configuration: ConnectionConfiguration {
        var configuration = ConnectionConfiguration(
            addresses: [BrokerAddress(host: "127.0.0.1", port: port)],
            name: "terminus-tests"
        )
        configuration.reconnect = Backoff(initial: .milliseconds(1), maximum: .milliseconds(20))
        return configuration
    }

    /// Takes no more connections, and waits until the last script has ended.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        hasEnded.wait(count: 1)
    }

    private static func accept(_ listener: Int32, _ script: (Peer) throws -> Void) {
        var number = 0
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { return }
            number += 1
            var (limit, on) = (timeval(tv_sec: 20, tv_usec: 0), 1 as Int32)
            setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            let peer = Peer(number: number, socket: connection)
            do {
                try script(peer)
                try peer.finish()
            } catch Peer.Failure.unexpected(let frame) {
                Issue.record("the client sent what the script does not expect: \(frame.method)")
            } catch {
                // The client, or the script, has ended the connection.
            }
            close(connection)
        }
    }
}
