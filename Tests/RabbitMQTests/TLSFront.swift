import Foundation
import RabbitMQ

/// TLS in front of a plain broker, for one connection: `openssl s_server`, whose standard input and output
/// are the connection to the broker.
final class TLSFront {
    let port: Int
    /// The certificate, which is its own authority; it names `localhost`.
    let certificate: String
    private let folder: URL
    private let server = Process()

    /// Makes a certificate and starts the server. A client must try until it listens.
    init(behind broker: BrokerAddress, options: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "terminus-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem").path
        let key = folder.appending(path: "key.pem").path
        let maker = Process()
        maker.executableURL = URL(filePath: "/usr/bin/openssl")
        maker.arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate,
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        ]
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()

        port = Self.freePort()
        let connection = FileHandle(fileDescriptor: Self.connect(to: broker), closeOnDealloc: true)
        server.executableURL = URL(filePath: "/usr/bin/openssl")
        server.arguments =
            ["s_server", "-quiet", "-accept", "127.0.0.1:\(port)", "-cert", certificate, "-key", key] + options
        server.standardInput = connection
        server.standardOutput = connection
        server.standardError = FileHandle.nullDevice
        try server.run()
    }

    func stop() {
        // Not `terminate`: a process started on a pool's thread inherits that SIGTERM is blocked.
        kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }

    private static func freePort() -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(descriptor, address, length)
                getsockname(descriptor, address, &length)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func connect(to broker: BrokerAddress) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: broker.port)
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }
}
