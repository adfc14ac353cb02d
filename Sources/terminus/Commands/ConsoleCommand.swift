import ArgumentParser
import CMalloc
import Console
import Foundation
import Logging
import ServiceLifecycle
import Terminations
import Worker

struct ConsoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract: "Show dead letters, terminations, settings and reports in a browser.",
        usage: "terminus console [--console-address <address>] [--write] [<options>]",
        discussion: """
            Runs until SIGTERM or SIGINT. It is a separate process: nothing that happens in it affects the worker.

            By default the start prints a link that signs in once, within an hour, on this machine. From another machine: \
            ssh -L 9465:127.0.0.1:9465 HOST, and open the link there. The console reads the ledger and changes nothing; \
            with --write the permissions to change something are granted too.

            For several people set console.signIn to users (names and passwords), proxy (a sign-in proxy in front of the \
            console) or oidc (OpenID Connect). What each may do is said by the roles then. See docs/console-sign-in.md.

            EXAMPLE
              terminus console
              terminus console --console-address 127.0.0.1:0
              terminus console hash-password alex --role ops
            """,
        subcommands: [ConsoleTokenCommand.self, HashPassword.self]
    )

    @Option(
        help: ArgumentHelp(
            "Where the console answers: an address of this machine, or unix:PATH for a proxy in front of it (default: "
                + "127.0.0.1:9465) [TERMINUS_CONSOLE_ADDRESS].",
            valueName: "address"
        )
    )
    var consoleAddress: String?
    @Flag(help: "Grant the permissions to change something to who signs in by the link.")
    var write = false
    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        // The worker goes first.
        _ = nice(10)
        // One heap for all threads, since each of several would keep what the largest page took, and free memory goes back.
        _ = mallopt(M_ARENA_MAX, 1)
        _ = mallopt(M_TRIM_THRESHOLD, 1 << 20)
        let flags = consoleAddress.map { [ConfigurationKey.consoleAddress: $0] } ?? [:]
        let configuration = try await TerminusConfiguration.load(options, flags: flags)
        let logger = configuration.makeLogger(standard: .info)
        let console = try configuration.console(write: write, logger: logger)
        // Says at the start what every page would say.
        try configuration.withLedger(.readOnly) { _ = try $0.currentSettingsVersion() }
        let isLocal = configuration.consoleAccess.mode == .local
        let service = ConsoleService(
            configuration: console,
            logger: logger,
            now: { .now },
            onStart: { link in
                let verb = isLocal ? "Open once, within an hour" : link.hasPrefix("unix:") ? "Answers on" : "Open"
                Console.print("\(verb): \(link)")
            }
        )
        var group = ServiceGroupConfiguration(
            services: [.init(service: service)]
                + (configuration.consoleEndpoint.metrics.map { address in
                    [
                        .init(
                            service: ConsoleMetricsService(
                                host: address.host,
                                port: address.port,
                                registry: service.registry,
                                logger: logger
                            )
                        )
                    ]
                } ?? []),
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        // A connection that is kept open is no reason to stay.
        group.maximumGracefulShutdownDuration = .seconds(5)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as ConsoleError {
            throw CommandFailure(.configuration, error.description, hint: error.hint)
        }
    }
}

extension TerminusConfiguration {
    /// What the console is started with. Reads the files that are named.
    ///
    /// - Throws: ``CommandFailure`` with exit code 78 where nobody could sign in by it, or it would not be safe.
    func console(write: Bool = false, logger: Logger) throws -> ConsoleConfiguration {
        let console = ConsoleConfiguration(
            host: consoleEndpoint.host,
            port: consoleEndpoint.port,
            socketPath: consoleEndpoint.socketPath,
            basePath: consoleEndpoint.basePath,
            publicOrigin: consoleEndpoint.publicOrigin,
            isWritable: try consoleAccess.isWritable(write: write),
            ledgerPath: ledgerPath,
            source: worker.source,
            limits: worker.limits,
            worker: health.map { (host: $0.host, port: $0.port) },
            version: TerminusVersion.current,
            apiDocument: PublishedSchema.openAPI?.text ?? "",
            userName: NSUserName(),
            signIn: try consoleAccess.method(logger: logger),
            roles: consoleAccess.roles,
            requiresApproval: consoleAccess.approval == .required
        )
        do {
            try console.requireSafeSignIn()
        } catch {
            throw CommandFailure(.configuration, error.description, hint: error.hint)
        }
        return console
    }
}

extension ConsoleCommand {
    struct HashPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hash-password",
            abstract: "Print a line for the console's file of users.",
            usage: "terminus console hash-password <name> --role <role> ... [<options>]",
            discussion: """
                Asks for the password twice, or takes the first line of standard input. The line goes into the file that \
                console.usersFile names, which only its owner and its group may read (chmod 640). The console reads the \
                file when it starts.

                EXAMPLE
                  terminus console hash-password alex --role ops --role viewer
                """
        )

        @Argument(help: "Who signs in: the name that the audit trail will have.")
        var name: String
        @Option(name: .customLong("role"), help: ArgumentHelp("A role; may be given several times.", valueName: "role"))
        var roles: [String]
        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            guard Users.isName(name) else {
                throw CommandFailure(.usage, "\(name) is no name for a user: it has a colon, or begins with #.")
            }
            let table = configuration.consoleAccess.roles
            if let unknown = roles.first(where: { !table.hasRole($0) }) {
                throw CommandFailure(
                    .usage,
                    "There is no role \(unknown).",
                    hint: "The roles are \(table.roles.map(\.name).joined(separator: ", "))."
                )
            }
            let password = try Self.password()
            guard password.count >= 12 else {
                throw CommandFailure(.usage, "The password has fewer than 12 characters.")
            }
            Console.print(Users.line(name: name, hash: try PasswordHash(of: password), roles: roles))
        }

        /// Typed twice without being shown, or the first line of standard input.
        private static func password() throws -> String {
            guard Console.canAsk else {
                guard let password = try? NamedFile.password(inFile: "-") else {
                    throw CommandFailure(.noInput, "Standard input has no password in its first line.")
                }
                return password
            }
            guard let first = Console.askSecretly("Password: "), let second = Console.askSecretly("Again: ") else {
                throw CommandFailure(.noInput, "There is no password.")
            }
            guard first == second else { throw CommandFailure(.usage, "The two passwords differ.") }
            return first
        }
    }
}
