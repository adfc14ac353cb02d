import Hummingbird
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Console

@Suite struct `A request that arrives slowly` {
    private let channel: EmbeddedChannel

    init() throws {
        channel = EmbeddedChannel(handler: RequestTimeout(headers: .seconds(10), body: .seconds(30)))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func wait(_ seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

    private func send(_ part: HTTPRequestPart) throws { try channel.writeInbound(part) }

    private static let head = HTTPRequestPart.head(
        HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/")
    )

    private func answer() throws {
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    @Test func `is closed ten seconds after the connection began, if its headers are not there`() throws {
        wait(9)
        #expect(channel.isActive)
        wait(1)
        #expect(!channel.isActive)
    }

    @Test func `has thirty seconds for its body, however often some of it arrives`() throws {
        wait(9)
        try send(Self.head)
        for _ in 1...29 {
            wait(1)
            try send(.body(ByteBuffer(string: "a")))
        }
        #expect(channel.isActive)
        wait(1)
        #expect(!channel.isActive)
    }

    @Test func `has as long again after each answer, and the answer as long as it takes`() throws {
        for _ in 1...3 {
            try send(Self.head)
            try send(.end(nil))
            wait(600)
            #expect(channel.isActive)
            try answer()
            wait(9)
        }
        #expect(channel.isActive)
        wait(1)
        #expect(!channel.isActive)
    }

    @Test func `is not hurried by the answer to the one before`() throws {
        try send(Self.head)
        try send(.end(nil))
        try send(Self.head)
        try answer()
        wait(29)
        #expect(channel.isActive)
        try send(.end(nil))
        wait(600)
        #expect(channel.isActive)
    }
}
