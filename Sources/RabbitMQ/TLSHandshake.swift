import CRabbitMQ
import CTLS

/// Why TLS with one address came to nothing, told for the person who can mend it.
struct TLSHandshake {
    private let endpoint: Endpoint
    private let tls: TLSConfiguration
    /// OpenSSL's context of librabbitmq's socket; lives as long as the connection's state.
    private let context: UnsafeMutableRawPointer?

    /// - Parameter socket: one that librabbitmq made for TLS.
    init(_ endpoint: Endpoint, _ tls: TLSConfiguration, _ socket: OpaquePointer) {
        self.endpoint = endpoint
        self.tls = tls
        context = amqp_ssl_socket_get_context(socket)
    }

    /// Makes the handshake check the peer as configured.
    func prepare() throws(RabbitMQError) {
        let host = endpoint.address.host
        let isName = host != endpoint.ip
        if ctls_prepare(
            context,
            tls.verifiesPeer ? 1 : 0,
            tls.verifiesHost ? host : nil,
            isName ? host : nil
        ) == 0 {
            throw RabbitMQError(.tls, "The check of the broker's certificate could not be set up.")
        }
    }

    /// The error when the status is one of TLS.
    func failure(_ status: Int32) -> RabbitMQError? {
        guard RabbitMQError(status: status, during: "").code == .tls else { return nil }
        return refusedCertificate(status) ?? trouble(status)
    }

    /// The error when a connection that was there has failed because of TLS. With TLS 1.3 the broker judges our
    /// certificate only after our side of the handshake has ended.
    func laterFailure(_ status: Int32) -> RabbitMQError? {
        ctls_trouble(context) == CTLS_TROUBLE_NONE ? nil : trouble(status)
    }

    /// The broker's certificate is not what was demanded.
    private func refusedCertificate(_ status: Int32) -> RabbitMQError? {
        let (detail, hint): (String, String)
        switch ctls_fault(context) {
        case CTLS_FAULT_UNKNOWN_AUTHORITY:
            detail = "was not signed by an authority in \(tls.certificateAuthorities)."
            hint = "Name the PEM file of the authority that signed it as the CA file."
        case CTLS_FAULT_EXPIRED:
            detail = "has expired."
            hint = "Renew the broker's certificate; if it still is valid, set this machine's clock."
        case CTLS_FAULT_NOT_YET_VALID:
            detail = "is not valid yet."
            hint = "Set this machine's clock, or wait until the certificate's first day."
        case CTLS_FAULT_WRONG_HOST:
            detail = "is not for the host \(endpoint.address.host)."
            hint = "Connect by a name or IP address that stands in the certificate, or have one issued for this host."
        case CTLS_FAULT_NONE:
            return nil
        default:
            detail = "cannot be trusted: \(String(cString: ctls_fault_text(context)))."
            hint = "Have the broker's certificate issued anew."
        }
        return RabbitMQError(
            .tls,
            rawCode: Int(status),
            "The certificate of the broker at \(endpoint) \(detail)",
            hint: hint
        )
    }

    /// What the broker or OpenSSL complains of.
    private func trouble(_ status: Int32) -> RabbitMQError {
        let (detail, hint): (String, String?)
        switch ctls_trouble(context) {
        case CTLS_TROUBLE_NOT_TLS:
            detail = "What answers at \(endpoint) does not speak TLS."
            hint = "Write amqp:// if that is the plain port, or name the TLS port (RabbitMQ's default is 5671)."
        case CTLS_TROUBLE_VERSION:
            detail = "The broker at \(endpoint) offers neither TLS 1.2 nor a newer version."
            hint = "Allow TLS 1.2 or 1.3 on the broker (ssl_options.versions)."
        case CTLS_TROUBLE_CERTIFICATE_DEMANDED:
            detail = "The broker at \(endpoint) demands a client certificate, and none is configured."
            hint = "Configure a certificate file and its key file."
        case CTLS_TROUBLE_CERTIFICATE_REFUSED:
            let chain = tls.clientCertificate?.chain ?? "none"
            detail = "The broker at \(endpoint) refuses the client certificate \(chain): \(text)."
            hint = "Check its dates, and that the broker trusts the authority that signed it (ssl_options.cacertfile)."
        default:
            detail = "The TLS handshake with \(endpoint) failed\(text.isEmpty ? "" : ": \(text)")."
            hint = nil
        }
        return RabbitMQError(.tls, rawCode: Int(status), detail, hint: hint)
    }

    /// The files of a client certificate are not what they should be.
    func unusable(_ client: TLSConfiguration.ClientCertificate) -> RabbitMQError {
        if ctls_trouble(context) == CTLS_TROUBLE_KEY_MISMATCH {
            return RabbitMQError(
                .tls,
                "The client certificate \(client.chain) and the key \(client.key) do not belong together.",
                hint: "Configure the key with which that certificate was requested."
            )
        }
        return RabbitMQError(
            .tls,
            "The client certificate \(client.chain) or its key \(client.key) cannot be read.",
            hint: "Both must be PEM files that this user may read; the key must not be encrypted."
        )
    }

    private var text: String { String(cString: ctls_trouble_text(context)) }
}
