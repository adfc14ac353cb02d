import Foundation

extension Console {
    /// Whether a person sits at both ends.
    static let canAsk = isatty(STDIN_FILENO) == 1 && errorIsTerminal

    /// Asks on standard error, so that standard output holds only what a command answers.
    static func ask(_ question: String) -> String? {
        noteInline(question)
        return readLine()?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
