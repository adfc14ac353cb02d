import Foundation
import Logging
import Terminations
import Testing

@testable import Console

/// A console that listens on a Unix socket, with an empty ledger.
private final class SocketConsole: Sendable {
    let link: String
    private let task: Task<Void, any Error>

    init(_ fixture: ConsoleFixture, _ path: String, trusts ranges: [String] = ["unix"]) async throws {
        let (links, continuation) = AsyncStream<String>.makeStream()
        let proxy = ProxySignIn(
            trustedProxies: ranges.compactMap { AddressRange($0) },
            userHeader: "X-Forwarded-User",
            groupsHeader: "X-Forwarded-Groups"
        )
        let configuration = ConsoleConfiguration(
            socketPath: path,
            ledgerPath: fixture.ledger.path,
            source: "urn:test",
            version: "0.0.0",
            userName: "alex",
            signIn: .proxy(proxy, nil),
            roles: RoleTable(rolesByGroup: ["board": ["management"]])
        )
        // The service runs until the test ends it.
        task = Task {
            defer { continuation.finish() }
            try await ConsoleService(
                configuration: configuration,
                logger: Logger(label: "console"),
                now: { ConsoleFixture.now },
                onStart: { link in continuation.yield(link) }
            ).run()
        }
        var iterator = links.makeAsyncIterator()
        guard let link = await iterator.next() else {
            try await task.value
            throw ConsoleError(description: "The console ended.", hint: "")
        }
        self.link = link
    }

    func end() async {
        task.cancel()
        _ = await task.result
    }
}

@Suite struct `The console on a Unix socket` {
    private let fixture: ConsoleFixture
    private let path: String

    init() throws {
        fixture = try ConsoleFixture()
        path = fixture.folder.appending(path: "c.sock").path
    }

    private func mode() throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    /// What a proxy gets that has connected to the socket.
    private func ask(_ headers: [String]) async throws -> String {
        // Reading blocks, and the console answers on the threads of the pool.
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { [path] in
                continuation.resume(with: Result { try Self.answer(headers, from: path) })
            }
        }
    }

    private static func answer(_ headers: [String], from path: String) throws -> String {
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        try #require(isConnected)
        let lines = ["GET /access HTTP/1.1", "Host: localhost", "Connection: close"] + headers
        let request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        try #require(send(socket, request, request.count, 0) == request.count)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer.prefix(count)
        }
        return String(decoding: answer, as: UTF8.self)
    }

    @Test func `takes the word of a proxy that connects to the socket, and cleans up`() async throws {
        let console = try await SocketConsole(fixture, path)
        #expect(console.link == "unix:\(path)")
        #expect(try mode() == 0o660)
        let answer = try await ask(["X-Forwarded-User: kim", "X-Forwarded-Groups: board"])
        #expect(answer.hasPrefix("HTTP/1.1 200") && answer.contains("kim") && answer.contains("management"))
        #expect(try await ask([]).hasPrefix("HTTP/1.1 401"))
        await console.end()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `leaves a socket alone on which somebody listens, and takes over one that is left behind`() async throws
    {
        let first = try await SocketConsole(fixture, path)
        let error = await #expect(throws: ConsoleError.self) { _ = try await SocketConsole(fixture, path) }
        #expect(error?.description.contains("another program listens on it") == true)
        #expect(try await ask(["X-Forwarded-User: kim", "X-Forwarded-Groups: board"]).hasPrefix("HTTP/1.1 200"))
        await first.end()
        // As a process that was killed leaves it.
        try bindAndClose()
        #expect(FileManager.default.fileExists(atPath: path))
        let next = try await SocketConsole(fixture, path)
        #expect(try await ask(["X-Forwarded-User: kim", "X-Forwarded-Groups: board"]).hasPrefix("HTTP/1.1 200"))
        await next.end()
    }

    private func bindAndClose() throws {
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        try #require(isBound)
    }

    @Test func `says why it cannot listen`() async throws {
        let file = fixture.folder.appending(path: "file").path
        try Data("precious".utf8).write(to: URL(filePath: file))
        for (path, word) in [
            (file, "no socket"), (fixture.folder.appending(path: "none/c.sock").path, "is not there"),
            ("/" + String(repeating: "x", count: 107), "107 bytes"),
        ] {
            let error = await #expect(throws: ConsoleError.self) { _ = try await SocketConsole(fixture, path) }
            #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
        let error = await #expect(throws: ConsoleError.self) {
            _ = try await SocketConsole(fixture, path, trusts: ["127.0.0.1"])
        }
        #expect(error?.description.contains("trustedProxies") == true)
    }
}
