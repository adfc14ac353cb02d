/// How to reach the broker, and how long to wait for it.
public struct ConnectionConfiguration: Sendable {
    /// Tried in turn, from the first, at every attempt to connect.
    public var addresses: [BrokerAddress]
    /// The connection's name in the broker's management (client property `connection_name`).
    public var name: String
    /// The heartbeat asked for, in whole seconds; the broker may want a shorter one. Silence for twice
    /// as long ends the connection (AMQP 0-9-1, 4.2.7).
    public var heartbeat: Duration = .seconds(15)
    /// The longest that it may take to get into one of the addresses: to look their hosts up, to connect, and to log in.
    ///
    /// Each address has an equal share of what is left, and so has each IP address of its host; where another one is left to
    /// be tried, connecting takes a second at most.
    public var connectTimeout: Duration = .seconds(10)
    /// The longest that one call into librabbitmq may take before its socket is shut down.
    public var callTimeout: Duration = .seconds(30)
    /// How long the broker may confirm nothing at all while it owes confirms and does not block; after it the connection
    /// is given up, and what has no outcome is published again.
    ///
    /// Likewise how long one connection goes on that has had messages refused: it is renewed with the next refusal then,
    /// once nothing is under way on it. A channel of RabbitMQ 3.10 that publishes to a queue with `reject-publish` for the
    /// first time while the queue has no leader is refused everything for as long as it lives.
    public var confirmTimeout: Duration = .seconds(60)
    /// How long to wait between attempts to connect.
    public var reconnect = Backoff()
    /// Used for `amqps` addresses.
    public var tls = TLSConfiguration()
    /// Finds the IP addresses of a host, in the order in which they are tried; throws `unreachable` where there is none.
    public var resolver: @Sendable (_ host: String) throws(RabbitMQError) -> [String] = Endpoint.ipAddresses
    /// How the broker learns who this is.
    public var authentication = Authentication.password

    public init(addresses: [BrokerAddress], name: String) {
        self.addresses = addresses
        self.name = name
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
    /// EXTERNAL: the broker takes the user from the client certificate; user and password of the address are not
    /// sent. Needs `amqps`, and `rabbitmq_auth_mechanism_ssl` on the broker.
    case certificate
}

/// What a TLS connection requires of the broker. At least TLS 1.2 is always required.
public struct TLSConfiguration: Sendable, Equatable {
    /// Debian's bundle of certificate authorities.
    public static let systemCertificateAuthorities = "/etc/ssl/certs/ca-certificates.crt"

    /// A PEM file with the certificate authorities to trust.
    public var certificateAuthorities = TLSConfiguration.systemCertificateAuthorities
    /// PEM files with a certificate and its key to show to the broker.
    public var clientCertificate: ClientCertificate?
    /// Whether the broker's certificate must lead to a trusted authority.
    public var verifiesPeer = true
    /// Whether the broker's certificate must name the host that was asked for: a DNS name, or an IP address
    /// (RFC 6125, RFC 5280 4.2.1.6). Counts only where the peer is verified.
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
