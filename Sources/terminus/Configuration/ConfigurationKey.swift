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
    case consoleSignIn = "console.signIn"
    case consoleMetricsAddress = "console.metricsAddress"
    case consoleReadOnly = "console.readOnly"
    case consoleApproval = "console.approval"
    case consoleRoles = "console.roles"
    case consoleGroups = "console.groups"
    case consoleTrustedProxies = "console.trustedProxies"
    case consoleProxyUserHeader = "console.proxy.userHeader"
    case consoleProxyGroupsHeader = "console.proxy.groupsHeader"
    case consoleUsersFile = "console.usersFile"
    case consoleOIDCIssuer = "console.oidc.issuer"
    case consoleOIDCClientID = "console.oidc.clientId"
    case consoleOIDCClientSecretFile = "console.oidc.clientSecretFile"
    case consoleOIDCScopes = "console.oidc.scopes"
    case consoleOIDCKeys = "console.oidc.keys"
    case consoleOIDCUserClaim = "console.oidc.userClaim"
    case consoleOIDCGroupsClaim = "console.oidc.groupsClaim"
    case prefetch
    case batchSize
    case confirmWindow
    case graceSeconds
    case maxMessageBytes
    case setup

    /// Whether its value names a file.
    var isPath: Bool {
        switch self {
        case .amqpPasswordFile, .amqpCAFile, .amqpCertificateFile, .amqpKeyFile, .ledgerPath, .consoleUsersFile,
            .consoleOIDCClientSecretFile, .consoleOIDCKeys:
            true
        case .amqpURL, .amqpHeartbeatSeconds, .amqpLogin, .prefix, .source, .logLevel, .logFormat, .httpAddress,
            .consoleAddress, .consoleBasePath, .consolePublicURL, .consoleMetricsAddress, .consoleSignIn,
            .consoleReadOnly, .consoleApproval,
            .consoleRoles, .consoleGroups, .consoleTrustedProxies, .consoleProxyUserHeader, .consoleProxyGroupsHeader,
            .consoleOIDCIssuer, .consoleOIDCClientID, .consoleOIDCScopes, .consoleOIDCUserClaim,
            .consoleOIDCGroupsClaim, .prefetch, .batchSize, .confirmWindow, .graceSeconds, .maxMessageBytes, .setup:
            false
        }
    }

    /// The keys whose values are lists. Elsewhere than in a file, commas separate the entries.
    static let lists: Set<String> = Set([Self.consoleTrustedProxies].map(\.rawValue))
    /// The keys whose values are lists by name. Elsewhere than in a file, they are written in YAML too: `{a: [b, c]}`.
    static let mappings: Set<String> = Set([Self.consoleRoles, .consoleGroups].map(\.rawValue))

    /// The variable that sets it: `TERMINUS_AMQP_PASSWORD_FILE` for `amqp.passwordFile`.
    var variable: String {
        let words = rawValue.split(separator: ".").flatMap { part in
            var words = [""]
            for (index, character) in zip(part.indices, part) {
                let next = part[part.index(after: index)...].first
                // `publicURL` is PUBLIC_URL, `clientId` is CLIENT_ID.
                let isAfterSmall = words[words.count - 1].last?.isLowercase ?? false
                if character.isUppercase, isAfterSmall || next?.isLowercase ?? false { words.append("") }
                words[words.count - 1].append(character)
            }
            return words
        }
        return (["terminus"] + words).map { $0.uppercased() }.joined(separator: "_")
    }

    /// The flag that sets it, where a command has one: `--amqp-password-file`.
    var flag: String {
        "--" + variable.lowercased().split(separator: "_").dropFirst().joined(separator: "-")
    }

    var key: ConfigKey { ConfigKey(rawValue.split(separator: ".").map(String.init)) }
}
