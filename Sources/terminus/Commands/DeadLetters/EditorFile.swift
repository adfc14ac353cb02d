import Application
import Foundation
import JSON
import Ledger
import Terminations

extension EditableBody {
    /// - Throws: ``CommandFailure`` with exit code 65 that names the place where it is no JSON.
    func parse(_ bytes: [UInt8], from path: String) throws -> JSONValue {
        do {
            return try JSONValue(
                parsing: Array(InputFile.withoutByteOrderMark(bytes)),
                maxDepth: JSONValue.maxDepth
            )
        } catch {
            throw CommandFailure(.dataError, "\(path) is no JSON: \(error.message) Nothing was changed.")
        }
    }
}

/// The file for an editor. Only its owner may read it.
final class EditorFile {
    let path: String
    private let deadLetterID: String
    private let original: [UInt8]
    /// Whether its content was changed.
    private var isChanged = false
    private var isRemoved = false
    /// The signals that are handled during the question whether to use the typed text.
    private var signals: SignalCount?

    init(_ text: String, of deadLetter: DeadLetter) throws {
        deadLetterID = deadLetter.id
        original = Array(text.utf8)
        let name = "terminus-dead-letter-\(deadLetter.number)-\(UUID().uuidString.prefix(8)).json"
        path = FileManager.default.temporaryDirectory.appending(path: name).path
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path, errno) }
        defer { close(descriptor) }
        if let number = Console.writeAll(original, to: descriptor) { throw Self.failure(path, number) }
    }

    func remove() {
        ignoreSignals()
        isRemoved = true
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Keeps typed text that is not in the ledger.
    func keepOrRemove() {
        ignoreSignals()
        guard !isRemoved else { return }
        guard isChanged else { return remove() }
        Self.say(path, deadLetterID)
    }

    private static func say(_ path: String, _ deadLetterID: String) {
        Console.note("The text is kept in \(path)")
        Console.note("  To continue: terminus dead-letters mend \(deadLetterID) --body \(path)")
    }

    /// From now on Ctrl-C ends the command, and names the file that holds what was typed.
    private func hearSignals() {
        for number in [SIGINT, SIGTERM] { signal(number, SIG_IGN) }
        signals = SignalCount { [path, deadLetterID] number, _ in
            Console.note("")
            Self.say(path, deadLetterID)
            _exit(128 + number)
        }
    }

    /// From now on the command handles signals elsewhere.
    func ignoreSignals() {
        signals?.cancel()
        signals = nil
    }

    /// The editor's command from the environment; otherwise `vi` on a terminal.
    ///
    /// - Throws: ``CommandFailure`` with exit code 64 where there is none.
    static func editor() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let named = [environment["VISUAL"], environment["EDITOR"]].lazy.compactMap(\.self).first { !$0.isEmpty }
        if let named { return named }
        guard isatty(STDIN_FILENO) == 1, Console.outputIsTerminal else {
            throw CommandFailure(
                .usage,
                "There is no terminal for an editor, and neither VISUAL nor EDITOR names one.",
                hint: "Change the body without an editor: --body FILE, --set /pointer=value or --patch FILE."
            )
        }
        return "vi"
    }

    /// Opens the editor until the saved text is JSON, or the person gives up.
    func edit(_ body: EditableBody) throws -> JSONValue {
        while true {
            ignoreSignals()
            try run()
            let bytes = try MessageFile.bytes(of: path)
            isChanged = bytes != original
            if isChanged { hearSignals() }
            do {
                return try body.parse(isChanged ? bytes : original, from: "What was saved")
            } catch let failure as CommandFailure {
                guard isChanged, Console.canAsk else { throw failure }
                Console.error(failure)
                let answer = Console.ask("Edit it again? [Y/n] ")?.lowercased() ?? "n"
                guard ["", "y", "yes"].contains(answer) else { throw failure }
            }
        }
    }

    /// The editor has the terminal until it ends.
    private func run() throws {
        let editor = try Self.editor()
        // Not Foundation's Process: it puts the child in a group of its own, which may not read from the terminal.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var ours = sigset_t()
        sigemptyset(&ours)
        for number in [SIGINT, SIGQUIT, SIGPIPE, SIGTERM] { sigaddset(&ours, number) }
        posix_spawnattr_setsigdefault(&attributes, &ours)
        // A thread of a pool blocks signals, and a child would inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        // The editor handles Ctrl-C itself.
        let handlers = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
        defer { for (number, handler) in handlers { signal(number, handler) } }
        // The variable may hold arguments, which the shell separates, as git does.
        let words = ["sh", "-c", editor + " \"$1\"", editor, path]
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, "/bin/sh", nil, &attributes, &arguments, environ)
        guard code == 0 else { throw Self.failure("/bin/sh", code) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            isChanged = ((try? MessageFile.bytes(of: path)) ?? original) != original
            throw CommandFailure(
                .failure,
                "The editor (\(Table.printable(editor))) did not end well. Nothing was changed.",
                hint: "EDITOR or VISUAL names the editor to open."
            )
        }
    }

    private static func failure(_ path: String, _ number: Int32) -> CommandFailure {
        CommandFailure(.inputOutput, "\(path) cannot be used: \(String(cString: strerror(number))).")
    }
}
