import ArgumentParser
import Reports

/// Which terminations a report counts.
struct ReportFilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only those with this reason; each filter may be repeated.", valueName: "code"))
    var reason: [String] = []
    @Option(help: ArgumentHelp("Only those whose reason is of this category.", valueName: "category"))
    var category: [String] = []
    @Option(help: ArgumentHelp("Only those of contracts of this type.", valueName: "type"))
    var contractType: [String] = []
    @Option(help: ArgumentHelp("Only those of such customers: consumer or business.", valueName: "kind"))
    var customerKind: [String] = []
    @Option(help: ArgumentHelp("Only those by this initiator: customer, provider or system.", valueName: "initiator"))
    var initiator: [String] = []
    @Option(help: ArgumentHelp("Only those of this type, such as ordinary or nonRenewal.", valueName: "type"))
    var terminationType: [String] = []
    @Option(help: ArgumentHelp("Only those that came by this channel.", valueName: "channel"))
    var channel: [String] = []
    @Option(help: ArgumentHelp("Only those whose reason is voluntary: true or false.", valueName: "boolean"))
    var voluntary: [String] = []

    /// Those that are given.
    var filters: [ReportFilter] {
        let given: [(ReportDimension, [String])] = [
            (.reason, reason), (.category, category), (.contractType, contractType), (.customerKind, customerKind),
            (.initiator, initiator), (.terminationType, terminationType), (.channel, channel), (.voluntary, voluntary),
        ]
        return given.filter { !$0.1.isEmpty }.map { ReportFilter($0.0, $0.1) }
    }
}
