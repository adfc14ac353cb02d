import CRabbitMQ

/// Explains a failed login more precisely than librabbitmq does.
struct LoginFailure {
    private let endpoint: Endpoint
    private let configuration: ConnectionConfiguration

    private let handshake: TLSHandshake?

    init(_ endpoint: Endpoint, _ configuration: ConnectionConfiguration, _ socket: OpaquePointer) {
        self.endpoint = endpoint
        self.configuration = configuration
        handshake = endpoint.address.usesTLS ? TLSHandshake(endpoint, configuration.tls, socket) : nil
    }

    /// - Parameter status: librabbitmq's status, if the error is the library's.
    func explained(_ error: RabbitMQError, status: Int32) -> RabbitMQError {
        switch error.code {
        case .timedOut:
            return RabbitMQError(
                .timedOut,
                rawCode: error.rawCode,
                "The broker at \(endpoint) did not answer in time.",
                hint: endpoint.address.usesTLS ? nil : "If that is its TLS port, write amqps://."
            )
        case .authenticationFailed where configuration.authentication == .certificate:
            return RabbitMQError(
                .authenticationFailed,
                rawCode: error.rawCode,
                error.detail,
                hint: "Add a user with the name in the client certificate. ssl_cert_login_from on the broker chooses "
                    + "between the common name and the whole subject."
            )
        case .virtualHostRefused where endpoint.address.virtualHost.isEmpty:
            return RabbitMQError(
                .virtualHostRefused,
                rawCode: error.rawCode,
                "The address \(endpoint) ends with a slash, which asks for the virtual host with the empty name. "
                    + error.detail,
                hint: "For the virtual host named /, remove the slash or write %2F after it."
            )
        default:
            break
        }
        if error.rawCode < 0, let failure = handshake?.laterFailure(status) { return failure }
        switch amqp_status_enum(status) {
        case AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD:
            let isExternal = configuration.authentication == .certificate
            return RabbitMQError(
                .authenticationFailed,
                rawCode: error.rawCode,
                "The broker at \(endpoint) does not offer the mechanism \(isExternal ? "EXTERNAL" : "PLAIN").",
                hint: isExternal
                    ? "Enable rabbitmq_auth_mechanism_ssl on it, and add EXTERNAL to auth_mechanisms."
                    : "Add PLAIN to auth_mechanisms on it, or log in with a client certificate."
            )
        case AMQP_STATUS_BAD_AMQP_DATA, AMQP_STATUS_INCOMPATIBLE_AMQP_VERSION:
            return RabbitMQError(
                .protocolViolation,
                rawCode: error.rawCode,
                "The server at \(endpoint) does not speak AMQP 0-9-1.",
                hint: endpoint.address.usesTLS ? nil : "If that is the broker's TLS port, write amqps://."
            )
        case AMQP_STATUS_CONNECTION_CLOSED, AMQP_STATUS_SOCKET_ERROR, AMQP_STATUS_SSL_ERROR:
            return closedAtOnce(error)
        default:
            return error
        }
    }

    /// The connection ended before the broker sent anything.
    private func closedAtOnce(_ error: RabbitMQError) -> RabbitMQError {
        guard endpoint.address.usesTLS else {
            return RabbitMQError(
                .connectionClosed,
                rawCode: error.rawCode,
                "The server at \(endpoint) closed the connection instead of greeting as a broker does.",
                hint: "If that is the broker's TLS port, write amqps://. Otherwise see the broker's log."
            )
        }
        // With TLS 1.3 the broker's alert follows our handshake, and is lost if it closes before it has read our header.
        let requirement =
            configuration.tls.clientCertificate.map { "does not accept the client certificate \($0.chain)" }
            ?? "demands a client certificate"
        return RabbitMQError(
            .tls,
            rawCode: error.rawCode,
            "The broker at \(endpoint) closed the connection right after the TLS handshake. Most likely it \(requirement).",
            hint: "See the broker's log. Check the client certificate's dates, and that the broker trusts its "
                + "authority."
        )
    }
}
