import ArgumentParser
import Foundation
import Ledger
import RabbitMQ
import Terminations
import Worker

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check configuration, ledger, broker, topology, settings and libraries.",
        discussion: """
            Says what is wrong and what to do. Changes nothing. Exit code 0 when the worker can do its work, otherwise \
            that of the first failure: 69 broker not reachable, 78 bad configuration.

            EXAMPLE
              terminus doctor --format json
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var findings: [Finding] = []
        do {
            let configuration = try await TerminusConfiguration.load(options)
            findings.append(
                .good("configuration", configuration.connection.addresses.map(\.description).joined(separator: ", "))
            )
            findings += Examination.variables(ProcessInfo.processInfo.environment)
            findings += Examination.ledger(configuration)
            findings += Examination.broker(configuration)
        } catch let failure as CommandFailure {
            findings.append(.failure("configuration", failure))
        }
        findings.append(.good("librabbitmq", Broker.librabbitmqVersion))
        findings.append(.good("time zones", Zone.databaseVersion))
        findings.append(.good("terminus", TerminusVersion.current))
        for finding in findings { print(finding) }
        if let status = findings.compactMap(\.status).first { throw ExitCode(status.rawValue) }
    }

    private func print(_ finding: Finding) {
        switch output.format {
        case .text:
            let mark = finding.status != nil ? "✗" : finding.isWarning ? "!" : "✓"
            Console.print(
                "\(mark) \(finding.subject.padding(toLength: 14, withPad: " ", startingAt: 0)) \(finding.text)"
            )
            if let hint = finding.hint { Console.print("  → \(hint)") }
        case .json:
            var line = JSONWriter()
            line.beginObject()
            line.name("check")
            line.string(finding.subject)
            line.name("result")
            line.string(finding.status != nil ? "failed" : finding.isWarning ? "warning" : "ok")
            line.name("detail")
            line.string(finding.text)
            line.name("hint")
            line.stringOrNull(finding.hint)
            line.endObject()
            Console.print(line)
        }
    }
}

/// One thing that was looked at, and how it is.
struct Finding {
    let subject: String
    let text: String
    var hint: String?
    /// Set where the worker cannot do its work.
    var status: ExitStatus?
    var isWarning = false

    static func good(_ subject: String, _ text: String) -> Finding {
        Finding(subject: subject, text: text)
    }

    static func warning(_ subject: String, _ text: String, hint: String) -> Finding {
        Finding(subject: subject, text: text, hint: hint, isWarning: true)
    }

    static func failure(_ subject: String, _ failure: CommandFailure) -> Finding {
        Finding(subject: subject, text: failure.message, hint: failure.hint, status: failure.status)
    }
}

/// The examinations of `terminus doctor`. None changes anything.
enum Examination {
    /// A variable that nobody reads is most likely a misspelt one.
    static func variables(_ environment: [String: String]) -> [Finding] {
        let known = Set(ConfigurationKey.allCases.map(\.variable) + ["TERMINUS_CONFIG"])
        return environment.keys.filter { $0.hasPrefix("TERMINUS_") && !known.contains($0) }.sorted().map { name in
            .warning("configuration", "\(name) is set, and Terminus does not know it.", hint: "Is it misspelt?")
        }
    }

    static func ledger(_ configuration: TerminusConfiguration) -> [Finding] {
        guard FileManager.default.fileExists(atPath: configuration.ledgerPath) else {
            return [
                .warning(
                    "ledger",
                    "\(configuration.ledgerPath) does not exist yet.",
                    hint: "Run: terminus settings apply FILE"
                )
            ]
        }
        do {
            let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
            defer { ledger.close() }
            let facts = try ledger.facts()
            var findings: [Finding] = [
                .good("ledger", "\(configuration.ledgerPath): \(facts.terminations) terminations"),
                .good("sqlite", facts.sqliteVersion),
            ]
            if let version = facts.settingsVersion {
                findings.append(.good("settings", "version \(version)"))
            } else {
                findings.append(
                    .warning(
                        "settings",
                        "None were ever applied: messages wait in the queue.",
                        hint: "Run: terminus settings apply FILE"
                    )
                )
            }
            if facts.openDeadLetters > 0 {
                findings.append(
                    .warning(
                        "dead letters",
                        "\(facts.openDeadLetters) are open.",
                        hint: "See: terminus dead-letters list --state open"
                    )
                )
            }
            if facts.parkedEvents > 0 {
                findings.append(
                    .warning(
                        "events",
                        "\(facts.parkedEvents) could not be published; they are tried again.",
                        hint: "Bind billing's queue to \(configuration.names.events)."
                    )
                )
            }
            if facts.unpublishedEvents > 0 {
                findings.append(.good("relay", "\(facts.unpublishedEvents) events wait to be published."))
            }
            return findings
        } catch {
            return [.failure("ledger", CommandFailure(error))]
        }
    }

    static func broker(_ configuration: TerminusConfiguration) -> [Finding] {
        let connection = configuration.connection
        do {
            let info = try Broker.check(connection)
            var findings: [Finding] = [.good("broker", "\(info.product) \(info.version) at \(info.address)")]
            for queue in configuration.names.topology.queues.map(\.name) {
                if let status = try Broker.queueStatus(queue, on: connection) {
                    findings.append(.good("queue", "\(queue): \(status.messages) ready, \(status.consumers) consumers"))
                } else {
                    findings.append(.missing("queue", queue))
                }
            }
            for exchange in configuration.names.topology.exchanges.map(\.name)
            where try !Broker.exchangeExists(exchange, on: connection) {
                findings.append(.missing("exchange", exchange))
            }
            return findings
        } catch {
            return [.failure("broker", CommandFailure(error))]
        }
    }
}

extension Finding {
    fileprivate static func missing(_ kind: String, _ name: String) -> Finding {
        .warning(kind, "\(name) does not exist.", hint: "Run: terminus setup (terminus run does it too)")
    }
}
