import ArgumentParser
import JSON
import Ledger
import Terminations

extension DeadLetter.State: ExpressibleByArgument {}

/// Selects dead letters by their properties.
struct FilterOptions: ParsableArguments {
    @Option(help: "Only those in this state; may be given several times.")
    var state: [DeadLetter.State] = []
    @Option(
        help: ArgumentHelp("Only those with a violation of this code.", valueName: "code"),
        completion: .violationCode
    )
    var code: String?
    @Option(help: ArgumentHelp("Only those with a violation at this pointer, such as /note.", valueName: "pointer"))
    var pointer: String?
    @Option(help: ArgumentHelp("Only those of the group with this fingerprint.", valueName: "fingerprint"))
    var fingerprint: String?
    @Option(
        help: ArgumentHelp(
            "Only those with this value at the pointer of a violation, as groups writes it.",
            valueName: "value"
        )
    )
    var value: String?
    @Option(help: ArgumentHelp("Only those of this contract.", valueName: "id"))
    var contract: String?
    @Option(help: ArgumentHelp("Only those of this customer.", valueName: "id"))
    var customer: String?
    @Option(
        help: ArgumentHelp(
            "Only those received then or later: an instant, a day (UTC), or 30m, 12h, 7d ago.",
            valueName: "time"
        )
    )
    var since: Moment?
    @Option(help: ArgumentHelp("Only those received before then.", valueName: "time"))
    var until: Moment?
    @Option(
        name: [.customLong("import")],
        help: ArgumentHelp("Only those that came with this import.", valueName: "number")
    )
    var importRun: Int64?
    @Option(help: ArgumentHelp("Only those whose body, ids or violations contain this.", valueName: "text"))
    var text: String?

    func validate() throws {
        if let code, !FilterOptions.isCode(code) {
            throw ValidationError("--code \(code) is no code of a violation; docs/violations.md has them all.")
        }
        if let importRun, importRun < 1 { throw ValidationError("--import must be the number of an import, from 1.") }
        if let pointer, JSONPointer(parsing: pointer) == nil {
            throw ValidationError("--pointer must begin with a slash, such as /reasonCode (RFC 6901).")
        }
        if let fingerprint, Fingerprint(parsing: fingerprint) == nil {
            throw ValidationError("--fingerprint must have 12 hexadecimal digits: see terminus dead-letters groups.")
        }
    }

    private static func isCode(_ code: String) -> Bool {
        Violation.Code(rawValue: code) != nil || code == "unjudgeable" || code.hasPrefix("broker-")
    }

    /// The filter as given.
    var filter: DeadLetterFilter {
        DeadLetterFilter(
            states: Set(state),
            code: code,
            pointer: pointer,
            fingerprint: fingerprint,
            value: value,
            contractID: contract,
            customerID: customer,
            since: since?.instant,
            until: until?.instant,
            importRun: importRun,
            text: text
        )
    }

    /// Whether a condition other than the state is given.
    var isGiven: Bool {
        code != nil || pointer != nil || fingerprint != nil || value != nil || contract != nil || customer != nil
            || since != nil || until != nil || importRun != nil || text != nil || !state.isEmpty
    }
}
