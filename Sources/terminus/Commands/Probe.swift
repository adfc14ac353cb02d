import ArgumentParser
import Foundation
import Ledger
import RabbitMQ
import Worker

/// The quick examination of `terminus doctor --probe`: one line, and exit code 0 or 1, as health checks want it.
///
/// Settings are not looked for: a worker without them waits as it should, and starting it anew would not help.
enum Probe {
    /// How long the addresses of the broker have in all: container engines wait some seconds for a health check.
    private static let patience = Duration.seconds(3)

    static func run(_ options: ConfigurationOptions) async throws {
        do {
            let configuration = try await TerminusConfiguration.load(options)
            try look(configuration)
            Console.print("ok")
        } catch let failure as CommandFailure {
            let lines = failure.message.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            Console.print("failed: \(lines.joined(separator: " "))")
            throw ExitCode(ExitStatus.failure.rawValue)
        }
    }

    private static func look(_ configuration: TerminusConfiguration) throws {
        guard FileManager.default.fileExists(atPath: configuration.ledgerPath) else {
            throw CommandFailure(.configuration, "There is no ledger at \(configuration.ledgerPath).")
        }
        try reporting(on: configuration.ledgerPath) {
            let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
            defer { ledger.close() }
            _ = try ledger.relayPosition()
        }
        var connection = configuration.connection.named("terminus probe")
        connection.connectTimeout = patience
        connection.callTimeout = patience
        _ = try reporting { try Broker.check(connection) }
    }
}
