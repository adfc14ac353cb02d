/// How to connect to a broker, with all timeouts.
public struct ConnectionConfiguration: Sendable {
    /// Each attempt to connect tries them in this order.
    public var addresses: [BrokerAddress]
    /// The connection's name in the broker's management (client property `connection_name`).
    public var name: String
    /// The requested heartbeat, in whole seconds; the broker may lower it. Silence for twice the heartbeat ends the
    /// connection (AMQP 0-9-1, 4.2.7).
    public var heartbeat: Duration = .seconds(15)
    /// The time limit of one attempt over all addresses: resolving hosts, connecting and logging in.
    ///
    /// Each address has an equal share of the remaining time, and so has each IP address of its host. If another address
    /// remains to be tried, connecting takes one second at most.
    public var connectTimeout: Duration = .seconds(10)
    /// The time limit of one call into librabbitmq. After it, the watchdog shuts the socket down.
    public var callTimeout: Duration = .seconds(30)
    /// How long the broker may send no confirm while confirms are outstanding and it does not block the connection. After
    /// it, the publisher reconnects and publishes the messages without an outcome again.
    ///
    /// Also how long a connection is kept after the broker has refused messages on it. After it, the next refusal makes the
    /// publisher reconnect once no message is in flight. A channel of RabbitMQ 3.10 that first publishes to a
    /// `reject-publish` queue while that queue has no leader has every message refused for as long as the channel lives.
    public var confirmTimeout: Duration = .seconds(60)
    /// How long to wait between attempts to connect.
    public var reconnect = Backoff()
    /// Used for `amqps` addresses.
    public var tls = TLSConfiguration()
    /// Resolves a host to its IP addresses, in the order in which they are tried. Throws `unreachable` if there are none.
    public var resolver: @Sendable (_ host: String) throws(RabbitMQError) -> [String] = Endpoint.ipAddresses
    /// How the client authenticates.
    public var authentication = Authentication.password

    public init(addresses: [BrokerAddress], name: String) {
        self.addresses = addresses
        self.name = name
    }

    /// The same configuration under another connection name.
    public func named(_ name: String) -> ConnectionConfiguration {
        var configuration = self
        configuration.name = name
        return configuration
    }

    /// One address given as a URI.
    ///
    /// - Throws: `invalidAddress`.
    public init(uri: String, name: String) throws(RabbitMQError) {
        self.init(addresses: [try BrokerAddress(uri: uri)], name: name)
    }
}

/// A SASL mechanism (RabbitMQ, "Access Control", authentication mechanisms).
public enum Authentication: Sendable, Equatable {
    /// PLAIN: the user and password of the address.
    case password
    /// EXTERNAL: the broker reads the user name from the client certificate. User and password of the address are not sent.
    /// Needs `amqps`, and the plugin `rabbitmq_auth_mechanism_ssl` on the broker.
    case certificate
}

/// The TLS requirements of a connection. TLS 1.2 is always the minimum.
public struct TLSConfiguration: Sendable, Equatable {
    /// Debian's bundle of certificate authorities.
    public static let systemCertificateAuthorities = "/etc/ssl/certs/ca-certificates.crt"

    /// A PEM file with the certificate authorities to trust.
    public var certificateAuthorities = TLSConfiguration.systemCertificateAuthorities
    /// The client certificate and its key, as PEM files.
    public var clientCertificate: ClientCertificate?
    /// Whether a trusted authority must have signed the broker's certificate.
    public var verifiesPeer = true
    /// Whether the broker's certificate must name the configured host: a DNS name or an IP address (RFC 6125, RFC 5280
    /// 4.2.1.6). Has no effect unless the peer is verified.
    public var verifiesHost = true

    public init() {}

    /// A certificate chain and its unencrypted private key, as paths of PEM files.
    public struct ClientCertificate: Sendable, Equatable {
        public var chain: String
        public var key: String

        public init(chain: String, key: String) {
            self.chain = chain
            self.key = key
        }
    }
}
