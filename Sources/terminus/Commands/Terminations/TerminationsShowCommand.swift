import Application
import ArgumentParser
import Ledger
import Terminations

extension TerminationsCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the history of one termination: its revisions, events, rules and dead letters, in order.",
            usage: "terminus terminations show <id> [--confidential] [<options>]",
            discussion: """
                Name it by its termination id, by the id of any of its messages, or by its contract if that was \
                terminated once. Instants are in UTC; the last day is a day in the zone beside it. Notes, and the code \
                and label of sensitive reasons, are withheld without --confidential.

                EXAMPLE
                  terminus terminations show T-0001
                  terminus terminations show crm-0001 --format json
                """
        )

        @Argument(help: ArgumentHelp("The termination's id, a message's, or the contract's.", valueName: "id"))
        var id: String
        @OptionGroup var disclosure: ConfidentialOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let life = try configuration.withApplication(.readOnly) { application in
                try application.termination(try terminationID(application))
            }
            switch output.format {
            case .text:
                let text = TerminationTimelineText(life, isConfidential: disclosure.confidential, now: .now)
                for line in text.lines { Console.print(line) }
            case .json:
                Console.print { life.write(to: &$0, isConfidential: disclosure.confidential) }
            }
        }

        /// The id of the one termination of this name. Where there are several, they are listed for the person to choose.
        private func terminationID(_ application: Application) throws -> String {
            let found = try application.terminations(named: id)
            guard found.count > 1 else { return found.first?.terminationID ?? id }
            let most = Application.mostNamed
            for line in TerminationSummary.lines(
                of: Array(found.prefix(most)),
                isConfidential: disclosure.confidential
            ) { Console.note(line) }
            let count = found.count > most ? "more than \(most)" : "\(found.count)"
            throw CommandFailure(
                .dataError,
                "The contract \(Table.printable(id)) has \(count) terminations.",
                hint: "Name one by its termination id."
            )
        }
    }
}
