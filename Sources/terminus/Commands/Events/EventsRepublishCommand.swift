import Application
import ArgumentParser
import Foundation
import Ledger
import RabbitMQ
import Terminations

extension EventsCommand {
    struct Republish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish events again, with the same ids and in the same order.",
            usage: "terminus events republish (--to-queue <name> | --to-exchange | --resume <run>) [<filters>]",
            discussion: """
                For a new subscriber: to its queue alone, or to all subscribers through the exchange. The selection is \
                fixed at the start: events that the relay has published. The worker may run at the same time. After \
                Ctrl-C or a crash, --resume continues; a few events may then come twice, with the same ids. Without \
                --rate, the broker's confirmations set the pace.

                A queue gets the events of its bindings. The broker does not list bindings, so without --binding or \
                --type the queue gets the events of terminations: contract.terminated.v1, \
                contract.termination.corrected.v1, contract.termination.withdrawn.v1 and \
                contract.termination.effective.v1. Events that are left out are counted; --binding '#' leaves out \
                none.

                An event that the broker does not take is skipped and named, with the later ones of its contract; all \
                others are published. --resume tries the skipped ones first.

                Exit code 1 when the broker did not take an event, 75 when the run was interrupted.

                EXAMPLE
                  terminus events republish --to-queue billing.terminations \\
                      --since 2026-01-01 --until 2026-04-01
                  terminus events republish --to-queue audit --binding '#' \\
                      --contract C-2007 --dry-run
                  terminus events republish --to-exchange --from 4711 --to 4720 --rate 100
                  terminus events republish --resume 2
                """
        )

        @Option(help: ArgumentHelp("The queue that gets them; it must exist.", valueName: "name"))
        var toQueue: String?
        @Option(
            help: ArgumentHelp(
                "A binding key of the queue, as in RabbitMQ: contract.# or *.changed.*; may be given several times.",
                valueName: "pattern"
            )
        )
        var binding: [TopicPattern] = []
        @Flag(help: "To the events exchange: all bound queues get them again.")
        var toExchange = false
        @Option(help: ArgumentHelp("Continue this run.", valueName: "run"))
        var resume: Int64?
        @Flag(help: "Print how many there are, and publish nothing.")
        var dryRun = false
        @Option(help: ArgumentHelp("At most so many per second: 500 or 500/s.", valueName: "n"))
        var rate: Rate?
        @Option(name: .customLong("actor"), help: "Who does it.")
        var actorName = NSUserName()
        @OptionGroup(title: "FILTERS") var filters: EventFilterOptions
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if [toQueue != nil, toExchange, resume != nil].count(where: { $0 }) != 1 {
                throw ValidationError("Say where to: --to-queue <name>, --to-exchange, or --resume <run>.")
            }
            if !binding.isEmpty, toQueue == nil { throw ValidationError("--binding belongs to --to-queue.") }
            if !binding.isEmpty, !filters.type.isEmpty {
                throw ValidationError("Give either --binding or --type.")
            }
            for pattern in binding where !EventType.allCases.contains(where: { pattern.matches($0.rawValue) }) {
                throw ValidationError("No event type matches --binding \(pattern).")
            }
            if actorName.allSatisfy(\.isWhitespace) { throw ValidationError("--actor must not be blank.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let broker = RepublishBroker(
                connection: configuration.connection,
                exchange: configuration.names.events,
                logger: configuration.makeLogger()
            )
            try configuration.withApplication(dryRun ? .readOnly : .readWrite) { application in
                let interruption = Interruption()
                if let resume {
                    try publish(try application.plan(ResumeRepublication(resume), on: broker), interruption)
                } else if let begun = try begin(application, broker) {
                    try publish(begun, interruption)
                }
            }
        }

        /// nil where there is nothing to publish, or after a dry run.
        private func begin(_ application: Application, _ broker: RepublishBroker) throws -> RepublishContinuation? {
            let target = toQueue.map { RepublishEvents.Target.queue($0, bindings: binding) } ?? .exchange
            let plan = try application.plan(RepublishEvents(filters.filter, to: target), on: broker)
            if plan.firstKept > 1, filters.from == nil {
                Console.note(
                    "The log begins at \(plan.firstKept): earlier events were removed and are not published."
                )
            }
            let name = toQueue.map { "the queue \(Table.printable($0))" } ?? "the exchange \(broker.exchange)"
            if dryRun || plan.total == 0 {
                print(plan, to: name)
                return nil
            }
            try plan.requireTarget()
            if !plan.leftOut.isEmpty { Console.note(sentence(plan.leftOut)) }
            if toExchange {
                Console.note("\(Count.events(plan.total)) would be published again: every subscriber hears them.")
                try confirmation.confirm("Publish \(Count.events(plan.total)) to \(name)")
            } else {
                Console.note("\(Count.events(plan.total)) for \(name).")
            }
            let begun = try plan.begin(by: Actor(actorName, by: .cli))
            let number = begun.run.number
            Console.note("This is run \(number): --resume \(number) continues it after an interruption.")
            return begun
        }

        private func sentence(_ leftOut: [(type: EventType, count: Int)]) -> String {
            let types = leftOut.map { "\(Count.text($0.count)) \($0.type.rawValue)" }
            let why =
                binding.isEmpty
                ? "which a subscriber to terminations is not bound to" : "which --binding does not bring"
            return "Left out, \(why): \(types.joined(separator: ", ")). --binding '#' brings all."
        }

        private func publish(_ begun: RepublishContinuation, _ interruption: Interruption) throws {
            let outcome = try withProgressBar {
                try begun.execute(rate: rate?.perSecond, stop: interruption.stop, progress: $0)
            }
            switch output.format {
            case .text: for line in outcome.lines { Console.print(line) }
            case .json: Console.print { outcome.write(to: &$0) }
            }
            try outcome.requireFinished()
        }

        private func print(_ plan: RepublishPlan, to target: String) {
            switch output.format {
            case .text:
                Console.print("\(Count.events(plan.total)) would be published to \(target).")
                if !plan.leftOut.isEmpty { Console.print(sentence(plan.leftOut)) }
            case .json:
                Console.print { plan.write(to: &$0, isDryRun: dryRun) }
            }
        }
    }
}

extension RepublishOutcome {
    /// For a person.
    fileprivate var lines: [String] {
        var lines = failures.map { Table.printable("Event \($0.sequence) was not taken: \($0.reason).") }
        if run.notTaken > failures.count {
            lines.append("\(Count.text(run.notTaken - failures.count)) more were not taken.")
        }
        lines.append(
            "Run \(run.number): \(Count.text(run.published)) of \(Count.events(run.total)) published, "
                + "up to position \(run.position)."
        )
        return lines
    }
}
