import Application
import ArgumentParser
import Foundation
import JSON
import Ledger
import Terminations
import YAML

extension SettingsCommand {
    struct Export: AsyncParsableCommand {
        enum Format: String, ExpressibleByArgument, CaseIterable {
            case yaml
            case json
        }

        static let configuration = CommandConfiguration(
            abstract: "Write the settings to a file that can be edited and applied.",
            usage: "terminus settings export [<file>] [--version <n>] [--format yaml|json]",
            discussion: """
                EXAMPLE
                  terminus settings export settings.yaml
                  terminus settings export --version 3 --format json
                """
        )

        @Argument(
            help: ArgumentHelp("The file to write, or - for standard output, which is the default.", valueName: "file"),
            completion: .file()
        )
        var file: String?
        @Option(name: [.customLong("version")], help: ArgumentHelp("The version to write.", valueName: "n"))
        var number: Int?
        @Option(help: "How to write it (default: yaml, or json where the file's name ends with .json).")
        var format: Format?
        @Flag(help: "Replace the file where it exists.")
        var force = false
        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let applied = try configuration.withApplication(.readOnly) { application in
                try application.appliedSettings(number)
            }
            var text: String
            switch format ?? (file?.hasSuffix(".json") == true ? .json : .yaml) {
            case .yaml: text = "# \(applied.heading)\n" + (try SettingsPrinter.yaml(applied.document))
            case .json: text = JSONPrinter.pretty(try JSONValue(parsing: applied.document))
            }
            // What is written must be readable: it is larger than what is kept, which has no indents.
            if text.utf8.count >= Settings.maxBytes { text = applied.document.printableJSON }
            let output = try OutputFile(file, force: force, besides: configuration.ledgerPath)
            try output.write(text + "\n")
            try output.finish()
            guard let file, file != "-" else { return }
            Console.note(
                "Version \(applied.version) is written to \(file). Apply it after your changes with --based-on \(applied.version)."
            )
        }
    }
}
