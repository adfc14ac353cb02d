import Application
import ArgumentParser
import Foundation
import RabbitMQ
import Terminations

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check configuration, ledger, broker, topology, settings and libraries.",
        usage: "terminus doctor [--probe] [<options>]",
        discussion: """
            Names each problem and its remedy, and changes nothing. It tries to write a file next to the ledger, and \
            asks the broker for each permission that a worker needs. Exit code 0 when a worker with this configuration \
            can work (lines marked with ! are warnings), otherwise the code of the first failure: 69 when the broker \
            cannot be reached, refuses a permission, or does not route events to billing; 74 when the ledger's disk is \
            full; 75 when it is read-only; 78 when the configuration is wrong or no settings were applied yet.

            With --probe it only opens the ledger and logs in to the broker, writes one line, and ends with 0 or 1 \
            within seconds: for health checks of containers.

            EXAMPLE
              terminus doctor --format json
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Flag(help: "Only check that ledger and broker can be used: one line, exit code 0 or 1.")
    var probe = false

    func run() async throws {
        if probe { return try await runProbe() }
        var lines: [DoctorLine] = []
        do {
            let configuration = try await TerminusConfiguration.load(options)
            let doctor = Doctor(ledgerPath: configuration.ledgerPath, worker: configuration.worker)
            let findings = [file(configuration)] + unknownVariables + doctor.examine()
            lines = findings.map { DoctorLine($0, ledgerPath: configuration.ledgerPath) }
            lines += ConsoleAccess.finding(configuration)
        } catch let failure as CommandFailure {
            lines = [DoctorLine(check: "configuration", failure)]
        }
        let versions: [Doctor.Finding] = [
            .good("librabbitmq", Broker.librabbitmqVersion), .good("time zones", Zone.databaseVersion),
            .good("terminus", TerminusVersion.current),
        ]
        lines += versions.map { DoctorLine($0) }
        for line in lines {
            switch output.format {
            case .text: line.print()
            case .json: Console.print { line.finding.write(to: &$0, detail: line.text, hint: line.hint) }
            }
        }
        if let status = lines.compactMap(\.status).first { throw ExitCode(status.rawValue) }
    }

    private func file(_ configuration: TerminusConfiguration) -> Doctor.Finding {
        let file = configuration.file.map { "Read from \(URL(filePath: $0).path), flags and variables." }
        return .good("configuration", file ?? "There is no configuration file: defaults, flags and variables count.")
    }

    /// Warns of variables that no part of Terminus reads. Such a variable is most likely misspelt.
    private var unknownVariables: [Doctor.Finding] {
        let known = Set(ConfigurationKey.allCases.map(\.variable) + ["TERMINUS_CONFIG"])
        // The project's own scripts read these.
        let scripts = ["TERMINUS_BROKER_", "TERMINUS_TEST_"]
        let unknown = ProcessInfo.processInfo.environment.keys.filter { name in
            name.hasPrefix("TERMINUS_") && !known.contains(name) && !scripts.contains { name.hasPrefix($0) }
        }
        return unknown.sorted().map { name in
            .warning("configuration", "\(name) is set, and Terminus does not know it.", .correctVariable)
        }
    }

    /// Container engines wait some seconds for a health check.
    private static let probeTimeout = Duration.seconds(3)

    /// The quick examination: one line, and exit code 0 or 1, as health checks want it.
    private func runProbe() async throws {
        do {
            let configuration = try await TerminusConfiguration.load(options)
            let doctor = Doctor(ledgerPath: configuration.ledgerPath, worker: configuration.worker)
            try reporting(on: configuration.ledgerPath) { try doctor.probe(timeout: Self.probeTimeout) }
            Console.print("ok")
        } catch let failure as CommandFailure {
            let lines = failure.message.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            Console.print("failed: \(lines.joined(separator: " "))")
            throw ExitCode(ExitStatus.failure.rawValue)
        }
    }
}

/// A finding in the words of the command line.
struct DoctorLine {
    let finding: Doctor.Finding
    let text: String
    let hint: String?
    /// nil where the worker can work.
    let status: ExitStatus?

    init(_ finding: Doctor.Finding, ledgerPath: String? = nil) {
        self.finding = finding
        let failure: CommandFailure? =
            switch finding.cause {
            case .ledger(let error): CommandFailure(error, of: ledgerPath)
            case .broker(let error): CommandFailure(error)
            case .notProvided: CommandFailure(.configuration, finding.text)
            case .notReceived: CommandFailure(.unavailable, finding.text)
            case nil: nil
            }
        text = failure?.message ?? finding.text
        hint = (finding.remedy?.hint ?? failure?.hint).map { CommandHint.text($0) }
        status = finding.result == .failed ? failure?.status : nil
    }

    init(check: String, _ failure: CommandFailure) {
        finding = .failure(check, failure.message)
        text = failure.message
        hint = failure.hint.map { CommandHint.text($0) }
        status = failure.status
    }

    init(check: String, warning text: String, hint: String) {
        finding = .warning(check, text, nil)
        self.text = text
        self.hint = CommandHint.text(hint)
        status = nil
    }

    func print() {
        let mark =
            switch finding.result {
            case .good: "✓"
            case .warning: "!"
            case .failed: "✗"
            }
        let width = Paragraph.width - 17
        for (index, line) in Paragraph.lines(text, width: width).enumerated() {
            Console.print(Table.padded(index == 0 ? "\(mark) \(finding.check)" : "", to: 17) + line)
        }
        guard let hint else { return }
        for line in Paragraph.lines("→ \(hint)", width: width) { Console.print(Table.padded("", to: 17) + line) }
    }
}
