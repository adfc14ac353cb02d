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

    init(_ fixture: ConsoleFixture) async throws {
        let (links, continuation) = AsyncStream<String>.makeStream()
        let configuration = ConsoleConfiguration(
            port: 0,
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
