import Foundation
import Synchronization

extension Console {
    /// Whether a person sits at both ends.
    static let canAsk = isatty(STDIN_FILENO) == 1 && errorIsTerminal

    private static let question = Mutex(false)

    /// Whether a question waits for its answer: nothing was changed yet, and a signal ends the command at once.
    static var isAsking: Bool { question.withLock { $0 } }

    /// Asks on standard error, so that standard output holds only what a command answers.
    static func ask(_ question: String) -> String? {
        Self.question.withLock { $0 = true }
        defer { Self.question.withLock { $0 = false } }
        noteInline(question)
        return readLine()?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Asks for what the terminal must not show. Blanks at its ends count.
    static func askSecretly(_ question: String) -> String? {
        Self.question.withLock { $0 = true }
        defer { Self.question.withLock { $0 = false } }
        noteInline(question)
        var shown = termios()
        let isKnown = tcgetattr(STDIN_FILENO, &shown) == 0
        if isKnown {
            var hidden = shown
            hidden.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        }
        defer {
            if isKnown { tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) }
            noteInline("\n")
        }
        return readLine()
    }
}
