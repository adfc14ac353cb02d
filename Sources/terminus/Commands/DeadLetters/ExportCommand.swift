import JSON
import Application
import ArgumentParser
import Terminations

extension DeadLettersCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write dead letters with all their data, one JSON object per line.",
            usage: "terminus dead-letters export (<id> ... | <filters> | --all) [<options>]",
            discussion: """
                The export has bodies, transport properties and history: it may contain notes and personal data.

                EXAMPLE
                  terminus dead-letters export --all --output dead-letters.ndjson
                  terminus dead-letters export --fingerprint 1c5f0a7be2d4 | jq -r .messageId
                """
        )

        @OptionGroup var selection: SelectionOptions
        @OptionGroup var destination: OutputFileOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let selection = try self.selection.selection.read()
            try configuration.withApplication(.readOnly) { application in
                let file = try destination.open(besides: configuration.ledgerPath)
                var bar: ProgressBar?
                var written = 0
                try application.exportDeadLetters(selection) { deadLetter, total in
                    var line = JSONWriter()
                    line.value(deadLetter)
                    try file.write(line.printable + "\n")
                    written += 1
                    if bar == nil {
                        bar = ProgressBar(
                            total: total,
                            isShown: Console.errorIsTerminal && !Console.outputIsTerminal
                        )
                    }
                    bar?.advance(to: written)
                    return file.isRead
                }
                bar?.finish()
                try file.finish()
                file.noteWritten()
            }
        }
    }
}
