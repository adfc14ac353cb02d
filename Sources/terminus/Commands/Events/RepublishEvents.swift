import ArgumentParser
import Foundation
import Ledger
import RabbitMQ
import Terminations
import Worker

extension EventsCommand {
    struct Republish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish events again, with the same ids and in the same order.",
            usage: "terminus events republish (--to-queue <name> | --to-exchange | --resume <run>) [<filters>]",
            discussion: """
                How a new subscriber is filled: into its queue alone, or for everybody through the exchange. Which \
                events is fixed at the start: those that the relay has published. The worker may run meanwhile. After \
                Ctrl-C, or whatever ended it, --resume goes on where it was; a few may come twice then, with the same \
                ids. Without --rate it goes as fast as the broker takes them.

                A queue gets what it is, or will be, bound to. The broker does not tell bindings, so that without \
                --binding or --type they are taken to bring the events of terminations: contract.terminated.v1, \
                contract.termination.corrected.v1, contract.termination.withdrawn.v1 and \
                contract.termination.effective.v1. What is left out is counted; --binding '#' leaves out nothing.

                An event that the broker does not take is passed over and named, with the later ones of its contract; \
                all others go on. --resume tries those first.

                Exit code 1 when the broker did not take one, 75 when it was interrupted; --resume goes on then.

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
                "What the queue is bound by, as for RabbitMQ: contract.# or *.changed.*; may be given several times.",
                valueName: "pattern"
            )
        )
        var binding: [TopicPattern] = []
        @Flag(help: "To the exchange for events: everybody who is bound hears them again.")
        var toExchange = false
        @Option(help: ArgumentHelp("Go on with this run.", valueName: "run"))
        var resume: Int64?
        @Flag(help: "Say how many there are, and publish nothing.")
        var dryRun = false
        @Option(help: ArgumentHelp("So many a second at most: 500 or 500/s.", valueName: "n"))
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
                throw ValidationError("Either --binding or --type says which events.")
            }
            for pattern in binding where !EventType.allCases.contains(where: { pattern.matches($0.rawValue) }) {
                throw ValidationError("No event type matches --binding \(pattern).")
            }
            if actorName.allSatisfy(\.isWhitespace) { throw ValidationError("--actor must not be blank.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try configuration.withLedger(dryRun ? .readOnly : .readWrite) { ledger in
                let interruption = Interruption()
                if let resume {
                    try go(on: try find(resume, in: ledger), configuration, ledger, interruption)
                } else if let run = try begin(configuration, ledger) {
                    try go(on: run, configuration, ledger, interruption)
                }
            }
        }

        /// Fixes which; nil where there is nothing to publish, or nothing is to be.
        private func begin(_ configuration: TerminusConfiguration, _ ledger: Ledger) throws -> RepublishRun? {
            let kept = try ledger.keptEvents()
            if let from = filters.from, from < kept.first, kept.last > 0 {
                throw CommandFailure(
                    .dataError,
                    "Events \(from) to \(kept.first - 1) were removed from the log.",
                    hint: "It begins at \(kept.first): --from \(kept.first)"
                )
            }
            if kept.first > 1, filters.from == nil {
                Console.note("The log begins at \(kept.first): what was before was removed, and is not published.")
            }
            var filter = filters.filter
            // What nobody has heard yet is the relay's.
            filter.last = min(filter.last ?? .max, try ledger.relayPosition())
            if toQueue != nil, filters.type.isEmpty { filter.types = boundTypes }
            let selection = try ledger.select(filter)
            let total = try ledger.count(selection)
            let leftOut = try self.leftOut(by: filter, in: ledger)
            let target =
                toQueue.map { "the queue \(Table.printable($0))" } ?? "the exchange \(configuration.names.events)"
            if dryRun || total == 0 {
                report(dryRun: dryRun, total: total, leftOut, to: target)
                return nil
            }
            try reporting { try demandTarget(toQueue, configuration) }
            if !leftOut.isEmpty { Console.note(sentence(leftOut)) }
            if toExchange {
                Console.note("\(Count.events(total)) would be published again: every subscriber hears them.")
                try confirmation.confirm("Publish \(Count.events(total)) to \(target)")
            } else {
                Console.note("\(Count.events(total)) for \(target).")
            }
            let run = try patiently { () throws(LedgerError) in
                try ledger.startRepublishing(
                    selection,
                    contractID: filters.contract,
                    total: total,
                    queue: toQueue,
                    by: Actor(actorName, by: .cli),
                    at: .now
                )
            }
            Console.note("This is run \(run.number): --resume \(run.number) goes on with it, should it be interrupted.")
            return run
        }

        /// The types that the queue's bindings bring; none for all.
        private var boundTypes: Set<EventType> {
            let bound = EventType.allCases.filter { type in
                binding.isEmpty ? !type.mayGoUnheard : binding.contains { $0.matches(type.rawValue) }
            }
            return bound.count == EventType.allCases.count ? [] : Set(bound)
        }

        /// How many events of the same filter there are of types that are not bound, in the order of the types.
        private func leftOut(by filter: EventFilter, in ledger: Ledger) throws -> [(type: EventType, count: Int)] {
            guard toQueue != nil, filters.type.isEmpty, !filter.types.isEmpty else { return [] }
            return try EventType.allCases.filter { !filter.types.contains($0) }.compactMap { type in
                var rest = filter
                rest.types = [type]
                let count = try ledger.count(try ledger.select(rest))
                return count == 0 ? nil : (type, count)
            }
        }

        private func sentence(_ leftOut: [(type: EventType, count: Int)]) -> String {
            let types = leftOut.map { "\(Count.text($0.count)) \($0.type.rawValue)" }
            let why =
                binding.isEmpty
                ? "which a subscriber to terminations is not bound to" : "which --binding does not bring"
            return "Left out, \(why): \(types.joined(separator: ", ")). --binding '#' brings all."
        }

        private func find(_ number: Int64, in ledger: Ledger) throws -> RepublishRun {
            if let run = try ledger.republishRun(number) { return run }
            let latest = try ledger.unfinishedRepublications().map { String($0.number) }
            throw CommandFailure(
                .dataError,
                "There is no run \(number).",
                hint: latest.isEmpty ? "None is unfinished." : "Unfinished: \(latest.joined(separator: ", "))"
            )
        }

        private func demandTarget(_ queue: String?, _ configuration: TerminusConfiguration) throws {
            guard let queue else { return try configuration.demandExchange(configuration.names.events) }
            guard try Broker.queueStatus(queue, on: configuration.connection) != nil else {
                throw CommandFailure(
                    .configuration,
                    "The queue \(Table.printable(queue)) does not exist.",
                    hint: "Declare it first; it need not be bound yet."
                )
            }
        }

        private func go(
            on run: RepublishRun,
            _ configuration: TerminusConfiguration,
            _ ledger: Ledger,
            _ interruption: Interruption
        ) throws {
            if !run.isFinished { try reporting { try demandTarget(run.queue, configuration) } }
            var bar = ProgressBar(total: run.total - run.published)
            let republishing = RepublishJob(
                ledger: ledger,
                connection: configuration.connection,
                exchange: configuration.names.events,
                logger: configuration.makeLogger(),
                stop: interruption.stop
            )
            let (ending, after) = try republishing.go(on: run, rate: rate?.perSecond) {
                bar.advance(to: $0.published - run.published)
            }
            bar.finish()
            let failures = try ledger.failures(of: after, limit: Self.namedFailures)
            report(run, after, failures)
            try demandFinished(ending, after)
        }

        private func demandFinished(_ ending: RepublishJob.Ending, _ run: RepublishRun) throws {
            let hint = "Go on with: terminus events republish --resume \(run.number)"
            switch ending {
            case .finished where run.notTaken == 0: return
            case .finished:
                throw CommandFailure(
                    .failure,
                    "The broker did not take \(Count.events(run.notTaken)).",
                    hint: hint + ", once the cause is gone. It begins with those."
                )
            case .stopped:
                throw CommandFailure(
                    .temporary,
                    "It was interrupted; \(Count.text(run.total - run.published)) are left.",
                    hint: hint
                )
            case .notTaken(let sequence, let reason):
                throw CommandFailure(
                    .failure,
                    "The broker did not take event \(sequence): \(Table.printable(reason)).",
                    hint: hint + ", once the cause is gone."
                )
            case .removed(let through):
                throw CommandFailure(
                    .failure,
                    "Events up to \(through) were removed from the log meanwhile: they cannot be published any more.",
                    hint: "Begin anew with --from \(through + 1) for what is left."
                )
            }
        }

        private func report(
            dryRun: Bool,
            total: Int,
            _ leftOut: [(type: EventType, count: Int)],
            to target: String
        ) {
            switch output.format {
            case .text:
                Console.print("\(Count.events(total)) would be published to \(target).")
                if !leftOut.isEmpty { Console.print(sentence(leftOut)) }
            case .json:
                var line = JSONWriter()
                line.beginObject()
                line.name("dryRun")
                line.bool(dryRun)
                line.name("total")
                line.integer(total)
                line.name("leftOut")
                line.beginObject()
                for (type, count) in leftOut {
                    line.name(escaping: type.rawValue)
                    line.integer(count)
                }
                line.endObject()
                line.endObject()
                Console.print(line)
            }
        }

        /// More of those that were not taken are only counted.
        private static let namedFailures = 100

        private func report(_ before: RepublishRun, _ after: RepublishRun, _ failures: [RepublishFailure]) {
            switch output.format {
            case .text:
                for failure in failures {
                    Console.print(Table.printable("Event \(failure.sequence) was not taken: \(failure.reason)."))
                }
                if after.notTaken > failures.count {
                    Console.print("\(Count.text(after.notTaken - failures.count)) more were not taken.")
                }
                Console.print(
                    "Run \(after.number): \(Count.text(after.published)) of \(Count.events(after.total)) published, "
                        + "up to position \(after.position)."
                )
            case .json:
                var line = JSONWriter()
                line.beginObject()
                line.name("run")
                line.integer(after.number)
                line.name("queue")
                line.stringOrNull(after.queue)
                line.name("finished")
                line.bool(after.isFinished)
                line.name("total")
                line.integer(after.total)
                line.name("published")
                line.integer(after.published)
                line.name("publishedBefore")
                line.integer(before.published)
                line.name("position")
                line.integer(after.position)
                line.name("notTaken")
                line.integer(after.notTaken)
                line.name("failures")
                line.beginArray()
                for failure in failures {
                    line.beginObject()
                    line.name("position")
                    line.integer(failure.sequence)
                    line.name("reason")
                    line.string(failure.reason)
                    line.endObject()
                }
                line.endArray()
                line.endObject()
                Console.print(line)
            }
        }
    }
}
