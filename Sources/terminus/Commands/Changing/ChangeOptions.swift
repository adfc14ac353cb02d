import ArgumentParser
import Foundation
import Ledger
import Terminations

/// Who changes something, and why. Both are kept in the audit trail or in the history of the settings.
struct ChangeOptions: ParsableArguments {
    @Option(name: .customLong("actor"), help: "Who does it.")
    var actorName = NSUserName()
    @Option(help: ArgumentHelp("The reason for the change. Asked for on a terminal.", valueName: "text"))
    var reason: String?

    var actor: Actor { Actor(actorName, by: .cli) }

    func validate() throws {
        if actorName.allSatisfy(\.isWhitespace) { throw ValidationError("--actor must not be blank.") }
        for (name, text) in [("--actor", actorName), ("--reason", reason ?? "")] {
            // What a shell adds at the ends is removed later.
            let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
            if let defect = WrittenText.line.defect(of: text) { throw ValidationError("\(name) \(defect.predicate).") }
        }
    }

    /// The reason: from --reason, or from a question on a terminal, or empty.
    ///
    /// - Throws: ``CommandFailure`` with exit code 64 where one is needed and there is none.
    func reason(isNeeded: Bool = false) throws -> String {
        let given = (reason ?? (Console.canAsk ? Console.ask("Why? ") : nil))?
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard let given, !given.isEmpty else {
            guard !isNeeded else {
                throw CommandFailure(.usage, "A reason is needed.", hint: "Say why with --reason TEXT.")
            }
            return ""
        }
        return given
    }
}
