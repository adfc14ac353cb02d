import ArgumentParser
import Foundation

/// Asks before something is changed that somebody may want to look at first.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Do not ask. Needed where there is no terminal to ask on.")
    var yes = false

    /// Whether somebody is asked before a change.
    var asks: Bool { !yes && Console.canAsk }

    /// Asks, and returns only when the person agrees.
    ///
    /// - Parameters:
    ///   - what: what would be done, as a sentence without its end: `Replay 300 dead letters`.
    ///   - isNeeded: whether it is refused where nobody can be asked. What concerns one letter alone is not.
    /// - Throws: ``CommandFailure`` with exit code 64 where nobody can be asked; exit code 1 when the answer is no.
    func confirm(_ what: String, isNeeded: Bool = true) throws {
        guard !yes, isNeeded || Console.canAsk else { return }
        guard Console.isRead else {
            throw CommandFailure(.inputOutput, "What would be done could not be shown. Nothing was changed.")
        }
        guard Console.canAsk else {
            throw CommandFailure(
                .usage,
                "\(what)? There is no terminal to ask on.",
                hint: "Repeat it with --yes, if that is what you mean."
            )
        }
        let answer = Console.ask("\(what)? [y/N] ")?.lowercased() ?? ""
        guard ["y", "yes"].contains(answer) else { throw CommandFailure(.failure, "Nothing was changed.") }
    }
}
