import Foundation
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import Terminations
import Testing

@testable import Console

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The console on a socket of this machine, with an empty ledger.
private final class RunningConsole: Sendable {
    let origin: String
    let link: URL
    private let task: Task<Void, any Error>

    init(_ fixture: ConsoleFixture, isWritable: Bool = false) async throws {
        let (links, continuation) = AsyncStream<String>.makeStream()
        let configuration = ConsoleConfiguration(
            port: 0,
            isWritable: isWritable,
            ledgerPath: fixture.ledger.path,
            source: "urn:test",
            version: "0.0.0",
            userName: "alex"
        )
        // The service runs until the test ends it.
        task = Task {
            try await ConsoleService(
                configuration: configuration,
                logger: Logger(label: "console"),
                now: { ConsoleFixture.now },
                onStart: { link in continuation.yield(link) }
            ).run()
        }
        var iterator = links.makeAsyncIterator()
        let text = try #require(await iterator.next())
        link = try #require(URL(string: text))
        origin = String(text.prefix(upTo: try #require(text.range(of: "/sign-in")).lowerBound))
    }

    func end() async {
        task.cancel()
        _ = await task.result
    }

    /// - Returns: the cookie of a session with every permission that the console grants.
    func signIn() async throws -> String {
        let answer = try await ask(
            "/sign-in",
            method: "POST",
            body: Data(try #require(link.query()).utf8),
            headers: ["content-type": "application/x-www-form-urlencoded", "origin": origin]
        )
        return String(try #require(answer.headers["set-cookie"]).prefix { $0 != ";" })
    }

    /// Does not follow a redirect.
    func ask(
        _ path: String,
        method: String = "GET",
        body: Data? = nil,
        headers: [String: String] = [:]
    ) async throws -> (status: Int, headers: [String: String], body: Data) {
        var request = URLRequest(url: try #require(URL(string: origin + path)))
        request.httpMethod = method
        request.httpBody = body
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let session = URLSession(configuration: .ephemeral, delegate: StayingDelegate(), delegateQueue: nil)
        defer { session.finishTasksAndInvalidate() }
        let (data, response) = try await session.data(for: request)
        let answer = try #require(response as? HTTPURLResponse)
        let fields = answer.allHeaderFields.map {
            (String(describing: $0.key).lowercased(), String(describing: $0.value))
        }
        return (answer.statusCode, Dictionary(fields) { first, _ in first }, data)
    }
}

/// Follows no redirect.
final class StayingDelegate: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) { completionHandler(nil) }
}

/// A connection on which a request is sent in parts.
private final class RawConnection: Sendable {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(code == 0)
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    }

    /// The headers of the answer. The console needs the threads on which tests run.
    func answer() async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: self.received()) }
        }
    }

    private func received() -> String {
        var received: [UInt8] = []
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) == 1 {
            received.append(byte)
            if received.suffix(4) == Array("\r\n\r\n".utf8) { break }
        }
        return String(decoding: received, as: UTF8.self)
    }
}

