import Foundation
import JSON
import Synchronization
import Terminations

/// Standard output and standard error.
///
/// A failed write never ends a command in the middle of its work: what it changes, it changes completely. The failure is
/// kept, and decides how the process ends; see ``status(of:)``.
enum Console {
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1

    /// The columns of the terminal at standard output; nil where it is no terminal, or they are unknown.
    static var outputWidth: Int? {
        guard outputIsTerminal else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// The number of the first error of a write to standard output; nothing is written after it.
    private static let failure = Mutex<Int32?>(nil)

    /// Whether somebody still reads the output. Otherwise commands that only read end early.
    static var isRead: Bool { failure.withLock { $0 == nil } }

    /// Makes failed writes visible as errors. Called once, before anything is opened.
    static func prepare() {
        // Then a closed pipe is an error of the write, and does not end the process.
        signal(SIGPIPE, SIG_IGN)
        // A closed stream must stay unusable. Otherwise the next opened file would get its number, and the output would be
        // written into it.
        for (descriptor, unusable) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)] {
            if fcntl(descriptor, F_GETFD) < 0 { _ = open("/dev/null", unusable) }
        }
    }

    /// The exit code of a command that ended with this one: 74 where standard output could not be written.
    ///
    /// A closed pipe is no fault: `terminus … | head` keeps the command's own code.
    static func status(of code: Int32) -> Int32 {
        guard let failure = failure.withLock({ $0 }), failure != EPIPE else { return code }
        note("terminus: write error: \(String(cString: strerror(failure)))")
        return ExitStatus.inputOutput.rawValue
    }

    /// Writes a line for people to standard output, unbuffered, so that a reader at the other end of a pipe sees it at
    /// once. What is not printable becomes a space.
    static func print(_ line: String) {
        write((line + "\n").printableLines)
    }

    /// Writes text as it is to standard output.
    static func write(_ text: String) {
        write(Array(text.utf8))
    }

    /// Writes bytes as they are to standard output.
    static func write(_ bytes: [UInt8]) {
        failure.withLock { failure in
            if failure == nil { failure = writeAll(bytes, to: STDOUT_FILENO) }
        }
    }

    /// Writes a line to standard error. A failure is ignored.
    static func note(_ line: String) {
        noteInline((line + "\n").printableLines)
    }

    static func noteInline(_ text: String) {
        _ = writeAll(Array(text.utf8), to: STDERR_FILENO)
    }

    static func error(_ failure: CommandFailure) {
        note("terminus: \(failure.message)")
        if let hint = failure.hint { note("  \(CommandHint.text(hint))") }
    }

    /// Writes all bytes, waiting where the other end is slow.
    ///
    /// - Returns: the number of the error; nil for success.
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count >= 0 {
                    rest = rest.dropFirst(count)
                    continue
                }
                switch errno {
                case EINTR: continue
                case EAGAIN:
                    // Another process that shares the stream has made it non-blocking.
                    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = Glibc.poll(&poll, 1, -1)
                default: return errno
                }
            }
            return nil
        }
    }
}

extension Console {
    /// Prints one JSON object on a line.
    static func print(_ write: (inout JSONWriter) -> Void) {
        var line = JSONWriter()
        write(&line)
        print(line)
    }
}
