import ArgumentParser
import Foundation

/// Asks before many messages are changed.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Do not ask. Needed without a terminal where more than one message is changed.")
    var yes = false

    /// Says what would happen, and goes on only when the person agrees.
    ///
    /// - Parameter what: what would be done, as a sentence without its end: `Replay 300 dead letters`.
    /// - Throws: ``CommandFailure`` with exit code 64 where nobody can be asked; exit code 1 when the answer is no.
    func confirm(_ what: String) throws {
        guard !yes else { return }
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

/// Who changes something, and why: both land in the audit trail.
struct ChangeOptions: ParsableArguments {
    @Option(help: "Who does it.")
    var actor = NSUserName()
    @Option(help: ArgumentHelp("Why it is done. Asked for on a terminal.", valueName: "text"))
    var reason: String?

    func validate() throws {
        if actor.allSatisfy(\.isWhitespace) { throw ValidationError("--actor must not be blank.") }
    }

    /// The reason: given, or asked for on a terminal, or empty.
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

extension Console {
    /// Whether a person sits at both ends.
    static let canAsk = isatty(STDIN_FILENO) == 1 && errorIsTerminal

    /// Asks on standard error, so that standard output holds only what a command answers.
    static func ask(_ question: String) -> String? {
        noteInline(question)
        return readLine()?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
