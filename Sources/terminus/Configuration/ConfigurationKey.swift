import Configuration

/// Everything that can be configured. The raw value is the key in `terminus.yaml`.
enum ConfigurationKey: String, CaseIterable {
    case amqpURL = "amqp.url"
    case amqpPasswordFile = "amqp.passwordFile"
    case amqpHeartbeatSeconds = "amqp.heartbeatSeconds"
    case amqpCAFile = "amqp.caFile"
    case amqpCertificateFile = "amqp.certificateFile"
    case amqpKeyFile = "amqp.keyFile"
    case amqpLogin = "amqp.login"
    case ledgerPath = "ledger.path"
    case prefix
    case source
    case logLevel = "log.level"
    case logFormat = "log.format"
    case httpAddress = "http.address"
    case consoleAddress = "console.address"
    case consoleBasePath = "console.basePath"
    case consolePublicURL = "console.publicURL"
    case prefetch
    case batchSize
    case confirmWindow
    case graceSeconds
    case maxMessageBytes
    case setup

    /// Whether its value names a file.
    var isPath: Bool {
        switch self {
        case .amqpPasswordFile, .amqpCAFile, .amqpCertificateFile, .amqpKeyFile, .ledgerPath: true
        case .amqpURL, .amqpHeartbeatSeconds, .amqpLogin, .prefix, .source, .logLevel, .logFormat, .httpAddress,
            .consoleAddress, .consoleBasePath, .consolePublicURL, .prefetch, .batchSize, .confirmWindow, .graceSeconds,
            .maxMessageBytes, .setup:
            false
        }
    }

    /// The variable that sets it: `TERMINUS_AMQP_PASSWORD_FILE` for `amqp.passwordFile`.
    var variable: String {
        let words = rawValue.split(separator: ".").flatMap { part in
            part.reduce(into: [""]) { words, character in
                if character.isUppercase { words.append("") }
                words[words.count - 1].append(character)
            }
        }
        return (["terminus"] + words).map { $0.uppercased() }.joined(separator: "_")
    }

    /// The flag that sets it, where a command has one: `--amqp-password-file`.
    var flag: String {
        "--" + variable.lowercased().split(separator: "_").dropFirst().joined(separator: "-")
    }

    var key: ConfigKey { ConfigKey(rawValue.split(separator: ".").map(String.init)) }
}
