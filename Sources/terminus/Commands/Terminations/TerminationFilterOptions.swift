import ArgumentParser
import Ledger
import Terminations

extension TerminationState: ExpressibleByArgument {}
extension Initiator: ExpressibleByArgument {}
extension TerminationType: ExpressibleByArgument {}

/// Which terminations are meant, by what is recorded of them.
struct TerminationFilterOptions: ParsableArguments {
    @Option(help: "Only those in this state; may be given several times.")
    var state: [TerminationState] = []
    @Option(help: ArgumentHelp("Only those of this contract.", valueName: "id"))
    var contract: String?
    @Option(help: ArgumentHelp("Only those of this customer.", valueName: "id"))
    var customer: String?
    @Option(help: ArgumentHelp("Only the one with this termination id.", valueName: "id"))
    var termination: String?
    @Option(help: ArgumentHelp("Only the one that this message is part of.", valueName: "id"))
    var message: String?
    @Option(
        help: ArgumentHelp("Only those whose current reason has this code; not an alias.", valueName: "code"),
        completion: .reasonCode
    )
    var reason: String?
    @Flag(help: "Only those without a reason.")
    var withoutReason = false
    @Option(help: ArgumentHelp("Only those of contracts of this type.", valueName: "type"))
    var contractType: String?
    @Option(help: "Only those by this initiator.")
    var initiator: Initiator?
    @Option(help: "Only those of this type.")
    var type: TerminationType?
    @Option(
        help: ArgumentHelp("Only those with this last day or a later one.", valueName: "date"),
        transform: LocalDate.argument
    )
    var endsFrom: LocalDate?
    @Option(
        help: ArgumentHelp("Only those with this last day or an earlier one.", valueName: "date"),
        transform: LocalDate.argument
    )
    var endsThrough: LocalDate?
    @Option(
        help: ArgumentHelp(
            "Only those made then or later: an instant, a day (UTC), or 30m, 12h, 7d ago.",
            valueName: "time"
        )
    )
    var occurredSince: Moment?
    @Option(help: ArgumentHelp("Only those made before then.", valueName: "time"))
    var occurredUntil: Moment?
    @Option(help: ArgumentHelp("Only those recorded then or later.", valueName: "time"))
    var since: Moment?
    @Option(help: ArgumentHelp("Only those recorded before then.", valueName: "time"))
    var until: Moment?

    func validate() throws {
        if reason != nil, withoutReason { throw ValidationError("Give either --reason or --without-reason.") }
        if let endsFrom, let endsThrough, endsFrom > endsThrough {
            throw ValidationError("--ends-from is after --ends-through.")
        }
    }

    var filter: TerminationFilter {
        TerminationFilter(
            states: Set(state),
            terminationID: termination,
            messageID: message,
            contractID: contract,
            customerID: customer,
            reasonCode: reason,
            hasNoReason: withoutReason,
            contractType: contractType,
            initiator: initiator,
            terminationType: type,
            endsFrom: endsFrom,
            endsThrough: endsThrough,
            occurredSince: occurredSince?.instant,
            occurredUntil: occurredUntil?.instant,
            recordedSince: since?.instant,
            recordedUntil: until?.instant
        )
    }
}
