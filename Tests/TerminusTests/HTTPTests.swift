import Foundation
import TestSupport
import Testing

@Suite struct `HTTP for machines` {
    /// A worker that has no broker while the test asks: it answers all the same.
    private func serving(_ body: (MachineClient) throws -> Void) throws {
        let folder = try Folder()
        let environment = ["TERMINUS_AMQP_URL": `Exit codes`.nowhere, "TERMINUS_HTTP_ADDRESS": "127.0.0.1:0"]
        let worker = try Program.start(["run"], in: folder.path, environment: environment)
        try body(try #require(worker.client))
        worker.send(SIGTERM)
        #expect(worker.end() == .exit(0))
    }

    @Test func `answers its three paths, and nothing else`() throws {
        try serving { (client) throws in
            #expect(try client.get("/live").status == 200)
            #expect(try client.get("/ready").status == 503)
            let metrics = try client.get("/metrics")
            #expect(metrics.status == 200)
            #expect(metrics.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(metrics.text.contains(#"terminus_build_info{version=""#))
            for path in [
                "/", "/live/", "/LIVE", "/metrics/../live", "/../../etc/passwd", "/%6Cive", "//live", "/live%00",
            ] {
                #expect(try client.get(path).status == 404, "\(path)")
            }
            #expect(try client.get("/live?x=1").status == 200)
        }
    }

    @Test func `answers HEAD without a body, and refuses every other method`() throws {
        try serving { (client) throws in
            let head = try client.get("/live", method: "HEAD")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.headers["content-length"] == String(try client.get("/live").body.count))
            for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
                let reply = try client.get("/live", method: method)
                #expect(reply.status == 405, "\(method)")
                #expect(reply.headers["allow"] == "GET, HEAD")
            }
        }
    }

    @Test func `refuses bodies, long headers and what is no HTTP, closes the connection, and lives on`() throws {
        try serving { (client) throws in
            let long = String(repeating: "a", count: 10_000)
            let many = (0..<100).map { "X-\($0): 1\r\n" }.joined()
            let cases = [
                ("GET /live HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 413),
                ("GET /live HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", 413),
                ("GET /live HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", 413),
                ("POST /live HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", 405),
                ("GET /live HTTP/1.1\r\nHost: a\r\nX: \(long)\r\n\r\n", 400),
                ("GET /\(long) HTTP/1.1\r\nHost: a\r\n\r\n", 400),
                ("GET /live HTTP/1.1\r\nHost: a\r\n\(many)\r\n", 400),
                ("\u{0}\u{1}nonsense\r\n\r\n", 400),
            ]
            for (request, status) in cases {
                // Returns only when the other side has closed.
                #expect(try client.send(request).status == status, "\(request.prefix(60))")
            }
            #expect(try client.get("/live").status == 200)
        }
    }

    @Test func `closes a connection that says nothing more`() throws {
        try serving { (client) throws in
            let began = ContinuousClock.now
            #expect(throws: MachineClient.NoReply.self) { try client.send("GET /live HTTP/1.1\r\nHost:") }
            #expect(ContinuousClock.now - began < .seconds(20))
            #expect(try client.get("/live").status == 200)
        }
    }

    @Test func `closes a connection over which a request drips for ever`() throws {
        try serving { (client) throws in
            let slow = try HeldConnection(client.port)
            let began = ContinuousClock.now
            slow.send("GET /live HTTP/1.1\r\nX: ")
            // A byte each tenth of a second is never idle.
            while !slow.isClosed(within: 100), ContinuousClock.now - began < .seconds(30) { slow.send("x") }
            #expect(ContinuousClock.now - began < .seconds(20))
        }
    }

    @Test(arguments: ["", "GET /live HTTP/1.1\r\nX: ", "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"])
    func `answers everybody, whoever holds connections without a request, with half of one, or without reading`(
        bytes: String
    ) throws {
        try serving { (client) throws in
            var held: [HeldConnection] = []
            for _ in 1...3 {
                for _ in 1...64 {
                    let connection = try HeldConnection(client.port)
                    connection.send(bytes)
                    held.append(connection)
                }
                let began = ContinuousClock.now
                for path in ["/live", "/metrics", "/live"] { #expect(try client.get(path).status == 200) }
                #expect(ContinuousClock.now - began < .seconds(3))
            }
            withExtendedLifetime(held) {}
        }
    }
}

/// A connection that somebody holds open.
private final class HeldConnection {
    private let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)

    init(_ port: Int) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw MachineClient.NoReply() }
    }

    deinit { close(socket) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Waits for what comes: an end, or an answer, which is passed over.
    func isClosed(within milliseconds: Int32) -> Bool {
        var state = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&state, 1, milliseconds) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 4096)
        return recv(socket, &buffer, buffer.count, 0) <= 0
    }
}
