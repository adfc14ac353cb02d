import ArgumentParser
import Foundation
import JSON
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
            Says what is wrong and what to do, and changes nothing. It tries to write beside the ledger, and asks the \
            broker for each permission that a worker needs. Exit code 0 when a worker with this configuration can do its \
            work (what is only marked with ! does not hinder it), otherwise that of the first failure: 69 when the \
            broker cannot be reached, refuses a permission, or does not get billing its events; 74 when the ledger's \
            disk is full; 75 when it is read-only; 78 when the configuration is wrong or no settings were applied yet.

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
            findings += ConsoleAccess.finding(configuration)
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
