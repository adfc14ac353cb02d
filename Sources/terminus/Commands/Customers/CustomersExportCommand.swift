import Application
import ArgumentParser

extension CustomersCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write everything that is kept about one customer as JSON.",
            usage: "terminus customers export <id> [--output <file>] [--force] [<options>]",
            discussion: """
                Terminations with every message as it came and every event as it was published, dead letters with their \
                bytes and history, notes and sensitive reasons included: what a person may ask for by article 15 of the \
                GDPR. The names of who acted on it are left out: they are other people's.

                A message that names no customer that could be read is found by nobody's id. Exit code 65 when nothing \
                is kept.

                EXAMPLE
                  terminus customers export K-703 --output K-703.json
                  terminus customers export K-703 \\
                      | jq '.terminations[].revisions[].message.note'
                """
        )

        @Argument(help: "The customer's id, as messages have it.")
        var id: String
        @OptionGroup var destination: OutputFileOptions
        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try configuration.withApplication(.readOnly) { application in
                let export = try withProgressBar { try application.exportCustomer(id, progress: $0) }
                let file = try destination.open(besides: configuration.ledgerPath)
                try export.write(format: { JSONPrinter.pretty($0) }, isRead: { file.isRead }, to: file.write)
                try file.finish()
            }
        }
    }
}
