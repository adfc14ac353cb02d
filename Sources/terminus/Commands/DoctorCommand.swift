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
        usage: "terminus doctor [--probe] [<options>]",
        discussion: """
            Says what is wrong and what to do, and changes nothing. Fit for a health check: exit code 0 when a worker \
            with this configuration can do its work (what is only marked with ! does not hinder it), otherwise that of \
            the first failure: 69 when the broker is not reachable or billing does not get its events, 78 when the \
            configuration is wrong or no settings were applied yet.

            With --probe it only looks whether the ledger opens and the broker lets the worker in, writes one line, and \
            ends with 0 or 1 within seconds: for health checks of containers.

            EXAMPLE
              terminus doctor --format json
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Flag(help: "Look only whether ledger and broker can be used: one line, exit code 0 or 1.")
    var probe = false

    func run() async throws {
        if probe { return try await Probe.run(options) }
        var findings: [Finding] = []
        do {
            let configuration = try await TerminusConfiguration.load(options)
            findings.append(Examination.file(configuration))
            findings += Examination.variables(ProcessInfo.processInfo.environment)
            findings += Examination.broker(configuration)
            findings += Examination.ledger(configuration)
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
            let lines = Paragraph.lines(finding.text, width: Paragraph.width - 17)
            for (index, line) in lines.enumerated() {
                Console.print(Table.padded(index == 0 ? "\(mark) \(finding.subject)" : "", to: 17) + line)
            }
            if let hint = finding.hint {
                for line in Paragraph.lines("→ \(CommandHint.text(hint))", width: Paragraph.width - 17) {
                    Console.print(Table.padded("", to: 17) + line)
                }
            }
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
            line.stringOrNull(finding.hint.map { CommandHint.text($0) })
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
    static func file(_ configuration: TerminusConfiguration) -> Finding {
        let file = configuration.file.map { "Read from \(URL(filePath: $0).path), flags and variables." }
        return .good("configuration", file ?? "There is no configuration file: defaults, flags and variables count.")
    }

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
                .missing(
                    "ledger",
                    "There is none at \(configuration.ledgerPath): no settings were ever applied.",
                    hint:
                        "Name the ledger with --config or --ledger-path. To make a new one: terminus settings apply FILE --create"
                )
            ]
        }
        do throws(LedgerError) {
            let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
            defer { ledger.close() }
            try ledger.demandConsistency()
            if let obstacle = Ledger.obstacle(toWriting: configuration.ledgerPath) { throw obstacle }
            let facts = try ledger.facts()
            var findings: [Finding] = [
                .good("ledger", "\(configuration.ledgerPath) holds \(Self.count(facts.terminations, "termination"))."),
                .good("sqlite", facts.sqliteVersion),
            ]
            if let version = facts.settingsVersion {
                findings.append(.good("settings", "Version \(version) is in force."))
            } else {
                findings.append(
                    .missing(
                        "settings",
                        "None were ever applied: the messages wait in the queue.",
                        hint: "Run: terminus settings apply FILE"
                    )
                )
            }
            if facts.openDeadLetters > 0 {
                findings.append(
                    .warning(
                        "dead letters",
                        "\(Self.count(facts.openDeadLetters, "dead letter")) open.",
                        hint: "See: terminus dead-letters list --state open"
                    )
                )
            }
            findings += facts.parkedKinds.map { parked($0, configuration) }
            if facts.unpublishedEvents > 0 {
                findings.append(
                    .good("relay", "At most \(Self.count(Int(facts.unpublishedEvents), "event")) to be published.")
                )
            }
            return findings
        } catch {
            return [.failure("ledger", CommandFailure(error, of: configuration.ledgerPath))]
        }
    }

    /// Events that nobody receives: billing acts on nothing then, so that it is no warning.
    private static func parked(_ kind: ParkedKind, _ configuration: TerminusConfiguration) -> Finding {
        let text =
            "\(Self.count(kind.count, "event")) of type \(kind.type) not published, from position \(kind.first): "
            + kind.failure + " Tried again every few seconds."
        let hint =
            kind.failure.contains(" NO_ROUTE")
            ? "No queue takes this type. Bind billing's to \(configuration.names.events) with contract.#, or with "
                + "\(kind.type) too."
            : "See: terminus events list --parked"
        let failure = CommandFailure(.unavailable, text, hint: hint)
        return kind.isOfContract ? .failure("events", failure) : .warning("events", text, hint: hint)
    }

    static func broker(_ configuration: TerminusConfiguration) -> [Finding] {
        var connection = configuration.connection
        do {
            let info = try Broker.check(connection)
            // Where one answers, the others are not tried again for each question.
            connection.addresses = [info.address]
            connection.resolver = { _ throws(RabbitMQError) in [info.ipAddress] }
            var findings: [Finding] = [.good("broker", "\(info.product) \(info.version) answers at \(info.address).")]
            for queue in configuration.names.topology.queues.map(\.name) {
                if let status = try Broker.queueStatus(queue, on: connection) {
                    let waiting = Self.count(Int(status.messages), "message")
                    let consumers = Self.count(Int(status.consumers), "consumer")
                    findings.append(.good("queue", "\(queue) has \(waiting) waiting, \(consumers)."))
                } else {
                    findings.append(.undeclared("queue", queue, configuration))
                }
            }
            for exchange in configuration.names.topology.exchanges.map(\.name)
            where try !Broker.exchangeExists(exchange, on: connection) {
                findings.append(.undeclared("exchange", exchange, configuration))
            }
            return findings
        } catch {
            return [.failure("broker", CommandFailure(error))]
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}

extension Finding {
    /// What somebody must provide before the worker can work.
    fileprivate static func missing(_ subject: String, _ text: String, hint: String) -> Finding {
        .failure(subject, CommandFailure(.configuration, text, hint: hint))
    }

    /// The worker declares what is missing when it starts, unless it is told not to.
    fileprivate static func undeclared(
        _ kind: String,
        _ name: String,
        _ configuration: TerminusConfiguration
    ) -> Finding {
        let text = "\(name) does not exist."
        return configuration.worker.declaresTopology
            ? .warning(kind, text, hint: "The worker declares it when it starts, or run: terminus setup")
            : .missing(kind, text, hint: "Run: terminus setup")
    }
}