// The console closes a connection that stands still for ten seconds, as one does while other tests block its threads.
extension Timing {
    @Suite struct `The body of a request` {
        @Test func `refuses another host before it reads the body`() async throws {
            let console = try await RunningConsole(ConsoleFixture())
            let connection = try RawConnection(port: try #require(console.link.port))
            connection.send("POST /draft/yaml HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 4194304\r\n\r\n")
            #expect(await connection.answer().hasPrefix("HTTP/1.1 421"))
            await console.end()
        }

        private func head(_ path: String, _ length: Int, port: Int, _ fields: String = "") -> String {
            "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Length: \(length)\r\nSec-Fetch-Site: same-origin\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n\(fields)\r\n"
        }

        @Test func `is read only as far as there is memory, and strangers take none of who has signed in`() async throws
        {
            let fixture = try ConsoleFixture(isWritable: true)
            let console = try await RunningConsole(fixture, isWritable: true)
            let port = try #require(console.link.port)
            let cookie = "Cookie: \(try await console.signIn())\r\n"
            var senders = try (1...12).map { _ in try RawConnection(port: port) }
            for sender in senders { sender.send(head("/dead-letters/discard", 1_048_576, port: port) + "reason=") }
            func answer(_ request: String) async throws -> String {
                let next = try RawConnection(port: port)
                next.send(request)
                return await next.answer()
            }
            // The headers of the others may be read later than those of the next one.
            func answer(_ request: String, until isLast: (String) -> Bool) async throws -> String {
                for _ in 1...1000 {
                    let answer = try await answer(request)
                    if isLast(answer) { return answer }
                }
                return ""
            }
            // Seven of the senders take all of the strangers' memory. A whole form is answered at once, with room or without.
            let form = head("/dead-letters/discard", 8, port: port) + "reason=x"
            let busy = try await answer(form) { $0.hasPrefix("HTTP/1.1 503") }
            #expect(busy.lowercased().contains("retry-after: 10"))
            #expect(try await console.ask("/sign-in").status == 200)
            // People can sign in, and work.
            #expect(try await answer(head("/sign-in", 7, port: port) + "token=x").hasPrefix("HTTP/1.1 403"))
            let text = "text=" + String(repeating: "x", count: 900_000)
            let draft = head("/draft/yaml", text.utf8.count, port: port, cookie) + text
            let saved = try await answer(draft)
            #expect(!saved.hasPrefix("HTTP/1.1 503") && saved.hasPrefix("HTTP/1.1"), "\(saved)")
            let token = try fixture.token()
            let body = "{}"
            let find = try await answer(
                "POST /api/v1/dead-letters/find HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAuthorization: Bearer \(token)\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n\(body)"
            )
            #expect(find.hasPrefix("HTTP/1.1 200"), "\(find)")
            senders = []
            let later = try await answer(form) {
                !$0.hasPrefix("HTTP/1.1 503")
            }
            #expect(later.hasPrefix("HTTP/1.1 401"))
            await console.end()
        }

        @Test func `is not read where the request is refused whatever it holds`() async throws {
            let fixture = try ConsoleFixture(isWritable: true)
            let console = try await RunningConsole(fixture)
            let port = try #require(console.link.port)
            // A console that only reads grants nobody what changes something.
            let cookie = "Cookie: \(try await console.signIn())\r\n"
            let weak = try fixture.token(as: [.readDeadLetters])
            for (path, fields, status) in [
                ("/api/v1/dead-letters/discard", "", 401),
                ("/api/v1/dead-letters/discard", "Authorization: Bearer trm_none\r\n", 401),
                ("/api/v1/dead-letters/discard", "Authorization: Bearer \(weak)\r\n", 403),
                ("/api/v1/nowhere", "", 404), ("/api/v1/causes", "", 405), ("/nowhere", "", 404),
                ("/dead-letters/discard", cookie, 403), ("/causes", cookie, 405),
            ] {
                let connection = try RawConnection(port: port)
                // Nothing of the body is ever sent.
                connection.send(head(path, 1_000_000, port: port, fields))
                #expect(await connection.answer().hasPrefix("HTTP/1.1 \(status)"), "\(path)")
            }
            let foreign = try RawConnection(port: port)
            foreign.send(
                head("/dead-letters/discard", 1_000_000, port: port).replacing("same-origin", with: "cross-site")
            )
            #expect(await foreign.answer().hasPrefix("HTTP/1.1 403"))
            await console.end()
        }
    }
}

@Suite struct `The console over HTTP` {
    @Test func `forbids browsers everything from elsewhere, on every answer`() async throws {
        let console = try await RunningConsole(ConsoleFixture())
        for path in ["/", "/nowhere", "/sign-in", Asset.script.path] {
            let headers = try await console.ask(path).headers
            let policy = try #require(headers["content-security-policy"])
            for part in [
                "default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'",
                "frame-ancestors 'none'",
                "base-uri 'none'", "require-trusted-types-for 'script'",
            ] { #expect(policy.contains(part), "\(path)") }
            #expect(!policy.contains("unsafe"))
            #expect(headers["x-content-type-options"] == "nosniff" && headers["referrer-policy"] == "same-origin")
            #expect(
                headers["cross-origin-opener-policy"] == "same-origin"
                    && headers["cross-origin-resource-policy"] == "same-origin"
            )
            #expect(headers["cache-control"]?.contains(path.hasPrefix("/assets") ? "immutable" : "no-store") == true)
        }
        await console.end()
    }

