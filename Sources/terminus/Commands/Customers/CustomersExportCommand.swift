import Application
import ArgumentParser

extension CustomersCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write everything that is kept about one customer as JSON.",
            usage: "terminus customers export <id> [--output <file>] [--force] [<options>]",
            discussion: """
                The export has the terminations with every message as received and every event as published, and the \
                dead letters with their bytes and history. Notes and sensitive reasons are included: article 15 of the \
                GDPR gives a person the right to all of it. The names of the people who handled it are left out, \
                because they are the data of others.

                A message without a readable customer id cannot be found by one. Exit code 65 when nothing is kept.

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
