import RabbitMQ
import Testing

@Suite struct `ReadResult a broker's address` {
    @Test(arguments: [
        ("amqp://localhost", BrokerAddress(host: "localhost", port: 5672)),
        ("AMQPS://localhost", BrokerAddress(host: "localhost", port: 5671, usesTLS: true)),
        ("amqp://host:1234/", BrokerAddress(host: "host", port: 1234, virtualHost: "")),
        ("amqp://host/%2F", BrokerAddress(host: "host", port: 5672, virtualHost: "/")),
        ("amqp://host/vhost", BrokerAddress(host: "host", port: 5672, virtualHost: "vhost")),
        ("amqp://u:p@host", BrokerAddress(host: "host", port: 5672, username: "u", password: "p")),
        ("amqp://u@host", BrokerAddress(host: "host", port: 5672, username: "u", password: "")),
        (
            "amqp://us%61er:p%40ss%3a%2F@ho%73t:1/v%C3%A9",
            BrokerAddress(host: "host", port: 1, virtualHost: "vé", username: "usaer", password: "p@ss:/")
        ),
        ("amqp://u:p:q@host", BrokerAddress(host: "host", port: 5672, username: "u", password: "p:q")),
        ("amqp://[::1]:5673", BrokerAddress(host: "::1", port: 5673)),
        ("amqp://[::1]", BrokerAddress(host: "::1", port: 5672)),
    ])
    func `understands`(uri: String, expected: BrokerAddress) throws {
        #expect(try BrokerAddress(uri: uri) == expected)
    }

    @Test(arguments: [
        "", "localhost", "http://localhost", "amqp://", "amqp://:5672", "amqp://host:", "amqp://host:0",
        "amqp://host:65536", "amqp://[host]", "amqp://[fe801%25eth0]:1",
        "amqp://host:x", "amqp://host/a/b", "amqp://host?heartbeat=1", "amqp://host#x", "amqp://[::1", "amqp://[::1]x",
        "amqp://host/%", "amqp://host/%zz", "amqp://host/%ff", "amqp://host/%00", "amqp://u:secret%0@host",
        "amqp://host/%+1",
        // Passwords that are not percent-encoded, cut where they have a sign of their own.
        "amqp://u:42/secret@host:5672", "amqp://u@9/secret@host", "amqp://u:1/secret@", "amqp://u:/@secret",
        "amqp://u:secret:host:5672", "amqp://u:1?secret@host", "amqp://u:1#secret@host", "amqp://u:secret%@host",
        "amqp://u:x secret", "amqp://secret!x", "amqp://u:secret@ho st", "amqp://u:secret@host\u{1B}[31m",
        "amqp://u:secret@h\u{F6}st",
        // The sign and the mark after it are one character.
        "amqp://u:42/\u{301}secret@host:5672", "amqp://u:1?\u{301}secret@host", "amqp://u:1#\u{301}secret@host",
        "amqp://u:1@\u{301}secret/x",
    ])
    func `refuses, and does not repeat`(uri: String) {
        let error = #expect(throws: RabbitMQError.self) { try BrokerAddress(uri: uri) }
        #expect(error?.code == .invalidAddress)
        #expect(error?.description.contains("secret") == false)
        #expect(error?.hint?.contains("percent-encode") == true)
    }

    @Test(arguments: ["/", "", "v", "a/b", "v\u{E9} %2F", "s3cret@host", "a?b#c,d", "~x-._"])
    func `is printed so that it can be read again`(virtualHost: String) throws {
        let address = BrokerAddress(host: "host", port: 5672, virtualHost: virtualHost)
        #expect(try BrokerAddress(uri: "\(address)") == address)
        let other = BrokerAddress(host: "::1", port: 1, virtualHost: virtualHost, usesTLS: true)
        #expect(try BrokerAddress(uri: "\(other)") == other)
    }

    @Test func `is checked again when it was put together by hand`() {
        let long = BrokerAddress(host: "127.0.0.1", port: 1, virtualHost: String(repeating: "v", count: 256))
        let cut = BrokerAddress(host: "127.0.0.1", port: 1, password: "one\0two")
        for address in [long, cut] {
            let configuration = ConnectionConfiguration(addresses: [address], name: "terminus-tests")
            let error = #expect(throws: RabbitMQError.self) { try Broker.check(configuration) }
            #expect(error?.code == .invalidAddress)
        }
    }

    @Test func `never shows the password`() throws {
        let address = try BrokerAddress(uri: "amqps://user:secret@host:1/v")
        #expect("\(address)" == "amqps://host:1/v")
        #expect(!"\(address.debugText)".contains("secret"))
    }
}

extension BrokerAddress {
    /// As `dump` and interpolation of an enclosing value show it.
    fileprivate var debugText: String { String(reflecting: self) + "\([self])" }
}
