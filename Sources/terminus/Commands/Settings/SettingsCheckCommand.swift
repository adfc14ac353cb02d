import Application
import ArgumentParser
import Foundation
import Terminations
import YAML

extension SettingsCommand {
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a settings file, and show its consequences for recorded messages.",
            usage: "terminus settings check <file> [--limit <n>] [<options>]",
            discussion: """
                Finds rules that never decide, reasons that no message can have, missing labels, similar codes, and a \
                catch-all reason without a required note. If there is a ledger, it also lists the open dead letters \
                that would be accepted under these settings and the recorded terminations that would be refused, each \
                judged at the instant at which it occurred. Nothing is changed. Exit code 65 when the file cannot be \
                applied: it cannot be read, it contains an error, or it lacks a reason that recorded terminations \
                have.

                EXAMPLE
                  terminus settings check settings.yaml
                  terminus settings check settings.yaml --limit 10000 --format json
                """
        )

        @Argument(
            help: ArgumentHelp("A YAML or JSON file, or - for standard input.", valueName: "file"),
            completion: .file()
        )
        var file: String
        @Option(
            help: ArgumentHelp("Judge only the latest n recorded terminations (default: all).", valueName: "n")
        )
        var limit: Int?
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let limit, limit < 0 { throw ValidationError("--limit must not be negative.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let file = try SettingsFile.read(file)
            let answer = try check(CheckSettings(file.document, limit: limit), configuration)
            switch output.format {
            case .text: printText(answer, file.places)
            case .json: Console.print { answer.write(to: &$0) }
            }
            if let refusal = answer.refusal { throw CommandFailure(refusal) }
            if answer.isRefused { throw ExitCode(ExitStatus.dataError.rawValue) }
        }

        private func check(
            _ action: CheckSettings,
            _ configuration: TerminusConfiguration
        ) throws -> SettingsCheck {
            guard FileManager.default.fileExists(atPath: configuration.ledgerPath) else {
                return action.answerWithoutLedger()
            }
            return try configuration.withApplication(.readWrite) { application in
                var bars: [SettingsCheck.Step: ProgressBar] = [:]
                defer { for step in bars.keys { bars[step]?.finish() } }
                return try application.check(action) { step, done, total in
                    if bars[step] == nil {
                        for other in bars.keys { bars[other]?.finish() }
                        bars = [step: ProgressBar(total: total)]
                    }
                    bars[step]?.advance(to: done)
                }
            }
        }

        private func printText(_ answer: SettingsCheck, _ places: SettingsPlaces) {
            let findings = answer.findings
            if !findings.isEmpty {
                Console.print("\(findings.count) finding\(findings.count == 1 ? "" : "s"):")
                for line in LintFinding.lines(findings, places) { Console.print(line) }
            } else if answer.refusal == nil {
                Console.print("Nothing doubtful was found.")
            }
            guard let meaning = answer.meaning else {
                Console.note("There is no ledger here: the consequences for recorded terminations are unknown.")
                return
            }
            for line in meaning.deadLetters.lines { Console.print(line) }
            let recorded = meaning.recorded
            Console.print(
                recorded.refused == 0
                    ? "Of \(Count.terminations(recorded.checked)), none would be refused today."
                    : "Of \(Count.terminations(recorded.checked)), \(Count.text(recorded.refused)) would be refused today:"
            )
            for refusal in recorded.refusals {
                let examples = refusal.examples.joined(separator: ", ")
                let text = "\(Count.text(refusal.count)) × \(refusal.code.rawValue), such as \(examples)"
                for line in Paragraph.hanging(text, indent: 2, hanging: 4) { Console.print(line) }
            }
            if recorded.refused > 0 {
                Console.print("They stay recorded: settings judge what comes after them.")
            }
        }
    }
}
