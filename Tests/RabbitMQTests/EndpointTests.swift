import RabbitMQ
import Testing

/// Names whose addresses differ: 127.0.0.1 has a broker, 127.0.0.2 takes connections and says nothing, and 127.0.0.3 takes
/// none.
@Suite struct `Connecting to a name with several addresses` {
    private static let broker = "127.0.0.1"
    private static let silent = "127.0.0.2"
    private static let refusing = "127.0.0.3"

    /// Tries the hosts, each with these addresses.
    private func check(
        _ hosts: [[String]],
        within limit: Duration = .seconds(2),
        script: @escaping @Sendable (Peer) throws -> Void = { try $0.handshake() }
    ) throws -> BrokerInfo {
        let broker = ScriptedBroker(script)
        defer { broker.stop() }
        let silent = ScriptedBroker(at: Self.silent, port: broker.port) { _ in }
        defer { silent.stop() }
        var configuration = broker.configuration
        configuration.addresses = hosts.indices.map { BrokerAddress(host: "host-\($0)", port: broker.port) }
        configuration.connectTimeout = limit
        configuration.resolver = { host throws(RabbitMQError) in
            guard let index = Int(host.dropFirst(5)) else { throw RabbitMQError(.unreachable, "No such test host.") }
            return hosts[index]
        }
        return try Broker.check(configuration)
    }

    @Test(arguments: [
        [[broker]], [[refusing, broker]], [[silent, broker]], [[silent, refusing, broker]], [[silent], [broker]],
        [[refusing], [silent, broker]], [[], [broker]],
    ])
    func `finds the broker, wherever it is among them`(hosts: [[String]]) throws {
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try check(hosts).ipAddress == Self.broker)
        #expect(clock.now - start < .seconds(10))
    }

    @Test func `names each address that failed, and why`() throws {
        let error = try #require(throws: RabbitMQError.self) {
            try check([[Self.refusing], [Self.silent]], within: .milliseconds(400))
        }
        #expect(error.detail.contains("(127.0.0.3:"))
        #expect(error.detail.contains("nothing accepts the connection"))
        #expect(error.detail.contains("(127.0.0.2:"))
        #expect(error.detail.contains("did not answer"))
        #expect(!error.detail.contains("guest"))
    }

    @Test func `tells what a broker said rather than that another address is silent`() throws {
        let error = try #require(throws: RabbitMQError.self) {
            try check([[Self.broker, Self.refusing]], within: .milliseconds(400)) { peer in
                try peer.start()
                try peer.send(AMQPBytes.close(channel: 0, code: 403, "ACCESS_REFUSED - Login was refused using PLAIN."))
            }
        }
        #expect(error.code == .authenticationFailed)
        #expect(error.detail.contains("(127.0.0.1:"))
    }

    @Test func `says that a name is not known`() throws {
        let configuration = ConnectionConfiguration(
            addresses: [BrokerAddress(host: "nosuch.invalid", port: 1)],
            name: "terminus-tests"
        )
        let error = try #require(throws: RabbitMQError.self) { try Broker.check(configuration) }
        #expect(error.code == .unreachable)
        #expect(error.detail.contains("nosuch.invalid"))
    }

    @Test func `names an empty virtual host as such`() throws {
        let broker = ScriptedBroker { peer in
            try peer.start()
            try peer.send(AMQPBytes.close(channel: 0, code: 530, "NOT_ALLOWED - vhost  not found"))
        }
        defer { broker.stop() }
        let configuration = try ConnectionConfiguration(
            uri: "amqp://guest:guest@127.0.0.1:\(broker.port)/",
            name: "terminus-tests"
        )
        let error = try #require(throws: RabbitMQError.self) { try Broker.check(configuration) }
        #expect(error.code == .virtualHostRefused)
        #expect(error.detail.contains("the virtual host with the empty name"))
        #expect(error.hint?.contains("%2F") == true)
    }
}
