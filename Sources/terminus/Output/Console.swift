import Foundation

/// Standard output and standard error.
enum Console {
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1

    /// Writes a line to standard output, unbuffered, so that a reader at the other end of a pipe sees it at once.
    ///
    /// Ends the process when nobody reads any more: that is how `terminus … | head` stops.
    static func print(_ line: String) {
        write(Data((line + "\n").utf8))
    }

    static func write(_ bytes: Data) {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            exit(EXIT_SUCCESS)
        }
    }

    /// Writes a line to standard error. Whether somebody reads it is not the command's business.
    static func note(_ line: String) {
        noteInline(line + "\n")
    }

    static func noteInline(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    static func error(_ failure: CommandFailure) {
        note("terminus: \(failure.message)")
        if let hint = failure.hint { note("  \(hint)") }
    }
}
