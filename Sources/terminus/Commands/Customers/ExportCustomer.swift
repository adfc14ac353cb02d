import ArgumentParser
import Ledger
import Terminations

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
            try configuration.withLedger(.readOnly) { ledger in
                var bar: ProgressBar?
                let rows = try ledger.customerRows(id) { done, total in
                    if bar == nil { bar = ProgressBar(total: total) }
                    bar?.advance(to: done)
                }
                bar?.finish()
                guard !rows.isEmpty else {
                    throw CommandFailure(.dataError, "Nothing is kept about a customer \(Table.printable(id)).")
                }
                let file = try destination.open(besides: configuration.ledgerPath)
                try write(rows, of: ledger, to: file)
                try file.finish()
            }
        }

        /// Written piece by piece: what is held in memory does not grow with the customer.
        private func write(_ rows: CustomerRows, of ledger: Ledger, to file: OutputFile) throws {
            let told = try ledger.rejectionEvents(of: rows.deadLetters)
            try file.write("{\n\"customerId\": \(JSONPrinter.pretty(.string(id))),\n")
            try file.write("\"exportedAt\": \"\(Instant.now)\",\n\"terminations\": [")
            try file.write(elements: rows.terminations) { try ledger.exportTermination($0) }
            try file.write("],\n\"deadLetters\": [")
            try file.write(elements: rows.deadLetters) { try ledger.exportDeadLetter(id: $0, toldBy: told[$0]) }
            // What was cut off has no such member.
            try file.write("],\n\"complete\": true\n}\n")
        }
    }
}

extension OutputFile {
    fileprivate func write<Element>(elements: [Element], _ export: (Element) throws -> JSONValue?) throws {
        var isFirst = true
        for element in elements where isRead {
            guard let value = try export(element) else { continue }
            try write((isFirst ? "\n" : ",\n") + JSONPrinter.pretty(value))
            isFirst = false
        }
    }
}
