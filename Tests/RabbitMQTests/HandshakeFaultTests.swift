import RabbitMQ
import Testing

@Suite struct `Connecting to something that is no good broker` {
    /// The error of an attempt to connect.
    private func error(
        connectTimeout: Duration = .seconds(10),
        _ script: @escaping @Sendable (Peer) throws -> Void
    ) -> RabbitMQError? {
        let broker = ScriptedBroker(script)
        defer { broker.stop() }
        var configuration = broker.configuration
        configuration.connectTimeout = connectTimeout
        return #expect(throws: RabbitMQError.self) { try Broker.check(configuration) }
    }

    @Test func `gives up on one that accepts and says nothing`() {
        let error = error(connectTimeout: .milliseconds(200)) { _ in }
        #expect(error?.code == .timedOut)
        #expect(error?.isRetriable == true)
        #expect(error?.detail.contains("did not answer") == true)
    }

    @Test(arguments: [
        "HTTP/1.1 400 Bad Request\r\n\r\n", "AMQP\u{0}\u{0}\u{9}\u{1}", String(repeating: "\u{0}", count: 100),
    ])
    func `recognises another protocol`(answer: String) {
        let error = error { peer in try peer.send(Array(answer.utf8)) }
        #expect(error?.code == .protocolViolation)
    }

    @Test func `tells that the connection was closed at once`() {
        let error = error { _ in throw Peer.Failure.closed }
        #expect(error?.code == .connectionClosed)
    }

    @Test func `tells that the login was refused`() {
        let error = error { peer in
            try peer.start()
            try peer.send(AMQPBytes.close(channel: 0, code: 403, "ACCESS_REFUSED - Login was refused using PLAIN."))
        }
        #expect(error?.code == .authenticationFailed)
        #expect(error?.rawCode == 403)
        #expect(error?.isRetriable == false)
    }

    /// Newer libraries keep to AMQP's minimum by themselves; with older ones the connection is refused.
    @Test(arguments: [1, 8, 100, 4_095] as [UInt32]) func `survives frames that are too small`(size: UInt32) {
        let broker = ScriptedBroker { peer in try peer.handshake(frameMax: size) }
        defer { broker.stop() }
        do {
            #expect(try Broker.check(broker.configuration).product == "unknown")
        } catch {
            #expect(error.code == .protocolViolation)
        }
    }

    @Test func `refuses a frame that is larger than agreed`() {
        let error = error { peer in try peer.send([1, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0]) }
        #expect(error?.code == .protocolViolation)
    }
}
