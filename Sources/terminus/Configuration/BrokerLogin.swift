import RabbitMQ

/// How the broker learns who this is.
enum BrokerLogin: String, CaseIterable, Sendable {
    /// By the user and password of the address (SASL PLAIN).
    case password
    /// By the client certificate (SASL EXTERNAL).
    case certificate

    var authentication: Authentication {
        switch self {
        case .password: .password
        case .certificate: .certificate
        }
    }
}

extension ConfigurationValues {
    /// The client certificate, where one is configured: of certificate and key neither can do without the other.
    mutating func clientCertificate() -> TLSConfiguration.ClientCertificate? {
        let chain = read(.amqpCertificateFile, default: nil as String?) { try NamedFile.certificates(inFile: $0) }
        let key = read(.amqpKeyFile, default: nil as String?) { try NamedFile.privateKey(inFile: $0) }
        if let source = source(.amqpCertificateFile), self.source(.amqpKeyFile) == nil {
            add(fault: "\(source) is set without \(ConfigurationKey.amqpKeyFile.rawValue).")
        }
        if let source = source(.amqpKeyFile), self.source(.amqpCertificateFile) == nil {
            add(fault: "\(source) is set without \(ConfigurationKey.amqpCertificateFile.rawValue).")
        }
        guard let chain, let key else { return nil }
        return TLSConfiguration.ClientCertificate(chain: chain, key: key)
    }

    /// Who logs in with a certificate needs one, and a connection on which it can be shown.
    mutating func demandCertificateLogin(_ addresses: [BrokerAddress]) {
        let login = source(.amqpLogin) ?? ConfigurationKey.amqpLogin.rawValue
        if source(.amqpCertificateFile) == nil && source(.amqpKeyFile) == nil {
            add(fault: "\(login) is certificate, and amqp.certificateFile and amqp.keyFile are not set.")
        }
        if addresses.contains(where: { !$0.usesTLS }) {
            add(fault: "\(login) is certificate, and not every address begins with amqps://.")
        }
        if source(.amqpPasswordFile) != nil {
            add(fault: "\(login) is certificate, and amqp.passwordFile is set: there is no password then.")
        }
    }
}
