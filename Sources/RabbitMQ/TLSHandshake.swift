import CRabbitMQ
import CTLS

/// Explains failures of a TLS handshake, with a remedy for the person who can fix them.
struct TLSHandshake {
    private let endpoint: Endpoint
    private let tls: TLSConfiguration
    /// The OpenSSL context of librabbitmq's socket. Lives as long as the connection's state.
    private let context: UnsafeMutableRawPointer?

    /// - Parameter socket: a TLS socket of librabbitmq.
    init(_ endpoint: Endpoint, _ tls: TLSConfiguration, _ socket: OpaquePointer) {
        self.endpoint = endpoint
        self.tls = tls
        context = amqp_ssl_socket_get_context(socket)
    }

    /// Configures the verification of the broker's certificate.
    func prepare() throws(RabbitMQError) {
        let host = endpoint.address.host
        let isName = host != endpoint.ip
        if ctls_prepare(
            context,
            tls.verifiesPeer ? 1 : 0,
            tls.verifiesHost ? host : nil,
            isName ? host : nil
        ) == 0 {
            throw RabbitMQError(.tls, "The verification of the broker's certificate could not be configured.")
        }
    }

    /// The TLS error, or nil if the status is not one of TLS.
    func failure(_ status: Int32) -> RabbitMQError? {
        guard RabbitMQError(status: status, during: "").code == .tls else { return nil }
        return certificateError(status) ?? handshakeError(status)
    }

    /// The TLS error of a connection that failed after the handshake; nil if TLS is not the reason. With TLS 1.3 the broker
    /// verifies our certificate only after our side of the handshake has ended.
    func laterFailure(_ status: Int32) -> RabbitMQError? {
        ctls_failure(context) == CTLS_FAILURE_NONE ? nil : handshakeError(status)
    }

    /// The reason why the broker's certificate was not accepted, if it was not.
    private func certificateError(_ status: Int32) -> RabbitMQError? {
        let (detail, hint): (String, String)
        switch ctls_certificate_error(context) {
        case CTLS_CERTIFICATE_UNKNOWN_AUTHORITY:
            detail = "was not signed by an authority in \(tls.certificateAuthorities)."
            hint = "Configure the PEM file of the authority that signed it as the CA file."
        case CTLS_CERTIFICATE_EXPIRED:
            detail = "has expired."
            hint = "Renew the broker's certificate. If it is still valid, correct this machine's clock."
        case CTLS_CERTIFICATE_NOT_YET_VALID:
            detail = "is not valid yet."
            hint = "Correct this machine's clock, or wait until the certificate becomes valid."
        case CTLS_CERTIFICATE_WRONG_HOST:
            detail = "is not for the host \(endpoint.address.host)."
            hint = "Connect by a name or IP address that the certificate names, or issue a certificate for this host."
        case CTLS_CERTIFICATE_OK:
            return nil
        default:
            detail = "cannot be trusted: \(String(cString: ctls_certificate_error_text(context)))."
            hint = "Issue a new certificate for the broker."
        }
        return RabbitMQError(
            .tls,
            rawCode: Int(status),
            "The certificate of the broker at \(endpoint) \(detail)",
            hint: hint
        )
    }

    /// The error that the broker or OpenSSL has reported.
    private func handshakeError(_ status: Int32) -> RabbitMQError {
        let (detail, hint): (String, String?)
        switch ctls_failure(context) {
        case CTLS_FAILURE_NOT_TLS:
            detail = "The server at \(endpoint) does not speak TLS."
            hint = "Write amqp:// if that is the plain port, or use the TLS port (RabbitMQ's default is 5671)."
        case CTLS_FAILURE_VERSION:
            detail = "The broker at \(endpoint) offers neither TLS 1.2 nor a newer version."
            hint = "Allow TLS 1.2 or 1.3 on the broker (ssl_options.versions)."
        case CTLS_FAILURE_CERTIFICATE_REQUIRED:
            detail = "The broker at \(endpoint) demands a client certificate, and none is configured."
            hint = "Configure a certificate file and its key file."
        case CTLS_FAILURE_CERTIFICATE_REFUSED:
            let chain = tls.clientCertificate?.chain ?? "none"
            detail = "The broker at \(endpoint) refuses the client certificate \(chain): \(text)."
            hint = "Check its dates, and that the broker trusts the authority that signed it (ssl_options.cacertfile)."
        default:
            detail = "The TLS handshake with \(endpoint) failed\(text.isEmpty ? "" : ": \(text)")."
            hint = nil
        }
        return RabbitMQError(.tls, rawCode: Int(status), detail, hint: hint)
    }

    /// The error for a client certificate whose files cannot be used.
    func unusable(_ client: TLSConfiguration.ClientCertificate) -> RabbitMQError {
        if ctls_failure(context) == CTLS_FAILURE_KEY_MISMATCH {
            return RabbitMQError(
                .tls,
                "The client certificate \(client.chain) and the key \(client.key) do not belong together.",
                hint: "Configure the key that belongs to that certificate."
            )
        }
        return RabbitMQError(
            .tls,
            "The client certificate \(client.chain) or its key \(client.key) cannot be read.",
            hint: "Both must be PEM files that this user may read; the key must not be encrypted."
        )
    }

    private var text: String { String(cString: ctls_failure_text(context)) }
}
