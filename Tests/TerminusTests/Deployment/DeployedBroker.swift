import Foundation
import RabbitMQ
import TestSupport
import Testing

/// A broker of the tests' own, started as a team would: with TLS, its own authority, and the definitions of `deploy/`.
///
/// Its users have no passwords: they log in with certificates of its authority.
final class DeployedBroker: Sendable {
    let folder: Folder
    let port: Int
    private let variables: [String: String]

    var tlsPort: Int { port + 3000 }
    var url: String { "amqps://localhost:\(tlsPort)" }
    var plainURL: String { "amqp://localhost:\(port)" }
    var certificates: String { folder.path + "/tls" }
    var authority: String { certificates + "/ca.pem" }

    struct CannotStart: Error, CustomStringConvertible { let description: String }

    /// - Parameters:
    ///   - options: of `scripts/broker start`.
    ///   - certificateOptions: of `scripts/make-certificates`.
    init(definitions: Bool = false, options: [String] = [], certificateOptions: [String] = []) throws {
        folder = try Folder()
        let found = try Program.script("free-port", []).lines.first.flatMap(Int.init)
        guard let found else { throw CannotStart(description: "no free port") }
        port = found
        variables = [
            "TERMINUS_BROKER_DIR": folder.path + "/broker", "TERMINUS_BROKER_PORT": String(found),
            "TERMINUS_BROKER_TLS": folder.path + "/tls",
        ]
        try Self.demand(Program.script("make-certificates", [certificates] + certificateOptions))
        if definitions {
            let more = folder.url.appending(path: "broker/conf.d")
            try FileManager.default.createDirectory(at: more, withIntermediateDirectories: true)
            let file = Program.project.appending(path: "deploy/rabbitmq-definitions.json").path
            try Data("load_definitions = \(file)\n".utf8).write(to: more.appending(path: "definitions.conf"))
        }
        try Self.demand(Program.script("broker", ["start", "--tls"] + options, environment: variables))
    }

    private static func demand(_ answer: Answer) throws {
        guard answer.end == .exit(0) else { throw CannotStart(description: answer.errors) }
    }

    func stop() {
        _ = try? Program.script("broker", ["stop", "--wipe"], environment: variables)
    }

    /// Runs `rabbitmqctl` against it.
    func control(_ arguments: String...) throws {
        try Self.demand(Program.script("broker", ["ctl"] + arguments, environment: variables))
    }

    /// Runs a test with a broker of its own.
    static func with(
        options: [String] = [],
        certificateOptions: [String] = [],
        _ body: (DeployedBroker) throws -> Void
    ) throws {
        let broker = try DeployedBroker(options: options, certificateOptions: certificateOptions)
        defer { broker.stop() }
        try body(broker)
    }

    /// How a user of that name connects, with a certificate of the broker's authority.
    func connection(as user: String) throws -> ConnectionConfiguration {
        var configuration = try LiveBroker.configuration(url)
        configuration.tls.certificateAuthorities = authority
        configuration.tls.clientCertificate = try certificate(of: user)
        configuration.authentication = .certificate
        return configuration
    }

    /// The same for the program.
    func environment(as user: String) throws -> [String: String] {
        let client = try certificate(of: user)
        return [
            "TERMINUS_AMQP_URL": url, "TERMINUS_AMQP_CA_FILE": authority, "TERMINUS_AMQP_LOGIN": "certificate",
            "TERMINUS_AMQP_CERTIFICATE_FILE": client.chain, "TERMINUS_AMQP_KEY_FILE": client.key,
        ]
    }

    private static let making = NSLock()

    /// A certificate that the broker's authority signed for a user; made when it is asked for first.
    func certificate(of user: String) throws -> TLSConfiguration.ClientCertificate {
        try Self.making.withLock {
            let folder = self.folder.url.appending(path: "user-\(user)")
            if !FileManager.default.fileExists(atPath: folder.path) {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                for name in ["ca.pem", "ca-key.pem"] {
                    try FileManager.default.copyItem(
                        atPath: certificates + "/\(name)",
                        toPath: folder.appending(path: name).path
                    )
                }
                try Self.demand(Program.script("make-certificates", [folder.path, "--user", user]))
            }
            return .init(
                chain: folder.appending(path: "client.pem").path,
                key: folder.appending(path: "client-key.pem").path
            )
        }
    }
}

/// Starts one broker for all tests of a suite, and stops it after the last.
struct WithDeployedBroker: SuiteTrait, TestScoping {
    @TaskLocal static var broker: DeployedBroker?

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let broker = try DeployedBroker(definitions: true)
        defer { broker.stop() }
        try await Self.$broker.withValue(broker) { try await function() }
    }
}

extension Trait where Self == WithDeployedBroker {
    static var deployedBroker: Self { WithDeployedBroker() }
}