    @Test func `signs in by the link that it prints`() async throws {
        let console = try await RunningConsole(ConsoleFixture())
        let query = try #require(console.link.query())
        let form = Data(query.utf8)
        let headers = ["content-type": "application/x-www-form-urlencoded", "origin": console.origin]
        #expect(try await console.ask("/sign-in", method: "POST", body: form).status == 403)
        let answer = try await console.ask("/sign-in", method: "POST", body: form, headers: headers)
        #expect(answer.status == 303)
        let cookie = try #require(answer.headers["set-cookie"]?.prefix { $0 != ";" })
        #expect(try await console.ask("/access", headers: ["cookie": String(cookie)]).status == 200)
        #expect(try await console.ask("/access").status == 401)
        await console.end()
    }

    @Test func `answers HEAD without a body, and refuses a form that is too large`() async throws {
        let console = try await RunningConsole(ConsoleFixture())
        let head = try await console.ask("/sign-in", method: "HEAD")
        let page = try await console.ask("/sign-in")
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.headers["content-length"] == String(page.body.count))
        let body = Data(repeating: 0x61, count: ConsoleService.mostBytes + 1)
        #expect(
            try await console.ask("/sign-in", method: "POST", body: body, headers: ["origin": console.origin]).status
                == 413
        )
        let long = String(repeating: "a", count: 20_000)
        #expect(try await console.ask("/sign-in", headers: ["x-long": long]).status == 400)
        await console.end()
    }

    @Test func `is for this machine only, and says where it cannot listen`() async throws {
        let fixture = try ConsoleFixture()
        let service = { (host: String, port: Int) in
            ConsoleService(
                configuration: ConsoleConfiguration(
                    host: host,
                    port: port,
                    ledgerPath: fixture.ledger.path,
                    source: "urn:test",
                    version: "0.0.0",
                    userName: "alex"
                ),
                logger: Logger(label: "console"),
                now: { ConsoleFixture.now },
                onStart: { _ in }
            )
        }
        let open = await #expect(throws: ConsoleError.self) { try await service("0.0.0.0", 0).run() }
        #expect(open?.hint.contains("ssh -L") == true)
        let console = try await RunningConsole(fixture)
        let port = try #require(URL(string: console.origin)?.port)
        let taken = await #expect(throws: ConsoleError.self) { try await service("127.0.0.1", port).run() }
        #expect(taken?.description == "Another program listens on 127.0.0.1:\(port).")
        await console.end()
    }
}

@Suite struct `The host of a request` {
    /// What the console gets of a request.
    private func read(_ target: String, hosts: [String]) throws -> HTTPRequest {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandlers(
            HTTP1ToHTTPServerCodec(secure: false),
            AbsoluteTarget.Installer()
        )
        let headers = HTTPHeaders(hosts.map { ("Host", $0) })
        try channel.writeInbound(
            HTTPServerRequestPart.head(.init(version: .http1_1, method: .GET, uri: target, headers: headers))
        )
        guard case .head(let request)? = try channel.readInbound(as: HTTPRequestPart.self) else {
            throw ParsedPage.Malformed(description: "There is no request.")
        }
        return request
    }

    @Test func `is that of its target where the target is a whole address`() throws {
        #expect(try read("/x", hosts: ["localhost"]).authority == "localhost")
        let whole = try read("http://evil.example:80/x?y=1", hosts: ["localhost"])
        #expect(whole.authority == "evil.example:80" && whole.path == "/x?y=1")
        #expect(try read("http://evil.example/", hosts: []).authority == "evil.example")
        #expect(try read("evil.example:443", hosts: ["localhost"]).authority == "")
    }

    @Test func `stays more than one where there was more than one`() throws {
        for target in ["/", "http://localhost/"] {
            let request = try read(target, hosts: ["localhost", "evil.example"])
            #expect(request.authority == "localhost")
            #expect(request.headerFields.map { $0.name.canonicalName } == ["host"], "\(target)")
        }
    }
}
