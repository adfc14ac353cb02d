import ArgumentParser
import Ledger
import RabbitMQ
import Terminations

extension EventType: ExpressibleByArgument {}

extension TopicPattern: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(argument)
    }
}

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Look at the event log, and publish from it again.",
        discussion: """
            EXAMPLE
              terminus events list --contract C-2007
              terminus events republish --to-queue billing.terminations
            """,
        subcommands: [List.self, Show.self, Republish.self]
    )
}

/// Selects events.
struct EventFilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only those of this contract; refused messages have no events.",
            valueName: "id"
        )
    )
    var contract: String?
    @Option(help: "Only those of this type; may be given several times.")
    var type: [EventType] = []
    @Option(
        help: ArgumentHelp(
            "Only those recorded then or later: an instant, a day (UTC), or 30m, 12h, 7d ago.",
            valueName: "time"
        )
    )
    var since: Moment?
    @Option(help: ArgumentHelp("Only those recorded before then.", valueName: "time"))
    var until: Moment?
    @Option(help: ArgumentHelp("From this position of the log, inclusive.", valueName: "n"))
    var from: Int64?
    @Option(help: ArgumentHelp("To this position, inclusive.", valueName: "n"))
    var to: Int64?

    func validate() throws {
        for (name, position) in [("--from", from), ("--to", to)] {
            if let position, position < 1 { throw ValidationError("\(name) must be at least 1.") }
        }
        if let from, let to, to < from { throw ValidationError("--to is before --from.") }
    }

    var filter: EventFilter {
        EventFilter(
            contractID: contract,
            types: Set(type),
            since: since?.instant,
            until: until?.instant,
            first: from,
            last: to
        )
    }
}
