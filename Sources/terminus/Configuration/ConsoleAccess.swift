import Console
import Foundation
import Logging
import YAML

/// Who may use `terminus console`, as it is configured.
///
/// Only texts are checked here. Files are read when a console starts: the worker has the same configuration, and neither needs
/// nor may read them.
struct ConsoleAccess: Sendable {
    enum Mode: String, CaseIterable, Sendable {
        case local
        case proxy
        case oidc
        case users
    }

    enum Approval: String, CaseIterable, Sendable {
        case none
        case required
    }

    var mode: Mode
    var isReadOnly: Bool
    var approval: Approval
    var roles: RoleTable
    var trustedProxies: [AddressRange]
    var userHeader: String
    var groupsHeader: String
    var usersFile: String?
    var issuer: String?
    var clientID: String?
    var clientSecretFile: String?
    var scopes: String
    var keys: String?
    var userClaim: String?
    var groupsClaim: String

    init(_ values: inout ConfigurationValues) {
        mode = values.choice(.consoleSignIn, default: .local)
        isReadOnly = values.boolean(.consoleReadOnly, default: false)
        approval = values.choice(.consoleApproval, default: .none)
        let configured = values.read(.consoleRoles, default: "{}") { text in
            try Self.mapping(text).map { role in
                Role(name: try Self.roleName(role.name), permissions: Set(try role.values.map(Self.permission)))
            }
        }
        let known = RoleTable(configured: configured)
        let groups = values.read(.consoleGroups, default: "{}") { text in
            let groups = try Self.mapping(text)
            for role in groups.flatMap(\.values) where !known.hasRole(role) {
                let names = known.roles.map(\.name).joined(separator: ", ")
                throw ConfigurationFault("gives a group a role that there is not; the roles are \(names)")
            }
            return Dictionary(groups.map { ($0.name, $0.values) }) { $0 + $1 }
        }
        roles = RoleTable(configured: configured, rolesByGroup: groups)
        trustedProxies =
            values.read(.consoleTrustedProxies, default: nil as [AddressRange]?) { text in
                try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
                    guard let range = AddressRange(part.trimmingCharacters(in: .whitespaces)) else {
                        throw ConfigurationFault(
                            "must be addresses or ranges, such as 127.0.0.1 or 10.1.0.0/16, or unix"
                        )
                    }
                    return range
                }
            } ?? []
        // As oauth2-proxy calls them.
        userHeader = values.read(.consoleProxyUserHeader, default: "X-Forwarded-User") { try Self.headerName($0) }
        groupsHeader = values.read(.consoleProxyGroupsHeader, default: "X-Forwarded-Groups") { try Self.headerName($0) }
        usersFile = values.read(.consoleUsersFile, default: nil as String?) { $0 }
        issuer = values.read(.consoleOIDCIssuer, default: nil as String?) { try Self.issuer($0) }
        clientID = values.read(.consoleOIDCClientID, default: nil as String?) { $0 }
        clientSecretFile = values.read(.consoleOIDCClientSecretFile, default: nil as String?) { $0 }
        scopes = values.read(.consoleOIDCScopes, default: "openid profile email") { text in
            guard text.split(separator: " ").contains("openid") else {
                throw ConfigurationFault("must be scopes separated by blanks, openid among them")
            }
            return text
        }
        keys = values.read(.consoleOIDCKeys, default: nil as String?) { $0 }
        userClaim = values.read(.consoleOIDCUserClaim, default: nil as String?) { $0 }
        groupsClaim = values.read(.consoleOIDCGroupsClaim, default: "groups") { $0 }
    }

    // MARK: - Reading

    private static func mapping(_ text: String) throws(ConfigurationFault) -> [(name: String, values: [String])] {
        guard let mapping = ConfigurationDocument.mapping(text) else {
            throw ConfigurationFault("must hold names, each with a value or a list of values: {name: [value, value]}")
        }
        return mapping
    }

    private static func roleName(_ name: String) throws(ConfigurationFault) -> String {
        guard !name.isEmpty, name.utf8.count <= 64,
            name.utf8.allSatisfy({ 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") })
        else { throw ConfigurationFault("has the name of a role that is not of small letters, digits and hyphens") }
        return name
    }

    private static func permission(_ name: String) throws(ConfigurationFault) -> Permission {
        guard let permission = Permission(rawValue: name) else {
            let names = Permission.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationFault("has a permission that there is not; there are \(names)")
        }
        return permission
    }

    private static func headerName(_ name: String) throws(ConfigurationFault) -> String {
        let isName = name.utf8.allSatisfy { byte in
            0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || byte == UInt8(ascii: "-")
        }
        guard isName else { throw ConfigurationFault("must be the name of a header, such as X-Forwarded-User") }
        return name
    }

    private static func issuer(_ text: String) throws(ConfigurationFault) -> String {
        guard IDTokens.isAddress(text) else {
            throw ConfigurationFault(
                "must be the https:// address of the identity provider, as its tokens name it (iss)"
            )
        }
        return text
    }

    // MARK: - Using

    /// Whether the console changes anything.
    ///
    /// - Parameter write: whether `--write` is there, which is for the one-time link: who signs in otherwise has roles.
    /// - Throws: ``CommandFailure`` with exit code 78 where the flag contradicts the configuration.
    func isWritable(write: Bool) throws -> Bool {
        if write, mode != .local {
            throw CommandFailure(
                .configuration,
                "--write is for console.signIn local, and it is \(mode.rawValue): the roles say who may change something."
            )
        }
        if write, isReadOnly {
            throw CommandFailure(.configuration, "--write contradicts console.readOnly.")
        }
        return mode == .local ? write : !isReadOnly
    }

    /// The way to sign in, with what the named files hold.
    ///
    /// - Throws: ``CommandFailure`` with exit code 78.
    func method(logger: Logger) throws -> SignInMethod {
        switch mode {
        case .local: .local
        case .users: .users(try users())
        case .proxy:
            .proxy(
                ProxySignIn(trustedProxies: trustedProxies, userHeader: userHeader, groupsHeader: groupsHeader),
                try issuer.map { try tokens(of: $0, logger) }
            )
        case .oidc:
            .oidc(
                OpenIDConnect(
                    clientID: try require(clientID, .consoleOIDCClientID),
                    clientSecret: try clientSecretFile.map { path in
                        try reading(.consoleOIDCClientSecretFile) { try NamedFile.password(inFile: path) }
                    },
                    scopes: scopes,
                    tokens: try tokens(of: try require(issuer, .consoleOIDCIssuer), logger)
                )
            )
        }
    }

    private func tokens(of issuer: String, _ logger: Logger) throws -> IDTokens {
        do {
            return try IDTokens(
                issuer: issuer,
                audience: try require(clientID, .consoleOIDCClientID),
                keys: keys,
                userClaim: userClaim,
                groupsClaim: groupsClaim,
                logger: logger
            )
        } catch let error as ConsoleError {
            throw CommandFailure(.configuration, error.description, hint: error.hint)
        }
    }

    private func users() throws -> Users {
        let path = try require(usersFile, .consoleUsersFile)
        let text = try reading(.consoleUsersFile) { try NamedFile.protectedText(inFile: path) }
        do {
            return try Users(parsing: text, roles: roles)
        } catch {
            throw CommandFailure(
                .configuration,
                "Line \(error.line) of \(path) \(error.predicate).",
                hint: "Make a line with: terminus console hash-password NAME --role ROLE"
            )
        }
    }

    private func require(_ value: String?, _ key: ConfigurationKey) throws -> String {
        guard let value else {
            throw CommandFailure(
                .configuration,
                "\(ConfigurationKey.consoleSignIn.rawValue) is \(mode.rawValue), and \(key.rawValue) is not set."
            )
        }
        return value
    }

    private func reading<Value>(_ key: ConfigurationKey, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch let fault as ConfigurationFault {
            throw CommandFailure(.configuration, "\(key.rawValue) \(fault.text).")
        }
    }

    /// What `terminus doctor` says of it. A console that cannot start is no obstacle for a worker.
    static func finding(_ configuration: TerminusConfiguration) -> [DoctorLine] {
        let mode = configuration.consoleAccess.mode
        guard mode != .local || configuration.consoleEndpoint.socketPath != nil else { return [] }
        do {
            _ = try configuration.console(logger: Logger(label: "terminus") { _ in SwiftLogNoOpLogHandler() })
            return [DoctorLine(.good("console", "People sign in by \(mode.rawValue)."))]
        } catch let failure as CommandFailure {
            let hint = failure.hint ?? "See docs/console-sign-in.md."
            return [DoctorLine(check: "console", warning: failure.message, hint: hint)]
        } catch {
            let hint = "See docs/console-sign-in.md."
            return [DoctorLine(check: "console", warning: "Its configuration cannot be used.", hint: hint)]
        }
    }
}
