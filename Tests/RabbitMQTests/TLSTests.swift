import Foundation
import RabbitMQ
import Testing

@Suite struct `Connecting with TLS` {
    /// Consumes a queue over TLS until a state holds; the queue has one message, "secret".
    private func consume(
        through front: TLSFront,
        host: String = "localhost",
        authorities: String? = nil,
        queue: String,
        until condition: ([ConnectionState]) -> Bool
    ) throws -> Consumer {
        var configuration = try LiveBroker.configuration()
        configuration.addresses[0].host = host
        configuration.addresses[0].port = front.port
        configuration.addresses[0].usesTLS = true
        configuration.tls.certificateAuthorities = authorities ?? front.certificate
        let states = Record<ConnectionState>()
        let consumer = Consumer(
            connection: configuration,
            queue: queue,
            prefetch: 1,
            logger: LiveBroker.quiet,
            onStateChange: { states.add($0) }
        )
        consumer.start()
        #expect(states.wait(condition) != nil)
        return consumer
    }

    private func hasFailed(_ states: [ConnectionState]) -> Bool {
        states.contains { if case .connecting(_, let error?) = $0 { error.code == .tls } else { false } }
    }

    @Test func `consumes and acknowledges`() throws {
        try LiveBroker.withQueue("tls") { queue, configuration in
            try LiveBroker.fill(queue, ["secret"], on: configuration)
            let front = try TLSFront(behind: configuration.addresses[0])
            defer { front.stop() }
            let consumer = try consume(through: front, queue: queue) { $0.last == .connected }
            let delivery = try #require(consumer.take(1).first)
            #expect(delivery.text == "secret")
            consumer.acknowledge(through: delivery.tag)
            consumer.close()
            #expect(try LiveBroker.remaining(in: queue, on: configuration) == [])
        }
    }

    @Test func `refuses a certificate that no known authority has signed`() throws {
        let front = try TLSFront(behind: try LiveBroker.configuration().addresses[0])
        defer { front.stop() }
        let system = TLSConfiguration.systemCertificateAuthorities
        try consume(through: front, authorities: system, queue: "none", until: hasFailed).close()
    }

    @Test func `refuses a certificate for another host`() throws {
        let front = try TLSFront(behind: try LiveBroker.configuration().addresses[0])
        defer { front.stop() }
        try consume(through: front, host: "127.0.0.1", queue: "none", until: hasFailed).close()
    }

    @Test func `refuses TLS 1.1`() throws {
        let front = try TLSFront(
            behind: try LiveBroker.configuration().addresses[0],
            options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]
        )
        defer { front.stop() }
        try consume(through: front, queue: "none", until: hasFailed).close()
    }

    @Test func `says which file of authorities it cannot read`() throws {
        var configuration = try LiveBroker.configuration()
        configuration.addresses[0].usesTLS = true
        configuration.tls.certificateAuthorities = "/nowhere.pem"
        let error = #expect(throws: RabbitMQError.self) { try Broker.check(configuration) }
        #expect(error?.code == .tls)
        #expect(error?.detail.contains("/nowhere.pem") == true)
    }
}
