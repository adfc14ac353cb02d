import ArgumentParser
import JSON
import Ledger
import Terminations

extension DeadLettersCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write dead letters with everything that is known of them, one JSON object a line.",
            usage: "terminus dead-letters export (<id> ... | <filters> | --all) [<options>]",
            discussion: """
                With bodies, transport and history: it may hold notes and personal data.

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
            try configuration.withLedger(.readOnly) { ledger in
                let filter = try selection.selection.filter(in: ledger, states: Set(DeadLetter.State.allCases))
                var bar = ProgressBar(
                    total: try ledger.countDeadLetters(matching: filter),
                    isShown: Console.errorIsTerminal && !Console.outputIsTerminal
                )
                let file = try destination.open(besides: configuration.ledgerPath)
                var written = 0
                var last: String?
                // Page by page: what is held in memory does not grow, and no long reader starves the checkpoints.
                while file.isRead {
                    let page = try ledger.deadLetters(matching: filter, order: .oldest, after: last, limit: 500)
                    guard let end = page.last else { break }
                    for deadLetter in page {
                        guard let value = try ledger.exportDeadLetter(id: deadLetter.id) else { continue }
                        var line = JSONWriter()
                        line.value(value)
                        try file.write(line.printable + "\n")
                        written += 1
                        bar.advance(to: written)
                    }
                    last = end.id
                }
                bar.finish()
                try file.finish()
                file.noteWritten()
            }
        }
    }
}
