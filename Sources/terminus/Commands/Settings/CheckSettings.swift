import ArgumentParser
import Foundation
import Ledger
import Terminations
import Worker

extension SettingsCommand {
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find what is doubtful in a settings file, and what it would mean for what is recorded.",
            usage: "terminus settings check <file> [--limit <n>] [<options>]",
            discussion: """
                Rules that never decide, reasons that nobody can give, missing labels, codes that are easily confused, \
                a reason for everything else without a note. Then, where there is a ledger: which open dead letters \
                would be accepted under these settings, and which recorded terminations would be refused today, each \
                judged at the instant at which it occurred. Nothing is changed. Exit code 65 where the file cannot be \
                applied: it cannot be read, something in it cannot work, or it leaves out a reason that recorded \
                terminations have.

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
            let read = try SettingsFile.read(file)
            let document = read.document
            let findings = SettingsLint.findings(in: document.settings, on: document.settings.today)
            let refusal = try refusal(of: document, configuration)
            if output.format == .text { printText(findings, read.places, isRefused: refusal != nil) }
            let meaning = try judge(document, configuration)
            switch output.format {
            case .text: printText(meaning)
            case .json: printJSON(findings, meaning, refusal?.missing ?? [])
            }
            if let refusal { throw CommandFailure(refusal.error) }
            if findings.contains(where: { $0.severity == .error }) {
                throw ExitCode(ExitStatus.dataError.rawValue)
            }
        }

        /// Why the ledger would refuse to apply the document; nil where it would not, or where there is no ledger.
        private func refusal(
            of document: SettingsDocument,
            _ configuration: TerminusConfiguration
        ) throws -> (error: LedgerError, missing: [MissingReason])? {
            guard FileManager.default.fileExists(atPath: configuration.ledgerPath) else { return nil }
            return try configuration.withLedger(.readOnly) { ledger in
                do throws(LedgerError) {
                    _ = try ledger.previewApplication(of: document)
                    return nil
                } catch  where error.code == .reasonInUse {
                    return (error, try ledger.reasons(missingFrom: document))
                }
            }
        }

        private typealias Meaning = (deadLetters: ReplayTally, recorded: RecordedCheck)

        /// nil where there is no ledger.
        private func judge(_ document: SettingsDocument, _ configuration: TerminusConfiguration) throws -> Meaning? {
            guard FileManager.default.fileExists(atPath: configuration.ledgerPath) else { return nil }
            return try configuration.withLedger(.readWrite) { ledger in
                let open = try ledger.countDeadLetters(matching: DeadLetterFilter(states: [.open]))
                var bar = ProgressBar(total: open)
                let recorder = configuration.recorder(on: ledger)
                let forecast = try SettingsForecast(of: document, in: ledger, with: recorder) { bar.advance(to: $0) }
                bar.finish()
                bar = ProgressBar(total: min(limit ?? .max, try ledger.countTerminationsInForce()))
                let recorded = try RecordedCheck(
                    of: document.settings,
                    limit: limit,
                    in: ledger,
                    limits: configuration.worker.limits
                ) { bar.advance(to: $0) }
                bar.finish()
                return (forecast.tally, recorded)
            }
        }

        private func printText(_ findings: [LintFinding], _ places: SettingsPlaces, isRefused: Bool) {
            if findings.isEmpty {
                if !isRefused { Console.print("Nothing doubtful was found.") }
            } else {
                Console.print("\(findings.count) finding\(findings.count == 1 ? "" : "s"):")
                for line in LintFinding.lines(findings, places) { Console.print(line) }
            }
        }

        private func printText(_ meaning: Meaning?) {
            guard let meaning else {
                Console.note("There is no ledger here: what it would mean for recorded terminations is not known.")
                return
            }
            for line in SettingsImpact.lines(of: meaning.deadLetters) { Console.print(line) }
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

        private func printJSON(_ findings: [LintFinding], _ meaning: Meaning?, _ missing: [MissingReason]) {
            var line = JSONWriter()
            line.beginObject()
            line.name("findings")
            line.findings(findings)
            line.name("missingReasons")
            line.beginArray()
            for reason in missing {
                line.beginObject()
                line.name("code")
                line.string(reason.code)
                line.name("recorded")
                line.integer(reason.count)
                line.name("spelledAs")
                line.stringOrNull(reason.spelling)
                line.endObject()
            }
            line.endArray()
            line.name("deadLetters")
            if let meaning { line.openDeadLetters(meaning.deadLetters.counts) } else { line.null() }
            line.name("recorded")
            if let recorded = meaning?.recorded { line.recorded(recorded) } else { line.null() }
            line.endObject()
            Console.print(line)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func recorded(_ check: RecordedCheck) {
        beginObject()
        name("checked")
        integer(check.checked)
        name("refused")
        integer(check.refused)
        name("violations")
        beginArray()
        for refusal in check.refusals {
            beginObject()
            name("code")
            string(refusal.code.rawValue)
            name("count")
            integer(refusal.count)
            name("examples")
            beginArray()
            for example in refusal.examples { string(example) }
            endArray()
            endObject()
        }
        endArray()
        endObject()
    }
}
