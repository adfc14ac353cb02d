import ArgumentParser
import Console
import Foundation
import ServiceLifecycle
import Terminations
import Worker

struct ConsoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract: "Show dead letters, terminations, settings and reports in a browser.",
        usage: "terminus console [--console-address <address>] [--write] [<options>]",
        discussion: """
            Runs until SIGTERM or SIGINT, as a process of its own beside the worker: whatever happens in it, the worker \
            goes on. The start prints a link that signs in once, within an hour, on this machine. From another machine: \
            ssh -L 9465:127.0.0.1:9465 HOST, and open the link there.

            The console reads the ledger and changes nothing. With --write the permissions to change something are \
            granted too. See docs/console.md.

            EXAMPLE
              terminus console
              terminus console --console-address 127.0.0.1:0
            """
    )

    @Option(
        help: ArgumentHelp(
            "Where the console answers, on this machine (default: 127.0.0.1:9465) [TERMINUS_CONSOLE_ADDRESS].",
            valueName: "address"
        )
    )
    var consoleAddress: String?
    @Flag(help: "Grant the permissions to change something.")
    var write = false
    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        // The worker goes first.
        _ = nice(10)
        let flags = consoleAddress.map { [ConfigurationKey.consoleAddress: $0] } ?? [:]
        let configuration = try await TerminusConfiguration.load(options, flags: flags)
        let logger = configuration.makeLogger(standard: .info)
        // Says at the start what every page would say.
        try configuration.withLedger(.readOnly) { _ = try $0.currentSettingsVersion() }
        let service = ConsoleService(
            configuration: ConsoleConfiguration(
                host: configuration.console.host,
                port: configuration.console.port,
                basePath: configuration.console.basePath,
                publicOrigin: configuration.console.publicOrigin,
                isWritable: write,
                ledgerPath: configuration.ledgerPath,
                source: configuration.worker.source,
                limits: configuration.worker.limits,
                worker: configuration.health.map { (host: $0.host, port: $0.port) },
                version: TerminusVersion.current,
                userName: NSUserName()
            ),
            logger: logger,
            now: { .now },
            onStart: { link in
                Console.print("Open once, within an hour: \(link)")
            }
        )
        var group = ServiceGroupConfiguration(
            services: [.init(service: service)],
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
